"""Ingest: files are found, read by several processes, and filed by one writer.

A telegram counts as filed when SQLite has committed it; the progress that callers see counts only that. Kill
it at any instant: the next opening brings the index into step, the next ingest goes on where this one was.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from reftel.archive.archive import Archive
from reftel.archive.filing.batch import FILED
from reftel.archive.filing.batches import MERGED, UNCHANGED, WITHHELD, Filer
from reftel.archive.filing.entries import Outcome
from reftel.archive.filing.feeding import STREAMED, Feed
from reftel.archive.filing.noted import remember
from reftel.archive.filing.readers import Readers, read_here
from reftel.archive.filing.restored import restored
from reftel.archive.filing.worker import Dictionaries
from reftel.archive.index import follow
from reftel.archive.opening import open_archive
from reftel.archive.results import ArchiveError, Failure, Interrupted, Report
from reftel.archive.store.database import Store, now
from reftel.archive.store.packing import train
from reftel.sources.files import Found, refuse_name, shown
from reftel.sources.walking import find_files

Progress = Callable[[int, int, int], None]
COMMIT_FILES, COMMIT_BYTES, COMMIT_SECONDS = 512, 8 << 20, 1.0
INDEX_EVERY = 50_000  # telegrams between commits of the index
FEW_FILES = 64
SAMPLE_FROM, SAMPLE_FILES, SAMPLE_BYTES = 8000, 1000, 16_384
REFUSALS = ("skipped", "failed")


def ingest(
    archive_dir: Path | str,
    paths: Iterable[Path | str],
    workers: int | None = None,
    on_progress: Progress | None = None,
    retry_failed: bool = False,
    wanted: Callable[[str], bool] = lambda _path: True,
) -> Report:
    """File every telegram at or below `paths`, making the archive where there is none.

    `workers` reading processes (one a core if None; 1 reads in this process). `on_progress(done, total, size)` hears
    how many files of how many are done and how many bytes they had. `retry_failed`: read again what failed before; and
    without `paths` nothing else. `wanted` says by a file's path whether it is looked at. Raises `ArchiveError` where
    the archive itself cannot go on, `Interrupted` with what was filed after Ctrl-C; what is wrong with a file stands
    in the report.
    """
    named = tuple(paths)
    _require(named)
    with (
        open_archive(archive_dir, writable=True) as archive,
        closing(Store(archive.store.path, writable=False)) as reading,
    ):
        before = _newest(archive.store)
        again = _failed(reading) if retry_failed else ()
        feed = Feed(named or again, reading, frozenset(again), wanted)
        try:
            return _Ingest(archive, feed, on_progress).run(workers or os.cpu_count() or 1)
        except KeyboardInterrupt as error:
            raise Interrupted(_newest(archive.store) - before) from error


def _failed(store: Store) -> tuple[str, ...]:
    """The files that could not be read, or that hold a record that could not."""
    sql = "SELECT DISTINCT coalesce(within, path) FROM file WHERE outcome = 'failed' ORDER BY 1"
    return tuple(path for (path,) in store.rows(sql))


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
    def __init__(self, archive: Archive, feed: Feed, on_progress: Progress | None) -> None:
        self.archive = archive
        self.feed = feed
        self.on_progress = on_progress
        self.began = now()
        self.filer = Filer(archive.store)
        self.counted: Counter[str] = Counter()
        self.refused: list[Outcome] = []
        self.total = self.done = self.size = self.unindexed = 0

    def run(self, workers: int) -> Report:
        listed = list(islice(find_files(self.feed.paths), FEW_FILES + 1))
        few = len(listed) <= FEW_FILES and not any(
            isinstance(one, Found) and one.size >= STREAMED for one in listed
        )
        if self.on_progress:
            self.total = (
                sum(1 for _ in find_files(self.feed.paths)) if len(listed) > FEW_FILES else len(listed)
            )
        dictionaries = self.dictionaries()
        batches = self.feed.batches()
        if workers == 1 or few:
            self.file_all(read_here(batches, dictionaries))
        else:
            self.file_all(Readers(workers, batches, dictionaries).outcomes())
        self.restore()
        self.commit_index()
        return self.report()

    def restore(self) -> None:
        """Restore what bags tell of what was filed from them."""
        for found in self.feed.histories:
            with self.archive.store.transaction():
                outcome = restored(self.filer, found, self.began)
                remember(self.archive.store, [outcome])
                self.filer.finish()
            self.refused += [outcome] if outcome.outcome in REFUSALS else []
            self.index_pending()
            self.tell([outcome])

    def dictionaries(self) -> Dictionaries:
        """The archive's dictionaries; one for source texts is trained when there are enough to learn from."""
        store = self.archive.store
        if not store.source_dictionary()[0]:
            trained = train(list(_samples(self.feed.paths)))
            if trained:
                store.execute("INSERT INTO dictionary (purpose, content) VALUES ('source', ?)", trained)
            self.filer = Filer(store)
        return Dictionaries(store.source_dictionary()[1], store.record_dictionary()[1])

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
        self.commit([])  # a file whose last part came back is noted with the part, or here

    def commit(self, outcomes: list[Outcome]) -> None:
        """File these in one transaction; only then do they count, and go to the index."""
        aside = [self.feed.aside.popleft() for _ in range(len(self.feed.aside))]
        outcomes = [*outcomes, *self.feed.came_back(outcomes)]
        with self.archive.store.transaction():
            remember(self.archive.store, [outcome for outcome in aside if outcome.found.size < 0])
            counted, outcomes = self.filer.file(outcomes)
        self.counted += counted
        self.refused += [outcome for outcome in (*outcomes, *aside) if outcome.outcome in REFUSALS]
        self.counted[UNCHANGED] += (
            sum(1 for outcome in aside if outcome.outcome == "read") + self.feed.unchanged
        )
        self.feed.unchanged = 0
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
        files = [outcome for outcome in outcomes if outcome.within is None and outcome.outcome != "part"]
        self.done += len(files)
        self.size += sum(max(0, outcome.found.size) for outcome in files)
        if self.on_progress:
            self.on_progress(self.done, self.total, self.size)

    def report(self) -> Report:
        """What was done; the files in the order of their names."""
        ordered = sorted(self.refused, key=lambda outcome: outcome.found.path)
        named = {kind: tuple(_failure(one) for one in ordered if one.outcome == kind) for kind in REFUSALS}
        return Report(
            filed=self.counted[FILED],
            merged=self.counted[MERGED],
            withheld=self.counted[WITHHELD],
            skipped=named["skipped"],
            failed=named["failed"],
            unchanged=self.counted[UNCHANGED],
        )


def _failure(outcome: Outcome) -> Failure:
    return Failure(outcome.found.path, outcome.line, outcome.reason, outcome.remedy)


def _weight(outcome: Outcome) -> int:
    return sum(len(entry.source) + len(entry.document.fields) for entry in outcome.entries)


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
