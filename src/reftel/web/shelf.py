"""The one archive of an application, opened for reading at the first page and shared by all of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from threading import Lock

from reftel.archive import Archive


class Shelf:
    """Opens the archive when the first page asks for it. An archive may be read by several pages at once."""

    def __init__(self, opening: Callable[[], AbstractContextManager[Archive]]) -> None:
        self._opening = opening
        self._lock = Lock()
        self._open: Archive | None = None
        self._stack = ExitStack()

    def archive(self) -> Archive:
        """The archive. Raises ArchiveError where it cannot be opened; the next page tries again."""
        with self._lock:
            if self._open is None:
                self._open = self._stack.enter_context(self._opening())
            return self._open

    def close(self) -> None:
        """Give the archive back."""
        with self._lock:
            self._open = None
            self._stack.close()
