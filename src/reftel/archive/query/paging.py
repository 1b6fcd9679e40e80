"""Pages of an answer: which one is wanted, and where the next one begins.

The next page begins behind a telegram, by the value that the answer is ordered by, whatever was filed meanwhile.
Relevance has no such value: it leans on statistics that change with every telegram filed. There a place is one in a
state of the index, which is kept while the program runs; where it is not kept, what was filed since is left out.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

import tantivy

from reftel.archive.query.compiler import Compiler, all_of, row_is, without
from reftel.archive.results import ArchiveError

ORDERS = {
    "date": ("rising", tantivy.Order.Asc),
    "-date": ("moment", tantivy.Order.Desc),
    "post": ("alphabet", tantivy.Order.Asc),
}
SORTS = ("relevance", *ORDERS)
_UNSIGNED = {"alphabet"}


class Place(NamedTuple):
    """Where a page ends: at a row of the store, in a `tier` of a restricted viewer's answer by relevance.

    By relevance, for who sees all: after `offset` telegrams in the state of the index at `change`, whose last row is
    `newest`.
    """

    row: int = 0
    tier: int = 0
    change: int = 0
    newest: int = 0
    offset: int = 0


class Found(NamedTuple):
    """One page: how many there are in all, the store row and score of each on it, where it ends if more follow."""

    total: int
    rows: tuple[tuple[int, float], ...] = ()
    following: Place | None = None


class Wanted(NamedTuple):
    """Which page: as many as `limit` after `offset`, in the order `sort`; or after where the page before ended.

    `filed_after`: only telegrams of later rows of the store.
    """

    limit: int = 20
    offset: int = 0
    sort: str = "relevance"
    after: Place | None = None
    filed_after: int = 0


class Top(NamedTuple):
    """The first telegrams of a query in one order: how many there are in all, the row and the value of each."""

    total: int
    rows: tuple[int, ...]
    values: tuple[Any, ...]


def top(
    searcher: tantivy.Searcher, query: tantivy.Query, limit: int, offset: int = 0, sort: str = "relevance"
) -> Top:
    """What a query finds, in an order, from an offset on."""
    field, order = ORDERS.get(sort, (None, tantivy.Order.Desc))
    ordered: dict[str, Any] = {} if field is None else {"order_by_field": field, "order": order}
    found = searcher.search(query, limit=max(1, limit), offset=offset, **ordered)
    hits = found.hits[:limit]
    rows = searcher.fast_field_values("row", [address for _, address in hits])
    total = int(cast(Any, found).count)  # the stubs leave `count` out
    return Top(total, tuple(int(row or 0) for row in rows), tuple(value for value, _ in hits))


def count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """How many telegrams a query finds."""
    return int(cast(Any, searcher.search(query, limit=1)).count)


def in_order(compiler: Compiler, query: tantivy.Query, wanted: Wanted) -> Found:
    """A page in the order of a value that each telegram has."""
    searcher, after = compiler.searcher, wanted.after
    rest = all_of((query, beyond(compiler, wanted.sort, after.row))) if after else query
    offset = 0 if after else wanted.offset
    found = top(searcher, rest, wanted.limit, offset, wanted.sort)
    more = bool(found.rows) and offset + len(found.rows) < found.total
    return Found(
        count(searcher, query) if after else found.total,
        tuple((row, 0.0) for row in found.rows),
        Place(found.rows[-1]) if more else None,
    )


def beyond(compiler: Compiler, sort: str, row: int) -> tantivy.Query:
    """What stands behind the telegram of a row in an order.

    Raises `ArchiveError` where the viewer does not see that telegram: its place would tell of it.
    """
    field, order = ORDERS[sort]
    here = row_is(compiler.schema, row)
    seen = here if compiler.viewer.sees_all else all_of((here, compiler.visible()))
    hits = compiler.searcher.search(seen, limit=1, count=False).hits
    values = compiler.searcher.fast_field_values(field, [address for _, address in hits])
    if not values:
        raise ArchiveError("the telegram where the page before ended is gone; begin without a cursor")
    kind = tantivy.FieldType.Unsigned if field in _UNSIGNED else tantivy.FieldType.Integer
    at = int(values[0] or 0)
    low, high = (at, None) if order == tantivy.Order.Asc else (0, at)
    return without(tantivy.Query.range_query(compiler.schema, field, kind, low, high), [here])
