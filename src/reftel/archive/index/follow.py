"""Keeping the index in step with the store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reftel.archive.errors import index_errors
from reftel.archive.filing.batches import Pending, pending_of
from reftel.archive.index.engine import Index, Reached
from reftel.archive.results import ArchiveError
from reftel.archive.store.database import Store

BATCH = 2000


def take(index: Index, pending: Pending) -> None:
    """Bring one telegram of the index to what is pending, without a commit."""
    if pending.document is None:
        index.drop((pending.row,))
    else:
        index.put(pending.row, pending.check, pending.document)


def take_up(store: Store, index: Index, rows: Iterable[int]) -> None:
    """Index the telegrams of these rows as the store has them now, without a commit."""
    for row in rows:
        take(index, pending_of(store, row))


def follows(store: Store, reached: Reached) -> bool:
    """Whether the index comes from this store's past: the change it names is there, with the same stamp.

    After a store was put back from a backup this is not so, and the index is built anew.
    """
    if reached == Reached():
        return True
    return store.one("SELECT stamp FROM change WHERE id = ?", reached.change) == (reached.stamp,)


def rebuild(store: Store, folder: Path) -> Index:
    """A new index of all that the store holds, made current when it is complete."""
    prepare_folder(folder)
    reached = store.reached()
    index = Index.create(folder)
    last = 0
    sql = "SELECT id FROM telegram WHERE id > ? ORDER BY id LIMIT ?"
    while rows := [row for (row,) in store.rows(sql, last, BATCH)]:
        take_up(store, index, rows)
        last = rows[-1]
    index.commit(reached)
    index.tidy()
    return index


def prepare_folder(folder: Path) -> None:
    """Make the folder of the index; raises `ArchiveError` where a file is in its place."""
    if folder.exists() and not folder.is_dir():
        raise ArchiveError(
            f"{folder}: is a file where the index folder belongs; move it away, then `reftel reindex`"
        )
    with index_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)


def catch_up(store: Store, folder: Path, index: Index | None) -> Index:
    """Bring the index into step. Needs the writer lock; builds the index anew where it cannot follow."""
    if index is None or not follows(store, index.reached):
        return rebuild(store, folder)
    reached = store.reached()
    while index.reached != reached:
        changes = store.rows(
            "SELECT id, telegram, stamp FROM change WHERE id > ? ORDER BY id LIMIT ?",
            index.reached.change,
            BATCH,
        )
        take_up(store, index, dict.fromkeys(row for _, row, _ in changes))
        index.commit(Reached(changes[-1][0], changes[-1][2]))
    return index
