"""The printed form of the 1950s and 60s: what can be read safely from a copy whose columns fell apart.

Sender, number, day, classification and the typed text as one paragraph. Numbers of this era run for each post
and direction, so the message reference number is marked as inferred, and only incoming telegrams get one.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.mrn import parse_mrn
from reftel.model.strand import Strand
from reftel.model.telegram import Addressee, Originator, Paragraph
from reftel.reading.findings import Findings
from reftel.vocabulary import posts

_SENDER = re.compile(
    r"\bFROM:[ ]{0,6}[^A-Za-z\n]{0,3}([A-Z][A-Za-z .-]{2,30}?)(?=[ ]{2,}|[ ]*\d|[ ]*/|[ ]*\n)"
)
_NUMBER = re.compile(
    r"(?:\bNO[:.][^\w\n]{0,6}|^[ ]*)(?P<serial>\d{1,5}),[ ](?P<month>[A-Z][A-Za-z]{2,8})[ ](?P<day>\d{1,2})\b"
    r"(?:,?[ ](?:NOON|MIDNIGHT|\d{1,2}(?::\d\d)?[ ]?[AP]\.?[ ]?M\b\.?))?",
    re.MULTILINE,
)
_RECEIVED = re.compile(
    r"Rec.d:[^\w\n]{0,4}(?P<month>[A-Z][A-Za-z]{2,8})\.?,?[ ](?P<day>\d{1,2}),?[., ]{1,3}(?P<year>19\d\d)"
)
_ACTION = re.compile(
    r"ACTION:[^\w\n]{0,6}(?P<name>Am[A-Za-z]{3,12}[ ](?P<post>[A-Z][A-Z -]{2,24}))[ ](?P<serial>\d{1,5})\b"
)
_TYPED = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{2})\b")
_SIGNED = re.compile(r"\n[^A-Za-z0-9\n]{0,4}([A-Z]{3,15})[^A-Za-z0-9]{0,20}\Z")
_LAST_LINES = 80  # letters before the foot in which the signature stands
_FOOT = re.compile(r"REPRODUCTION|Drafted by|^[ ]*[A-Z]{2,4}/\d{1,3}[ ]*$", re.MULTILINE)
_LOWEST_YEAR = 1900


class Form(NamedTuple):
    """What a form says: fields, sender's post, serial, and its day if that can be read."""

    findings: Findings
    post: str | None
    serial: int | None
    year: int | None


def read_form(strand: Strand, ledger: Ledger) -> Form:
    """Read an incoming or outgoing form. What does not stand in a safe place is left in the paragraph."""
    text = strand.text
    found = Findings()
    outgoing = "OUTGOING" in text[:2000]
    number = _ACTION.search(text) if outgoing else _NUMBER.search(text)
    received = _RECEIVED.search(text)
    year = int(received["year"]) if received else _typed_year(text)
    post = _sender(text, found, ledger, outgoing)
    if number and outgoing:
        found.put("action", (Addressee(" ".join(number["name"].upper().split())),))
        ledger.mark("/action/0", number.start("name"), number.end("post"))
    elif number or received:
        _day(found, ledger, number or received, year)
    _text(text, number.end() if number else 0, found, ledger)
    ledger.remark("Q146", "A printed form: only sender, number, day and text are read from it.", 0, 0)
    found.take_spans(ledger)
    return Form(found, post, int(number["serial"]) if number and not outgoing else None, year)


def _sender(text: str, found: Findings, ledger: Ledger, outgoing: bool) -> str | None:
    if outgoing:
        found.put("originator", Originator(name="SECSTATE WASHDC", post="STATE"))
        return "STATE"
    match = _SENDER.search(text)
    if not match:
        return None
    post = posts.find(match[1])
    found.put("originator", Originator(name=match[1].strip(), post=post.name if post else None))
    ledger.mark("/originator", *match.span(1))
    return post.name if post else None


def _typed_year(text: str) -> int | None:
    match = _TYPED.search(text)
    return _LOWEST_YEAR + int(match[3]) if match else None


def _day(found: Findings, ledger: Ledger, match: re.Match[str] | None, year: int | None) -> None:
    if match is None or year is None:
        return
    try:
        day = datetime.strptime(f"{match['day']} {match['month'][:3].title()} {year}", "%d %b %Y")
    except ValueError:
        return
    found.put("dtg", day.strftime("%Y-%m-%dT00:00:00Z"))
    found.put("dtg_precision", "day")
    ledger.mark("/dtg", match.start("month"), match.end("day"))


def _text(text: str, start: int, found: Findings, ledger: Ledger) -> None:
    """The typed text as one paragraph, from the number to the signature or the printed words at the foot."""
    foot = _FOOT.search(text, start)
    stop = foot.start() if foot else len(text)
    signed = _SIGNED.search(text, max(start, stop - _LAST_LINES), stop)
    if signed:
        found.put("signature", signed[1])
        ledger.mark("/signature", *signed.span(1))
        stop = signed.start()
    raw = text[start:stop]
    words = " ".join(raw.split())
    begin, end = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())
    if words:
        ledger.mark("/paragraphs/0", begin, end)
        places = ledger.strand.source_at(begin), ledger.strand.source_at(end)
        found.put("paragraphs", (Paragraph(None, None, None, None, None, words, *places),))


def form_number(form: Form) -> str | None:
    """The inferred number of an incoming telegram, `1963GEORGETOWN245`."""
    if not (form.post and form.serial and form.year):
        return None
    mrn = parse_mrn(f"{form.post} {form.serial}", form.year)
    return str(mrn) if mrn else None
