"""The layout in which the National Archives release the telegrams of 1973-79.

The text as the Department's system kept it: pages with the level at head and foot, copies to offices, dash line,
heading without routing indicators, telegram; below it the attributes, one `Key: value` a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.telegram import Telegram
from reftel.text import head_written as head
from reftel.text.distribution_written import block_lines
from reftel.vocabulary import posts
from reftel.wire.written import bare_preamble
from reftel.writing.format import ADDRESSED, PROPER, Format
from reftel.writing.proper import body_of, groups_of, head_lines, joined, sent_at, within_limit
from reftel.writing.sections import Part, paged

_PAGE = 38  # lines of text
_CUT = 6  # letters of a station's name on page lines and in document numbers
_NUMBERS = ("Film Number", "Legacy Key")
_KEPT = (
    "Automatic Decaptioning", "Capture Date", "Channel Indicators", "Concepts", "Control Number", "Copy",
    "Decaption Date", "Decaption Note", "Disposition Action", "Disposition Authority", "Disposition Event",
    "Document Source", "Enclosure", "Errors", "Office", "Review Action", "Review Date", "Review History", "Secure",
    "Status", *_NUMBERS,
)  # fmt: skip
"""What the archives know of a record and no field of a telegram holds: written as it was read."""


def write_archives_form(telegram: Telegram) -> bytes:
    """The text and its attributes."""
    lines = within_limit(_text(telegram))
    return joined(["Message Text", "", *lines, "", "Message Attributes", *_attributes(telegram)]).encode()


def _text(telegram: Telegram) -> list[str]:
    level = [telegram.classification.level] if telegram.classification.level else []
    above = [
        *level,
        "",
        _page_line(telegram, 1),
        "",
        *block_lines(telegram),
        *bare_preamble(telegram, sent_at(telegram)),
    ]
    body = body_of(telegram)
    top = [head.classification_line(telegram), "", *head_lines(telegram)]
    groups = groups_of([*above, *top], body, Part(0, len(body.lines)))

    def turned(page: int) -> list[str]:
        return ["", *level, "", *level, "", _page_line(telegram, page), ""]

    pages = paged([*above, *top, *body.lines], len(above), turned, groups, _PAGE)
    return [*pages, "", *level, "", "NNN"]


def _page_line(telegram: Telegram, page: int) -> str:
    """`PAGE 02  LIMA 01862`: the name cut to six letters, the serial of five figures, of six for the Department."""
    number = parse_mrn(telegram.mrn) if telegram.mrn else None
    if number is None or not isinstance(number.serial, int):
        return f"PAGE {page:02d}"
    return f"PAGE {page:02d}  {_station(number)}  {_serial(number)}"


def _station(number: Mrn) -> str:
    post = posts.find(number.post)
    return (post.spaced if post else number.post)[:_CUT].strip()


def _serial(number: Mrn) -> str:
    return f"{number.serial:0{6 if number.post == 'STATE' else 5}d}"


def _attributes(telegram: Telegram) -> Iterator[str]:
    """Every key that has something to say, in the order of the alphabet."""
    values = {key: value for key, read in _ATTRIBUTES.items() if (value := read(telegram))}
    if telegram.layout == "aad":
        facts = telegram.provenance.facts
        values |= {key: facts[key] for key in _KEPT if key in facts}
    return (f"{key}: {values[key]}" for key in sorted(values))


def _document_number(telegram: Telegram) -> str:
    number = parse_mrn(telegram.mrn) if telegram.mrn else None
    if number is None or not number.year or not isinstance(number.serial, int):
        return ""
    return f"{number.year}{_station(number).replace(' ', '')}{_serial(number)}"


def _draft_date(telegram: Telegram) -> str:
    if telegram.dtg is None or telegram.dtg_precision in {"month", "year"}:
        return ""
    return _day(telegram.dtg)


def _day(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%d %b %Y}".upper()


def _sender(telegram: Telegram) -> str:
    sender = telegram.originator
    post = posts.find(sender.post) if sender and sender.post else None
    return post.spaced if post else (sender and sender.name) or ""


def _order(telegram: Telegram) -> str:
    order = telegram.declassification
    return " ".join(filter(None, (order.order, order.instruction))) if order else ""


def _cited(telegram: Telegram) -> str:
    numbers = (parse_mrn(one.mrn) for one in telegram.references if one.mrn)
    return ", ".join(
        f"{number.year % 100:02d} {_named(number.post)} {number.serial}"
        for number in numbers
        if number and number.year
    )


def _named(post: str) -> str:
    found = posts.find(post)
    return found.spaced if found else post


def _tags(telegram: Telegram) -> str:
    return ", ".join(f"({one})" if "," in one else one for one in telegram.tags)


def _markings(telegram: Telegram) -> str:
    return telegram.release.stamps[0] if telegram.release and telegram.release.stamps else ""


def _released(telegram: Telegram) -> str:
    return _day(telegram.release.on) if telegram.release and telegram.release.on else ""


_ATTRIBUTES: dict[str, Callable[[Telegram], str]] = {
    "Document Number": _document_number,
    "Draft Date": _draft_date,
    "Executive Order": _order,
    "From": _sender,
    "Original Classification": lambda telegram: telegram.classification.level or "",
    "Original Handling Restrictions": lambda telegram: ", ".join(telegram.captions) or "n/a",
    "Reference": _cited,
    "Subject": lambda telegram: telegram.subject or "",
    "TAGS": _tags,
    "Type": lambda _: "TE",
    "Markings": _markings,
    "Disposition Date": _released,
    "Disposition Case Number": lambda telegram: (
        ", ".join(telegram.release.case_numbers) if telegram.release else ""
    ),
    "Disposition Reason": lambda telegram: ", ".join(telegram.release.exemptions) if telegram.release else "",
}

AAD = Format(
    "as the National Archives release the telegrams of 1973-79: pages, copies to offices, attributes",
    PROPER | ADDRESSED | {"distribution", "drafted_by", "approved_by", "cleared_by", "release"},
    False,
    write_archives_form,
)
