"""The labelled copy of the Department's archive since 2009: labels, the text in wide lines, labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from reftel.model.dtg import group
from reftel.model.mrn import parse_mrn
from reftel.model.telegram import Addressee, Officer, Telegram
from reftel.text import head_written as head
from reftel.text.body_written import write_body
from reftel.vocabulary import posts
from reftel.writing.format import ADDRESSED, PROPER, Format
from reftel.writing.proper import classifier_lines, joined, sent_at

_WIDE = 10_000
_PRECISE = frozenset({None, "minute", "day"})
_OFFICES = frozenset(
    {"AMEMBASSY", "AMCONSUL", "AMCONGEN", "SECSTATE", "USMISSION", "USDEL", "USINT", "USLO", "USOFFICE"}
)
"""Words that stand behind the place in an address: `BOGOTA, AMEMBASSY`."""


def write_labelled(telegram: Telegram) -> bytes:
    """The labels around the text; line ends only between paragraphs."""
    body = write_body(telegram.paragraphs, None, _WIDE)
    classifier = [" ".join(classifier_lines(telegram)), ""] if classifier_lines(telegram) else []
    lines = [*_marks(telegram), *_head(telegram), "", *classifier, *body.lines, "", *_tail(telegram)]
    return joined(lines).encode()


def _marks(telegram: Telegram) -> list[str]:
    """The level, and `SBU` below it, at the head of the page."""
    level = telegram.classification.level
    sensitive = ["SBU"] if "SBU" in telegram.classification.caveats else []
    return [level, *sensitive, ""] if level else []


def _head(telegram: Telegram) -> list[str]:
    return [
        f"MRN: {_number(telegram)}",
        f"Date/DTG: {_sent(telegram)}",
        *_labelled("From", _sender(telegram)),
        *_labelled("Action", _addresses(telegram.action)),
        *(
            line.replace("E.O. ", "E.O.: ", 1)
            for line in _one_line(head.order_line(telegram.declassification))
        ),
        *_labelled("TAGS", ", ".join(f"({one})" if "," in one else one for one in telegram.tags)),
        *_labelled("Captions", ", ".join(telegram.captions)),
        *_references(telegram),
        *_labelled("Pass Line", "; ".join(one.text for one in telegram.passing)),
        *(line.replace("SUBJECT:", "Subject:", 1) for line in _subject(telegram)),
    ]


def _tail(telegram: Telegram) -> Iterator[str]:
    yield from _labelled("Signature", telegram.signature or "")
    yield from _labelled("Drafted By", _officers(telegram.drafted_by))
    yield from _labelled("Cleared By", _officers(telegram.cleared_by))
    yield from _labelled("Approved By", _officers(telegram.approved_by))
    yield from _labelled("Info", _addresses(telegram.info))
    yield from _labelled("XMT", _addresses(telegram.exempt))
    yield "Dissemination Rule: Archive Copy"


def _labelled(label: str, value: str) -> list[str]:
    return [f"{label}: {value}"] if value else []


def _number(telegram: Telegram) -> str:
    """`12 LIMA 1098`."""
    number = parse_mrn(telegram.mrn) if telegram.mrn else None
    if number is None or number.year is None:
        return "n/a"
    post = posts.find(number.post)
    return f"{number.year % 100:02d} {post.spaced if post else number.post} {number.serial}"


def _sent(telegram: Telegram) -> str:
    """`Aug 29, 2012 / 291518Z AUG 12`; 0000Z says that only the day is known."""
    if telegram.dtg is None or telegram.dtg_precision not in _PRECISE:
        return "n/a"
    sent = datetime.fromisoformat(telegram.dtg)
    return f"{sent:%b %d, %Y} / {group(sent)}"


def _sender(telegram: Telegram) -> str:
    sender = telegram.originator
    return (sender and (sender.name or sender.post)) or ""


def _addresses(addressees: Sequence[Addressee]) -> str:
    return "; ".join(map(_address, addressees))


def _address(addressee: Addressee) -> str:
    """`BOGOTA, AMEMBASSY ROUTINE`; behind a routing indicator the address stands as it is."""
    office, _, place = addressee.name.partition(" ")
    name = addressee.name
    if addressee.routing_indicator:
        name = f"{addressee.routing_indicator}/{name}"
    elif place and office in _OFFICES and "," not in name:
        name = f"{place}, {office}"
    return f"{name} {addressee.precedence}" if addressee.precedence else name


def _references(telegram: Telegram) -> list[str]:
    """`Reference: A) 12 LIMA 1034`, one a line."""
    lines = head.reference_lines(telegram.references, sent_at(telegram))
    return [
        line.replace("REF:", "Reference:", 1) if at == 0 else line.strip() for at, line in enumerate(lines)
    ]


def _subject(telegram: Telegram) -> list[str]:
    return _one_line(head.subject_lines(telegram.subject, telegram.subject_marking))


def _one_line(lines: list[str]) -> list[str]:
    return [" ".join(lines)] if lines else []


def _officers(officers: Sequence[Officer]) -> str:
    return "\n".join(map(_officer, officers))


def _officer(officer: Officer) -> str:
    """`POL:Roe, John`."""
    if officer.text:
        return officer.text
    given, _, surname = (officer.name or officer.position or "").rpartition(" ")
    return ":".join(filter(None, (officer.office, f"{surname}, {given}" if given else surname)))


SMART = Format(
    "the labelled copy of the Department's archive since 2009",
    PROPER | ADDRESSED | {"drafted_by", "approved_by", "cleared_by"},
    False,
    write_labelled,
)
