"""What is held against what was sent: bars by month or year, and the series of each year as a strip with its holes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reftel.archive.missing.coverage import Month
from reftel.archive.missing.gaps import Year
from reftel.model.counting import number
from reftel.model.telegram import Noun
from reftel.web.plots.bars import months_between, years_between
from reftel.web.words import day, search_url, term

MOST_MONTHS = 72
MOST_HOLES = 400
LABELS = 9


class Pair(Noun, frozen=True):
    """A month or year: telegrams held and implied, bounds of what can be, place and heights of the bars."""

    label: str
    url: str
    held: int
    implied: float
    least: int
    most: int | None
    x: float
    width: float
    held_height: float
    implied_height: float
    tick: str

    @property
    def late(self) -> bool:
        """Whether its tick would be cut off if it began below the bar."""
        return self.x > 83


class Hole(NamedTuple):
    """A run of missing serials on a strip, in per cent of it."""

    label: str
    x: float
    width: float


class Strip(NamedTuple):
    """The series of one year: how many are held up to which serial, and the holes; `more` are not drawn."""

    year: Year
    url: str
    holes: tuple[Hole, ...]
    more: int


def held_and_implied(months: Sequence[Month], post: str) -> tuple[Pair, ...]:
    """The bars of some months; of whole years where they are many."""
    units = list(_units(months)) if months else []
    top = max((max(one.implied, one.held) for one in units), default=0) or 1
    step, gap = 100 / max(len(units), 1), -(-len(units) // LABELS)
    sent_by = f"{term('post', post)} " if post else ""
    return tuple(
        Pair(
            day(one.month),
            search_url(f"{sent_by}date:{one.month}"),
            one.held,
            one.implied,
            one.least,
            one.most,
            round(at * step + step * 0.1, 3),
            round(step * 0.8, 3),
            round(88 * one.held / top, 2),
            round(88 * one.implied / top, 2),
            one.month[:4] if at % gap == 0 else "",
        )
        for at, one in enumerate(units)
    )


def _units(months: Sequence[Month]) -> Iterator[Month]:
    """The months from the first to the last, or the years where these are many; those without telegrams too."""
    names = months_between(months[0].month, months[-1].month)
    letters = 7
    if len(names) > MOST_MONTHS:
        names, letters = years_between(names[0], names[-1]), 4
    found: dict[str, list[Month]] = {name: [] for name in names}
    for one in months:
        found[one.month[:letters]].append(one)
    for name, parts in found.items():
        yield _together(name, parts)


def _together(name: str, parts: Sequence[Month]) -> Month:
    most = [part.most for part in parts if part.most is not None]
    return Month(
        parts[0].post if parts else "",
        name,
        sum(part.held for part in parts),
        round(sum(part.implied for part in parts), 1),
        sum(part.least for part in parts),
        sum(most) if len(most) == len(parts) else None,
    )


def strips(years: Sequence[Year]) -> tuple[Strip, ...]:
    """The series of each year as a strip."""
    return tuple(_strip(year) for year in years if year.last)


def _strip(year: Year) -> Strip:
    largest = sorted(year.runs, key=lambda run: run.first - run.last)[:MOST_HOLES]
    holes = (
        Hole(
            f"{number(run.first)}–{number(run.last)}" if run.last > run.first else number(run.first),
            round(100 * (run.first - 1) / year.last, 3),
            round(max(100 * (run.last - run.first + 1) / year.last, 0.15), 3),
        )
        for run in sorted(largest, key=lambda run: run.first)
    )
    url = search_url(f"{term('post', year.post)} date:{year.year}")
    return Strip(year, url, tuple(holes), len(year.runs) - len(largest))
