"""The stretch of a strand in which one telegram is read, and where in it a heading may begin."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.strand import Strand
from reftel.reading.page_found import PageMatter
from reftel.reading.sections import LaterHead
from reftel.reading.split import Piece
from reftel.vocabulary import posts

_TO = frozenset({"to"})
HINGE = frozenset({"level", "section"})
NUMBERED = re.compile(r"(?m)^[ ]*\d{1,2}[ ]?\. ")
_HEADER_RULE = re.compile(r"-{3,40}[^\n]{0,20}\n")  # `------ header`, as one publisher set it


class Stretch(NamedTuple):
    """What is to be read: the strand, the offsets in it, landmarks, page matter, later sections' heads.

    `plain` is the text that the strand was cut from, in which the ends of message still stand. `labelled` says that
    labels of an archive stand above, so that the text needs no head of its own.
    """

    plain: str
    strand: Strand
    start: int
    end: int
    piece: Piece
    matter: PageMatter
    later: list[LaterHead]
    profile: str | None = None  # of the circuit, where the caller knows it
    labelled: bool = False


def first(stretch: Stretch, kinds: frozenset[str], after: int) -> int | None:
    """The strand offset of the first landmark of these kinds."""
    for mark in stretch.piece.marks:
        if mark.kind in kinds:
            place = stretch.strand.place_of(mark.start)
            if after <= place < stretch.end and not _is_later(stretch, mark.start):
                return place
    return None


def _is_later(stretch: Stretch, source: int) -> bool:
    """Whether a source offset lies in the head of a later section."""
    return any(one.cut.start <= source < one.cut.end for one in stretch.later)


def addressed(stretch: Stretch, after: int) -> int | None:
    """Where a heading begins that lost its lines above TO: a text with numbers stands above it, a number below."""
    text = stretch.strand.text
    place = first(stretch, _TO, after)
    if place is None or NUMBERED.search(text, after, place) is None:
        return None
    number = first(stretch, HINGE, place)
    if number is None or NUMBERED.search(text, place, number):
        return None
    above = text.rfind("\n", after, max(place - 1, after)) + 1
    return above if above > after and posts.named(text[above:place].strip()) else place


def heading_at_the_end(stretch: Stretch, at: int, begins: int) -> int | None:
    """Q133: where the text is over if its heading, which begins at `begins`, stands below it; else None.

    The classification line and a numbered text stand above such a heading, and nothing but it below.
    """
    text = stretch.strand.text
    hinge = first(stretch, HINGE, at)
    if hinge is None or hinge > begins or NUMBERED.search(text, hinge, begins) is None:
        return None
    if first(stretch, HINGE, begins) is not None or NUMBERED.search(text, begins, stretch.end):
        return None
    line = text.rfind("\n", at, max(begins - 1, at)) + 1
    return line if _HEADER_RULE.match(text, line, begins) else begins
