"""The yearly series of numbers of each post, as far as the archive holds them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import tantivy

from reftel.archive.index.documents import SERIALS, SHIFT
from reftel.archive.query.compiler import Compiler, all_of

MOST = 1_000_000  # telegrams of one post


class Point(NamedTuple):
    """A telegram held: its serial and its day (None where nothing dates it)."""

    serial: int
    day: int | None


class Series:
    """The telegrams held of one post in one year, by serial; one for each serial.

    Serials and dates may be misread. Dates are taken from the longest chain of telegrams whose days follow their
    serials; a telegram outside it is held, and tells nothing about its neighbours.
    """

    def __init__(self, post: str, year: int, points: Iterable[Point]) -> None:
        self.post = post
        self.year = year
        known: dict[int, int | None] = {}
        for serial, day in points:
            known[serial] = known.get(serial) or day
        self.held = tuple(Point(serial, known[serial]) for serial in sorted(known))
        self.chain = _longest_chain(
            [(point.serial, point.day) for point in self.held if point.day is not None]
        )
        self._serials = [serial for serial, _ in self.chain]
        self._days = [day for _, day in self.chain]

    @property
    def last(self) -> int:
        """The highest serial that can be believed."""
        if self.chain:
            return self.chain[-1][0]
        return self.held[-1].serial if self.held else 0

    def gaps(self) -> list[tuple[int, int]]:
        """First and last serial of each run that is missing, from 1 to the last that is held."""
        found, expected = [], 1
        for point in self.held:
            if point.serial > self.last:
                break
            if point.serial > expected:
                found.append((expected, point.serial - 1))
            expected = point.serial + 1
        return found

    def days_around(self, first: int, last: int) -> tuple[date | None, date | None]:
        """The days between which telegrams from one serial to another were sent, as their neighbours imply."""
        before, after = bisect_left(self._serials, first) - 1, bisect_right(self._serials, last)
        low = date.fromordinal(self._days[before]) if before >= 0 else date(self.year, 1, 1)
        high = date.fromordinal(self._days[after]) if after < len(self._days) else None
        return low, high

    def issued_before(self, day: int) -> tuple[float, int, int | None]:
        """How many telegrams the post had sent before a day: estimate, least, most (None: nothing tells)."""
        new_year = date(self.year, 1, 1).toordinal()
        at = bisect_left(self._days, day)
        if day <= new_year:
            return 0.0, 0, 0
        low, low_day = (self._serials[at - 1], self._days[at - 1]) if at else (0, new_year)
        if at == len(self._days):
            return float(low), low, None
        high, high_day = self._serials[at], self._days[at]
        share = (day - low_day) / (high_day - low_day) if high_day > low_day else 0.0
        return low + share * (high - 1 - low), low, high - 1


def _longest_chain(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most points, serials ascending, of which no day is before the one before."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for at, (_, day) in enumerate(points):
        length = bisect_right(ends, day)
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
    return (int(moments[0] or 0) >> SHIFT) // 86400 or None if moments else None


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
    numbers = searcher.fast_field_values("serial", addresses)
    moments = searcher.fast_field_values("moment", addresses)
    years: dict[int, list[Point]] = {}
    for number, moment in zip(numbers, moments, strict=True):
        year, serial = divmod(int(number or 0), SERIALS)
        day = (int(moment or 0) >> SHIFT) // 86400
        years.setdefault(year, []).append(Point(serial, day if day in days_near(year) else None))
    return [Series(post, year, points) for year, points in sorted(years.items())]
