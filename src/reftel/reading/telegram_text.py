"""The telegram proper: distribution, heading, head and body, read one behind the other from one strand."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Precedences, Sections
from reftel.reading.findings import Findings
from reftel.reading.page_matter import PageMatter
from reftel.reading.sections import LaterHead, section_places, sections_of
from reftel.reading.split import Piece
from reftel.text.body import Body, read_body
from reftel.text.distribution import read_distribution
from reftel.text.head import Head, read_head
from reftel.wire.heading import Heading, read_heading

_HEADING = frozenset({"start", "prosign", "calling", "security", "dtg", "from", "to"})
_BLOCK = frozenset({"office", "dash"})
_HEAD_FIELDS = (
    "classification",
    "captions",
    "passing",
    "declassification",
    "tags",
    "subject",
    "subject_marking",
    "references",
    "classified_by",
    "reasons",
)
_HEADING_FIELDS = ("transmission", "originator", "action", "info", "exempt")


class Stretch(NamedTuple):
    """What is to be read: the strand and the offsets in it, the landmarks, the page matter, later sections' heads."""

    strand: Strand
    start: int
    end: int
    piece: Piece
    matter: PageMatter
    later: list[LaterHead]


class TelegramText(NamedTuple):
    """What the text itself says. `sent` is the date-time group; `ledger` holds the places and remarks."""

    findings: Findings
    ledger: Ledger
    head: Head
    sent: datetime | None
    headed: bool


def read_text(stretch: Stretch) -> TelegramText:
    """Read the telegram that lies in a stretch of a strand."""
    strand, start, end = stretch.strand, stretch.start, stretch.end
    ledger = Ledger(strand)
    found = Findings()
    at = _read_block(stretch, ledger, found)
    heading = _heading(stretch, at, ledger)
    if heading:
        _put_heading(found, heading)
        at = heading.end
    sent = heading.dtg if heading else None
    head = read_head(strand, max(at, start), end, ledger, sent=sent)
    for name in _HEAD_FIELDS:
        found.put(name, getattr(head, name))
    body = _read_body(stretch, head, ledger)
    found.put("paragraphs", body.paragraphs)
    found.put("signature", body.signature)
    sections = sections_of(stretch.matter, head, stretch.later)
    found.put("sections", sections if sections != Sections() else None)
    found.take_spans(ledger)
    return TelegramText(found, ledger, head, sent, heading is not None)


def _first(stretch: Stretch, kinds: frozenset[str], after: int) -> int | None:
    """The strand offset of the first landmark of these kinds."""
    for mark in stretch.piece.marks:
        if mark.kind in kinds:
            place = stretch.strand.place_of(mark.start)
            if after <= place < stretch.end:
                return place
    return None


def _read_block(stretch: Stretch, ledger: Ledger, found: Findings) -> int:
    """The Department's block above the dash line, if there is one; gives the offset where it is over."""
    start = _first(stretch, _BLOCK, stretch.start)
    heading = _first(stretch, _HEADING, stretch.start)
    if start is None or (heading is not None and heading < start):
        return stretch.start
    stop = heading if heading is not None else stretch.end
    block = read_distribution(stretch.strand, start, stop, ledger)
    for name in ("distribution", "drafted_by", "approved_by", "cleared_by"):
        found.put(name, getattr(block, name))
    return min(block.end, stop)


def _heading(stretch: Stretch, at: int, ledger: Ledger) -> Heading | None:
    """The transmission lines and addresses, down to the classification line."""
    start = _first(stretch, _HEADING, at)
    hinge = next(
        (n.start for n in stretch.piece.numbers if n.kind in {"level", "section"} and n.serial), None
    )
    stop = stretch.strand.place_of(hinge) if hinge is not None else stretch.end
    if start is None or start >= stop:
        return None
    return read_heading(stretch.strand, start, _above_level(stretch, stop), ledger)


def _above_level(stretch: Stretch, hinge: int) -> int:
    """A level that stands alone above `SECTION 02 OF 02 LIMA 862` belongs to the classification line."""
    above = [mark for mark in stretch.piece.marks if stretch.strand.place_of(mark.start) < hinge]
    if above and above[-1].kind == "level" and hinge - stretch.strand.place_of(above[-1].start) < 60:
        return stretch.strand.place_of(above[-1].start)
    return hinge


def _put_heading(found: Findings, heading: Heading) -> None:
    for name in _HEADING_FIELDS:
        found.put(name, getattr(heading, name))
    if heading.precedence != Precedences():
        found.put("precedence", heading.precedence)
    if heading.dtg:
        found.put("dtg", iso(heading.dtg))
        found.put("dtg_precision", "minute")


def _read_body(stretch: Stretch, head: Head, ledger: Ledger) -> Body:
    strand = stretch.strand
    last = stretch.later[-1].section.start if stretch.later else strand.source_at(head.end)
    close = next((end for end in stretch.matter.ends if end > last), None)
    end = stretch.end if close is None else min(stretch.end, strand.place_of(close))
    return read_body(
        strand,
        min(head.end, end),
        end,
        ledger,
        level=head.classification.level,
        sections=section_places(strand, stretch.matter, head, stretch.later),
    )
