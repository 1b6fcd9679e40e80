"""The store: `reftel.sqlite`, the truth of an archive.

SQLite in WAL mode with synchronous = FULL: what is committed survives a kill and a loss of power. Rows of
`change` say in which order telegrams were put, altered or taken out; the index follows them.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reftel.archive.errors import store_errors
from reftel.archive.index.engine import Reached
from reftel.archive.results import ArchiveError
from reftel.archive.store.migrate import check_version, copy_store, migrate
from reftel.archive.store.packing import Packer, Record
from reftel.archive.store.transaction import transaction
from reftel.model.telegram import Telegram

NAME = "reftel.sqlite"
MOST_VALUES = 5000  # in one statement
_WRITING = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "cache_size = -64000")


def now() -> str:
    """The present moment in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def connect(path: Path, writable: bool) -> sqlite3.Connection:
    """A connection in autocommit mode; a reading one cannot write, and reads even from a read-only disk."""
    if writable:
        connection = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
        if not connection.execute("PRAGMA user_version").fetchone()[0]:
            connection.execute("PRAGMA page_size = 16384")
        for pragma in _WRITING:
            connection.execute(f"PRAGMA {pragma}")
        return connection
    modes = ("?mode=rw", "?mode=ro&immutable=1")
    for mode in modes:
        try:
            uri = path.absolute().as_uri() + mode
            connection = sqlite3.connect(
                uri, uri=True, isolation_level=None, timeout=10, check_same_thread=False
            )
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if mode == modes[-1] or not any(word in str(error) for word in ("readonly", "unable to open")):
                raise
        else:
            return connection
    raise ArchiveError(f"{path}: cannot be opened")


class OldStore(ArchiveError):
    """The store is of an older version and was opened for reading."""


class Store:
    """An opened store. One lock guards its connection, so any thread may call it."""

    def __init__(self, path: Path, writable: bool) -> None:
        self.path = path
        self.writable = writable
        self._lock = threading.RLock()
        self._packers: dict[tuple[int, int], Packer] = {}
        self._stamp = 0
        self.recent: dict[tuple[int, int], Telegram] = {}  # of several copies, by row and check value
        with store_errors(path):
            self._connection = connect(path, writable)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        if check_version(self._connection, self.path):
            return
        if not self.writable:
            raise OldStore(f"{self.path}: is of an older version; open it once for writing to migrate it")
        migrate(self._connection, self.path)
        from reftel.archive.store.primer import primer

        if not self.rows("SELECT 1 FROM dictionary WHERE purpose = 'record'"):
            self.execute("INSERT INTO dictionary (purpose, content) VALUES ('record', ?)", primer())

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows that a statement gives."""
        with self._lock, store_errors(self.path):
            return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row that a statement gives."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def among(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """All rows that a statement gives for a list of values, which stands where it has `{}`."""
        found: list[tuple[Any, ...]] = []
        for at in range(0, len(values), MOST_VALUES):
            some = values[at : at + MOST_VALUES]
            found += self.rows(sql.format(", ".join("?" * len(some))), *some)
        return found

    def execute(self, sql: str, *values: Any) -> int:
        """Run a statement; the row number of what it inserted."""
        with self._lock, store_errors(self.path):
            return int(self._connection.execute(sql, values).lastrowid or 0)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: committed at the end of the block, lasting when the block is left."""
        with self._lock, store_errors(self.path):
            self._stamp = secrets.randbits(62)
            with transaction(self._connection):
                yield

    def changed(self, telegram: int) -> None:
        """Note, within a transaction, that the index must look at this telegram again."""
        self.execute("INSERT INTO change (telegram, stamp) VALUES (?, ?)", telegram, self._stamp)

    def reached(self) -> Reached:
        """The last change."""
        found = self.one("SELECT id, stamp FROM change ORDER BY id DESC LIMIT 1")
        return Reached(*found) if found else Reached()

    def audit(self, action: str, detail: str) -> None:
        """Note for good what was done to the archive as a whole."""
        self.execute("INSERT INTO audit (at, action, detail) VALUES (?, ?, ?)", now(), action, detail)

    def source_dictionary(self) -> tuple[int, bytes]:
        """The newest trained dictionary with its number; 0 and nothing where none was trained."""
        sql = "SELECT id, content FROM dictionary WHERE purpose = 'source' ORDER BY id DESC LIMIT 1"
        found = self.one(sql)
        return (found[0], found[1]) if found else (0, b"")

    def record_dictionary(self) -> tuple[int, bytes]:
        """The head of every record's dictionary, with its number."""
        sql = "SELECT id, content FROM dictionary WHERE purpose = 'record' ORDER BY id DESC LIMIT 1"
        found = self.one(sql)
        return (found[0], found[1]) if found else (0, b"")

    def _content(self, dictionary: int) -> bytes:
        found = self.one("SELECT content FROM dictionary WHERE id = ?", dictionary)
        return found[0] if found else b""

    def packer(self, source_dictionary: int, record_dictionary: int) -> Packer:
        """What packs and unpacks with these two dictionaries."""
        wanted = (source_dictionary, record_dictionary)
        with self._lock:
            if wanted not in self._packers:
                self._packers[wanted] = Packer(self._content(wanted[0]), self._content(wanted[1]))
            return self._packers[wanted]

    def source_of(self, copy: int) -> bytes:
        """The bytes of a copy."""
        sql = "SELECT source_dictionary, record_dictionary, source FROM copy WHERE id = ?"
        with self._lock:
            found = self.one(sql, copy)
            if found is None:
                raise KeyError(copy)
            return self.packer(*found[:2]).unpack_source(found[2])

    def telegram_of(self, copy: int, spans: bool = True) -> Telegram:
        """The telegram of a copy, with its text, without its provenance, and without spans where none are wanted."""
        sql = "SELECT source_dictionary, record_dictionary, source, record, sha256 FROM copy WHERE id = ?"
        with self._lock:
            found = self.one(sql, copy)
            if found is None:
                raise KeyError(copy)
            return self.unpacked(*found, spans=spans)

    def unpacked(
        self, source: int, record: int, data: bytes, packed: bytes, sha256: bytes, *, spans: bool
    ) -> Telegram:
        """The telegram of a copy's columns, which are the numbers of its dictionaries, source, record and hash."""
        with self._lock:  # a decompressor serves one thread at a time
            packer = self.packer(source, record)
            plain = packer.unpack_source(data)
            return packer.unpack_record(packed, plain, sha256, spans)

    def record_of(self, copy: int) -> tuple[bytes, Record]:
        """The bytes of a copy, and its record as it is kept."""
        sql = "SELECT source_dictionary, record_dictionary, source, record FROM copy WHERE id = ?"
        with self._lock:
            ((source, record, data, packed),) = self.rows(sql, copy)
            packer = self.packer(source, record)
            unpacked = packer.unpack_source(data)
            return unpacked, packer.unpacked(packed, unpacked)

    def copy_to(self, target: Path) -> None:
        """Copy the store, in use or not, to a new file."""
        with self._lock, store_errors(target):
            copy_store(self._connection, target)

    def highest(self, table: str) -> int:
        """The highest row number that was ever given in a table of copies or telegrams."""
        given = self.one("SELECT seq FROM sqlite_sequence WHERE name = ?", table) or (0,)
        present = self.one(f"SELECT max(id) FROM {table}") or (0,)  # noqa: S608 - one of two names
        return max(given[0] or 0, present[0] or 0)

    def many_changed(self, telegrams: Iterable[int]) -> None:
        """Note, within a transaction, that the index must look at these telegrams again."""
        sql = "INSERT INTO change (telegram, stamp) VALUES (?, ?)"
        self.many(sql, [(telegram, self._stamp) for telegram in telegrams])

    def many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each of `values`."""
        with self._lock, store_errors(self.path):
            self._connection.executemany(sql, values)

    def checkpoint(self) -> None:
        """Bring everything from the write-ahead log into the file and empty the log."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()
