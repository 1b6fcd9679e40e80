"""What stands on a page and is not the telegram's: what of it is cut, and what it said before it went."""

from __future__ import annotations

from typing import NamedTuple

from reftel.model.strand import Cut
from reftel.model.telegram import Repair
from reftel.reading.hinge import Number


class Section(NamedTuple):
    """From `start` (source offset) on the text belongs to section `number` of `of`."""

    start: int
    number: int
    of: int | None


class Foot(NamedTuple):
    """A classification word that stands alone at a page's head or foot."""

    level: str
    start: int
    end: int


class PageMatter(NamedTuple):
    """What is to be cut from a text, why, and what it said before it went. All offsets are the source's."""

    cuts: list[Cut]
    repairs: list[Repair]
    sections: list[Section]
    feet: list[Foot]
    pages: list[Number]
    ends: list[int]
    stamps: list[tuple[int, int]]
    margins: list[tuple[int, int]]
