"""Search: one page of what a query finds.

Relevance is the engine's BM25 over subject, summary, paragraphs and head, the first two weighing more. For a viewer
who may not see everything it is the place of the words (subject, summary, elsewhere) and then the date: scores lean
on statistics of the whole index and would tell of what is hidden.
"""

from __future__ import annotations

import tantivy

from reftel.archive.index.engine import Index
from reftel.archive.query.compiler import (
    Compiler,
    all_of,
    any_of,
    rows_between,
    without,
    words_of_number,
)
from reftel.archive.query.paging import (
    ORDERS,
    SORTS,
    Found,
    Place,
    Wanted,
    beyond,
    count,
    in_order,
    top,
)
from reftel.archive.query.tree import Field, Leaf, Node, Number, Phrase, leaves

__all__ = ["SORTS", "Found", "Place", "Wanted", "find"]


def find(index: Index, compiler: Compiler, tree: Node, wanted: Wanted) -> Found:
    """One page of what a tree means."""
    if wanted.sort not in ORDERS and compiler.viewer.sees_all:
        return _by_relevance(index, compiler, tree, wanted)
    query = compiler.whole(tree)
    if wanted.filed_after:
        query = all_of((query, rows_between(index.schema, wanted.filed_after + 1, None)))
    if wanted.sort in ORDERS:
        return in_order(compiler, query, wanted)
    return _in_tiers(compiler, _field_tiers(compiler, tree, query), query, wanted)


def _by_relevance(index: Index, compiler: Compiler, tree: Node, wanted: Wanted) -> Found:
    """A page of the best, out of the state of the index in which the first page was found."""
    after = wanted.after
    kept = index.kept(after.change) if after else None
    compiler = compiler.over(kept) if kept else compiler
    query = compiler.whole(tree)
    if after and not kept:
        query = all_of((query, rows_between(index.schema, 0, after.newest)))
    offset = after.offset if after else wanted.offset
    found = top(compiler.searcher, query, wanted.limit, offset)
    reached = offset + len(found.rows)
    rows = tuple(zip(found.rows, map(float, found.values), strict=True))
    if not found.rows or reached >= found.total:
        return Found(found.total, rows)
    change, newest = (after.change, after.newest) if after else index.keep(compiler.searcher)
    return Found(found.total, rows, Place(0, 0, change, newest, reached))


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


def _in_tiers(compiler: Compiler, tiers: list[tantivy.Query], query: tantivy.Query, wanted: Wanted) -> Found:
    """One page of several answers after each other, the newest first in each."""
    after, searcher = wanted.after, compiler.searcher
    first, skipped = (after.tier, 0) if after else (0, wanted.offset)
    rows: list[int] = []
    passed = tier = 0
    for number, part in enumerate(tiers[first:], first):
        rest = all_of((part, beyond(compiler, "-date", after.row))) if after and number == first else part
        found = top(searcher, rest, wanted.limit - len(rows), max(0, skipped - passed), "-date")
        passed += found.total
        rows += found.rows
        tier = number if found.rows else tier
    more = rows and skipped + len(rows) < passed
    total = count(searcher, query) if after else passed
    return Found(total, tuple((row, 0.0) for row in rows), Place(rows[-1], tier) if more else None)
