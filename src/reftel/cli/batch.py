"""Queries from a file, one a line: how many telegrams each finds, or which."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reftel.cli.common import print_json

if TYPE_CHECKING:
    from reftel.archive import Archive, Results


def queries(data: bytes) -> Iterator[tuple[int, str]]:
    """The lines that hold a query, with their numbers; `#` begins a remark. Bytes that are no UTF-8 are replaced."""
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        query = line.strip()
        if query and not query.startswith("#"):
            yield number, query


def run_batch(archive: Archive, data: bytes, limit: int, sort: str, as_json: bool) -> None:
    """Ask every query; each is answered, whatever the others are.

    As CSV: line, query, how it was understood, how many it finds, doubts, the keys of the first `limit`.
    """
    writer = csv.writer(sys.stdout)
    if not as_json:
        writer.writerow(["line", "query", "understood", "total", "doubts", "keys"])
    for number, query in queries(data):
        results = archive.search(query, limit=limit, sort=sort)
        if as_json:
            print_json({"line": number, "query": query, **_plain(results)})
        else:
            doubts = "; ".join(doubt.message for doubt in results.doubts)
            keys = " ".join(hit.key for hit in results.hits)
            writer.writerow([number, query, results.understood, results.total, doubts, keys])


def _plain(results: Results) -> dict[str, object]:
    return {
        "understood": results.understood,
        "total": results.total,
        "doubts": [doubt.message for doubt in results.doubts],
        "keys": [hit.key for hit in results.hits],
    }
