"""Sections: which of them a text holds, where each begins, and the heads that each brings along."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Cut, Strand
from reftel.model.telegram import Sections
from reftel.reading.hinge import Number
from reftel.reading.landmarks import Landmark
from reftel.reading.page_found import PageMatter, Section
from reftel.reading.split import Piece, heading_above
from reftel.text.head import Head, read_head

_GAP = 200  # letters between a level and the section words of the same classification line
_MOST = 99  # sections; more is a misreading


class LaterHead(NamedTuple):
    """The head of a later section, in source offsets: it is cut, so that the text reads on."""

    cut: Cut
    section: Section


def hinges_of(piece: Piece) -> list[Number]:
    """The classification lines of a piece that bear its own number."""
    own = piece.own
    return [
        number
        for number in piece.numbers.values()
        if own and number.kind in {"level", "section"} and number.serial and number.same(own)
    ]


def later_heads(strand: Strand, piece: Piece) -> list[LaterHead]:
    """The heads of second and further sections that bear the telegram's own number."""
    hinges = hinges_of(piece)
    if not any((number.section or 0) > 1 for number in hinges[1:]):
        return []
    nexts = _next_sections(hinges, piece.end)
    places = {mark.start: at for at, mark in enumerate(piece.marks)}
    first = _head_alone(strand, hinges[0].start, nexts[0])
    after = strand.source_at(first.end)
    return [
        _head(strand, piece, places[number.start], number, _end_of_head(strand, number.start, below, first))
        for number, below in zip(hinges[1:], nexts[1:], strict=True)
        if (number.section or 0) > 1 and number.start >= after
    ]


def _next_sections(hinges: list[Number], end: int) -> list[int]:
    """For each classification line, where that of another section stands below it; `end` where none does."""
    found = [end] * len(hinges)
    for at in range(len(hinges) - 2, -1, -1):
        below = hinges[at + 1]
        found[at] = found[at + 1] if below.section == hinges[at].section else below.start
    return found


def _head_alone(strand: Strand, start: int, end: int) -> Head:
    """The head that begins at source offset `start` and is over at `end` at the latest."""
    return read_head(strand, strand.place_of(start), strand.place_of(end), Ledger(strand), sent=None)


def _head(strand: Strand, piece: Piece, at: int, number: Number, behind: int) -> LaterHead:
    """The later head whose classification line is the landmark `at`."""
    start = heading_above(piece.marks, at, piece.numbers)
    before = piece.marks[at - 1] if at else None
    if start == number.start and before and _leads_to(before, piece, start):
        start = before.start
    end = strand.source_at(behind)
    section = Section(end, number.section or 1, number.of)
    return LaterHead(Cut(start, max(start, end)), section)


def _leads_to(mark: Landmark, piece: Piece, start: int) -> bool:
    """Whether a level without a number, which stands alone, opens the classification line that goes on at `start`."""
    return mark.kind == "level" and mark.start not in piece.numbers and start - mark.end < _GAP


def _end_of_head(strand: Strand, start: int, below: int, first: Head) -> int:
    """A later head repeats the first one's subject; what follows those words on the next page is text.

    So is a line that would be a passing line which the first head does not have.

    `start` and `below` are the source offsets of its classification line and of the next one.
    """
    head = _head_alone(strand, start, below)
    same = head.subject == first.subject and set(head.passing) <= set(first.passing)
    if not first.subject or not head.subject or same:
        return head.end
    words = r"\s+".join(re.escape(word) for word in first.subject.split())
    match = re.compile(words).search(strand.text, strand.place_of(start), head.end)
    return match.end() if match else head.end


def sections_of(matter: PageMatter, head: Head, later: list[LaterHead], inside: bool) -> Sections:
    """Which sections there are, by the classification lines and page lines together.

    `inside`: the head stands inside the text, so that the section before it is here as well.
    """
    seen = [*matter.sections, *(one.section for one in later)]
    totals = [section.of for section in seen if section.of] + ([head.of] if head.of else [])
    of = max(totals, default=1)
    if not 1 < of <= _MOST:
        return Sections()
    present = {section.number for section in seen if 0 < section.number <= of}
    first = head.section if head.section and head.section <= of else min(present, default=1)
    present |= {first, first - 1} if inside and first > 1 else {first}
    return Sections(of, tuple(sorted(present)))


def section_places(
    strand: Strand, sections: list[Section], head: Head, start: int, *, inside: bool
) -> tuple[tuple[int, int], ...]:
    """Strand offset and number of each section, in order, for the paragraphs of a text that begins at `start`.

    `inside`: the head stood inside the text, so that what begins is the section before it.
    """
    seen = sorted(sections)
    if not seen and not head.section:
        return ()
    places = [(start, max((head.section or 1) - inside, 1))]
    for section in seen:
        place = strand.place_of(section.start)
        if place > places[-1][0] and section.number != places[-1][1]:
            places.append((place, section.number))
    return tuple(places)
