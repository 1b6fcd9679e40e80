"""What an archive knows of its copies and telegrams that lines of theirs do not tell: to be taken away, and restored.

When copies were filed and which reader read them; the keys of telegrams, and since when other names lead to them; what
was removed. Hashes are written in hex.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from reftel.archive.store.database import Store


class Event(msgspec.Struct, frozen=True, tag_field="event", omit_defaults=True):
    """Something to remember."""


class At(msgspec.Struct, frozen=True, array_like=True):
    """When a copy was filed from a place."""

    path: str
    offset: int
    filed_at: str


class CopyFiled(Event, frozen=True, tag="copy"):
    """A copy was read by a version of the reader, and filed from these places."""

    sha256: str
    reader: str
    places: tuple[At, ...]


class Former(msgspec.Struct, frozen=True, array_like=True):
    """A name that leads to a telegram since a time, from the copy that it was shown by."""

    name: str
    since: str
    sha256: str | None = None


class Telegram(Event, frozen=True, tag="telegram"):
    """A telegram has a key, copies, and names that lead to it."""

    key: str
    copies: tuple[str, ...]
    names: tuple[Former, ...] = ()


class Gone(Event, frozen=True, tag="removal"):
    """A copy was removed and is not to be filed again."""

    sha256: str
    key: str
    mrn: str | None
    at: str
    who: str
    reason: str


Any = CopyFiled | Telegram | Gone
decode = msgspec.json.Decoder(Any).decode


def of_telegram(store: Store, key: str, hashes: Iterable[bytes]) -> Iterator[Any]:
    """What happened to a telegram and to those of its copies that may be told of."""
    copies = tuple(hashes)
    names = store.rows("SELECT name, since, sha256 FROM alias WHERE key = ? ORDER BY name", key)
    former = tuple(
        Former(name, since, sha256.hex() if sha256 else None)
        for name, since, sha256 in names
        if sha256 is None or sha256 in copies
    )
    yield Telegram(key, tuple(sha256.hex() for sha256 in copies), former)
    for sha256 in copies:
        yield from _of_copy(store, sha256)


def _of_copy(store: Store, sha256: bytes) -> Iterator[Any]:
    places = store.rows(
        "SELECT path, offset, filed_at FROM place JOIN copy ON copy.id = copy WHERE sha256 = ?"
        " ORDER BY filed_at, path, offset",
        sha256,
    )
    sql = "SELECT reader FROM reading JOIN copy ON copy.id = copy WHERE sha256 = ?"
    for (reader,) in store.rows(sql, sha256):
        yield CopyFiled(sha256.hex(), reader, tuple(At(*place) for place in places))


def removals(store: Store) -> Iterator[Gone]:
    """What was removed from the archive."""
    sql = "SELECT sha256, key, mrn, removed_at, who, reason FROM tombstone ORDER BY removed_at, sha256"
    return (Gone(sha256.hex(), *facts) for sha256, *facts in store.rows(sql))
