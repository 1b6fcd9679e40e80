"""Cursors: where a page of an answer ends, as text that a caller hands back for the next page.

A cursor names the last telegram of the page by its key, so it tells nothing that the page does not tell. By relevance,
for who sees all, it is a place in a state of the index.
"""

from __future__ import annotations

import re

from reftel.archive.addresses import keys_of, rows_named
from reftel.archive.copies.whole import telegrams_of
from reftel.archive.query.paging import ORDERS, Place
from reftel.archive.results import ArchiveError
from reftel.archive.store.database import Store
from reftel.archive.tiers import Viewer, may_see

_STATE = re.compile(r"([0-9]{1,15}):([0-9]{1,15}):([0-9]{1,15})")
_TIERED = re.compile(r"([0-2]):(.+)")


def written(store: Store, viewer: Viewer, sort: str, place: Place | None) -> str | None:
    """The cursor for a place; None where the page was the last."""
    if place is None:
        return None
    if sort not in ORDERS and viewer.sees_all:
        return f"{sort}:{place.change}:{place.newest}:{place.offset}"
    key = keys_of(store, (place.row,), viewer).get(place.row)
    if key is None:  # taken out a moment ago
        return None
    return f"{sort}:{key}" if sort in ORDERS else f"{sort}:{place.tier}:{key}"


def read(store: Store, viewer: Viewer, sort: str, cursor: str | None) -> Place | None:
    """The place that a cursor names; raises `ArchiveError` for what is no cursor of an answer in this order."""
    if cursor is None:
        return None
    order, _, rest = cursor.partition(":")
    place = _read(store, viewer, sort, rest) if order == sort else None
    if place is None:
        raise ArchiveError(f"{cursor!r} is no cursor of an answer in this order; begin without one")
    return place


def _read(store: Store, viewer: Viewer, sort: str, text: str) -> Place | None:
    if sort not in ORDERS and viewer.sees_all:
        state = _STATE.fullmatch(text)
        return Place(0, 0, int(state[1]), int(state[2]), int(state[3])) if state else None
    tiered = _TIERED.fullmatch(text) if sort not in ORDERS else None
    if sort not in ORDERS and tiered is None:
        return None
    tier, key = (int(tiered[1]), tiered[2]) if tiered else (0, text)
    rows = _seen(store, viewer, rows_named(store, key, viewer))
    row = next((row for row, name in keys_of(store, rows, viewer).items() if name == key), None)
    return None if row is None else Place(row, tier)


def _seen(store: Store, viewer: Viewer, rows: list[int]) -> list[int]:
    """The rows of telegrams that the viewer may see: the place of a hidden one would tell that it is there."""
    if viewer.sees_all:
        return rows
    return [row for row, telegram in telegrams_of(store, rows).items() if may_see(viewer, telegram)]
