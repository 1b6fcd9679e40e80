"""The one archive of an application, opened for reading at the first page and shared by all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from threading import Lock
from typing import Protocol

from reftel.archive.results import Filed, Hit, Results, Stats


class Readable(Protocol):
    """What the pages ask of an archive."""

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, sort: str = "relevance", facets: bool = False
    ) -> Results:
        """One page of the telegrams that a query finds."""

    def find(self, id_text: str) -> tuple[Filed, ...]:
        """The telegrams that a number, alias or hash prefix names."""

    def cited_by(self, mrn: str) -> tuple[Hit, ...]:
        """The telegrams that refer to a number."""

    def holds(self, mrns: Iterable[str]) -> frozenset[str]:
        """Which of these numbers are here."""

    def stats(self) -> Stats:
        """What the archive holds, counted."""


class Shelf:
    """Opens the archive when the first page asks for it. An archive may be read by several pages at once."""

    def __init__(self, opening: Callable[[], AbstractContextManager[Readable]]) -> None:
        self._opening = opening
        self._lock = Lock()
        self._open: Readable | None = None
        self._stack = ExitStack()

    def archive(self) -> Readable:
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
