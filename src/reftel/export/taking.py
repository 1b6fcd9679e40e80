"""What is taken from an archive: all that a query finds, to the last, or the telegrams that are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reftel.archive import Archive, Filed
from reftel.archive.errors import index_errors
from reftel.archive.hits import filed_of
from reftel.archive.query.language import parse_query
from reftel.archive.query.search import Wanted, find

AT_ONCE = 500


class Taking:
    """Telegrams to be taken once, in order. `total`: how many are expected; `unknown`: names that none had."""

    def __init__(self, telegrams: Iterator[Filed], total: int, remarks: tuple[str, ...] = ()) -> None:
        self.telegrams = telegrams
        self.total = total
        self.remarks = remarks
        self.unknown: list[str] = []


def found(archive: Archive, query: str, sort: str = "date", most: int | None = None) -> Taking:
    """All that a query finds, or the first `most` of it, as the archive is at this moment. `sort`: as in `search`."""
    results = archive.search(query, limit=1, sort=sort)
    remarks = (*(doubt.message for doubt in results.doubts), *results.notes)
    total = results.total if most is None else min(most, results.total)
    return Taking(_all(archive, query, sort, total), total, remarks)


def _all(archive: Archive, query: str, sort: str, total: int) -> Iterator[Filed]:
    """The first `total` telegrams, page by page through one state of the index."""
    tree, compiler, index = parse_query(query).tree, archive.compiler(), archive.index
    after, left = None, total
    while left > 0:
        with index_errors(index.folder):
            page = find(index, compiler, tree, Wanted(min(AT_ONCE, left), sort=sort, after=after))
        for row, _ in page.rows:
            filed = filed_of(archive.store, row, archive.viewer, checked=False)
            if filed is not None:  # else it was taken out a moment ago
                yield filed
        after, left = page.following, left - len(page.rows)
        if after is None:
            return


def named(archive: Archive, identifiers: Iterable[str]) -> Taking:
    """The telegrams of these keys, numbers in any printed form and hash prefixes, in their order, each once."""
    names = list(dict.fromkeys(identifiers))
    taking = Taking(iter(()), len(names))
    taking.telegrams = _named(archive, names, taking.unknown)
    return taking


def _named(archive: Archive, names: list[str], unknown: list[str]) -> Iterator[Filed]:
    given: set[str] = set()
    for name in names:
        filed = archive.find(name, checked=False)
        if not filed:
            unknown.append(name)
        yield from (one for one in filed if one.key not in given)
        given.update(one.key for one in filed)
