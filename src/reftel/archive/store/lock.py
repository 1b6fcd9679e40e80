"""The lock of an archive's one writer. The operating system frees it however the program ends."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        file.seek(1 << 30)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class WriterLock:
    """An advisory lock on one file, held by at most one program run. `holder` says who has it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def acquire(self) -> bool:
        """Take the lock without waiting; False where another program run holds it.

        Raises `OSError` where the file may not be written or the file system knows no locks.
        """
        file = self.path.open("a+", encoding="utf-8")
        try:
            taken = _take(file)
        except OSError:
            file.close()
            raise
        if not taken:
            file.close()
            return False
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()} on {socket.gethostname()}")
        file.flush()
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back and take the name out; nothing happens where it is not held."""
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate()
            self._file.close()
            self._file = None

    @property
    def held(self) -> bool:
        """Whether this program run holds the lock here."""
        return self._file is not None

    @property
    def holder(self) -> str:
        """Who holds the lock, for a message to one who could not take it."""
        try:
            return self.path.read_text("utf-8", errors="replace").strip() or "another program"
        except OSError:
            return "another program"
