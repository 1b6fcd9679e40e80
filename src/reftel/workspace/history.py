"""What a reader has read and looked for, the newest first, and how they want the reading room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reftel.archive.store.database import now
from reftel.workspace.records import Choice, Visit

if TYPE_CHECKING:
    from reftel.workspace.workspace import Workspace

MOST_VISITS = 10_000
MOST_LETTERS = 1000


def visit(workspace: Workspace, page: str, what: str) -> None:
    """Note that a page was read, unless the reader wants no history. Coming back at once is no second visit."""
    if not chosen(workspace, "history"):
        return
    made = Visit(workspace.who, now(), page, what[:MOST_LETTERS])
    newest = visits(workspace, 1)
    if newest and (made.page, made.what) in {(one.page, one.what) for one in newest}:
        return
    oldest = "SELECT at FROM visit WHERE who = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?2"
    sql = f"DELETE FROM visit WHERE who = ?1 AND at <= ({oldest})"  # noqa: S608 - our own words
    with workspace.lightly():
        workspace.put(made)
        workspace.execute(sql, workspace.who, MOST_VISITS)


def visits(workspace: Workspace, most: int, before: str = "9999") -> tuple[Visit, ...]:
    """The last pages read before a moment, the newest first: `most`, and any more of the last one's second."""
    found = workspace.all(Visit, "AND at < ? ORDER BY at DESC, page, what LIMIT ?", before, most)
    if len(found) < most:
        return found
    last = workspace.all(Visit, "AND at = ? ORDER BY page, what", found[-1].at)
    return (*(one for one in found if one.at != last[0].at), *last)


def forget(workspace: Workspace) -> None:
    """Empty the history."""
    workspace.execute("DELETE FROM visit WHERE who = ?", workspace.who)


def chosen(workspace: Workspace, name: str) -> bool:
    """Whether the reader has something switched on: `keys` of the keyboard, `history`; on unless switched off."""
    found = workspace.all(Choice, "AND name = ?", name)
    return not found or found[0].value == "on"


def choose(workspace: Workspace, name: str, on: bool) -> None:
    """Switch something on or off."""
    workspace.put(Choice(workspace.who, name, "on" if on else "off"))
