"""Where the processor time of filing goes: what each step takes for a file.

    python benchmarks/stages.py [COUNT] [--runs N]

The steps of an ingest, each done for all files of a synthetic corpus before the next begins, in this one process.
Prints processor time, that of the engine's own threads included, in microseconds a file; medians of the runs.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from reftel.archive import open_archive
from reftel.archive.archive import Archive
from reftel.archive.filing.batches import Filer
from reftel.archive.filing.entries import Outcome
from reftel.archive.filing.prepare import entry_of
from reftel.archive.index import follow
from reftel.archive.index.documents import document_of
from reftel.archive.index.prepared import prepared
from reftel.archive.store.packing import Packer, train
from reftel.reading import NotATelegram
from reftel.sources.files import Found
from reftel.sources.opening import records
from reftel.sources.read import Read, read
from reftel.sources.record import Record
from reftel.sources.walking import find_files
from reftel.synthetic.laid_down import lay_down

_BATCH = 512  # files in a transaction, as in an ingest
Given = tuple[Found, Record, Read]
Result = TypeVar("Result")


class Clock:
    """Processor seconds of each step, in the order in which they are done."""

    def __init__(self) -> None:
        self.took: dict[str, float] = {}

    def step(self, name: str, work: Callable[[], Result]) -> Result:
        """Do a step; what came of it."""
        began = time.process_time()
        result = work()
        self.took[name] = self.took.get(name, 0.0) + time.process_time() - began
        return result


def _read(record: Record) -> list[Read]:
    try:
        return list(read(record))
    except NotATelegram:
        return []


def run(source: Path, target: Path) -> dict[str, float]:
    """File a corpus step by step."""
    clock = Clock()
    found = clock.step("find files", lambda: [one for one in find_files([source]) if isinstance(one, Found)])
    opened = clock.step("open, tell the source", lambda: [(one, list(records(one))) for one in found])
    taken = [(one, record) for one, given in opened for record in given if isinstance(record, Record)]
    telegrams = clock.step("read", lambda: [(*given, one) for given in taken for one in _read(given[1])])
    with open_archive(target, writable=True) as archive:
        dictionary = clock.step(
            "train dictionary", lambda: train([record.data[:16384] for _, record in taken])
        )
        archive.store.execute("INSERT INTO dictionary (purpose, content) VALUES ('source', ?)", dictionary)
        outcomes = _prepared(telegrams, archive, clock)
        _file(outcomes, archive, clock)
    return clock.took


def _prepared(telegrams: list[Given], archive: Archive, clock: Clock) -> list[Outcome]:
    """What reading processes make of telegrams, brought over the pipe; parts of it are done alone too, to be shown."""
    packer = archive.store.packer(archive.store.source_dictionary()[0], archive.store.record_dictionary()[0])
    outcomes = clock.step(
        "make entries",
        lambda: [
            Outcome(found, "read", (entry_of(one, record, packer),)) for found, record, one in telegrams
        ],
    )
    for name, work in _parts(packer).items():
        clock.step(f"- {name}", lambda work=work: [work(one) for _, _, one in telegrams])  # type: ignore[misc]
    sent = clock.step("send over the pipe", lambda: msgspec.msgpack.encode(outcomes))
    return clock.step("receive", lambda: msgspec.msgpack.decode(sent, type=list[Outcome]))


def _parts(packer: Packer) -> dict[str, Callable[[Read], object]]:
    return {
        "compress the source": lambda one: packer.pack_source(one.data),
        "compress the record": lambda one: packer.pack_record(one.telegram, one.data, one.extracted),
        "make the document": lambda one: prepared(document_of(one.telegram)),
    }


def _file(outcomes: list[Outcome], archive: Archive, clock: Clock) -> None:
    """What the one writer does."""
    filer = Filer(archive.store)
    for at in range(0, len(outcomes), _BATCH):
        clock.step("file in the store", lambda at=at: _filed(filer, archive, outcomes[at : at + _BATCH]))  # type: ignore[misc]
        clock.step("index", lambda: _indexed(filer, archive))
    clock.step("commit the index", lambda: archive.index.commit(archive.store.reached()))
    clock.step("wait for merges", archive.index.close)


def _filed(filer: Filer, archive: Archive, outcomes: list[Outcome]) -> None:
    with archive.store.transaction():
        filer.file(outcomes)


def _indexed(filer: Filer, archive: Archive) -> None:
    for pending in filer.pending:
        follow.take(archive.index, pending)
    filer.pending.clear()


def steps(count: int, runs: int) -> list[tuple[str, str]]:
    """The steps of filing so many telegrams: processor time of each and its share, in words, all of them last."""
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        files = lay_down(base, count, 862, faults=0.05).files
        took = [run(base / "telegrams", base / f"archive-{number}") for number in range(runs)]
    medians = {step: statistics.median(one[step] for one in took) / files * 1e6 for step in took[0]}
    whole = sum(one for step, one in medians.items() if not step.startswith("-"))
    shown = (*medians.items(), ("all", whole))
    return [(step, f"{one:,.0f} us a file, {one / whole:.1%}") for step, one in shown]


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    for step, took in steps(asked.count, asked.runs):
        print(f"{step:<26}{took}")


if __name__ == "__main__":
    main()
