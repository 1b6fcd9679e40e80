"""A table of counts as shades: a row for each value of one facet, a column for each of another.

Five shades, each twice as dense as the one before; the count stands in each, and leads to what it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, log2
from typing import NamedTuple

from reftel.archive.figures.crossed import Crossing
from reftel.model.counting import counted
from reftel.model.telegram import Noun

SHADES = 5


class Column(NamedTuple):
    """A value of the facet across, the name that stands above its column, and the one that a sentence has."""

    value: str
    head: str
    name: str


class Cell(Noun, frozen=True):
    """One count: its column in words, where it leads, how dense it is (1 to 5; 0 for none)."""

    column: str
    count: int
    url: str
    shade: int


class Band(Noun, frozen=True):
    """One row: its value, where that leads, the sum of its cells, and these."""

    value: str
    url: str
    count: int
    cells: tuple[Cell, ...]


class Heat(NamedTuple):
    """The table: its rows, and the names of its columns."""

    rows: tuple[Band, ...]
    columns: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The table in a sentence."""
        row, cell = max(
            ((row, cell) for row in self.rows for cell in row.cells), key=lambda pair: pair[1].count
        )
        return f"The densest is {row.value}, {cell.column}, with {counted(cell.count, 'telegram')}."


def heat(
    crossings: Sequence[Crossing],
    columns: Sequence[Column],
    row_url: Callable[[str], str],
    cell_url: Callable[[str, str], str],
) -> Heat | None:
    """The table of some counts in `columns`; None where nothing is counted."""
    top = max(
        (crossing.parts.get(column.value, 0) for crossing in crossings for column in columns), default=0
    )
    if not top:
        return None
    rows = []
    for crossing in crossings:
        cells = tuple(
            Cell(column.name, count, cell_url(crossing.value, column.value), shade(count, top))
            for column in columns
            for count in (crossing.parts.get(column.value, 0),)
        )
        total = sum(cell.count for cell in cells)
        rows.append(Band(crossing.value, row_url(crossing.value), total, cells))
    return Heat(tuple(row for row in rows if row.count), tuple(column.head for column in columns))


def shade(count: int, top: int) -> int:
    """How dense a count is beside the highest: 5 for at least half of it, 4 for at least a quarter, and so on."""
    if not count:
        return 0
    return max(SHADES + 1 - max(ceil(log2(top / count)), 1), 1) if count < top else SHADES
