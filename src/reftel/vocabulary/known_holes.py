"""Days of which the National Archives' electronic telegrams of 1973-79 are known to be lost.

A post is not to blame for a gap in its serials that such a hole explains. Besides, and without dates: Top Secret
telegrams were kept on paper, telegrams of which all TAGS were temporary (visas, cashiers, shipping) were destroyed,
and what was withdrawn for security or privacy has a card. Source: each row names its own.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from reftel.vocabulary.table import rows


class Hole(NamedTuple):
    """Days from `first` to `last`, both included, of which a `share` (0 to 1) of the telegrams is lost."""

    first: date
    last: date
    share: float
    what: str
    source: str


@cache
def all_holes() -> tuple[Hole, ...]:
    """Every known hole, the earliest first."""
    return tuple(
        Hole(
            date.fromisoformat(row["first"]),
            date.fromisoformat(row["last"]),
            float(row["share"]),
            row["what"],
            row["source"],
        )
        for row in rows("known_holes")
    )


@lru_cache(4096)
def between(first: date | None, last: date | None) -> Hole | None:
    """The first hole that shares a day with a stretch of time; None where an end is not known or none does."""
    if first is None or last is None:
        return None
    return next((hole for hole in all_holes() if hole.first <= last and first <= hole.last), None)
