"""The versions of the store: numbered SQL scripts, each applied whole or not at all, after a backup."""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from pathlib import Path

from reftel.archive.results import ArchiveError

APPLICATION = 0x52464C54  # "RFLT" in the file's header: the mark of a Reftel store


def scripts() -> list[str]:
    """The migrations in order; the version of a store is the number of them that it has been through."""
    folder = files("reftel.archive.store") / "migrations"
    named = sorted((item.name, item) for item in folder.iterdir() if item.name.endswith(".sql"))
    return [item.read_text("utf-8") for _, item in named]


def version_of(connection: sqlite3.Connection) -> int:
    """The version of a store; 0 for a file in which nothing has been made yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_version(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the store has this program's version; raises `ArchiveError` for a newer or a foreign file."""
    version, known = version_of(connection), len(scripts())
    mark = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if version and mark != APPLICATION:
        raise ArchiveError(f"{path}: is no Reftel archive; name another folder")
    if version > known:
        message = f"{path}: was written by a newer Reftel (version {version}; this one knows {known})"
        raise ArchiveError(f"{message}; upgrade Reftel to open it")
    return version == known


def backup_path(path: Path, version: int) -> Path:
    """Where the store is copied before it is migrated from `version`."""
    return path.with_name(f"{path.name}.v{version}-backup")


def copy_store(connection: sqlite3.Connection, target: Path) -> None:
    """Copy a store that may be in use to `target`, which appears whole or not at all."""
    beside = target.with_name(target.name + ".part")
    beside.unlink(missing_ok=True)
    copy = sqlite3.connect(beside)
    try:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    beside.replace(target)


def _statements(script: str) -> list[str]:
    return [part for part in script.split(";\n") if part.strip()]


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the store to this program's version, one script at a time; an older store is copied first."""
    begin = version_of(connection)
    if begin:
        copy_store(connection, backup_path(path, begin))
    for number, script in enumerate(scripts()[begin:], begin + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    if begin:
        kept = backup_path(path, begin).name
        detail = f"from version {begin} to {len(scripts())}; the older store is kept as {kept}"
        connection.execute(
            "INSERT INTO audit (at, action, detail) VALUES (datetime('now'), 'migrate', ?)", (detail,)
        )
