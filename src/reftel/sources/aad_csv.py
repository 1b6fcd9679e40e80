"""Tables of the National Archives' files of 1973-79, each row a record.

They hold telegrams with their text, the indexes beside yearly files of texts, P-reel entries, and withdrawal cards.
"""

from __future__ import annotations

import csv
import re
from typing import BinaryIO

from reftel.sources.aad_fields import key_of, knows, record_of
from reftel.sources.files import Refused
from reftel.sources.headed_table import Begins, Heads, heads_of, rows
from reftel.sources.letters import letters
from reftel.sources.record import Place
from reftel.sources.source import HEAD, Given, Source
from reftel.sources.streams import peeked

_REMEDY = "look at this row of the table: as many fields as heads, quotation marks doubled inside a field"
_NUMBER = re.compile(r"19[67]\d[A-Z]{3,20}[A-Z0-9 -]{2,12}(?:[_-]\d{1,3})?|[DPN]\d{6}-\d{4}")
_NUMBERED = re.compile(rb"19[67]\d[A-Z]{3}|[DPN]\d{6}-\d{4}")
_AHEAD = 1024  # bytes of a line in which the number of a row stands
_KEYS = frozenset({"Document Number", "Film Number"})


def _recognises(head: bytes, _name: str) -> bool:
    first = head[:4096].partition(b"\n")[0].lower()
    if b"number" not in first and b"doc" not in first and b"film" not in first:
        return False
    heads = heads_of(head)
    return heads is not None and knows(heads.names)


def _begins(heads: Heads) -> Begins:
    """A row begins with a line in whose column a number stands."""
    places = [at for at, name in enumerate(heads.names) if key_of(name) in _KEYS]

    def begins(line: bytes) -> bool:
        if not _NUMBERED.search(line, 0, _AHEAD):
            return False
        fields = next(csv.reader([letters(line)], delimiter=heads.delimiter), [])
        return any(at < len(fields) and _NUMBER.fullmatch(fields[at].strip()) for at in places)

    return begins


def _records(stream: BinaryIO, place: Place) -> Given:
    head, whole = peeked(stream)
    heads = heads_of(head[:HEAD])
    if heads is None:
        return
    for row in rows(whole, heads, _begins(heads)):
        at = f" row {row.number}"
        yield _refused(place.path + at, row.fault, row.line) or record_of(
            row.fields, row.data, place, at, row.line
        )


def _refused(path: str, fault: str, line: int) -> Refused | None:
    return Refused(path, "failed", fault, _REMEDY, line) if fault else None


SOURCE = Source(
    name="aad-csv",
    title="National Archives 1973-79 as tables: telegrams, indexes, P-reel entries, withdrawal cards",
    sign="a heading row with a document or film number and two more known heads",
    recognises=_recognises,
    records=_records,
)
