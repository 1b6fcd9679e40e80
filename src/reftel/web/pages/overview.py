"""The whole archive as plots: over time, posts by year, from whom to whom, how long replies took, where posts are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from reftel.archive.figures.crossed import Crossing
from reftel.archive.figures.delays import Delay
from reftel.archive.results import Stats
from reftel.web.plots.bars import volume
from reftel.web.plots.delay import in_bins, median_delay
from reftel.web.plots.heat import heat
from reftel.web.plots.world import CREDIT, world
from reftel.web.view import Asked, View
from reftel.web.words import post_url, search_url, term

if TYPE_CHECKING:
    from reftel.archive import Archive

POSTS, COLUMNS, PARTNERS = 18, 40, 12


class OverviewPage(View, frozen=True):
    """Totals; the posts that sent most by year and by addressee; the delays of the newest replies, shortest first."""

    template: ClassVar[str] = "overview.html"

    stats: Stats
    by_year: tuple[Crossing, ...]
    by_addressee: tuple[Crossing, ...]
    delays: tuple[Delay, ...]

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The plots."""
        years = [one.value for one in self.stats.by_year][-COLUMNS:]
        partners = _partners(self.by_addressee)
        return {
            "volume": volume(self.stats),
            "posts_by_year": heat(self.by_year, years, post_url, _in_year),
            "flow": heat(self.by_addressee, partners, post_url, _between),
            "bins": in_bins(self.delays),
            "median": median_delay(self.delays),
            "map": world(self.stats.by_post),
            "credit": CREDIT,
        }


def _in_year(post: str, year: str) -> str:
    return search_url(f"{term('post', post)} date:{year}")


def _between(post: str, addressee: str) -> str:
    return search_url(f"{term('post', post)} {term('addressee', addressee)}")


def _partners(crossings: tuple[Crossing, ...]) -> list[str]:
    """The addressees that the posts of some rows wrote to most."""
    totals: dict[str, int] = {}
    for crossing in crossings:
        for name, count in crossing.parts.items():
            totals[name] = totals.get(name, 0) + count
    return sorted(totals, key=lambda name: (-totals[name], name))[:PARTNERS]


def overview_page(archive: Archive, _asked: Asked) -> OverviewPage:
    """The figures of the whole archive."""
    stats = archive.stats()
    if not stats.telegrams:
        return OverviewPage(stats, (), (), ())
    return OverviewPage(
        stats,
        archive.crossed("", "post", "year", POSTS),
        archive.crossed("", "post", "addressee", PARTNERS),
        archive.delays(""),
    )
