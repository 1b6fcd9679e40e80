"""Coverage: how many telegrams of each post and month are held, against the volume that its serials imply."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from reftel.archive.missing.series import Issued, Series, posts_of, series_of
from reftel.model.telegram import Noun
from reftel.vocabulary import known_holes

if TYPE_CHECKING:
    from reftel.archive.view import View


class Month(Noun, frozen=True):
    """One month of one post: telegrams held, the number that the serials imply, the least and the most that it can be.

    The bounds are sure as far as dates and serials were read rightly: a telegram sent between two that are held has a
    serial between theirs. `most` is null after the last telegram held of a year: nothing tells how many followed.
    """

    post: str
    month: str
    held: int
    implied: float
    least: int
    most: int | None
    hole: str | None = None


def coverage(archive: View, post: str | None) -> tuple[Month, ...]:
    """Every month of a post's yearly series, or of all posts', up to the last telegram held in each year."""
    compiler = archive.compiler()
    names = [post] if post else posts_of(compiler)
    found = (series for name in names for series in series_of(compiler, name) if series.chain)
    return tuple(month for series in found for month in _months(series))


def _months(series: Series) -> list[Month]:
    held = Counter(date.fromordinal(day).month for day in series.held.values() if day)
    last = date.fromordinal(series.chain[-1][1])
    final = 12 if last.year > series.year else last.month
    starts = _starts(series.year)[: final + 1]
    spans = pairwise(zip(starts, map(series.issued_before, starts), strict=True))
    return [_month(series, month, held[month], *span) for month, span in enumerate(spans, 1)]


@lru_cache(512)
def _starts(year: int) -> tuple[int, ...]:
    """The first days of the months of a year and of the month after it."""
    return (*(date(year, month, 1).toordinal() for month in range(1, 13)), date(year + 1, 1, 1).toordinal())


def _month(
    series: Series, month: int, held: int, begin: tuple[int, Issued], end: tuple[int, Issued]
) -> Month:
    begun, done = begin[1], end[1]
    least = max(held, done.least - (begun.most or 0))
    most = None if done.most is None else max(least, done.most - begun.least)
    implied = max(float(least), done.estimate - begun.estimate)
    hole = known_holes.between(date.fromordinal(begin[0]), date.fromordinal(end[0] - 1))
    return Month(
        series.post,
        f"{series.year}-{month:02}",
        held,
        round(implied if most is None else min(implied, most), 1),
        least,
        most,
        hole.what if hole else None,
    )


def by_month(months: tuple[Month, ...]) -> tuple[Month, ...]:
    """The months of several posts added up; `most` is null where it is for any of them."""
    found: dict[str, list[Month]] = {}
    for month in months:
        found.setdefault(month.month, []).append(month)
    return tuple(_sum(name, parts) for name, parts in sorted(found.items()))


def _sum(name: str, parts: list[Month]) -> Month:
    most = [part.most for part in parts if part.most is not None]
    return Month(
        "",
        name,
        sum(part.held for part in parts),
        round(sum(part.implied for part in parts), 1),
        sum(part.least for part in parts),
        sum(most) if len(most) == len(parts) else None,
        parts[0].hole,
    )
