"""Saved searches: queries with a name, and what is new in each since the last time.

They stand in `workspace.sqlite` beside the archive, under a lock of their own: readers keep them while an ingest runs.
What is new is told by the store's row numbers, which only grow.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reftel.archive.errors import store_errors
from reftel.archive.results import ArchiveError, Hit
from reftel.model.telegram import Noun

if TYPE_CHECKING:
    from reftel.archive.archive import Archive

NAME = "workspace.sqlite"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS search (name TEXT PRIMARY KEY, query TEXT NOT NULL, seen INTEGER NOT NULL,"
    " saved_at TEXT NOT NULL) WITHOUT ROWID"
)


class Saved(Noun, frozen=True):
    """A query kept under a name. `seen` is the last store row that was told of; `saved_at` is ISO 8601."""

    name: str
    query: str
    seen: int
    saved_at: str


@contextmanager
def _workspace(folder: Path) -> Iterator[sqlite3.Connection]:
    path = folder / NAME
    with store_errors(path), closing(sqlite3.connect(path, timeout=10)) as connection:
        connection.execute(_TABLE)
        with connection:
            yield connection


def save(folder: Path, name: str, query: str, seen: int, at: str) -> None:
    """Keep a query under a name, in place of the one that had it; what is filed up to row `seen` is not new."""
    if not name.strip():
        raise ArchiveError("a saved search needs a name")
    with _workspace(folder) as connection:
        connection.execute("INSERT OR REPLACE INTO search VALUES (?, ?, ?, ?)", (name, query, seen, at))


def forget(folder: Path, name: str) -> bool:
    """Let go of a saved search; False where there is none of that name."""
    with _workspace(folder) as connection:
        return connection.execute("DELETE FROM search WHERE name = ?", (name,)).rowcount > 0


def saved(folder: Path) -> tuple[Saved, ...]:
    """Every saved search, by name."""
    if not (folder / NAME).is_file():
        return ()
    with _workspace(folder) as connection:
        found = connection.execute("SELECT name, query, seen, saved_at FROM search ORDER BY name").fetchall()
    return tuple(Saved(*row) for row in found)


def told(folder: Path, name: str, seen: int) -> None:
    """Note that everything up to row `seen` has been told."""
    with _workspace(folder) as connection:
        connection.execute("UPDATE search SET seen = ? WHERE name = ?", (seen, name))


def newest_row(archive: Archive) -> int:
    """The row of the store that was made last; 0 for none."""
    found = archive.store.one("SELECT max(id) FROM telegram")
    return int(found[0] or 0) if found else 0


def news(archive: Archive, most: int, *, keep: bool = False) -> list[tuple[Saved, tuple[Hit, ...]]]:
    """What was filed since the last time in each saved search, the first `most` of each; noted unless `keep`."""
    newest = newest_row(archive)
    found = []
    for search in saved(archive.folder):
        found.append((search, archive.filed_after(search.query, search.seen, most)))
        if not keep:
            told(archive.folder, search.name, newest)
    return found
