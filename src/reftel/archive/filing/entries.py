"""What reading gives to filing: entries ready to be filed, and what came of each file."""

from __future__ import annotations

import msgspec

from reftel.archive.index.prepared import Prepared
from reftel.model.decided import Decided
from reftel.sources.files import Found
from reftel.sources.record import Record


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """One copy, read and packed. `offset` and `length` count bytes of its record.

    `occasion` and `bands` are what copies without a number are found by, and find others by; `sectional`: its telegram
    was sent in sections. `withheld`: it says that the telegram exists.

    `path` is that of the record; `collection`, `legal_status` and `facts` are what is stated about it,
    `decided` what people decided about the copy.
    """

    path: str
    collection: str | None
    legal_status: str | None
    facts: dict[str, str]
    sha256: bytes
    mrn: str | None
    occasion: int | None
    bands: tuple[int, ...]
    withheld: bool
    rank: int
    offset: int
    length: int
    source: bytes
    record: bytes
    document: Prepared
    decided: Decided = Decided()
    sectional: bool = False


class Task(msgspec.Struct, array_like=True, frozen=True):
    """What a reading process is given: a file to open, or some records of a file that is streamed."""

    found: Found
    records: tuple[Record, ...] | None = None


class Outcome(msgspec.Struct, array_like=True, frozen=True):
    """What came of one file or record: entries, or why there are none.

    `outcome`: read, skipped, failed; part for some records of a file that is streamed. `within`: the file in which a
    record that gave no telegram stands.
    """

    found: Found
    outcome: str
    entries: tuple[Entry, ...] = ()
    reason: str = ""
    remedy: str = ""
    line: int = 0
    within: str | None = None
