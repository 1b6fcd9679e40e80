"""Keeping an archive sound: removal, proof, backup."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec
import zstandard

from reftel.archive.copies.deciding import the_row
from reftel.archive.copies.whole import value_of
from reftel.archive.index.engine import Index
from reftel.archive.results import ArchiveError, Problem, Removed
from reftel.archive.store.database import NAME, Store, now

BATCH = 5000


def remove(store: Store, id_text: str, reason: str, who: str) -> str:
    """Delete a telegram and its copies, leaving a tombstone for each copy; the key of the telegram.

    SQLite overwrites what is deleted with zeros (secure_delete).
    """
    row = the_row(store, id_text)
    with store.transaction():
        key = _bury(store, row, reason, who)
    store.checkpoint()
    return key


def removed(store: Store, names: Iterable[str]) -> tuple[Removed, ...]:
    """The tombstones of telegrams that had one of these keys or numbers."""
    sql = (
        "SELECT DISTINCT key, who, removed_at, reason FROM tombstone WHERE key = ?1 OR mrn = ?1"
        " OR key = (SELECT key FROM alias WHERE name = ?1)"
    )
    found = (row for name in names for row in store.rows(sql, name))
    return tuple(dict.fromkeys(Removed(*row) for row in found))


def _bury(store: Store, row: int, reason: str, who: str) -> str:
    found = store.rows("SELECT key, mrn FROM telegram WHERE id = ?", row)[0]
    key = str(found[0])
    for copy, sha256 in store.rows("SELECT id, sha256 FROM copy WHERE telegram = ?", row):
        for table in ("place", "reading", "band", "numbered_band", "recent_band", "band_due"):
            store.execute(f"DELETE FROM {table} WHERE copy = ?", copy)  # noqa: S608 - one of these names
        store.execute("DELETE FROM correction WHERE sha256 = ?", sha256)
        store.execute("DELETE FROM decision WHERE one = ?1 OR other = ?1", sha256)
        store.execute(
            "INSERT OR REPLACE INTO tombstone (sha256, key, mrn, removed_at, who, reason)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            *(sha256, *found, now(), who, reason),
        )
    store.execute("DELETE FROM finding WHERE telegram = ?", row)
    store.execute("DELETE FROM copy WHERE telegram = ?", row)
    store.execute("DELETE FROM telegram WHERE id = ?", row)
    store.changed(row)
    store.audit("remove", f"{key} by {who}: {reason}")
    return key


def backup(store: Store, target: Path) -> None:
    """Copy the store to a new folder. Raises `ArchiveError` where the folder holds something already."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ArchiveError(f"{target}: is there already and not empty; name a new folder for the copy")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"{target}: cannot be made: {error.strerror or error}; name another folder"
        ) from error
    store.copy_to(target / NAME)


def verify(store: Store, index: Index) -> tuple[Problem, ...]:
    """Everything that is wrong, in store and index; nothing where the archive is whole."""
    return (
        *_file_problems(store),
        *_copy_problems(store),
        *_telegram_problems(store),
        *_index_problems(store, index),
    )


def findings(store: Store) -> tuple[Problem, ...]:
    """What was noticed when telegrams were filed and a person may want to settle, in the order of filing."""
    sql = "SELECT key, message FROM finding JOIN telegram ON telegram.id = telegram ORDER BY finding.id"
    return tuple(Problem(key, message) for key, message in store.rows(sql))


def _file_problems(store: Store) -> list[Problem]:
    found = [str(text) for (text,) in store.rows("PRAGMA quick_check")]
    return [Problem(store.path.name, text) for text in found if text != "ok"]


def _copy_problems(store: Store) -> list[Problem]:
    problems: list[Problem] = []
    last = 0
    while rows := store.rows(
        "SELECT id, sha256, telegram FROM copy WHERE id > ? ORDER BY id LIMIT ?", last, BATCH
    ):
        for copy, sha256, telegram in rows:
            message = _copy_problem(store, copy, sha256)
            if message:
                problems.append(Problem(f"sha256:{sha256.hex()} (telegram {telegram})", message))
        last = rows[-1][0]
    return problems


def _copy_problem(store: Store, copy: int, sha256: bytes) -> str | None:
    try:
        data = store.source_of(copy)
    except zstandard.ZstdError as error:
        return f"its text cannot be decompressed ({error}); restore the archive from a backup"
    if hashlib.sha256(data).digest() != sha256:
        return "its text is not that of its hash; restore the archive from a backup"
    try:
        store.telegram_of(copy)
    except (zstandard.ZstdError, msgspec.MsgspecError, UnicodeError) as error:
        return f"its record cannot be read ({error}); restore the archive from a backup"
    return None


def _telegram_problems(store: Store) -> list[Problem]:
    lost = store.rows(
        "SELECT key FROM telegram WHERE NOT EXISTS"
        " (SELECT 1 FROM copy WHERE copy.id = telegram.copy AND copy.telegram = telegram.id)"
    )
    stray = store.rows(
        "SELECT sha256 FROM copy WHERE NOT EXISTS (SELECT 1 FROM telegram WHERE id = copy.telegram)"
        " OR NOT EXISTS (SELECT 1 FROM place WHERE place.copy = copy.id)"
    )
    return [Problem(key, "its copy is not there") for (key,) in lost] + [
        Problem(f"sha256:{sha256.hex()}", "belongs to no telegram, or to no place") for (sha256,) in stray
    ]


def _wanted(store: Store) -> dict[int, tuple[str, int]]:
    """The key of each telegram, and the check value that its document should have."""
    hashes: dict[int, list[bytes]] = {}
    for row, sha256 in store.rows("SELECT telegram, sha256 FROM copy"):
        hashes.setdefault(row, []).append(sha256)
    made: dict[int, list[int]] = {}
    for row, one in store.rows("SELECT telegram, correction.id FROM correction JOIN copy USING (sha256)"):
        made.setdefault(row, []).append(one)
    keys = store.rows("SELECT id, key FROM telegram")
    return {row: (key, value_of(hashes.get(row, ()), made.get(row, ()))) for row, key in keys}


def _index_problems(store: Store, index: Index) -> list[Problem]:
    wanted = _wanted(store)
    listed = index.held()
    held = dict(listed)
    times = Counter(row for row, _ in listed)
    remedy = "run `reftel reindex`"
    faults = {
        f"is not in the index; {remedy}": [key for row, (key, _) in wanted.items() if row not in held],
        f"has another text in the index; {remedy}": [
            key for row, (key, check) in wanted.items() if held.get(row, check) != check
        ],
        f"is in the index and not in the store; {remedy}": [
            f"row {row}" for row in held if row not in wanted
        ],
        f"is in the index more than once; {remedy}": [
            f"row {row}" for row, count in times.items() if count > 1
        ],
    }
    return [Problem(subject, message) for message, subjects in faults.items() for subject in subjects]
