"""The book of a post: its database, opened by the running post and by commands at the same time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

NAME = "post.sqlite"
VERSION = 1
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 10000", "foreign_keys = ON")


class BookError(Exception):
    """The book of a post cannot be used; the words name the file and the remedy."""


class Book:
    """An opened book. `clock` gives the present moment in seconds; tests put their own."""

    def __init__(self, path: Path, *, make: bool = False, clock: Callable[[], float] = time.time) -> None:
        if not make and not path.exists():
            raise BookError(f"{path}: there is no post here; `reftel post init DIR` makes one")
        self.path = path
        self.clock = clock
        with told(path):
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            for pragma in _PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")
            self._prepare()

    def _prepare(self) -> None:
        version = self.one("PRAGMA user_version")[0]
        if version > VERSION:
            raise BookError(f"{self.path}: is of a newer version ({version}); use a newer Reftel")
        if version == 0:
            schema = files("reftel.exchange.keeping").joinpath("schema.sql").read_text("utf-8")
            self._connection.executescript(f"BEGIN IMMEDIATE;{schema}PRAGMA user_version = {VERSION};COMMIT;")

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows that a statement gives."""
        with told(self.path):
            return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> tuple[Any, ...]:
        """The first row that a statement gives; an empty one where it gives none."""
        with told(self.path):
            found: list[tuple[Any, ...]] = self._connection.execute(sql, values).fetchmany(1)
        return found[0] if found else ()

    def put(self, sql: str, *values: Any) -> int:
        """Run a statement; the row that it inserted, or how many it changed."""
        cursor = self._connection.execute(sql, values)
        return int((cursor.lastrowid if sql.startswith("INSERT") else cursor.rowcount) or 0)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk when the block is left. Within another it is a part of that."""
        inner = self._connection.in_transaction
        begin, end, back = (
            ("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part; RELEASE part")
            if inner
            else ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        )
        with told(self.path):
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute(end)
            except BaseException:
                if self._connection.in_transaction:
                    for statement in back.split("; "):
                        self._connection.execute(statement)
                raise

    @property
    def writing(self) -> bool:
        """Whether a transaction is open: SQLite ends one by itself where the disk is full."""
        return self._connection.in_transaction

    def changes(self) -> int:
        """A number that is another one after some other connection has written."""
        return int(self.one("PRAGMA data_version")[0])

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What SQLite reports, in words that name the file and the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise BookError(f"{path}: {_remedy(str(error))}") from error


def _remedy(text: str) -> str:
    if "full" in text:
        return "the disk is full; free some space: nothing that was acknowledged is lost"
    if "malformed" in text or "not a database" in text:
        return f"is damaged ({text}); restore it from a backup"
    if "readonly" in text or "unable to open" in text:
        return "cannot be written; give yourself write permission"
    if "locked" in text:
        return "is in use by another program; try again when it is done"
    return text
