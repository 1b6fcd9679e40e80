"""Bars, worked out here and drawn by the templates. Places and sizes are per cent of the drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reftel.archive.results import Count, Stats
from reftel.model.counting import counted, number
from reftel.model.telegram import Noun
from reftel.web.words import day, named, search_url, term

MOST_MONTHS = 72
MOST_LABELS = 9
LABEL = 17.0  # of the width of a phone, for one label
ROOM = 90.0  # of the height; the rest is for the scale's number


class Bar(Noun, frozen=True):
    """One bar: what it stands for, how many, where it leads, where it stands and how tall it is."""

    label: str
    count: int
    url: str
    x: float
    width: float
    height: float
    tick: str = ""
    unit: str = ""

    @property
    def late(self) -> bool:
        """Whether its tick would be cut off on a narrow screen if it began below the bar: it ends there."""
        return self.x > 100 - LABEL


class Volume(NamedTuple):
    """Bars over time, each a `unit` (month or year), and the highest count."""

    unit: str
    bars: tuple[Bar, ...]
    top: int

    @property
    def summary(self) -> str:
        """The plot in a sentence."""
        peak = max(self.bars, key=lambda bar: bar.count)
        total = sum(bar.count for bar in self.bars)
        reach = f"from {self.bars[0].label} to {self.bars[-1].label}" if len(self.bars) > 1 else peak.label
        return f"{counted(total, 'telegram')} {reach}, the most in {peak.label} ({number(peak.count)})."


class Row(Noun, frozen=True):
    """One row of a table of bars; `width` is per cent of the longest."""

    value: str
    label: str
    count: int
    url: str
    width: float


def months_between(first: str, last: str) -> list[str]:
    """The months from one to another, both included."""
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    stop = int(last[:4]) * 12 + int(last[5:7]) - 1
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(start, stop + 1)]


def years_between(first: str, last: str) -> list[str]:
    """The years from one to another, both included."""
    return [f"{year:04d}" for year in range(int(first[:4]), int(last[:4]) + 1)]


def volume(stats: Stats) -> Volume:
    """Telegrams of the whole archive over time."""
    return over_time(stats.by_month, stats.by_year, lambda unit: search_url(f"date:{unit}"))


def over_time(months: tuple[Count, ...], years: tuple[Count, ...], url_of: Callable[[str], str]) -> Volume:
    """Telegrams over time: by month where there are few, else by year; units without one are there too."""
    if not years:
        return Volume("year", (), 0)
    named_months = sorted(count.value for count in months)
    units = months_between(named_months[0], named_months[-1]) if months else []
    unit, counts = "month", months
    if not 1 < len(units) <= MOST_MONTHS:
        named_years = sorted(count.value for count in years)
        unit, counts, units = "year", years, years_between(named_years[0], named_years[-1])
    found = {count.value: count.count for count in counts}
    return Volume(unit, _bars(units, found, url_of), max(found.values()))


def _bars(units: list[str], found: dict[str, int], url_of: Callable[[str], str]) -> tuple[Bar, ...]:
    top, step = max(found.values()), 100 / len(units)
    gap = -(-len(units) // MOST_LABELS)
    bars = []
    for at, unit in enumerate(units):
        count = found.get(unit, 0)
        height = max(ROOM * count / top, 1.0) if count else 0.0
        tick = _tick(unit) if at % gap == 0 else ""
        bars.append(
            Bar(day(unit), count, url_of(unit), at * step + step * 0.1, step * 0.8, height, tick, unit)
        )
    return tuple(bars)


def _tick(unit: str) -> str:
    return f"{day(unit)[:3]} {unit[:4]}" if len(unit) > 4 else unit


def rows(field: str, counts: tuple[Count, ...], most: int, within: str = "") -> tuple[Row, ...]:
    """The `most` frequent values of a field as rows, each leading to its telegrams among those of a query."""
    shown = counts[:most]
    return bar_rows(shown, [search_url(f"{within} {term(field, one.value)}".strip()) for one in shown])


def bar_rows(counts: Sequence[Count], urls: Sequence[str]) -> tuple[Row, ...]:
    """Counts as rows, each with where it leads."""
    top = max((count.count for count in counts), default=1) or 1
    return tuple(
        Row(*named(one.value, one.label), one.count, url, round(100 * one.count / top, 2))
        for one, url in zip(counts, urls, strict=True)
    )
