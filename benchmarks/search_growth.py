"""How the time of a search grows with the index.

    python benchmarks/search_growth.py [ARCHIVE [SIZE ...]] [--docs DIR]

The telegrams of an ARCHIVE (without one, those of the demo, up to 5000) are put into a new index again and again
until it holds SIZE telegrams (usual: 20000, 100000 and 500000); each size is measured with the fixed set of
`benchmarks/search.py`. So what grows is the index alone: a rare word is a thousand times as frequent in an index a
thousand times as large, which is harder than real growth. What a page of hits costs, which does not grow, is measured
by `benchmarks/search.py`. Prints for each size milliseconds of processor time to the twenty best and their number
(median, 95th percentile, worst), to ten facets of everything in slices, and to the first slice; with `--docs` writes
`search.md` and `search.svg`.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from reftel.archive import Archive, open_archive
from reftel.archive.filing.batches import pending_of
from reftel.archive.filing.ingest import ingest
from reftel.archive.index.engine import FACETS, Index, Reached, newest_row
from reftel.archive.index.prepared import Prepared
from reftel.archive.query.compiler import Compiler
from reftel.archive.query.facets import Tally
from reftel.archive.query.language import parse_query
from reftel.archive.query.search import Wanted, find
from reftel.archive.query.tree import Everything
from reftel.synthetic import write_demo

SIZES = (20_000, 100_000, 500_000)
ROUNDS = 3
WORST = 60  # milliseconds: kinds that take longer at the largest size are named


class Size(NamedTuple):
    """The figures of one size: milliseconds of each query by its kind, of all facets, and of their first slice."""

    telegrams: int
    kinds: dict[str, list[float]]
    facets: float
    first: float

    @property
    def times(self) -> list[float]:
        """The milliseconds of all queries, the quickest first."""
        return sorted(one for times in self.kinds.values() for one in times)


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def file_demo(folder: Path) -> None:
    """File the invented telegrams of the demo."""
    with tempfile.TemporaryDirectory() as telegrams:
        write_demo(Path(telegrams))
        ingest(folder, [Path(telegrams)])


def documents(archive: Archive) -> list[Prepared]:
    """What the index knows of each telegram of the archive."""
    rows = [row for (row,) in archive.store.rows("SELECT id FROM telegram ORDER BY id")]
    pending = (pending_of(archive.store, row).document for row in rows)
    return [document for document in pending if document is not None]


def sizes(known: list[Prepared], wanted: list[int], folder: Path) -> Iterator[Index]:
    """The index at each size, grown from the one before."""
    index, row = Index.create(folder), 0
    for size in wanted:
        while row < size:
            row += 1
            index.put(row, 0, known[row % len(known)])
        index.commit(Reached(row, 1))
        yield index
    index.close()


def measured(index: Index, queries: list[Any], milliseconds: Any) -> Size:
    """The figures of an index."""
    compiler = Compiler(index)
    kinds: dict[str, list[float]] = {}
    for query in queries:
        tree = parse_query(query.typed).tree
        work = [
            milliseconds(lambda tree=tree: find(index, Compiler(index), tree, Wanted()))
            for _ in range(ROUNDS)
        ]
        kinds.setdefault(query.kind, []).append(min(work))
    newest = newest_row(compiler.searcher)
    tally = Tally(compiler, Everything(), FACETS, newest)
    first = milliseconds(lambda: tally.counts(hurried=True))
    whole = Tally(compiler, Everything(), FACETS, newest)
    return Size(compiler.searcher.num_docs, kinds, milliseconds(lambda: whole.counts(hurried=False)), first)


def main(place: Path, wanted: list[int], docs: Path | None) -> None:
    """Grow an index and measure it at each size."""
    search, page = _module("search"), _module("search_page")
    with tempfile.TemporaryDirectory() as name, open_archive(place) as archive:
        asked = [query for query in search.queries(archive) if not query.typed.startswith("cites")]
        known = documents(archive)
        print("telegrams    median   95th %    worst   facets  their first slice  (ms of processor time)")
        found = []
        for index in sizes(known, wanted, Path(name)):
            found.append(measured(index, asked, search.milliseconds))
            print(page.line(found[-1]), flush=True)
    for kind, times in found[-1].kinds.items():
        if max(times) > WORST:
            print(f"  {kind}: {max(times):.0f} ms at worst")
    if docs:
        page.write_page(docs, found, f"{place.name} {' '.join(map(str, wanted))}")


if __name__ == "__main__":
    given = sys.argv[1:]
    target = Path(given.pop(given.index("--docs") + 1)) if "--docs" in given else None
    given = [one for one in given if one != "--docs"]
    if given:
        main(Path(given[0]), [int(one) for one in given[1:]] or list(SIZES), target)
    else:
        with tempfile.TemporaryDirectory() as folder:
            file_demo(Path(folder))
            main(Path(folder), [1000, 5000], target)
