"""`workspace.sqlite` beside an archive: what its readers keep, under a lock of its own while others file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from reftel.archive.errors import store_errors
from reftel.archive.results import ArchiveError
from reftel.archive.store.migrate import copy_store
from reftel.archive.store.transaction import transaction
from reftel.model.noun import Noun
from reftel.workspace.records import LOCAL, TABLES

NAME = "workspace.sqlite"
VERSION = 1
R = TypeVar("R", bound=Noun)


class Workspace:
    """What one reader keeps beside the archive in `folder`; use it in a `with` block. Any thread may call it.

    It is made at the first opening. Where it cannot be written what is there can be read, and a change raises
    `ArchiveError`.
    """

    def __init__(self, folder: Path | str, who: str = LOCAL) -> None:
        self.path = Path(folder) / NAME
        self.who = who
        self._lock = threading.RLock()
        with store_errors(self.path):
            self._connection = _opened(self.path)
        version = self.rows("PRAGMA user_version")[0][0]
        if version > VERSION:
            self.close()
            raise ArchiveError(f"{self.path}: was written by a newer Reftel; upgrade Reftel to open it")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows that a statement gives."""
        with self._lock, store_errors(self.path):
            return self._connection.execute(sql, values).fetchall()

    def execute(self, sql: str, *values: Any) -> int:
        """Run a statement, lasting at once outside a transaction; how many rows it changed."""
        with self._lock, store_errors(self.path):
            return self._connection.execute(sql, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; lasting when the block is left."""
        with self._lock, store_errors(self.path), transaction(self._connection):
            yield

    @contextmanager
    def lightly(self) -> Iterator[None]:
        """A transaction that does not wait for the disk: a loss of power may take it, and nothing else does."""
        with self._lock, store_errors(self.path):
            self._connection.execute("PRAGMA synchronous = NORMAL")
            try:
                with self.transaction():
                    yield
            finally:
                self._connection.execute("PRAGMA synchronous = FULL")

    def copy_to(self, target: Path) -> None:
        """Copy what all readers keep to a new file, which appears whole or not at all."""
        with self._lock, store_errors(target):
            copy_store(self._connection, target)

    def all(self, kind: type[R], more: str = "", *values: Any) -> tuple[R, ...]:
        """The reader's records of a kind; `more` narrows and orders them (`AND key = ? ORDER BY at`)."""
        sql = f"SELECT * FROM {TABLES[kind]} WHERE who = ? {more}"  # noqa: S608 - names of our own tables
        return tuple(kind(*row) for row in self.rows(sql, self.who, *values))

    def put(self, record: Noun) -> None:
        """Keep a record, in place of the one that has its key."""
        values = msgspec.structs.astuple(record)
        places = ", ".join("?" * len(values))
        self.execute(f"INSERT OR REPLACE INTO {TABLES[type(record)]} VALUES ({places})", *values)  # noqa: S608


def _opened(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode; where nothing may be written, a reading one."""
    try:
        connection = _connected(path.absolute().as_uri() + "?mode=rwc")
        _prepare(connection)
    except sqlite3.OperationalError as error:
        if not any(word in str(error) for word in ("readonly", "unable to open")):
            raise
        connection = _reading(path)
    return connection


def _reading(path: Path) -> sqlite3.Connection:
    there = path.is_file()
    connection = _connected(path.absolute().as_uri() + "?mode=ro&immutable=1" if there else ":memory:")
    if not there:
        _prepare(connection)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connected(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10, check_same_thread=False)


def _prepare(connection: sqlite3.Connection) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    if connection.execute("PRAGMA user_version").fetchone()[0]:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not connection.execute("PRAGMA user_version").fetchone()[0]:  # nobody else was quicker
            script = files("reftel.workspace").joinpath("tables.sql").read_text("utf-8")
            for statement in script.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def copy_to(folder: Path, target: Path) -> None:
    """Copy the workspace of an archive, in use or not, into another folder; nothing where there is none."""
    if (folder / NAME).is_file():
        with Workspace(folder) as workspace:
            workspace.copy_to(target / NAME)
