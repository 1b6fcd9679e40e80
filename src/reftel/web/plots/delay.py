"""How long replies took, in bins that people think in."""

from __future__ import annotations

from reftel.archive.figures.delays import Delays
from reftel.archive.results import Count
from reftel.web.plots.bars import Row, bar_rows
from reftel.web.words import search_url


def in_bins(delays: Delays) -> tuple[Row, ...]:
    """A row for each bin; it leads to the newest of its replies. No empty bin stands last."""
    bins = list(delays.bins)
    while bins and not bins[-1].replies:
        bins.pop()
    urls = [search_url(" OR ".join(f"mrn:{key}" for key in one.newest)) if one.newest else "" for one in bins]
    return bar_rows([Count(one.within, one.replies) for one in bins], urls)
