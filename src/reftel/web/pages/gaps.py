"""What is missing: telegrams that others cite, serials, continuity numbers, what was withheld; and coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from reftel.archive.missing.coverage import Month, by_month
from reftel.archive.missing.gaps import Gaps
from reftel.model.telegram import Noun
from reftel.web.plots.coverage import held_and_implied, strips
from reftel.web.view import Asked, View

if TYPE_CHECKING:
    from reftel.archive import Archive

MOST_POSTS = 100


class PostGaps(Noun, frozen=True):
    """A post's series of all years together: telegrams held, missing before the last held of each year."""

    post: str
    held: int
    missing: int


class GapsPage(View, frozen=True):
    """What is missing of a post, or of all; for all, `posts` stands for the years of each in `gaps`."""

    template: ClassVar[str] = "gaps.html"

    gaps: Gaps
    posts: tuple[PostGaps, ...] = ()

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The series as strips, and the posts that miss most."""
        years = self.gaps.years
        return {
            "strips": strips(years),
            "held": sum(one.held for one in years) or sum(one.held for one in self.posts),
            "missing": sum(one.missing for one in years) or sum(one.missing for one in self.posts),
            "worst": tuple(one for one in self.posts if one.missing)[:MOST_POSTS],
        }


class PostCoverage(Noun, frozen=True):
    """What is held of a post against the volume that its serials imply."""

    post: str
    held: int
    implied: float


class CoveragePage(View, frozen=True):
    """Telegrams held by month against the volume that the serials imply; for all posts together, each in `posts`."""

    template: ClassVar[str] = "coverage.html"

    post: str
    months: tuple[Month, ...]
    posts: tuple[PostCoverage, ...] = ()

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """Two bars for each month or year."""
        held, implied = sum(one.held for one in self.months), sum(one.implied for one in self.months)
        return {
            "plot": held_and_implied(self.months, self.post),
            "held": held,
            "implied": round(implied),
            "share": round(100 * held / implied) if implied else 0,
            "least_covered": tuple(one for one in self.posts if one.held < one.implied)[:MOST_POSTS],
        }


def gaps_page(archive: Archive, asked: Asked) -> GapsPage:
    """What is missing of the post that is asked for, or of all."""
    post = asked.get("post").strip() or None
    found = archive.gaps(post)
    if post:
        return GapsPage(found)
    return GapsPage(_without_years(found), tuple(_by_post(found)))


def _without_years(gaps: Gaps) -> Gaps:
    return Gaps(gaps.post, gaps.wanted, gaps.absent, (), gaps.counts, gaps.withheld)


def _by_post(gaps: Gaps) -> Iterable[PostGaps]:
    """The posts that miss most first."""
    held: dict[str, int] = {}
    missing: dict[str, int] = {}
    for year in gaps.years:
        held[year.post] = held.get(year.post, 0) + year.held
        missing[year.post] = missing.get(year.post, 0) + year.missing
    ordered = sorted(held, key=lambda post: (-missing[post], post))
    return (PostGaps(post, held[post], missing[post]) for post in ordered)


def coverage_page(archive: Archive, asked: Asked) -> CoveragePage:
    """Coverage of the post that is asked for, or of all."""
    post = asked.get("post").strip()
    months = archive.coverage(post or None)
    if post:
        return CoveragePage(months[0].post if months else post, months)
    return CoveragePage("", by_month(months), tuple(_covered(months)))


def _covered(months: tuple[Month, ...]) -> Iterable[PostCoverage]:
    """The posts of which the smallest share is held first."""
    held: dict[str, int] = {}
    implied: dict[str, float] = {}
    for one in months:
        held[one.post] = held.get(one.post, 0) + one.held
        implied[one.post] = implied.get(one.post, 0.0) + one.implied
    ordered = sorted(held, key=lambda post: (held[post] / (implied[post] or 1.0), post))
    return (PostCoverage(post, held[post], round(implied[post], 1)) for post in ordered)
