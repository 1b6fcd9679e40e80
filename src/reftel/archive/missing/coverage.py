"""Coverage: how many telegrams of each post and month are held, against the volume that its serials imply."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from reftel.archive.missing.series import Series, posts_of, series_of
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
    held = Counter(date.fromordinal(point.day).month for point in series.held if point.day)
    last = date.fromordinal(series.chain[-1][1])
    final = 12 if last.year > series.year else last.month
    return [_month(series, month, held[month]) for month in range(1, final + 1)]


def _month(series: Series, month: int, held: int) -> Month:
    first = date(series.year, month, 1)
    following = date(series.year + month // 12, month % 12 + 1, 1)
    begun, begun_least, begun_most = series.issued_before(first.toordinal())
    done, done_least, done_most = series.issued_before(following.toordinal())
    least = max(held, done_least - (begun_most or 0))
    most = None if done_most is None else max(least, done_most - begun_least)
    implied = max(float(least), done - begun)
    hole = known_holes.between(first, date.fromordinal(following.toordinal() - 1))
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
