"""What stands above the text proper: the distribution block, the heading, the head."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Precedences
from reftel.reading.findings import Findings
from reftel.reading.stretch import HINGE, Stretch, addressed, first, heading_at_the_end
from reftel.text.distribution import read_distribution
from reftel.text.head import Head, read_head
from reftel.vocabulary import posts
from reftel.wire.heading import Heading, read_heading

_HEADING = frozenset({"start", "prosign", "calling", "security", "dtg", "from"})
_BLOCK = frozenset({"office", "dash"})
_LEVEL_ABOVE = 60  # letters between a level and the section words of one classification line
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
_HEADING_FIELDS = ("transmission", "originator", "action", "info", "exempt", "originals")


class Opening(NamedTuple):
    """Everything above the text proper: from strand offset `start` to `head.end`.

    `below`: where the heading begins if it stands below the text.
    """

    start: int
    head: Head
    heading: Heading | None
    below: int | None = None

    @property
    def sent(self) -> datetime | None:
        """The date-time group."""
        return self.heading.dtg if self.heading else None


def read_opening(stretch: Stretch, ledger: Ledger, found: Findings) -> Opening:
    """Read what stands above the text, or below it where the heading was put there (Q133)."""
    start, at = _read_block(stretch, ledger, found)
    begins = first(stretch, _HEADING, at)
    begins = addressed(stretch, at) if begins is None else begins
    below = None if begins is None else heading_at_the_end(stretch, at, begins)
    heading = _heading(stretch, begins, ledger)
    if heading and begins is not None and below is not None:
        ledger.repair(
            "Q133", below, begins, stretch.strand.text[below:begins].strip(), "heading above the text"
        )
        _put_heading(found, heading)
        stretch = stretch._replace(end=below)
    elif heading and begins is not None:
        _put_heading(found, heading)
        start = min(start, begins) if start is not None else begins
        at = heading.end
    elif stretch.later:
        heading = _heading_below(stretch, ledger, found)
    sent = heading.dtg if heading else None
    broken = heading is not None and heading.broken
    to = _acting(heading) if heading else None
    head = read_head(stretch.strand, at, stretch.end, ledger, sent=sent, broken=broken, to=to)
    for name in _HEAD_FIELDS:
        found.put(name, getattr(head, name))
    return Opening(head.start if start is None else start, head, heading, below)


def _acting(heading: Heading) -> str | None:
    """The post that is to act, if it is one alone."""
    one = heading.action[0] if len(heading.action) == 1 else None
    post = posts.named(one.name) if one and not one.collective else None
    return post.name if post else None


def _heading_below(stretch: Stretch, ledger: Ledger, found: Findings) -> Heading | None:
    """The heading that a later section brought along, where the first section has none."""
    for start, end, _ in (one.cut for one in stretch.later):
        if any(mark.kind in _HEADING and start <= mark.start < end for mark in stretch.piece.marks):
            own = Ledger(Strand.cutting(stretch.plain, stretch.matter.cuts, start, end))
            heading = read_heading(own.strand, 0, len(own.strand.text), own, stretch.profile)
            _put_heading(found, heading)
            found.take_spans(own)
            ledger.repairs += own.repairs
            ledger.remarks += own.remarks
            return heading
    return None


def _read_block(stretch: Stretch, ledger: Ledger, found: Findings) -> tuple[int | None, int]:
    """The Department's block above the dash line: where it begins, if there is one, and where it is over."""
    start = first(stretch, _BLOCK, stretch.start)
    heading = first(stretch, _HEADING, stretch.start)
    if start is None or (heading is not None and heading < start):
        return None, stretch.start
    stop = heading if heading is not None else stretch.end
    block = read_distribution(stretch.strand, start, stop, ledger)
    for name in ("distribution", "drafted_by", "approved_by", "cleared_by"):
        found.put(name, getattr(block, name))
    if block.distribution:
        ledger.mark("/distribution", start, min(block.end, stop))
    if block.desired:
        found.facts["Desired distribution"] = block.desired
    return start, min(block.end, stop)


def _heading(stretch: Stretch, start: int | None, ledger: Ledger) -> Heading | None:
    """The transmission lines and addresses, down to the classification line."""
    if start is None:
        return None
    hinges = (
        stretch.strand.place_of(n.start)
        for n in stretch.piece.numbers.values()
        if n.kind in HINGE and n.serial
    )
    hinge = next((place for place in hinges if place > start), None)
    stop = stretch.end if hinge is None else _above_level(stretch, hinge)
    return read_heading(stretch.strand, start, stop, ledger, stretch.profile)


def _above_level(stretch: Stretch, hinge: int) -> int:
    """A level that stands alone above `SECTION 02 OF 02 LIMA 862` belongs to the classification line."""
    source = stretch.strand.source_at(hinge)
    above = [mark for mark in stretch.piece.marks if source - _LEVEL_ABOVE < mark.start < source]
    level = stretch.strand.place_of(above[-1].start) if above and above[-1].kind == "level" else hinge
    return level if level < hinge else hinge


def _put_heading(found: Findings, heading: Heading) -> None:
    for name in _HEADING_FIELDS:
        found.put(name, getattr(heading, name))
    if heading.precedence != Precedences():
        found.put("precedence", heading.precedence)
    if heading.dtg:
        found.put("dtg", iso(heading.dtg))
        found.put("dtg_precision", "minute")
