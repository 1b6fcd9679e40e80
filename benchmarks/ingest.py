"""How fast telegrams are filed, beside a plain Tantivy loop and a plain SQLite FTS5 loop over the same texts.

    python benchmarks/ingest.py [COUNT] [--workers N] [--runs N] [--docs DIR]

Writes a synthetic corpus to a folder that is deleted afterwards; in each run files it, files it again, opens the
archive, and lets both loops read and index the same files. Prints medians of the runs. With `--docs`, the page
`filing.md` with the figures and with the steps (`stages.py`), and rate and memory over time of the last run as
`filing.csv` and `filing.svg`.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import tantivy

from reftel.archive import open_archive
from reftel.archive.filing.ingest import ingest
from reftel.synthetic.laid_down import lay_down

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.ingest_page import STEPS, write_page
from benchmarks.stages import steps
from benchmarks.watching import Row, Watch

_COMMIT = 500  # texts in a transaction of the FTS5 loop
_HEAP = 128 << 20  # bytes of memory that the Tantivy loop may index in
_OPENINGS = 5


class Figures(NamedTuple):
    """What one run showed. Rates are files a second; sizes are shares of the raw texts; memory is in MB."""

    filing: float
    second: float
    fts5: float
    tantivy: float
    opening: float  # seconds
    worked: float  # milliseconds of processor time for each file
    fts5_worked: float
    memory: float
    size: float
    store: float
    indexed: float


def texts(folder: Path) -> Iterator[Path]:
    """The files of a corpus in order, folder by folder, so that memory stays flat."""
    for shard in sorted(folder.iterdir()):
        yield from sorted(shard.iterdir())


def load_fts5(folder: Path, target: Path) -> None:
    """Read the files and load them into a plain FTS5 table."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE VIRTUAL TABLE telegram USING fts5 (name, text)")
    connection.execute("BEGIN")
    for number, path in enumerate(texts(folder), 1):
        text = path.read_text("utf-8", errors="replace")
        connection.execute("INSERT INTO telegram VALUES (?, ?)", (path.name, text))
        if number % _COMMIT == 0:
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    connection.execute("COMMIT")
    connection.close()


def load_tantivy(folder: Path, target: Path) -> None:
    """Read the files and load them into a plain Tantivy index, as texts to be searched and names to be shown."""
    schema = tantivy.SchemaBuilder().add_text_field("name", stored=True).add_text_field("text").build()
    target.mkdir()
    writer = tantivy.Index(schema, path=str(target)).writer(_HEAP)
    for path in texts(folder):
        text = path.read_text("utf-8", errors="replace")
        writer.add_document(tantivy.Document(name=path.name, text=text))
    writer.commit()
    writer.wait_merging_threads()


def processor_time() -> float:
    """Seconds of processor time that this process and those it started have used."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that something takes, and seconds of processor time."""
    began, worked = time.perf_counter(), processor_time()
    work()
    return time.perf_counter() - began, processor_time() - worked


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    return sum(one.stat().st_size for one in (path.rglob("*") if path.is_dir() else [path]) if one.is_file())


def opening(archive: Path) -> float:
    """Seconds until an archive is open, in the median of some times."""
    return statistics.median(timed(lambda: open_archive(archive).close())[0] for _ in range(_OPENINGS))


def run(base: Path, files: int, raw: int, workers: int) -> tuple[Figures, list[Row]]:
    """File the corpus at `base` once, and let both loops do the same."""
    archive, source = base / "archive", base / "telegrams"
    with Watch() as watch:
        first, worked = timed(lambda: ingest(archive, [source], workers, watch.progress))
    second, _ = timed(lambda: ingest(archive, [source], workers))
    fts5, fts5_worked = timed(lambda: load_fts5(source, base / "fts5.sqlite"))
    plain, _ = timed(lambda: load_tantivy(source, base / "tantivy"))
    figures = Figures(
        filing=files / first,
        second=files / second,
        fts5=files / fts5,
        tantivy=files / plain,
        opening=opening(archive),
        worked=1000 * worked / files,
        fts5_worked=1000 * fts5_worked / files,
        memory=max(row.memory for row in watch.rows),
        size=size_of(archive) / raw,
        store=size_of(archive / "reftel.sqlite") / raw,
        indexed=size_of(archive / "index") / raw,
    )
    for leftover in (archive, base / "tantivy"):
        shutil.rmtree(leftover)
    (base / "fts5.sqlite").unlink()
    return figures, watch.rows


def told(figures: Figures) -> list[tuple[str, str]]:
    """The figures in words."""
    return [
        ("filed and searchable", f"{figures.filing:,.0f} files a second"),
        ("plain SQLite FTS5 loop", f"{figures.fts5:,.0f} files a second"),
        ("plain Tantivy loop", f"{figures.tantivy:,.0f} files a second"),
        ("against the FTS5 loop", f"{figures.filing / figures.fts5:.2f}"),
        ("against the Tantivy loop", f"{figures.filing / figures.tantivy:.2f}"),
        ("processor time", f"{figures.worked:.2f} ms a file, FTS5 loop {figures.fts5_worked:.2f} ms"),
        (
            "second run",
            f"{figures.second:,.0f} files a second, {figures.second / figures.filing:.0f} times the first",
        ),
        ("opening the archive", f"{figures.opening:.3f} s"),
        ("peak memory", f"{figures.memory:,.0f} MB, all processes together"),
        (
            "archive against raw",
            f"{figures.size:.2f} (store {figures.store:.2f}, index {figures.indexed:.2f})",
        ),
    ]


def main() -> None:
    """Run it, print the figures, and write the page where it is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--docs", type=Path, help="the folder for filing.md, filing.csv and filing.svg")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        corpus = lay_down(base, asked.count, 862, faults=0.05)
        runs = [run(base, corpus.files, corpus.size, asked.workers) for _ in range(asked.runs)]
    figures = Figures(*(statistics.median(column) for column in zip(*(one for one, _ in runs), strict=True)))
    size = f"{asked.count:,} in {corpus.files:,} files of {corpus.size / corpus.files:,.0f} bytes on average"
    lines = [("telegrams", size), ("processes", f"{asked.workers}, median of {asked.runs}"), *told(figures)]
    for label, value in lines:
        print(f"{label:<26}{value}")
    if asked.docs:
        command = f"{asked.count} --workers {asked.workers} --runs {asked.runs}"
        write_page(asked.docs, command, lines, steps(STEPS, 1), runs[-1][1])


if __name__ == "__main__":
    main()
