"""PlusD pages: the National Archives' telegrams of 1973-79, and Cablegate, each as a page of keys and values.

The page holds the text twice, once as it came; that one is taken. Its keys are those of the archive's own block.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import BinaryIO

from lxml import etree

from reftel.model.stated import Stated
from reftel.model.telegram import Classification, Copies, Originator
from reftel.sources import cablegate
from reftel.sources.files import Refused
from reftel.sources.html_page import CUT, Page, line, read_page, words
from reftel.sources.record import Place, Record
from reftel.sources.signs import legal_status
from reftel.sources.source import Given, Source
from reftel.sources.values import said
from reftel.vocabulary import classification, posts

COLLECTION = "PlusD"
_ARCHIVES = "National Archives 1973-79"
_PAIR = re.compile(rb"<div[^<>]{0,80}class=[\"'][^\"'<>]{0,60}\bs_key\b")
_BODY = re.compile(rb"<body[^<>]{0,200}plusd", re.IGNORECASE)
_CABLEGATE = re.compile(r"_a\d?\Z")
_VERSION = re.compile(r"_[a-e]\d?\Z")
_DATE = re.compile(r"(?P<day>\d{4} [A-Z][a-z]{2,8} \d{1,2}), (?P<time>\d\d:\d\d)")
_NO_TEXT = ("UNRETRIEVABLE", "NOT CONVERTED", "MICROFICHE")
_BLOCKS = (("", "raw"), ("pre", ""), ("", "tagged"), ("", "content"))
_KINDS = {"TE": "telegram", "TELEGRAM": "telegram", "AIRGRAM": "airgram", "A": "airgram"}


def _recognises(head: bytes, _name: str) -> bool:
    if b"s_key" in head and _PAIR.search(head):
        return True
    return b"Canonical ID" in head and _BODY.search(head) is not None


def _records(stream: BinaryIO, place: Place) -> Given:
    page = read_page(stream, place)
    yield page if isinstance(page, Refused) else _record(page, place)


def _record(page: Page, place: Place) -> Record | Refused:
    keys = [line(one).rstrip(": ") for one in page.all(named="s_key")]
    values = [line(one) for one in page.all(named="s_val")]
    facts = {key: value for key, value in zip(keys, values, strict=False) if said(value)}
    identifier = facts.get("Canonical ID", "")
    text = _text(page)
    if not identifier and not text:
        return Refused(place.path, "skipped", "a page of PlusD that holds no telegram")
    origin = cablegate.COLLECTION if _CABLEGATE.search(identifier) else _ARCHIVES
    return place.record(
        page.data,
        text,
        collection=COLLECTION,
        legal_status=legal_status(origin),
        facts=facts,
        stated=_stated(facts, identifier, text, page.broken),
    )


def _text(page: Page) -> str:
    """The telegram: the raw block before the others, the longest of its kind; empty where the page has none.

    A block much shorter than another is a heading or a tab that is called like the block.
    """
    longest = [_longest(page, tag, named) for tag, named in _BLOCKS]
    enough = max(map(len, longest)) / 2
    return next(text for text in longest if len(text) >= enough)


def _longest(page: Page, tag: str, named: str) -> str:
    texts = (words(block).strip() for block in page.all(tag, named) if not _holds_keys(block))
    return max(filter(said, texts), key=len, default="")


def _holds_keys(block: etree._Element) -> bool:
    return any("s_key" in one.get("class", "") for one in block.iter() if isinstance(one.tag, str))


def _stated(facts: dict[str, str], identifier: str, text: str, broken: bool) -> Stated:
    sent, precision = _sent(facts.get("Date", ""))
    missing = not text or any(word in facts.get("Locator", "").upper() for word in _NO_TEXT)
    kind = _KINDS.get(facts.get("Type", "TE").upper(), "index entry" if missing else "telegram")
    offices = ((facts.get(f"Office {role}"), role.lower()) for role in ("Origin", "Action"))
    return Stated(
        mrn=_VERSION.sub("", identifier) or None,
        aliases=(identifier,) if identifier else (),
        kind="stub" if missing and kind == "telegram" else kind,
        dtg=sent,
        dtg_precision=precision,
        originator=_originator(facts.get("From", "")),
        classification=Classification(classification.level_of(facts.get("Original Classification", ""))),
        tags=_tags(facts.get("TAGS", "")),
        subject=facts.get("Subject"),
        distribution=tuple(Copies(office, None, role) for office, role in offices if office),
        remarks=(CUT,) if broken else (),
        completeness="partial" if broken else None,
    )


def _sent(printed: str) -> tuple[str | None, str | None]:
    """`1975 January 1, 00:00 (Wednesday)`: midnight means that only the day is known."""
    found = _DATE.match(printed)
    if found is None:
        return None, None
    try:
        day = datetime.strptime(found["day"], "%Y %B %d").date().isoformat()
    except ValueError:
        return None, None
    return f"{day}T{found['time']}:00Z", "day" if found["time"] == "00:00" else "minute"


def _originator(printed: str) -> Originator | None:
    """`Bangladesh Dhaka`: the country, then the place."""
    if not printed:
        return None
    parts = printed.split()
    places = (" ".join(parts[at:]) for at in range(len(parts)))
    found = next((post for place in places if (post := posts.find(place))), None)
    return Originator(name=printed, post=found.name if found else None)


def _tags(printed: str) -> tuple[str, ...]:
    """`PFOR - Political Affairs--Foreign Policy | UR - Soviet Union`: what stands before the first dash of each."""
    codes = (part.split(" - ")[0].strip() for part in printed.split("|"))
    return tuple(dict.fromkeys(filter(None, codes)))


SOURCE = Source(
    name="plusd",
    title="PlusD pages",
    sign="elements of the class `s_key`, or a Canonical ID on a page whose body is named `plusd`",
    recognises=_recognises,
    records=_records,
)
