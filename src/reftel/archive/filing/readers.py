"""Several reading processes at work on one stream of files."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

from reftel.archive.filing.entries import Entry, Outcome, Task
from reftel.archive.filing.prepare import prepare
from reftel.archive.filing.worker import Dictionaries, Worker, WorkerDied
from reftel.archive.store.packing import Packer
from reftel.sources.files import Found

Batch = list[Task]


def read_here(batches: Iterator[Batch], dictionaries: Dictionaries) -> Iterator[list[Outcome]]:
    """Read in this process: for few files that is faster than to start others."""
    packer = Packer(dictionaries.source, dictionaries.primer)
    for batch in batches:
        yield [outcome for task in batch for outcome in prepare(task, packer)]


class Readers:
    """A thread for each process hands it batches and passes on what comes of them, in the order of arrival."""

    def __init__(self, count: int, batches: Iterator[Batch], dictionaries: Dictionaries) -> None:
        self._batches = batches
        self._dictionaries = dictionaries
        self._taking = threading.Lock()
        self._stopped = threading.Event()
        self._ready: queue.Queue[list[Outcome] | BaseException | None] = queue.Queue(2 * count)
        self._workers: list[Worker] = []
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(count)]

    def outcomes(self) -> Iterator[list[Outcome]]:
        """Everything that comes of the batches. Raises what the stream of files raised."""
        for thread in self._threads:
            thread.start()
        running = len(self._threads)
        try:
            while running:
                item = self._ready.get()
                if isinstance(item, BaseException):
                    raise item
                if item is None:
                    running -= 1
                else:
                    yield item
        finally:
            self._stop()

    def _stop(self) -> None:
        self._stopped.set()
        for worker in tuple(self._workers):
            worker.stop()
        while any(thread.is_alive() for thread in self._threads):
            try:
                self._ready.get(timeout=0.05)  # frees a thread that waits to hand on
            except queue.Empty:
                continue

    def _next(self) -> Batch | None:
        with self._taking:
            return None if self._stopped.is_set() else next(self._batches, None)

    def _start(self) -> Worker:
        worker = Worker(self._dictionaries)
        self._workers.append(worker)
        return worker

    def _serve(self) -> None:
        try:
            worker: Worker | None = None  # started when there is something to read
            while (batch := self._next()) is not None:
                outcomes, worker = self._read(worker or self._start(), batch)
                self._ready.put(outcomes)
            if worker is not None:
                worker.stop()
            self._ready.put(None)
        except BaseException as error:  # handed to the thread that files, which raises it
            self._ready.put(error)

    def _read(self, worker: Worker, batch: Batch) -> tuple[list[Outcome], Worker]:
        """Read a batch; where that ends the process, read its files one by one and name the one at fault."""
        try:
            return worker.read(batch), worker
        except WorkerDied:
            if self._stopped.is_set():
                raise
            worker.stop()
        worker = self._start()
        if len(batch) == 1 and not batch[0].records:
            return [_broke(batch[0].found)], worker
        if len(batch) == 1:
            return self._read_records(worker, batch[0])
        outcomes: list[Outcome] = []
        for task in batch:
            read, worker = self._read(worker, [task])
            outcomes += read
        return outcomes, worker

    def _read_records(self, worker: Worker, task: Task) -> tuple[list[Outcome], Worker]:
        """Read the records of a part one by one, as one part."""
        refused: list[Outcome] = []
        entries: list[Entry] = []
        for record in task.records or ():
            try:
                *others, part = worker.read([Task(task.found, (record,))])
            except WorkerDied:
                if self._stopped.is_set():
                    raise
                worker.stop()
                worker = self._start()
                refused.append(_broke(Found(record.path, -1, 0), record.line, task.found.path))
            else:
                refused += others
                entries += part.entries
        return [*refused, Outcome(task.found, "part", tuple(entries))], worker


def _broke(found: Found, line: int = 0, within: str | None = None) -> Outcome:
    reason = "the process that read it ended without an answer (out of memory?)"
    remedy = "read it alone; if it fails again, please report it"
    return Outcome(found, "failed", reason=reason, remedy=remedy, line=line, within=within)
