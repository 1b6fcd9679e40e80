"""How many telegrams of a query have one value of a facet and one of another: posts by year, senders by addressees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from reftel.archive.query.compiler import all_of
from reftel.archive.query.fields import GUARDS
from reftel.archive.query.language import parse_query
from reftel.model.telegram import Noun

if TYPE_CHECKING:
    from reftel.archive.view import View

MOST_ROWS, MOST_COLUMNS = 60, 600


class Crossing(Noun, frozen=True):
    """One row: a value, how many telegrams have it, and how many of these have each value of the other facet."""

    value: str
    count: int
    parts: dict[str, int] = msgspec.field(default_factory=dict)


def crossed(
    archive: View, query: str, rows: str, columns: str, most: int = MOST_ROWS, across: int = MOST_COLUMNS
) -> tuple[Crossing, ...]:
    """The `most` frequent values of one facet, each by the `across` most frequent of another, within a query.

    Counted by the index in one pass over what is found. Facets are those of `Results`, and `month`.
    """
    compiler = archive.compiler()
    found = compiler.whole(parse_query(query).tree)
    if not archive.viewer.sees_all and {rows, columns} & GUARDS.keys():
        found = all_of((found, compiler.guard("tier")))
    inner = {"parts": {"terms": {"field": columns, "size": across}}}
    wanted = {"rows": {"terms": {"field": rows, "size": most}, "aggs": inner}}
    buckets = compiler.searcher.aggregate(found, wanted)["rows"]["buckets"]
    made = (
        Crossing(str(one["key"]), int(one["doc_count"]), _parts(one["parts"]["buckets"])) for one in buckets
    )
    return tuple(sorted(made, key=lambda one: (-one.count, one.value)))


def _parts(buckets: list[dict[str, int | str]]) -> dict[str, int]:
    return {str(one["key"]): int(one["doc_count"]) for one in buckets}
