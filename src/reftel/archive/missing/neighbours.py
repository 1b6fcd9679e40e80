"""The telegrams of a post's series around one number: the nearest that are held, and the missing ones between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tantivy

from reftel.archive.hits import hit_of_row
from reftel.archive.index.documents import SERIALS
from reftel.archive.query.compiler import Compiler, all_of
from reftel.archive.results import Hit
from reftel.model.mrn import parse_mrn
from reftel.model.telegram import Noun

if TYPE_CHECKING:
    from reftel.archive.view import View

MOST_NAMED = 3


class Side(Noun, frozen=True):
    """One side of a number: the nearest telegram held, how many between are missing, those next to the number."""

    held: Hit | None = None
    missing: int = 0
    named: tuple[str, ...] = ()


class Neighbours(Noun, frozen=True):
    """What stands before and after a number in its post's series of the year."""

    before: Side
    after: Side


def neighbours(archive: View, number: str) -> Neighbours | None:
    """The neighbours of a message reference number with a year; None for what is none."""
    mrn = parse_mrn(number)
    if mrn is None or mrn.year is None or not isinstance(mrn.serial, int):
        return None
    compiler, serial, stem = archive.compiler(), mrn.serial, f"{mrn.year}{mrn.post}"
    first = mrn.year * SERIALS
    before = _nearest(compiler, mrn.post, (first + 1, first + serial - 1), tantivy.Order.Desc)
    after = _nearest(compiler, mrn.post, (first + serial + 1, first + SERIALS - 1), tantivy.Order.Asc)
    return Neighbours(
        _side(archive, stem, before, range(serial - 1, before[1] if before else 0, -1)),
        _side(archive, stem, after, range(serial + 1, after[1]) if after else range(0)),
    )


def _nearest(
    compiler: Compiler, post: str, reach: tuple[int, int], order: tantivy.Order
) -> tuple[int, int] | None:
    """The row and the serial of the first telegram of a series in a reach of numbers, both ends included."""
    if reach[0] > reach[1]:
        return None
    schema = compiler.schema
    query = all_of(
        (
            tantivy.Query.term_query(schema, "series", post, index_option="basic"),
            tantivy.Query.range_query(schema, "serial", tantivy.FieldType.Unsigned, *reach),
            *(() if compiler.viewer.sees_all else (compiler.visible(),)),
        )
    )
    searcher = compiler.searcher
    hits = searcher.search(query, limit=1, count=False, order_by_field="serial", order=order).hits
    addresses = [address for _, address in hits]
    rows = searcher.fast_field_values("row", addresses)
    serials = searcher.fast_field_values("serial", addresses)
    return (int(rows[0] or 0), int(serials[0] or 0) % SERIALS) if addresses else None


def _side(archive: View, stem: str, nearest: tuple[int, int] | None, missing: range) -> Side:
    named = tuple(f"{stem}{serial}" for serial in missing[:MOST_NAMED])
    held = hit_of_row(archive.store, nearest[0], 0.0, lambda _text: [], archive.viewer) if nearest else None
    return Side(held, len(missing), named)
