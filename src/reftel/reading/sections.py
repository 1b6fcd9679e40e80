"""Sections: which of them a text holds, where each begins, and the heads that each brings along."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Cut, Strand
from reftel.model.telegram import Sections
from reftel.reading.hinge import Number
from reftel.reading.page_matter import PageMatter, Section
from reftel.reading.split import Piece, heading_above
from reftel.text.head import Head, read_head

_GAP = 200  # letters between a level and the section words of the same classification line
_MOST = 99  # sections; more is a misreading


class LaterHead(NamedTuple):
    """The head of a later section, in source offsets: it is cut, so that the text reads on."""

    cut: Cut
    section: Section


def later_heads(strand: Strand, piece: Piece) -> list[LaterHead]:
    """The heads of second and further sections that bear the telegram's own number."""
    hinges = [
        number for number in piece.numbers.values() if number.kind in {"level", "section"} and number.serial
    ]
    if piece.own is None or not any((number.section or 0) > 1 for number in hinges[1:]):
        return []
    first = read_head(strand, strand.place_of(hinges[0].start), len(strand.text), Ledger(strand), sent=None)
    after = strand.source_at(first.end)
    return [
        _head(strand, piece, number, first)
        for number in hinges
        if (number.section or 0) > 1 and number.same(piece.own) and number.start >= after
    ]


def _head(strand: Strand, piece: Piece, number: Number, first: Head) -> LaterHead:
    at = next(place for place, mark in enumerate(piece.marks) if mark.start == number.start)
    start = heading_above(piece.marks, at)
    before = piece.marks[at - 1] if at else None
    if start == number.start and before and before.kind == "level" and start - before.end < _GAP:
        start = before.start
    end = strand.source_at(_end_of_head(strand, strand.place_of(number.start), first))
    section = Section(end, number.section or 1, number.of)
    return LaterHead(Cut(start, max(start, end)), section)


def _end_of_head(strand: Strand, start: int, first: Head) -> int:
    """A later head repeats the first one's subject; what follows those words on the next page is text."""
    head = read_head(strand, start, len(strand.text), Ledger(strand), sent=None)
    if not first.subject or not head.subject or head.subject == first.subject:
        return head.end
    words = r"\s+".join(re.escape(word) for word in first.subject.split())
    match = re.compile(words).search(strand.text, start, head.end)
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
