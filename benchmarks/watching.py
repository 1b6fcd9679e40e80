"""Watches a long run: how much is done, and what memory and processor time all its processes take, once a second."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

_EVERY = 1.0  # seconds
_SAID = 30.0  # seconds between two lines of progress
_MB = 1 << 20
_TICKS = os.sysconf("SC_CLK_TCK")


class Row(NamedTuple):
    """One look: seconds since the start, files done; of all processes resident memory in MB and processor seconds."""

    seconds: float
    done: int
    memory: float
    worked: float


class Watch:
    """Looks while its block runs, and says now and then on standard error how far that is.

    `progress` is to be told how much is done. Needs the /proc of Linux.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._done = self._total = 0
        self._said = 0.0
        self._worked_before = sum(map(_worked, _family(os.getpid())))
        self._began = time.perf_counter()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._note()

    def progress(self, done: int, total: int, size: int) -> None:
        """How many files are done, as `ingest` tells it."""
        self._done, self._total = done, total

    def _look(self) -> None:
        self._note()
        while not self._over.wait(_EVERY):
            self._note()

    def _note(self) -> None:
        family = _family(os.getpid())
        seconds, memory = time.perf_counter() - self._began, sum(map(_resident, family)) / _MB
        worked = sum(map(_worked, family)) - self._worked_before
        self.rows.append(Row(seconds, self._done, memory, worked))
        if seconds - self._said >= _SAID:
            self._said = seconds
            done = f"{self._done:,} of {self._total:,} files, {self._done / seconds:,.0f} a second"
            print(f"{seconds:,.0f} s: {done}, {memory:,.0f} MB", file=sys.stderr, flush=True)


def _family(process: int) -> list[int]:
    """A process and all that it started, and these."""
    found = [process]
    try:
        for listed in Path(f"/proc/{process}/task").glob("*/children"):
            for child in listed.read_text().split():
                found += _family(int(child))
    except OSError:
        pass  # it has ended meanwhile
    return found


def _resident(process: int) -> int:
    """Bytes of memory that a process holds; none if it has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _worked(process: int) -> float:
    """Processor seconds of a process and of those that it started and that have ended; none if it has ended itself."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / _TICKS
