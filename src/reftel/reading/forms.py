"""The printed form of the 1950s and 60s: what can be read safely from a copy whose columns fell apart.

Sender, addressee, number, day, classification, passing line, reference, the typed text as one paragraph and the
signature. Numbers of this era run for each post and direction, so the message reference number is marked as
inferred, and only incoming telegrams get one.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.mrn import parse_mrn
from reftel.model.strand import Strand
from reftel.model.telegram import Addressee, Classification, Originator, Paragraph, Passing, Reference
from reftel.reading.findings import Findings
from reftel.reading.form_level import form_level
from reftel.text.passing import is_passing_line, read_passing
from reftel.vocabulary import posts

_SENDER = re.compile(
    r"\bFROM:[ ]{0,6}[^A-Za-z\n]{0,3}(?P<label>[A-Z][A-Za-z .-]{2,30}?)(?=[ ]{2,}|[ ]*\d|[ ]*/|[ ]*\n)"
    r"|(?<=[ ][AP]M, FROM )(?P<page>[A-Z][A-Z .-]{2,30}?)(?=[ ]*\n)"  # 245, FEBRUARY 7, 1 PM, FROM LIMA: a further page
)
_NUMBER = re.compile(
    r"(?:\bNO[:.][^\w\n]{0,6}|^[ ]*)(?P<serial>\d{1,5}),[ ](?P<month>[A-Z][A-Za-z]{2,8})[ ](?P<day>\d{1,2})\b"
    r"(?:,?[ ](?:NOON|MIDNIGHT|\d{1,2}(?::\d\d)?[ ]?[AP]\.?[ ]?M\b\.?))?",
    re.MULTILINE,
)
_ADDRESSEE = re.compile(
    r"^(?:[^\n]{0,16}?\bTO:)?[^A-Za-z\n]{0,6}(Secretary of State)[^\w\n]{0,8}$", re.MULTILINE
)  # its label can fall off
_RECEIVED = re.compile(
    r"Rec.d:[^\w\n]{0,4}(?P<month>[A-Z][A-Za-z]{2,8})\.?,?[ ](?P<day>\d{1,2}),?[., ]{1,3}(?P<year>19\d\d)"
)
_ACTION = re.compile(
    r"ACTION:[^\w\n]{0,6}(?P<name>Am[A-Za-z]{3,12}[ ](?P<post>[A-Z][A-Z -]{2,24}))[ ](?P<serial>\d{1,5})\b"
)
_TYPED = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{2})\b")
_CITED = re.compile(
    r"^[^\w\n]{0,4}Ref(?:erence|tel)?s?:[ ]{0,4}(?P<text>\S[^\n]{2,100}?)[ .]*$", re.MULTILINE
)
_MARGIN = (
    r"[^A-Za-z0-9\n]{0,4}(?:[A-Z]{2,4}[ ]{1,20})?[^A-Za-z0-9\n]{0,4}"  # signs, an office of the left column
)
_SIGNED = re.compile(rf"\n{_MARGIN}(?P<name>[A-Z]{{3,15}})[^A-Za-z0-9]{{0,20}}\Z")
_SIGNED_AND_TYPED = re.compile(
    rf"\n{_MARGIN}(?P<name>[A-Z]{{4,15}})[^A-Za-z0-9\n]{{0,6}}\n"
    r"[^A-Za-z0-9]{0,12}[A-Z]{2,4}(?:/[0-9A-Z]{1,3})?[^A-Za-z0-9\n]{0,6}(?=\n|\Z)"
)
_PROSE = re.compile(r"(?:\b[A-Za-z,.'’-]{1,30}[ ]{1,2}){6}")
_COLUMN = re.compile(r"(?:[^A-Za-z0-9\n:]{0,8}[A-Z]{1,5}(?![A-Za-z])){0,3}[^A-Za-z0-9\n:]{0,8}\n")
_OFFICE = re.compile(r"[A-Z]{2,5}")
_LEFT_COLUMN = "Left column"
_LAST_LINES = 80  # letters before the foot in which the signature stands
_FIRST_LINES = 300  # letters behind the number in which passing lines stand, among offices of the left column
_HEAD_LINES = 3000  # letters in which the head of the form stands
_FOOT_LINES = 400  # letters at the end in which the foot of the form stands
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
    sent_to = _ACTION.search(
        text
    )  # the incoming form names an office of the Department for action, never a post
    outgoing = sent_to is not None or "OUTGOING" in text[:2000]
    number = sent_to if outgoing else _NUMBER.search(text)
    received = _RECEIVED.search(text)
    year = int(received["year"]) if received else _typed_year(text)
    post = _sender(text, found, ledger, outgoing)
    _addressee(text, found, ledger, sent_to)
    if not outgoing and (number or received):
        _day(found, ledger, number or received, year)
    _level(text, number.start() if number else 0, found, ledger)
    _text(text, number.end() if number else 0, found, ledger)
    ledger.remark(
        "Q146", "A printed form: what stands in its boxes and the typed text are read, nothing else.", 0, 0
    )
    found.take_spans(ledger)
    return Form(found, post, int(number["serial"]) if number and not outgoing else None, year)


def _sender(text: str, found: Findings, ledger: Ledger, outgoing: bool) -> str | None:
    if outgoing:
        found.put("originator", Originator(name="SECSTATE WASHDC", post="STATE"))
        return "STATE"
    for match in _SENDER.finditer(text):
        name = (match["label"] or match["page"]).strip()
        post = posts.find(name)
        if post or match["label"]:
            found.put("originator", Originator(name=name, post=post.name if post else None))
            ledger.mark("/originator", *match.span("label" if match["label"] else "page"))
            return post.name if post else None
    return None


def _addressee(text: str, found: Findings, ledger: Ledger, sent_to: re.Match[str] | None) -> None:
    if sent_to:
        found.put("action", (Addressee(" ".join(sent_to["name"].upper().split())),))
        ledger.mark("/action/0", sent_to.start("name"), sent_to.end("post"))
        return
    match = _ADDRESSEE.search(text)
    if match:
        found.put("action", (Addressee(match[1]),))
        ledger.mark("/action/0", *match.span(1))


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


def _level(text: str, head: int, found: Findings, ledger: Ledger) -> None:
    printed = form_level(text, min(head, _HEAD_LINES), max(head, len(text) - _FOOT_LINES))
    if printed:
        found.put("classification", Classification(printed.level))
        ledger.mark("/classification", printed.start, printed.end)


def _text(text: str, start: int, found: Findings, ledger: Ledger) -> None:
    """The typed text as one paragraph, from the number to the signature or the printed words at the foot."""
    foot = _FOOT.search(text, start)
    stop = foot.start() if foot else len(text)
    signed = _signature(text, start, stop)
    if signed:
        found.put("signature", signed["name"])
        ledger.mark("/signature", *signed.span("name"))
        stop = signed.start()
    _first_lines(text, start, stop, found, ledger)
    start = _behind_column(text, start, stop, found)
    raw = text[start:stop]
    words = " ".join(raw.split())
    begin, end = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())
    if words:
        ledger.mark("/paragraphs/0", begin, end)
        places = ledger.strand.source_at(begin), ledger.strand.source_at(end)
        found.put("paragraphs", (Paragraph(None, None, None, None, None, words, *places),))


def _behind_column(text: str, start: int, stop: int, found: Findings) -> int:
    """Where the typed lines begin: offices of the left column can fall between number and text."""
    offices: list[str] = []
    at = start
    while line := _COLUMN.match(text, at, stop):
        offices += _OFFICE.findall(line[0])
        at = line.end()
    if offices:
        found.facts[_LEFT_COLUMN] = ", ".join(offices)
    return at


def _signature(text: str, start: int, stop: int) -> re.Match[str] | None:
    """The surname over the typist's letters or, without these, in the last line over the foot of the form."""
    prose = _PROSE.search(text, start)
    typed = [*_SIGNED_AND_TYPED.finditer(text, prose.end() if prose else stop)]
    return typed[-1] if typed else _SIGNED.search(text, max(start, stop - _LAST_LINES), stop)


def _first_lines(text: str, start: int, stop: int, found: Findings, ledger: Ledger) -> None:
    """Passing lines and the reference, which are typed above the first sentence."""
    passed: list[Passing] = []
    at = start
    while at < min(stop, start + _FIRST_LINES):
        end = text.find("\n", at, stop)
        end = stop if end < 0 else end
        if is_passing_line(text, at, end):
            for line in read_passing(text, at, end):
                ledger.mark(f"/passing/{len(passed)}", line.start, line.end)
                passed.append(line.value)
        at = end + 1
    found.put("passing", tuple(passed))
    cited = _CITED.search(text, start, min(stop, start + _FIRST_LINES))
    if cited:  # numbers for each direction are no message reference numbers
        found.put("references", (Reference(None, "telegram", None, cited["text"]),))
        ledger.mark("/references/0", *cited.span("text"))


def form_number(form: Form) -> str | None:
    """The inferred number of an incoming telegram, `1963GEORGETOWN245`."""
    if not (form.post and form.serial and form.year):
        return None
    mrn = parse_mrn(f"{form.post} {form.serial}", form.year)
    return str(mrn) if mrn else None
