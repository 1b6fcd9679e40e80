"""Watches a long run: how much is done, and how much memory all processes of the run hold, about once a second."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

_EVERY = 1.0  # seconds
_MB = 1 << 20


class Row(NamedTuple):
    """One look: seconds since the start, files done, resident memory of all processes in MB."""

    seconds: float
    done: int
    memory: float


class Watch:
    """Looks while its block runs; `progress` is to be told how much is done. Needs the /proc of Linux."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._done = 0
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
        self._done = done

    def _look(self) -> None:
        self._note()
        while not self._over.wait(_EVERY):
            self._note()

    def _note(self) -> None:
        memory = sum(map(_resident, _family(os.getpid()))) / _MB
        self.rows.append(Row(time.perf_counter() - self._began, self._done, memory))


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
