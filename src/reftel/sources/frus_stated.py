"""What a FRUS document says of its telegram, in the model's terms.

The edition took the telegram's own head apart: sender and addressee stand in the heading, day and hour in the
dateline, the number at the begin of the first paragraph, the rest in a source note. Times before the 1950s are those
of the clock on the wall; they stay words, and only the day is taken.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

from reftel.model.dtg import iso
from reftel.model.stated import Stated
from reftel.model.telegram import Addressee, Classification, Originator, Precedences
from reftel.sources.frus_cited import cited
from reftel.sources.frus_document import Document
from reftel.sources.frus_notes import SourceNote, read_source_note
from reftel.vocabulary import posts

SINGLE_SERIES = 1967
"""The first year whose numbers make a message reference number; before, each pair of posts counted for itself."""

_HEADING = re.compile(r"(?:\d+\.\s*)?(?:.{0,40}?(?:Telegram|Airgram|Message)s?\s+)?[Ff]rom\s+", re.ASCII)
_NUMBER = re.compile(r"No\. \d+\.\s*")
_TO = re.compile(r"(?<=[^\s,]),? to (?=[A-Zact])")
_BETWEEN = re.compile(
    r"\b(?:Ambassador|Minister|Representatives?|Mission|Delegat(?:e|ion)|Advis[eo]r|Assistant|Envoy|Experts|Observer)$"
)
_DEPARTMENT = re.compile(
    r"\bSecretary of State\b|^(?:the )?Department of State\b|\bof the Department of State\b"
)
_MISSIONS = (
    ("Mission to the United Nations", "USUN NEW YORK"),
    ("Mission to the North Atlantic Treaty Organization", "USNATO"),
    ("Mission to the European", "EC BRUSSELS"),
    ("Interests Section", ""),
)
_SERIAL = re.compile(
    r"(?:(?P<series>Secto|Tosec|Depto|Todep) )?(?P<serial>\d{1,6})(?:/(?P<also>(?:Secto|Tosec) \d{1,6}))?"
    r"\.(?:\s+|(?=[^\s\d]))"
)
_FIRST_PARAGRAPH = re.compile(r"\n[ ]*2\.\s")
_LABEL = re.compile(r"(?<=[^\n]) (?=Refs?:|Reftels?:|References?:)")
_RECEIVED = re.compile(r"[\[(]Received\s+(?P<when>[^\])]{2,80})[\])]")
_INSERTED = re.compile(r"\[[^\[\]]{1,300}\]")
_LEFT_OUT = re.compile(
    r"\[(?:Omitted here|\d[^\]]{0,40}not declassified|[^\]]{0,80}\b(?:not declassified|omitted)\b)"
)
_ZULU = re.compile(r"\d{4}Z\b")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_PRECISIONS = ("year", "month", "day")
_EDITED = "edited"
_LONGEST_HEADING = 1000


class Told(NamedTuple):
    """A telegram's words as printed without its number, what is stated, and what no field of the model holds."""

    words: str
    stated: Stated
    facts: dict[str, str]


def tell(document: Document, volume: str) -> Told:
    """The statements of a document that is a telegram."""
    note = read_source_note(next((one for one in document.sources if one.startswith("Source:")), ""))
    sender, addressee = parties(document)
    when, precision = _sent(document)
    words, serial, also = _without_number(document.words)
    post = _post(sender, document.place)
    stated = Stated(
        mrn=_number(serial, post, when),
        aliases=tuple(filter(None, (f"{volume}{document.id}", note.film, also))),
        kind=document.kind,
        layout=_EDITED,
        dtg=when,
        dtg_precision=precision,
        precedence=Precedences(action=note.precedence),
        originator=Originator(name=sender, post=post) if sender else None,
        action=(Addressee(addressee),) if addressee else (),
        info=note.info,
        classification=Classification(note.level),
        captions=note.captions,
        drafted_by=note.drafted,
        cleared_by=note.cleared,
        approved_by=note.approved,
        signature=document.signed.strip("[]. ") or None if not document.signed.startswith("[") else None,
        completeness="partial" if _is_partial(document) else None,
    )
    return Told(_LABEL.sub("\n", words, count=1), stated, _facts(document, volume, note, serial))


def parties(document: Document) -> tuple[str, str]:
    """Sender and addressee of the heading, as printed, without article; empty where it names none.

    `to` can also stand in a title (`the Ambassador to France (Doe) to the Department of State`); what the
    editors mark as sender and addressee, or the word before it, tells where the addressee begins.
    """
    head = _NUMBER.sub("", document.head[:_LONGEST_HEADING], count=1)
    opening = _HEADING.match(head)
    rest = head[opening.end() :] if opening else head
    for found in _TO.finditer(rest):
        left, right = rest[: found.start()], rest[found.end() :]
        marked = document.sender in left and document.addressee in right
        if marked and (document.sender or not _BETWEEN.search(left)):
            return _bare(left), _bare(right)
    return "", ""


def _bare(name: str) -> str:
    return name.removeprefix("The ").removeprefix("the ").strip(" ,.")


def _post(sender: str, place: str) -> str | None:
    """The station whose number it bears: the Department, a mission known by its name, or the place of the dateline."""
    if _DEPARTMENT.search(sender) and "Ambassador" not in sender:
        return "STATE" if not place or "Washington" in place else None
    station = next(
        (station for words, station in _MISSIONS if words in sender), place.rsplit(",", maxsplit=1)[-1]
    )
    found = posts.find(station.upper()) if station else None
    return found.name if found and found.name != "STATE" else None


def _sent(document: Document) -> tuple[str | None, str | None]:
    """The instant in UTC where the edition prints Z, else the day (month, year) as printed; None where undated."""
    when = document.when.get("when", "")
    if _ZULU.search(document.day) and "T" in when:
        try:
            sent = datetime.fromisoformat(when)
        except ValueError:
            sent = None
        if sent and sent.tzinfo:
            return iso(sent.astimezone(UTC)), "minute"
    found = _DAY.match(when)
    if found is None:
        return None, None
    parts = [part for part in found.groups() if part]
    return "-".join([*parts, *["01"] * (3 - len(parts))]) + "T00:00:00Z", _PRECISIONS[len(parts) - 1]


def _without_number(words: str) -> tuple[str, str | None, str | None]:
    """The words without the number that they begin with, the number, and a second one beside it.

    A 1 that a paragraph 2 follows is the number of a paragraph.
    """
    found = _SERIAL.match(words)
    if found is None or (found["serial"] == "1" and _FIRST_PARAGRAPH.search(words)):
        return words, None, None
    serial = f"{found['series']} {found['serial']}" if found["series"] else found["serial"]
    return words[found.end() :], serial, found["also"]


def _number(serial: str | None, post: str | None, when: str | None) -> str | None:
    """The message reference number, for years that have one."""
    if serial is None or when is None or int(when[:4]) < SINGLE_SERIES:
        return None
    if not serial.isdigit():
        return f"{when[:4]}{serial.upper().replace(' ', '')}"
    return f"{when[:4]}{post}{serial}" if post else None


def _is_partial(document: Document) -> bool:
    extract = any("Extract" in note for note in document.sources)
    return extract or _LEFT_OUT.search(document.words) is not None


def _cited(document: Document) -> tuple[str, ...]:
    """The telegrams that the footnotes name, for years whose numbers make a message reference number."""
    year = _DAY.match(document.when.get("when", ""))
    if year is None or int(year[1]) < SINGLE_SERIES:
        return ()
    return tuple(dict.fromkeys(cited(document.notes.values(), int(year[1]))))


def _facts(document: Document, volume: str, note: SourceNote, serial: str | None) -> dict[str, str]:
    """What the edition prints around the telegram, under names that a reader understands."""
    received = _RECEIVED.search(document.line)
    local = document.when.get("when", "")
    facts = {
        "FRUS volume": volume,
        "FRUS document": document.id,
        "Heading": document.head,
        "Dateline": document.line,
        "Local time": local if "T" in local and not _ZULU.search(document.day) else "",
        "Received": received["when"] if received else "",
        "Dated between": " and ".join(document.range) if not document.when.get("when") else "",
        "Telegram number": serial or "",
        "Film number": note.film or "",
        "Source note": " ".join(document.sources),
        "Signature supplied by the editors": document.signed if document.signed.startswith("[") else "",
        "Editors' words in the text": " ".join(dict.fromkeys(_INSERTED.findall(document.words))),
        "Attached": "; ".join(document.attached),
        "Cited by the editors": "; ".join(_cited(document)),
        **{f"Footnote {number}": text for number, text in document.notes.items()},
    }
    return {name: value for name, value in facts.items() if value}
