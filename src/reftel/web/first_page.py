"""The first page: what the archive holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reftel.web.examples import examples, latest
from reftel.web.pages import page
from reftel.web.plot import rows, volume
from reftel.web.search_page import cards

if TYPE_CHECKING:
    from litestar import Response

    from reftel.web.shelf import Readable

MOST = 12


def first_page(archive: Readable) -> Response[bytes]:
    """Totals, volume over time, posts, TAGS, classifications, the latest telegrams."""
    stats = archive.stats()
    hits = latest(archive, stats)
    return page(
        "first.html",
        stats=stats,
        volume=volume(stats),
        posts=rows("post", stats.by_post, MOST),
        tags=rows("tag", stats.by_tag, MOST),
        levels=rows("class", stats.by_level, MOST),
        latest=cards(hits),
        examples=examples(stats, hits),
    )
