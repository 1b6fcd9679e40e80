"""How long replies took, in bins that people think in."""

from __future__ import annotations

from statistics import median

from reftel.archive.figures.delays import Delay
from reftel.archive.results import Count
from reftel.web.plots.bars import Row, bar_rows
from reftel.web.words import delay, search_url

BINS = (
    (6, "within 6 hours"),
    (24, "within a day"),
    (72, "2 or 3 days"),
    (168, "within a week"),
    (720, "within a month"),
    (float("inf"), "longer"),
)
NAMED = 20


def in_bins(delays: tuple[Delay, ...]) -> tuple[Row, ...]:
    """A row for each bin; it leads to its replies, NAMED of them at most. No empty bin stands last."""
    rows, low = [], -1.0
    for high, label in BINS:
        here = [one.key for one in delays if low < one.hours <= high]
        rows.append((Count(label, len(here)), search_url(" OR ".join(f"mrn:{key}" for key in here[:NAMED]))))
        low = high
    while rows and not rows[-1][0].count:
        rows.pop()
    return bar_rows([count for count, _ in rows], [url if count.count else "" for count, url in rows])


def median_delay(delays: tuple[Delay, ...]) -> str:
    """The delay that half of the replies kept within; empty for none."""
    return delay(median(one.hours for one in delays)) if delays else ""
