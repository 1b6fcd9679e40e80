"""Ingest: files are found, read by several processes, and filed by one writer.

A telegram counts as filed when SQLite has committed it; the progress that callers see counts only that. Kill
it at any instant: the next opening brings the index into step, the next ingest goes on where this one was.
"""

from __future__ import annotations

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from reftel.archive import follow
from reftel.archive.archive import Archive
from reftel.archive.entries import Outcome
from reftel.archive.filing import FILED, MERGED, UNCHANGED, Filer, known, remember
from reftel.archive.opening import open_archive
from reftel.archive.packing import train
from reftel.archive.readers import Batch, Readers, read_here
from reftel.archive.results import ArchiveError, Failure, Interrupted, Report
from reftel.archive.store import Store
from reftel.archive.worker import Dictionaries
from reftel.sources.files import Found, Refused, find_files, refuse_name, shown

Progress = Callable[[int, int, int], None]
BATCH_FILES, BATCH_BYTES = 64, 1 << 20
COMMIT_FILES, COMMIT_BYTES, COMMIT_SECONDS = 512, 8 << 20, 1.0
LOOK_UP = 512  # files that are looked up at once
INDEX_EVERY = 50_000  # telegrams between commits of the index
FEW_FILES = 64
SAMPLE_FROM, SAMPLE_FILES, SAMPLE_BYTES = 8000, 1000, 16_384
REFUSALS = ("skipped", "failed")


def ingest(
    archive_dir: Path | str,
    paths: Iterable[Path | str],
    workers: int | None = None,
    on_progress: Progress | None = None,
) -> Report:
    """File every telegram at or below `paths`, making the archive where there is none.

    `workers` reading processes (one a core if None; 1 reads in this process). `on_progress(done, total,
    size)` hears how many files of how many are done and how many bytes they had. Raises `ArchiveError` where
    the archive itself cannot go on, `Interrupted` with what was filed after Ctrl-C; what is wrong with a file
    stands in the report.
    """
    named = tuple(paths)
    _require(named)
    with open_archive(archive_dir, writable=True) as archive:
        before = _newest(archive.store)
        try:
            return _Ingest(archive, named, on_progress).run(workers or os.cpu_count() or 1)
        except KeyboardInterrupt as error:
            raise Interrupted(_newest(archive.store) - before) from error


def _newest(store: Store) -> int:
    """The number of the newest telegram; numbers follow one another and are not given twice."""
    found = store.one("SELECT max(id) FROM telegram")
    return int(found[0] or 0) if found else 0


def _require(paths: tuple[Path | str, ...]) -> None:
    """Raise `ArchiveError` where not one of the named paths is there: then there is nothing to make an archive for."""
    if paths and not any(os.path.lexists(path) for path in paths):
        raise ArchiveError(
            f"{', '.join(shown(Path(path)) for path in paths)}: there is no such file; check the name"
        )


class _Ingest:
    def __init__(self, archive: Archive, paths: tuple[Path | str, ...], on_progress: Progress | None) -> None:
        self.archive = archive
        self.paths = paths
        self.on_progress = on_progress
        self.filer = Filer(archive.store)
        self.counted: Counter[str] = Counter()
        self.refused: list[Outcome] = []
        self.aside: deque[Outcome] = deque()  # what need not be read; filled by the threads that take batches
        self.total = self.done = self.size = self.unindexed = 0

    def run(self, workers: int) -> Report:
        few = sum(1 for _ in islice(find_files(self.paths), FEW_FILES + 1)) <= FEW_FILES
        if self.on_progress:
            self.total = sum(1 for _ in find_files(self.paths))
        dictionaries = self.dictionaries()
        with closing(Store(self.archive.store.path, writable=False)) as reading:
            batches = self.batches(reading)
            if workers == 1 or few:
                self.file_all(read_here(batches, dictionaries))
            else:
                self.file_all(Readers(workers, batches, dictionaries).outcomes())
        self.commit_index()
        return self.report()

    def dictionaries(self) -> Dictionaries:
        """The archive's dictionaries; one for source texts is trained when there are enough to learn from."""
        store = self.archive.store
        if not store.source_dictionary()[0]:
            trained = train(list(_samples(self.paths)))
            if trained:
                store.execute("INSERT INTO dictionary (purpose, content) VALUES ('source', ?)", trained)
            self.filer = Filer(store)
        return Dictionaries(store.source_dictionary()[1], store.record_dictionary()[1])

    def batches(self, reading: Store) -> Iterator[Batch]:
        """The files that have to be read, some at a time; the others are put aside with their outcome."""
        batch: Batch = []
        size = 0
        for some in _batched(find_files(self.paths)):
            settled = known(reading, [item for item in some if isinstance(item, Found)])
            self.aside += (_refused(item) for item in some if isinstance(item, Refused))
            self.aside += settled.values()
            for item in some:
                if isinstance(item, Refused) or item.path in settled:
                    continue
                batch.append(item)
                size += item.size
                if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
                    yield batch
                    batch, size = [], 0
        if batch:
            yield batch

    def file_all(self, stream: Iterator[list[Outcome]]) -> None:
        """File what comes, in transactions of some hundred files or a second's worth."""
        waiting: list[Outcome] = []
        began = time.monotonic()
        for outcomes in stream:
            waiting += outcomes
            late = time.monotonic() - began > COMMIT_SECONDS
            if late or len(waiting) >= COMMIT_FILES or sum(map(_weight, waiting)) >= COMMIT_BYTES:
                self.commit(waiting)
                waiting, began = [], time.monotonic()
        self.commit(waiting)

    def commit(self, outcomes: list[Outcome]) -> None:
        """File these in one transaction; only then do they count, and go to the index."""
        aside = [self.aside.popleft() for _ in range(len(self.aside))]
        with self.archive.store.transaction():
            counted, outcomes = self.filer.file(outcomes)
            remember(self.archive.store, [outcome for outcome in aside if outcome.found.size < 0])
        self.counted += counted
        self.refused += [outcome for outcome in (*outcomes, *aside) if outcome.outcome != "read"]
        self.counted[UNCHANGED] += sum(1 for outcome in aside if outcome.outcome == "read")
        self.index_pending()
        self.tell(outcomes + aside)

    def index_pending(self) -> None:
        """Hand what was committed to the index, which commits now and then."""
        for pending in self.filer.pending:
            follow.take(self.archive.index, pending)
        self.unindexed += len(self.filer.pending)
        self.filer.pending.clear()
        if self.unindexed >= INDEX_EVERY:
            self.commit_index()

    def commit_index(self) -> None:
        """Make the index follow to the last change."""
        if self.unindexed:
            self.archive.index.commit(self.archive.store.reached())
        self.unindexed = 0

    def tell(self, outcomes: list[Outcome]) -> None:
        """Say how far the work is."""
        self.done += len(outcomes)
        self.size += sum(max(0, outcome.found.size) for outcome in outcomes)
        if self.on_progress:
            self.on_progress(self.done, self.total, self.size)

    def report(self) -> Report:
        """What was done; the files in the order of their names."""
        ordered = sorted(self.refused, key=lambda outcome: outcome.found.path)
        named = {kind: tuple(_failure(one) for one in ordered if one.outcome == kind) for kind in REFUSALS}
        return Report(
            filed=self.counted[FILED],
            merged=self.counted[MERGED],
            skipped=named["skipped"],
            failed=named["failed"],
            unchanged=self.counted[UNCHANGED],
        )


def _failure(outcome: Outcome) -> Failure:
    return Failure(outcome.found.path, outcome.line, outcome.reason, outcome.remedy)


def _refused(refused: Refused) -> Outcome:
    return Outcome(Found(refused.path, -1, 0), refused.outcome, reason=refused.reason, remedy=refused.remedy)


def _weight(outcome: Outcome) -> int:
    return sum(len(entry.source) + entry.document.size for entry in outcome.entries)


def _batched(items: Iterator[Found | Refused]) -> Iterator[list[Found | Refused]]:
    while some := list(islice(items, LOOK_UP)):
        yield some


def _samples(paths: tuple[Path | str, ...]) -> Iterator[bytes]:
    """The begins of some of the first files, evenly chosen, to train a dictionary on."""
    files = (item for item in find_files(paths) if isinstance(item, Found) and not refuse_name(item))
    chosen = list(islice(files, SAMPLE_FROM))
    for found in chosen[:: max(1, len(chosen) // SAMPLE_FILES)]:
        try:
            with found.place.open("rb") as file:
                yield file.read(SAMPLE_BYTES)
        except OSError:
            continue  # the ingest itself reports it
