"""Reading lists: telegrams in an order of the reader's own."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from reftel.archive.results import ArchiveError
from reftel.archive.store.database import now
from reftel.workspace.marks import among
from reftel.workspace.records import Entry, ReadingList

if TYPE_CHECKING:
    from reftel.workspace.workspace import Workspace

MOST_NAME, MOST_ABOUT, MOST_ENTRIES = 120, 4000, 10_000


def lists(workspace: Workspace) -> tuple[ReadingList, ...]:
    """The reader's lists by name."""
    return workspace.all(ReadingList, "ORDER BY name")


def entries(workspace: Workspace, name: str) -> tuple[Entry, ...]:
    """What is in a list, in its order. Raises `ArchiveError` where there is no such list."""
    _the_list(workspace, name)
    return workspace.all(Entry, "AND list = ? ORDER BY place, key", name)


def make(workspace: Workspace, name: str, about: str = "") -> ReadingList:
    """Begin a list. Raises `ArchiveError` where the name is taken."""
    made = ReadingList(workspace.who, _name(name), _about(about), now())
    if made.name in {one.name for one in lists(workspace)}:
        raise ArchiveError(f"{made.name}: there is a list of this name already; name another")
    workspace.put(made)
    return made


def describe(workspace: Workspace, name: str, new_name: str, about: str) -> ReadingList:
    """Give a list another name and say what it is about; its telegrams stay."""
    old = _the_list(workspace, name)
    made = ReadingList(workspace.who, _name(new_name), _about(about), old.at)
    with workspace.transaction():
        if made.name != name and made.name in {one.name for one in lists(workspace)}:
            raise ArchiveError(f"{made.name}: there is a list of this name already; name another")
        workspace.execute("DELETE FROM list WHERE who = ? AND name = ?", workspace.who, name)
        workspace.put(made)
        workspace.execute(
            "UPDATE entry SET list = ? WHERE who = ? AND list = ?", made.name, workspace.who, name
        )
    return made


def drop(workspace: Workspace, name: str) -> None:
    """Let go of a list; its telegrams stay in the archive."""
    with workspace.transaction():
        workspace.execute("DELETE FROM list WHERE who = ? AND name = ?", workspace.who, name)
        workspace.execute("DELETE FROM entry WHERE who = ? AND list = ?", workspace.who, name)


def add(workspace: Workspace, name: str, names: Sequence[str]) -> bool:
    """Put a telegram, named by all keys that lead to it, at the end of a list; False where it is there already."""
    with workspace.transaction():
        held = entries(workspace, name)
        if any(entry.key in names for entry in held):
            return False
        if len(held) >= MOST_ENTRIES:
            raise ArchiveError(f"{name}: has {MOST_ENTRIES} telegrams, and no list has more; begin another")
        workspace.put(Entry(workspace.who, name, len(held) + 1, names[0], now()))
    return True


def take_out(workspace: Workspace, name: str, names: Sequence[str]) -> None:
    """Take a telegram out of a list."""
    with workspace.transaction():
        sql = f"DELETE FROM entry WHERE who = ? AND list = ? {among(names)}"  # noqa: S608 - placeholders only
        workspace.execute(sql, workspace.who, name, *names)
        _number(workspace, entries(workspace, name))


def move(workspace: Workspace, name: str, key: str, place: int, among: Container[str] | None = None) -> None:
    """Move the telegram that stands under `key` to a place, counted from 1; beyond the end means the end.

    Only the telegrams whose keys are `among` these count, if they are given: those that a viewer sees.
    """
    with workspace.transaction():
        held = list(entries(workspace, name))
        moved = next((entry for entry in held if entry.key == key), None)
        if moved is None:
            raise ArchiveError(f"{key}: is not in the list {name}")
        held.remove(moved)
        counted = [entry for entry in held if among is None or entry.key in among]
        at = max(place, 1) - 1
        held.insert(held.index(counted[at]) if at < len(counted) else len(held), moved)
        _number(workspace, tuple(held))


def _number(workspace: Workspace, ordered: tuple[Entry, ...]) -> None:
    for place, entry in enumerate(ordered, 1):
        if entry.place != place:
            workspace.put(Entry(entry.who, entry.list, place, entry.key, entry.at))


def _the_list(workspace: Workspace, name: str) -> ReadingList:
    found = workspace.all(ReadingList, "AND name = ?", name)
    if not found:
        raise ArchiveError(f"{name}: there is no reading list of this name")
    return found[0]


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not 0 < len(kept) <= MOST_NAME:
        raise ArchiveError(f"the name of a list has 1 to {MOST_NAME} letters")
    return kept


def _about(about: str) -> str:
    if len(about) > MOST_ABOUT:
        raise ArchiveError(f"what a list is about is said in at most {MOST_ABOUT} letters")
    return about.strip()
