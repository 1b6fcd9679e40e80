"""Search: one page of what a query finds, and what all that was found has in common.

Relevance is the engine's BM25 over subject, summary, paragraphs and head, the first two weighing more. For a viewer
who may not see everything it is the place of the words (subject, summary, elsewhere) and then the date: scores lean
on statistics of the whole index and would tell of what is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

import tantivy

from reftel.archive.index.engine import FACETS, LAST, Index
from reftel.archive.query.compiler import (
    Compiler,
    all_of,
    any_of,
    moments,
    rows_after,
    without,
    words_of_number,
)
from reftel.archive.query.fields import GUARDS
from reftel.archive.query.tree import Field, Leaf, Node, Number, Phrase, leaves
from reftel.archive.results import ArchiveError, Count

MOST_VALUES = 60_000
ORDERS = {
    "date": ("rising", tantivy.Order.Asc),
    "-date": ("moment", tantivy.Order.Desc),
    "post": ("alphabet", tantivy.Order.Asc),
}
SORTS = ("relevance", *ORDERS)


class Found(NamedTuple):
    """One page: how many there are in all, the store row and score of each on the page, where the next begins."""

    total: int
    rows: tuple[tuple[int, float], ...] = ()
    following: str | None = None


class Wanted(NamedTuple):
    """Which page: as many as `limit` after `offset`, in the order `sort`; `cursor` is what the page before gave.

    `filed_after`: only telegrams of later rows of the store.
    """

    limit: int = 20
    offset: int = 0
    sort: str = "relevance"
    cursor: str | None = None
    filed_after: int = 0


def find(index: Index, compiler: Compiler, tree: Node, wanted: Wanted) -> Found:
    """One page of what a tree means."""
    query = compiler.whole(tree)
    if wanted.filed_after:
        query = all_of((query, rows_after(index.schema, wanted.filed_after)))
    searcher = compiler.searcher
    if wanted.cursor is not None:
        return _after(index, searcher, query, wanted)
    if wanted.sort not in ORDERS and not compiler.viewer.sees_all:
        tiers = _field_tiers(compiler, tree, query)
        return _in_tiers(searcher, tiers, wanted)
    return _page(searcher, query, wanted)


def _page(searcher: tantivy.Searcher, query: tantivy.Query, wanted: Wanted) -> Found:
    limit, sort = wanted.limit, wanted.sort
    field, order = ORDERS.get(sort, (None, tantivy.Order.Desc))
    ordered: dict[str, Any] = {} if field is None else {"order_by_field": field, "order": order}
    found = searcher.search(query, limit=max(1, limit), offset=wanted.offset, **ordered)
    hits = found.hits[:limit]
    rows = searcher.fast_field_values("row", [address for _, address in hits])
    scores = [float(score) if field is None else 0.0 for score, _ in hits]
    page = tuple((int(row or 0), score) for row, score in zip(rows, scores, strict=True))
    total = int(cast(Any, found).count)  # the stubs leave `count` out
    reached = wanted.offset + len(page)
    if not page or reached >= total:
        return Found(total, page)
    last = str(hits[-1][0]) if sort in {"date", "-date"} else str(reached)
    return Found(total, page, f"{sort}:{last}")


def _after(index: Index, searcher: tantivy.Searcher, query: tantivy.Query, wanted: Wanted) -> Found:
    """The page that a cursor leads to. By date it begins after a moment, however deep, else after so many hits."""
    sort, _, place = (wanted.cursor or "").partition(":")
    if sort != wanted.sort or not place.isdecimal() or len(place) > 19 or int(place) > LAST:
        raise ArchiveError(f"{wanted.cursor!r} is no cursor of an answer in this order; begin without one")
    if sort not in {"date", "-date"}:
        return _page(searcher, query, wanted._replace(offset=int(place), cursor=None))
    at = int(place)
    rest = (
        moments(index.schema, at + 1, None, "rising") if sort == "date" else moments(index.schema, 0, at - 1)
    )
    page = _page(searcher, all_of((query, rest)), wanted._replace(offset=0, cursor=None))
    return page._replace(total=_count(searcher, query))


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return int(cast(Any, searcher.search(query, limit=1)).count)


def _field_tiers(compiler: Compiler, tree: Node, query: tantivy.Query) -> list[tantivy.Query]:
    """What a query finds, parted: words of it in the subject, words of it in a summary, the rest."""
    parts: list[tantivy.Query] = []
    earlier: list[tantivy.Query] = []
    sought = [leaf for leaf in leaves(tree) if not isinstance(leaf, Field)]
    for name in ("subject", "summary"):
        here = any_of([one for leaf in sought for one in compiler.in_words(name, _as_leaf(leaf))])
        parts.append(without(all_of((query, here)), earlier))
        earlier.append(here)
    return [*parts, without(query, earlier)]


def _as_leaf(leaf: Leaf | Number) -> Leaf:
    return Phrase(words_of_number(leaf)) if isinstance(leaf, Number) else leaf


def _in_tiers(searcher: tantivy.Searcher, tiers: list[tantivy.Query], wanted: Wanted) -> Found:
    """One page of several answers after each other, the newest first in each."""
    total = 0
    rows: list[tuple[int, float]] = []
    for query in tiers:
        offset = max(0, wanted.offset - total)
        page = _page(searcher, query, Wanted(wanted.limit - len(rows), offset, "-date"))
        total += page.total
        rows += page.rows[: wanted.limit - len(rows)]
    reached = wanted.offset + len(rows)
    more = f"{wanted.sort}:{reached}" if rows and reached < total else None
    return Found(total, tuple(rows), more)


def count_facets(
    compiler: Compiler, tree: Node, names: Iterable[str] = FACETS
) -> dict[str, tuple[Count, ...]]:
    """How many of what a tree finds have each value; exact, most frequent first, then by value."""
    query = compiler.whole(tree)
    wanted = tuple(names)
    guarded = [] if compiler.viewer.sees_all else [name for name in wanted if name in GUARDS]
    counted = _counts(compiler.searcher, query, [name for name in wanted if name not in guarded])
    if guarded:
        counted |= _counts(compiler.searcher, all_of((query, compiler.guard("tier"))), guarded)
    return {name: counted[name] for name in wanted}


def _counts(
    searcher: tantivy.Searcher, query: tantivy.Query, names: Iterable[str]
) -> dict[str, tuple[Count, ...]]:
    wanted = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    answer = searcher.aggregate(query, wanted)
    counted: dict[str, tuple[Count, ...]] = {}
    for name in wanted:
        buckets = answer[name]["buckets"]
        pairs = sorted((-int(bucket["doc_count"]), str(bucket["key"])) for bucket in buckets)
        counted[name] = tuple(Count(value, -count) for count, value in pairs)
    return counted
