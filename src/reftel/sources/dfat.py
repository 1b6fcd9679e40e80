"""Documents on Australian Foreign Policy: one Markdown file a document, with a head of keys and values.

A cablegram says so in its title; below place and date stand its number (`O.` for outward, `I.` for inward), level and
urgency in one line, its subject in bold type, the paragraphs, a surname, and where the National Archives keep it.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from reftel.model.stated import Stated
from reftel.model.telegram import Addressee, Classification, Originator, Precedences
from reftel.sources.files import LIMIT, Refused, too_large
from reftel.sources.letters import letters
from reftel.sources.record import Facts, Place, Record
from reftel.sources.signs import legal_status
from reftel.sources.source import Given, Source
from reftel.vocabulary import classification, posts, precedence

COLLECTION = "DFAT"
_HEAD = re.compile(r"\s{0,20}---[ ]*\r?\n(?P<head>.{0,20000}?)\n---[ ]*\r?\n", re.DOTALL)
_KEY = re.compile(r"(?m)^(?P<key>[a-z][a-z_]{1,40}):(?P<value>[^\n]*(?:\n[ \t-][^\n]*)*)")
_SIGNS = (b"naa_refs", b"vol_id")
_CABLEGRAM = re.compile(
    r"\b(?:cablegram|telegram)s?\b(?:.{0,20}? from (?P<sender>.{1,120}?))?(?: to (?P<addressee>.{1,120}))?\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?m)^\**(?P<number>[OI]\.?[A-Z]{0,3}\d{1,7})\**(?P<words>(?:[ ,*]{1,4}[A-Z]{3,14}){0,6})[ *\\\r]*$"
)
_SUBJECT = re.compile(r"(?m)^\*\*(?P<subject>[^*\n]{3,300})\*\*[ \\\r]*$")
_HELD = re.compile(r"(?m)^\**\[NAA:?[^\]\n]{3,200}\][ *\\\r]*$")
_NOTES = re.compile(r"\[\^[\w-]{1,20}\](?!:)|(?m:^\[\^[\w-]{1,20}\]:[^\n]*\n?)")
_EMPHASIS = re.compile(r"(?<![*\w])(?P<signs>\*{1,3})(?=\S)(?P<words>[^*\n]{1,400})(?P=signs)(?![*\w])")
_SIGNED = re.compile(r"\n[ \t]*(?P<name>[A-Z][A-Z' -]{2,30})\s*\Z")
_LONGEST_TITLE = 400
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _recognises(head: bytes, _name: str) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"---") and any(sign in head for sign in _SIGNS)


def _records(stream: BinaryIO, place: Place) -> Given:
    data = stream.read(LIMIT + 1)
    yield too_large(place.path, len(data)) or _record(data, place)


def _record(data: bytes, place: Place) -> Record | Refused:
    text = letters(data)
    head = _HEAD.match(text)
    facts = _facts(head["head"]) if head else {}
    title = facts.get("title", "")
    named = _CABLEGRAM.search(title[:_LONGEST_TITLE])
    if head is None or named is None:
        reason = f"a document, no cablegram: {title or 'its head has no title'}"
        return Refused(place.path, "skipped", reason)
    body = text[head.end() :]
    return place.record(
        data,
        _words(body),
        collection=COLLECTION,
        legal_status=legal_status(COLLECTION),
        facts={**facts, **_around(body)},
        stated=_stated(facts, named, body),
    )


def _facts(head: str) -> Facts:
    """The keys of the head; a list or an inner head stays as it is printed, on one line."""
    found = {one["key"]: " ".join(one["value"].split()).strip("\"'") for one in _KEY.finditer(head)}
    return {key: value for key, value in found.items() if value}


def _around(body: str) -> Facts:
    """What stands around the words: number line and archive's mark."""
    found = {"Number line": _NUMBER.search(body), "Held at": _HELD.search(body)}
    return {name: match[0].strip(" *\\\r") for name, match in found.items() if match}


def _words(body: str) -> str:
    """From below the number line to the archive's mark, without the signs of emphasis and the editors' notes."""
    number, held = _NUMBER.search(body), _HELD.search(body)
    words = body[number.end() if number else 0 : held.start() if held else len(body)]
    return _EMPHASIS.sub(lambda match: match["words"], _NOTES.sub("", words)).strip("\r\n ") + "\n"


def _stated(facts: Facts, named: re.Match[str], body: str) -> Stated:
    number, subject = _NUMBER.search(body), _SUBJECT.search(body)
    words = number["words"].replace("*", " ").replace(",", " ").split() if number else []
    levels = (classification.level_of(" ".join(words[at:])) for at in range(len(words)))
    urgent = next((word for word in words if precedence.by_word(word)), None)
    day = _DAY.match(facts.get("doc_date", ""))
    volume, document = facts.get("vol_id", ""), facts.get("doc_num", "")
    signed = _SIGNED.search(_words(body))
    return Stated(
        aliases=tuple(filter(None, (number["number"] if number else "", f"{volume}/{document}".strip("/")))),
        kind="telegram",
        layout="edited",
        dtg=f"{day[0]}T00:00:00Z" if day else None,
        dtg_precision="day" if day else None,
        precedence=Precedences(action=urgent),
        originator=_originator(named["sender"]),
        action=(Addressee(named["addressee"]),) if named["addressee"] else (),
        classification=Classification(next(filter(None, levels), None)),
        subject=subject["subject"].strip() if subject else None,
        signature=signed["name"].strip() if signed else None,
    )


def _originator(name: str | None) -> Originator | None:
    found = posts.find(name) if name else None
    return Originator(name=name, post=found.name if found else None) if name else None


SOURCE = Source(
    name="dfat",
    title="Documents on Australian Foreign Policy, as Markdown",
    sign="a head between dashes with `naa_refs` or `vol_id`",
    recognises=_recognises,
    records=_records,
)
