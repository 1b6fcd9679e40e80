"""The whole archive as plots: over time, posts by month, from whom to whom, how long replies took, where posts are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from reftel.archive.figures.crossed import Crossing
from reftel.archive.figures.delays import Delays
from reftel.archive.results import Stats
from reftel.web.plots.bars import volume
from reftel.web.plots.delay import in_bins
from reftel.web.plots.heat import Column, heat
from reftel.web.plots.world import CREDIT, world
from reftel.web.view import Asked, View
from reftel.web.words import MONTHS, delay, post_url, search_url, term

if TYPE_CHECKING:
    from reftel.archive import Archive

POSTS, PARTNERS = 18, 12


class OverviewPage(View, frozen=True):
    """Totals; the posts that sent most by month of a `year` and by addressee; how long replies took."""

    template: ClassVar[str] = "overview.html"

    stats: Stats
    year: str = ""
    by_month: tuple[Crossing, ...] = ()
    by_addressee: tuple[Crossing, ...] = ()
    delays: Delays | None = None

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The plots."""
        months = [
            Column(f"{self.year}-{at:02}", name[:3], f"{name} {self.year}")
            for at, name in enumerate(MONTHS, 1)
        ]
        partners = [Column(name, name, name) for name in _partners(self.by_addressee)]
        return {
            "volume": volume(self.stats),
            "months": heat(self.by_month, months, post_url, _in_month),
            "years": tuple((one.value, one.value == self.year) for one in self.stats.by_year),
            "flow": heat(self.by_addressee, partners, post_url, _between),
            "bins": in_bins(self.delays) if self.delays else (),
            "median": delay(self.delays.median_hours) if self.delays else "",
            "map": world(self.stats.by_post),
            "credit": CREDIT,
        }


def _in_month(post: str, month: str) -> str:
    return search_url(f"{term('post', post)} date:{month}")


def _between(post: str, addressee: str) -> str:
    return search_url(f"{term('post', post)} {term('addressee', addressee)}")


def _partners(crossings: tuple[Crossing, ...]) -> list[str]:
    """The addressees that the posts of some rows wrote to most."""
    totals: dict[str, int] = {}
    for crossing in crossings:
        for name, count in crossing.parts.items():
            totals[name] = totals.get(name, 0) + count
    return sorted(totals, key=lambda name: (-totals[name], name))[:PARTNERS]


def overview_page(archive: Archive, asked: Asked) -> OverviewPage:
    """The figures of the whole archive; of one year by month: the one that is asked for, or the fullest."""
    stats = archive.stats()
    if not stats.telegrams:
        return OverviewPage(stats)
    years = {one.value: one.count for one in stats.by_year}
    year = asked.get("year")
    if year not in years:
        year = max(years, key=lambda one: (years[one], one), default="")
    return OverviewPage(
        stats,
        year,
        archive.crossed(f"date:{year}", "post", "month", POSTS) if year else (),
        archive.crossed("", "post", "addressee", PARTNERS),
        archive.delays("", hurried=True),
    )
