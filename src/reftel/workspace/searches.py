"""Saved searches: queries with a name, and what is new in each since the last time.

What is new is told by the row numbers of the archive's store, which only grow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reftel.archive.results import ArchiveError, Hit
from reftel.archive.store.database import now
from reftel.workspace.records import Saved

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.workspace.workspace import Workspace


def save(workspace: Workspace, name: str, query: str, seen: int) -> None:
    """Keep a query under a name, in place of the one that had it; what is filed up to row `seen` is not new."""
    kept = " ".join(name.split())
    if not kept:
        raise ArchiveError("a saved search needs a name")
    workspace.put(Saved(workspace.who, kept, query, seen, now()))


def forget(workspace: Workspace, name: str) -> bool:
    """Let go of a saved search; False where there is none of that name."""
    return workspace.execute("DELETE FROM saved_search WHERE who = ? AND name = ?", workspace.who, name) > 0


def saved(workspace: Workspace) -> tuple[Saved, ...]:
    """Every saved search, by name."""
    return workspace.all(Saved, "ORDER BY name")


def told(workspace: Workspace, name: str, seen: int) -> None:
    """Note that everything up to row `seen` has been told."""
    sql = "UPDATE saved_search SET seen = ? WHERE who = ? AND name = ?"
    workspace.execute(sql, seen, workspace.who, name)


def news(
    workspace: Workspace, archive: Archive, most: int, *, keep: bool = False
) -> list[tuple[Saved, tuple[Hit, ...]]]:
    """What was filed since the last time in each saved search, the first `most` of each; noted unless `keep`."""
    newest = archive.store.highest("telegram")
    found = []
    for search in saved(workspace):
        found.append((search, archive.filed_after(search.query, search.seen, most)))
        if not keep:
            told(workspace, search.name, newest)
    return found
