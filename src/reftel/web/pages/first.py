"""The first page: what the archive holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from reftel.archive.results import Hit, Stats
from reftel.web.examples import Example, examples, latest
from reftel.web.plots.bars import rows, volume
from reftel.web.setting.cards import cards
from reftel.web.view import Asked, View

if TYPE_CHECKING:
    from reftel.archive import Archive

MOST = 12


class FirstPage(View, frozen=True):
    """Totals, the latest telegrams, and queries to try."""

    template: ClassVar[str] = "first.html"

    stats: Stats
    latest: tuple[Hit, ...]
    examples: tuple[Example, ...]

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """Volume over time, posts, TAGS, classifications."""
        return {
            "volume": volume(self.stats),
            "posts": rows("post", self.stats.by_post, MOST),
            "tags": rows("tag", self.stats.by_tag, MOST),
            "levels": rows("class", self.stats.by_level, MOST),
            "latest": cards(self.latest),
        }


def first_page(archive: Archive, _asked: Asked) -> FirstPage:
    """What the archive holds, counted."""
    stats = archive.stats()
    hits = latest(archive, stats)
    return FirstPage(stats, hits, examples(stats, hits))
