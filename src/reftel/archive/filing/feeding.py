"""What reading processes are fed with: small files by name, large ones record by record, as they are streamed.

Files that need not be read, and records that are kept already, are not handed out.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from reftel.archive.filing.entries import Outcome, Task
from reftel.archive.filing.noted import known
from reftel.archive.store.database import Store
from reftel.sources import bags
from reftel.sources.files import Found, Refused
from reftel.sources.opening import records
from reftel.sources.record import Record
from reftel.sources.walking import find_files

BATCH_FILES, BATCH_BYTES = 64, 1 << 20
STREAMED = 1 << 20  # bytes from which a file is streamed by the master instead of being opened by one process
LOOK_UP = 512  # files that are looked up at once

Batch = list[Task]


class _Stream:
    """How far a streamed file is: parts that were handed out, and that came back; telegrams among them."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.sent = self.back = self.telegrams = 0
        self.ended = False


class Feed:
    """The files at or below some paths, in batches.

    `again`: files that are read whatever was known of them; `wanted` says which are looked at at all.
    `aside` are outcomes of what need not be read, `unchanged` counts records that were filed before; `histories` of
    bags are for the archive, when all is filed.
    """

    def __init__(
        self,
        paths: Iterable[Path | str],
        reading: Store,
        again: frozenset[str] = frozenset(),
        wanted: Callable[[str], bool] = lambda _path: True,
    ) -> None:
        self.paths = tuple(paths)
        self.reading = reading
        self.again = again
        self.wanted = wanted
        self.aside: deque[Outcome] = deque()
        self.unchanged = 0
        self.histories: list[Found] = []
        self._streams: dict[str, _Stream] = {}

    def batches(self) -> Iterator[Batch]:
        """What has to be read, some at a time."""
        batch: Batch = []
        size = 0
        for found in self._unknown():
            if found.size >= STREAMED:
                yield from self._streamed(found)
                continue
            batch.append(Task(found))
            size += found.size
            if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _unknown(self) -> Iterator[Found]:
        items = find_files(self.paths)
        while some := list(islice(items, LOOK_UP)):
            files = [item for item in some if isinstance(item, Found) and self.wanted(item.path)]
            outcomes = known(self.reading, [found for found in files if found.path not in self.again])
            self.aside += (_refused(item) for item in some if isinstance(item, Refused))
            self.aside += (one for listed in outcomes.values() for one in listed)
            unknown = [found for found in files if found.path not in outcomes]
            self.histories += filter(bags.is_history, unknown)
            yield from (found for found in unknown if not bags.is_history(found))

    def _streamed(self, found: Found) -> Iterator[Batch]:
        """A large file, a batch of records at a time."""
        stream = self._streams[found.path] = _Stream(found)
        for some in _in_batches(records(found)):
            stream.sent += 1
            kept = [given for given in some if isinstance(given, Record)]
            self.aside += (_refused(given, found.path) for given in some if isinstance(given, Refused))
            yield [Task(found, tuple(self._not_filed(kept, stream)))]
        stream.ended = True

    def _not_filed(self, given: list[Record], stream: _Stream) -> Iterator[Record]:
        """The records that were not filed from this place before: so an interrupted file is gone on with."""
        hashes = [hashlib.sha256(record.data).digest() for record in given]
        sql = "SELECT sha256, path FROM copy JOIN place ON place.copy = copy.id WHERE sha256 IN ({})"
        filed = set(self.reading.among(sql, hashes))
        for sha256, record in zip(hashes, given, strict=True):
            if (sha256, record.path) in filed:
                self.unchanged += 1
                stream.telegrams += 1
            else:
                yield record

    def came_back(self, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """Take note of outcomes that are to be filed; the outcomes of streamed files that are complete with them."""
        for one in outcomes:
            if one.outcome == "part":
                stream = self._streams[one.found.path]
                stream.back += 1
                stream.telegrams += len(one.entries)
        whole = [one for one in self._streams.values() if one.ended and one.sent == one.back]
        for stream in whole:
            del self._streams[stream.found.path]
        return [
            Outcome(one.found, "read")
            if one.telegrams
            else Outcome(one.found, "skipped", reason="no telegram was found in it")
            for one in whole
        ]


def _in_batches(given: Iterator[Record | Refused]) -> Iterator[list[Record | Refused]]:
    batch: list[Record | Refused] = []
    size = 0
    for one in given:
        batch.append(one)
        size += len(one.data) + len(one.text or "") if isinstance(one, Record) else 0
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _refused(refused: Refused, within: str | None = None) -> Outcome:
    found = Found(refused.path, -1, 0)
    inside = within if within != refused.path else None
    return Outcome(
        found, refused.outcome, reason=refused.reason, remedy=refused.remedy, line=refused.line, within=inside
    )
