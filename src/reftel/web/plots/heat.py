"""A table of counts as shades: a row for each value of one facet, a column for each of another.

Across in per cent of the drawing, down in pixels. Five shades, each twice as dense as the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, log2
from typing import NamedTuple

from reftel.archive.figures.crossed import Crossing
from reftel.model.telegram import Noun
from reftel.web.words import counted

STEP = 24
SHADES = 5


class Cell(Noun, frozen=True):
    """One count: its column, where it stands, where it leads, how dense it is (1 to 5)."""

    column: str
    count: int
    url: str
    x: float
    y: int
    shade: int


class Band(Noun, frozen=True):
    """One row: its value, where that leads, its total and its cells."""

    value: str
    url: str
    count: int
    cells: tuple[Cell, ...]


class Heat(NamedTuple):
    """The drawing: rows, columns with the place of each, the width of a column, the highest count."""

    rows: tuple[Band, ...]
    columns: tuple[tuple[str, float], ...]
    width: float
    top: int

    @property
    def height(self) -> int:
        """How tall it is."""
        return len(self.rows) * STEP

    @property
    def summary(self) -> str:
        """The drawing in a sentence."""
        row, cell = max(
            ((row, cell) for row in self.rows for cell in row.cells), key=lambda pair: pair[1].count
        )
        return f"The densest is {row.value}, {cell.column}, with {counted(cell.count, 'telegram')}."


def heat(
    crossings: Sequence[Crossing],
    columns: Sequence[str],
    row_url: Callable[[str], str],
    cell_url: Callable[[str, str], str],
) -> Heat | None:
    """The drawing of some counts; None where nothing is counted."""
    top = max((crossing.parts.get(column, 0) for crossing in crossings for column in columns), default=0)
    if not top:
        return None
    width = 100 / len(columns)
    places = {column: round(at * width, 3) for at, column in enumerate(columns)}
    rows = tuple(
        Band(
            crossing.value,
            row_url(crossing.value),
            crossing.count,
            tuple(
                Cell(column, count, cell_url(crossing.value, column), x, at * STEP, shade(count, top))
                for column, x in places.items()
                if (count := crossing.parts.get(column, 0))
            ),
        )
        for at, crossing in enumerate(crossings)
    )
    return Heat(rows, tuple(places.items()), round(width, 3), top)


def shade(count: int, top: int) -> int:
    """How dense a count is beside the highest: 5 for at least half of it, 4 for at least a quarter, and so on."""
    return max(SHADES + 1 - max(ceil(log2(top / count)), 1), 1) if count < top else SHADES
