"""What of a telegram can be searched and counted: one flat document for the index."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from reftel.model.mrn import parse_mrn
from reftel.model.telegram import Addressee, Telegram

SHIFT = 26  # bits of a moment that tell telegrams of the same second apart
_STAMP = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?)?)?")


class Document(msgspec.Struct, array_like=True, frozen=True):
    """The searchable side of one telegram. `seconds` counts from the year 1; 0 where nothing dates it."""

    text: str
    subject: str = ""
    summary: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    seconds: int = 0
    year: str | None = None
    month: str | None = None
    post: str | None = None
    level: str | None = None
    precedence: str | None = None
    layout: str = "bare"
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def seconds_of(stamp: str) -> int:
    """Seconds from the year 1 to the begin of an ISO date, month, year or moment; 0 for what is none."""
    found = _STAMP.match(stamp)
    if not found:
        return 0
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups())
    try:
        days = date(year, month or 1, day or 1).toordinal()
    except ValueError:
        return 0
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def number_forms(text: str) -> tuple[str, ...]:
    """The forms under which a message reference number is indexed: with its year, and without."""
    mrn = parse_mrn(text)
    if mrn is None:
        return ()
    bare = f"{mrn.post}{mrn.serial}"
    return (bare,) if mrn.year is None else (str(mrn), bare)


def whole_text(telegram: Telegram) -> str:
    """All that stands in the copy: the paragraphs as read, and between them the source as it is.

    A phrase is found over a page joint inside a paragraph, and no word of the source is left out.
    """
    pieces: list[str] = []
    at = 0
    for paragraph in telegram.paragraphs:
        if paragraph.start >= at:
            pieces += (telegram.text[at : paragraph.start], paragraph.text)
            at = paragraph.end
        else:
            pieces.append(paragraph.text)
    pieces.append(telegram.text[at:])
    return "\n".join(piece for piece in pieces if piece)


def _names(addressees: tuple[Addressee, ...]) -> tuple[str, ...]:
    return tuple(addressee.name for addressee in addressees)


def _dated(telegram: Telegram) -> str | None:
    """The day of the telegram, or the year of its number where no date-time group could be read."""
    if telegram.dtg:
        return telegram.dtg
    mrn = parse_mrn(telegram.mrn) if telegram.mrn else None
    return str(mrn.year) if mrn and mrn.year else None


def post_of(telegram: Telegram) -> str | None:
    """The sending post: the originator's, else that of the number."""
    if telegram.originator and telegram.originator.post:
        return telegram.originator.post
    mrn = parse_mrn(telegram.mrn) if telegram.mrn else None
    return mrn.post if mrn else None


def _sender(telegram: Telegram, post: str | None) -> str:
    origin = telegram.originator
    parts = (origin.name, origin.routing_indicator) if origin else ()
    return "\n".join(part for part in (*parts, post) if part)


def _numbers(telegram: Telegram) -> tuple[str, ...]:
    forms = (form for text in (telegram.mrn, *telegram.aliases) if text for form in number_forms(text))
    return tuple(dict.fromkeys(forms))


def _references(telegram: Telegram) -> tuple[str, ...]:
    cited = (reference.mrn for reference in telegram.references if reference.mrn)
    return tuple(dict.fromkeys(form for mrn in cited for form in number_forms(mrn)))


def _counted(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.upper() for value in values))


def document_of(telegram: Telegram) -> Document:
    """The document of a telegram that carries its text."""
    dated = _dated(telegram) or ""
    seconds = seconds_of(dated)
    post = post_of(telegram)
    summary = "\n".join(part.text for part in telegram.paragraphs if part.role == "summary")
    return Document(
        text=whole_text(telegram),
        subject=telegram.subject or "",
        summary=summary,
        sender=_sender(telegram, post),
        recipients=_names(telegram.action + telegram.info),
        numbers=_numbers(telegram),
        references=_references(telegram),
        seconds=seconds,
        year=dated[:4] if seconds else None,
        month=dated[:7] if seconds and len(dated) >= 7 else None,
        post=post,
        level=telegram.classification.level,
        precedence=telegram.precedence.action,
        layout=telegram.layout,
        captions=_counted(telegram.captions + telegram.classification.caveats),
        tags=_counted(telegram.tags),
    )
