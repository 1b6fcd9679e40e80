"""Facets: how many of what a query finds have each value. They are exact, and go on where a time budget cut them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from threading import Lock
from time import monotonic

from reftel.archive.query.compiler import Compiler, all_of, rows_between
from reftel.archive.query.fields import GUARDS
from reftel.archive.query.labels import labelled
from reftel.archive.query.paging import count
from reftel.archive.query.tree import Node
from reftel.archive.results import Count

SLICE = 200_000  # rows of the store that are counted before the clock is looked at
BUDGET = 0.25  # seconds
MOST_VALUES = 60_000


class Tally:
    """The facets of one query over a steady view of the index, counted in slices of the store's rows, oldest first.

    For a viewer who may not see everything no slice is left out: where the count was cut would tell how many telegrams
    are hidden. Several threads may ask at once.
    """

    def __init__(self, compiler: Compiler, tree: Node, names: Iterable[str], newest: int) -> None:
        query = compiler.whole(tree)
        wanted = tuple(names)
        guarded = [] if compiler.viewer.sees_all else [name for name in wanted if name in GUARDS]
        self._groups = [(query, [name for name in wanted if name not in guarded])]
        if guarded:
            self._groups.append((all_of((query, compiler.guard("tier"))), guarded))
        self._searcher = compiler.searcher
        self._schema = compiler.schema
        self._hurried = compiler.viewer.sees_all
        self._newest = newest
        self._next = 0
        self._counters: dict[str, Counter[str]] = {name: Counter() for name in wanted}
        self._made: dict[str, tuple[Count, ...]] | None = None
        self._lock = Lock()
        self._counted = 0

    def counts(self, hurried: bool) -> dict[str, tuple[Count, ...]]:
        """Each facet's values, most frequent first, then by value; counting goes on for `BUDGET`, or to the end."""
        with self._lock:
            until = monotonic() + BUDGET if hurried and self._hurried else None
            while self._next <= self._newest:
                self._count(self._next, self._next + SLICE - 1)
                self._next += SLICE
                if until is not None and monotonic() >= until:
                    break
            if self._made is None:
                self._made = labelled({name: _ordered(one) for name, one in self._counters.items()})
            return self._made

    def left(self) -> int:
        """How many of the telegrams found are not counted yet."""
        return 0 if self._next > self._newest else count(self._searcher, self._groups[0][0]) - self._counted

    def _count(self, first: int, last: int) -> None:
        whole = self._newest < SLICE
        for number, (query, names) in enumerate(self._groups):
            part = query if whole else all_of((query, rows_between(self._schema, first, last)))
            asked: dict[str, object] = {
                name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names
            }
            answer = self._searcher.aggregate(part, asked | {"": {"value_count": {"field": "row"}}})
            self._counted += 0 if number else int(answer[""]["value"])
            for name in names:
                counts = {str(one["key"]): int(one["doc_count"]) for one in answer[name]["buckets"]}
                self._counters[name].update(counts)
        self._made = None


def _ordered(counter: Counter[str]) -> tuple[Count, ...]:
    return tuple(
        Count(value, count) for value, count in sorted(counter.items(), key=lambda one: (-one[1], one[0]))
    )
