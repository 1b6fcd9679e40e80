"""How fast telegrams are filed, beside a plain Tantivy loop and a plain SQLite FTS5 loop over the same texts.

    python benchmarks/ingest.py [COUNT] [--workers N] [--runs N] [--loops N] [--once] [--keep DIR] [--docs DIR]

Writes a synthetic corpus to a folder that is deleted afterwards; in each run files it, files it again (not with
`--once`), opens the archive, and lets both loops read and index the same files (the first N with `--loops N`; none with
0). Prints medians of the runs. With `--keep`, corpus and archive are left in that folder, and a corpus of as many
telegrams that is there is used again. With `--docs`, the page `filing.md` with the figures and with the steps
(`stages.py`), and rate, processor time and memory over time of the last run as `filing.csv` and `filing.svg`.
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
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec
import tantivy

from reftel.archive import open_archive
from reftel.archive.filing.ingest import ingest
from reftel.synthetic.laid_down import Written, lay_down

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.ingest_page import STEPS, write_page
from benchmarks.stages import steps
from benchmarks.watching import Row, Watch

_COMMIT = 500  # texts in a transaction of the FTS5 loop
_HEAP = 128 << 20  # bytes of memory that the Tantivy loop may index in
_OPENINGS = 5
_SEED, _FAULTS = 862, 0.05  # of the corpus


class Figures(NamedTuple):
    """What one run showed. Rates are files a second, 0 if not measured; sizes are shares of the raw texts."""

    filing: float
    second: float
    fts5: float
    tantivy: float
    opening: float  # seconds
    worked: float  # milliseconds of processor time for each file
    fts5_worked: float
    memory: float  # MB
    size: float
    store: float
    indexed: float


def texts(folder: Path) -> Iterator[Path]:
    """The files of a corpus in order, folder by folder, so that memory stays flat."""
    for shard in sorted(folder.iterdir()):
        yield from sorted(shard.iterdir())


def load_fts5(folder: Path, most: int, target: Path) -> None:
    """Read so many files and load them into a plain FTS5 table."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE VIRTUAL TABLE telegram USING fts5 (name, text)")
    connection.execute("BEGIN")
    for number, path in enumerate(islice(texts(folder), most), 1):
        text = path.read_text("utf-8", errors="replace")
        connection.execute("INSERT INTO telegram VALUES (?, ?)", (path.name, text))
        if number % _COMMIT == 0:
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    connection.execute("COMMIT")
    connection.close()


def load_tantivy(folder: Path, most: int, target: Path) -> None:
    """Read so many files and load them into a plain Tantivy index, as texts to be searched and names to be shown."""
    schema = tantivy.SchemaBuilder().add_text_field("name", stored=True).add_text_field("text").build()
    target.mkdir()
    writer = tantivy.Index(schema, path=str(target)).writer(_HEAP)
    for path in islice(texts(folder), most):
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


def corpus_at(base: Path, count: int) -> Written:
    """The corpus in a folder: made, or found there as an earlier call left it."""
    noted, asked = base / "corpus.json", {"count": count, "seed": _SEED, "faults": _FAULTS}
    if noted.exists():
        known = msgspec.json.decode(noted.read_bytes())
        if known.pop("asked") != asked:
            sys.exit(f"{base}: holds another corpus; name another folder")
        return Written(**known)
    print(f"writing {count:,} telegrams", file=sys.stderr, flush=True)
    made = lay_down(base, count, _SEED, faults=_FAULTS)
    known = {"telegrams": made.telegrams, "files": made.files, "size": made.size, "asked": asked}
    noted.write_bytes(msgspec.json.encode(known))
    return made


def loops(base: Path, files: int) -> tuple[float, float, float]:
    """Files a second of both plain loops over so many files, and milliseconds of processor time of the first."""
    if not files:
        return 0, 0, 0
    source = base / "telegrams"
    fts5, worked = timed(lambda: load_fts5(source, files, base / "fts5.sqlite"))
    plain, _ = timed(lambda: load_tantivy(source, files, base / "tantivy"))
    shutil.rmtree(base / "tantivy")
    (base / "fts5.sqlite").unlink()
    return files / fts5, files / plain, 1000 * worked / files


def run(base: Path, corpus: Written, workers: int, compared: int, once: bool) -> tuple[Figures, list[Row]]:
    """File the corpus at `base`, once or a second time too, and let both loops read so many of its files."""
    archive, source = base / "archive", base / "telegrams"
    with Watch() as watch:
        first, worked = timed(lambda: ingest(archive, [source], workers, watch.progress))
    second = 0.0 if once else corpus.files / timed(lambda: ingest(archive, [source], workers))[0]
    fts5, plain, fts5_worked = loops(base, compared)
    figures = Figures(
        filing=corpus.files / first,
        second=second,
        fts5=fts5,
        tantivy=plain,
        opening=opening(archive),
        worked=1000 * worked / corpus.files,
        fts5_worked=fts5_worked,
        memory=max(row.memory for row in watch.rows),
        size=size_of(archive) / corpus.size,
        store=size_of(archive / "reftel.sqlite") / corpus.size,
        indexed=size_of(archive / "index") / corpus.size,
    )
    return figures, watch.rows


def told(figures: Figures, compared: int) -> Iterator[tuple[str, str]]:
    """The figures in words; those of the loops, over so many files, and of the second run only if measured."""
    yield "filed and searchable", f"{figures.filing:,.0f} files a second"
    if compared:
        yield "plain SQLite FTS5 loop", f"{figures.fts5:,.0f} files a second, over {compared:,}"
        yield "plain Tantivy loop", f"{figures.tantivy:,.0f} files a second, over {compared:,}"
        yield "against the FTS5 loop", f"{figures.filing / figures.fts5:.2f}"
        yield "against the Tantivy loop", f"{figures.filing / figures.tantivy:.2f}"
    beside = f", FTS5 loop {figures.fts5_worked:.2f} ms" if compared else ""
    yield "processor time", f"{figures.worked:.2f} ms a file{beside}"
    if figures.second:
        times = figures.second / figures.filing
        yield "second run", f"{figures.second:,.0f} files a second, {times:.0f} times the first"
    yield "opening the archive", f"{figures.opening:.3f} s"
    yield "peak memory", f"{figures.memory:,.0f} MB, all processes together"
    sizes = f"{figures.size:.2f} (store {figures.store:.2f}, index {figures.indexed:.2f})"
    yield "archive against raw", sizes


def asked_for() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--loops", type=int, help="the plain loops read so many files only; 0: leave them out"
    )
    parser.add_argument("--once", action="store_true", help="leave out filing a second time")
    parser.add_argument("--keep", type=Path, help="a folder in which corpus and archive are left")
    parser.add_argument("--docs", type=Path, help="the folder for filing.md, filing.csv and filing.svg")
    asked = parser.parse_args()
    if asked.keep and (asked.keep / "archive").exists():
        parser.error(f"{asked.keep / 'archive'}: is there already; move it away")
    return asked


def command_of(asked: argparse.Namespace) -> str:
    """The options that change the figures, as they are asked for."""
    loops = "" if asked.loops is None else f" --loops {asked.loops}"
    once = " --once" if asked.once else ""
    return f"{asked.count} --workers {asked.workers} --runs {asked.runs}{loops}{once}"


def main() -> None:
    """Run it, print the figures, and write the page where it is asked for."""
    asked = asked_for()
    runs: list[tuple[Figures, list[Row]]] = []
    with ExitStack() as folders:
        base = asked.keep or Path(folders.enter_context(tempfile.TemporaryDirectory()))
        corpus = corpus_at(base, asked.count)
        compared = corpus.files if asked.loops is None else min(asked.loops, corpus.files)
        for _ in range(asked.runs):
            if runs:
                shutil.rmtree(base / "archive")
            runs.append(run(base, corpus, asked.workers, compared, asked.once))
    figures = Figures(*(statistics.median(column) for column in zip(*(one for one, _ in runs), strict=True)))
    size = f"{asked.count:,} in {corpus.files:,} files of {corpus.size / corpus.files:,.0f} bytes on average"
    processes = f"{asked.workers}, median of {asked.runs}"
    lines = [("telegrams", size), ("processes", processes), *told(figures, compared)]
    for label, value in lines:
        print(f"{label:<26}{value}", flush=True)
    if asked.docs:
        write_page(asked.docs, command_of(asked), lines, steps(STEPS, 1), runs[-1][1])


if __name__ == "__main__":
    main()
