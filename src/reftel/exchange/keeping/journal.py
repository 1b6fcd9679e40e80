"""The journal: who did what to which object, each entry chained to the one before by its hash (R-64, R-65).

No words of a telegram stand in it (R-67): identities, numbers, circuits, persons and reasons do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import Book

_NOTHING = b"\0" * 32
_COLUMNS = "seq, at, actor, object, event, parameters, previous, hash"
_STEP = 10_000


class Entry(NamedTuple):
    """One entry. `at` is UTC, ISO 8601 with milliseconds."""

    seq: int
    at: str
    actor: str
    object: str
    event: str
    parameters: str
    previous: bytes
    hash: bytes


def moment(seconds: float) -> str:
    """`2006-05-10T10:39:00.000Z`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def enter(book: Book, actor: str, subject: str, event: str, **parameters: Any) -> None:
    """Write one entry, within the transaction that does what it tells.

    A clock that was set back is told to the watch and in an entry of its own; the order stays (R-69).
    """
    last = book.one("SELECT seq, at, hash FROM journal ORDER BY seq DESC LIMIT 1")
    seq, before, previous = last or (0, "", _NOTHING)
    at = moment(book.clock())
    if at < before:
        if event != "clock set back":
            enter(book, "clock", "", "clock set back", before=before)
            alarm(book, "", f"the clock was set back: it was {before} before, and is {at} now")
            seq, _, previous = book.one("SELECT seq, at, hash FROM journal ORDER BY seq DESC LIMIT 1")
        at = max(at, before) if event == "clock set back" else at
    entry = (seq + 1, at, actor, subject, event, msgspec.json.encode(parameters, order="sorted").decode())
    values = (*entry, previous, _hash(entry, previous))
    book.put(f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *values)  # noqa: S608 - constant


def _hash(entry: tuple[Any, ...], previous: bytes) -> bytes:
    return hashlib.sha256(previous + msgspec.json.encode(entry)).digest()


def entries(book: Book, subject: str | None = None) -> Iterator[Entry]:
    """The entries in order; of one object only, if one is named."""
    after = 0
    where = "seq > ? AND object = ?" if subject is not None else "seq > ?"
    while True:
        values = (after, subject) if subject is not None else (after,)
        sql = f"SELECT {_COLUMNS} FROM journal WHERE {where} ORDER BY seq LIMIT {_STEP}"  # noqa: S608 - constants
        found = [Entry(*row) for row in book.rows(sql, *values)]
        yield from found
        if len(found) < _STEP:
            return
        after = found[-1].seq


def broken(book: Book) -> str | None:
    """Where the chain is broken, in words; None for a whole one."""
    expected, previous = 1, _NOTHING
    for entry in entries(book):
        if entry.seq != expected:
            return f"entry {expected} of the journal is missing"
        if entry.previous != previous or entry.hash != _hash(tuple(entry[:6]), previous):
            return f"entry {entry.seq} of the journal ({entry.event}, {entry.at}) was altered"
        expected, previous = entry.seq + 1, entry.hash
    return None
