"""The yearly series of numbers of each post, as far as the archive holds them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import tantivy

from reftel.archive.index.documents import SERIALS, SHIFT
from reftel.archive.query.compiler import Compiler, all_of

MOST = 1_000_000  # telegrams of one post
DAY = 86400  # seconds


class Issued(NamedTuple):
    """How many telegrams a post had sent by some day: estimate, least, most (None: nothing tells)."""

    estimate: float
    least: int
    most: int | None


class Series:
    """The telegrams held of one post in one year, by serial; one for each serial, with its day, 0 if nothing dates it.

    Serials and dates may be misread. Dates are taken from the longest chain of telegrams whose days follow their
    serials; a telegram outside it is held, and tells nothing about its neighbours.
    """

    def __init__(self, post: str, year: int, points: Iterable[tuple[int, int]]) -> None:
        self.post = post
        self.year = year
        self.held = dict(sorted(points))  # of those with one serial the latest
        self.chain = _longest_chain([point for point in self.held.items() if point[1]])
        self._serials = [serial for serial, _ in self.chain]
        self._days = [day for _, day in self.chain]

    @property
    def last(self) -> int:
        """The highest serial that can be believed."""
        if self.chain:
            return self.chain[-1][0]
        return max(self.held, default=0)

    def gaps(self) -> list[tuple[int, int]]:
        """First and last serial of each run that is missing, from 1 to the last that is held."""
        found, expected, last = [], 1, self.last
        for serial in self.held:
            if serial > last:
                break
            if serial > expected:
                found.append((expected, serial - 1))
            expected = serial + 1
        return found

    def days_around(self, first: int, last: int) -> tuple[date | None, date | None]:
        """The days between which telegrams from one serial to another were sent, as their neighbours imply."""
        before, after = bisect_left(self._serials, first) - 1, bisect_right(self._serials, last)
        low = date.fromordinal(self._days[before]) if before >= 0 else date(self.year, 1, 1)
        high = date.fromordinal(self._days[after]) if after < len(self._days) else None
        return low, high

    def issued_before(self, day: int) -> Issued:
        """How many telegrams of the year the post had sent before a day."""
        new_year = date(self.year, 1, 1).toordinal()
        if day <= new_year:
            return Issued(0.0, 0, 0)
        at = bisect_left(self._days, day)
        low, low_day = (self._serials[at - 1], self._days[at - 1]) if at else (0, new_year)
        if at == len(self._days):
            return Issued(float(low), low, None)
        high, high_day = self._serials[at], self._days[at]
        share = (day - low_day) / (high_day - low_day) if high_day > low_day else 0.0
        return Issued(low + share * (high - 1 - low), low, high - 1)


def _longest_chain(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most points, serials ascending, of which no day is before the one before."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for at, (_, day) in enumerate(points):
        length = len(ends) if not ends or day >= ends[-1] else bisect_right(ends, day)
        if length == len(ends):
            ends.append(day)
            places.append(at)
        else:
            ends[length], places[length] = day, at
        before.append(places[length - 1] if length else -1)
    chain = []
    at = places[-1] if places else -1
    while at >= 0:
        chain.append(points[at])
        at = before[at]
    return chain[::-1]


def day_of(compiler: Compiler, row: int) -> int | None:
    """The day of the telegram in a row of the store, as the index has it; None where nothing dates it."""
    query = tantivy.Query.term_query(compiler.schema, "row", row)
    addresses = [address for _, address in compiler.searcher.search(query, limit=1).hits]
    moments = compiler.searcher.fast_field_values("moment", addresses)
    return (int(moments[0] or 0) >> SHIFT) // DAY or None if moments else None


def posts_of(compiler: Compiler) -> list[str]:
    """The posts of which the archive holds numbers, as far as the viewer may see."""
    visible = None if compiler.viewer.sees_all else compiler.visible()
    return [post for post, _ in compiler.searcher.terms_with_prefix("series", "", visible)]


@lru_cache(512)
def days_near(year: int) -> range:
    """The days of a year, of the one before and of the one after; a day farther off is misread."""
    return range(date(year - 1, 1, 1).toordinal(), date(year + 2, 1, 1).toordinal())


def series_of(compiler: Compiler, post: str) -> list[Series]:
    """The series of a post, a year each, the earliest first."""
    searcher, schema = compiler.searcher, compiler.schema
    query = tantivy.Query.term_query(schema, "series", post, index_option="basic")
    query = query if compiler.viewer.sees_all else all_of((query, compiler.visible()))
    count = max(1, min(MOST, searcher.doc_freq("series", post)))
    addresses = [address for _, address in searcher.search(query, limit=count, count=False).hits]
    numbers = [int(number or 0) for number in searcher.fast_field_values("serial", addresses)]
    moments = [int(moment or 0) for moment in searcher.fast_field_values("moment", addresses)]
    years: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, moment in zip(numbers, moments, strict=True):
        years[number // SERIALS].append((number % SERIALS, (moment >> SHIFT) // DAY))
    return [Series(post, year, _near(points, year)) for year, points in sorted(years.items())]


def _near(points: list[tuple[int, int]], year: int) -> list[tuple[int, int]]:
    """Serials and days, without the days that are far from the year."""
    near = days_near(year)
    return [(serial, day if day in near else 0) for serial, day in points]
