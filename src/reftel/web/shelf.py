"""The one archive of an application, opened for reading at the first page and shared by all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
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

    def holds(self, mrns: tuple[str, ...]) -> frozenset[str]:
        """Which of these numbers are here."""

    def stats(self) -> Stats:
        """What the archive holds, counted."""


class Shelf:
    """Lends the archive to one page at a time, since its connections belong to one user at a time."""

    def __init__(self, opening: Callable[[], AbstractContextManager[Readable]]) -> None:
        self._opening = opening
        self._lock = Lock()
        self._open: Readable | None = None
        self._stack = ExitStack()

    @contextmanager
    def reading(self) -> Iterator[Readable]:
        """The archive, for the time of the block. Raises ArchiveError where it cannot be opened."""
        with self._lock:
            if self._open is None:
                self._open = self._stack.enter_context(self._opening())
            yield self._open

    def close(self) -> None:
        """Close the archive; the next page opens it again."""
        with self._lock:
            self._open = None
            self._stack.close()
