"""Columbia History Lab's FOIArchive: documents of several collections as JSON objects or rows of a table.

Its telegrams are those of the National Archives (corpus `cfpf`), whose text lost some of its line ends, and those of
printed volumes (`frus`). Titles, dates and the like were added by the Lab; topics and entities are not taken over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import BinaryIO

import msgspec

from reftel.sources.files import Refused
from reftel.sources.headed_table import Begins, heads_of, rows
from reftel.sources.history_lab_stated import facts_of, refusal, told_by
from reftel.sources.json_pieces import json_pieces
from reftel.sources.record import Place, Record
from reftel.sources.signs import legal_status
from reftel.sources.source import Given, Source
from reftel.sources.streams import peeked

COLLECTION = "FOIArchive"
_JSON_SIGNS = (b'"doc_id"', b'"body"')
_ALSO = ("corpus", "authored")
_FIELD = rb'(?:"[^"\n]{0,200}"|[^",\n]{0,200}),'
_ID = rb'"?(?:(?:19|20)\d\d[A-Z][A-Z]{2,20} ?(?:A-)?\d{1,6}(?:_\d{1,3})?|[DPN]\d{6}-\d{4}|frus\d{4}[\w-]{1,30})"?,'
_ANY_ID = rb'"?[A-Za-z0-9][A-Za-z0-9 ._-]{2,60}"?,"?[a-z]{2,20}"?,'
_REMEDY = "fetch this document again, or take it out"


def _is_json(head: bytes, _name: str) -> bool:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"[", b"{"}:
        return False
    also = any(b'"%s"' % name.encode() in head for name in _ALSO)
    return also and all(sign in head for sign in _JSON_SIGNS)


def _json_records(stream: BinaryIO, place: Place) -> Given:
    for number, piece in enumerate(json_pieces(stream), start=1):
        path = f"{place.path} document {number}"
        if piece.size > len(piece.data):
            yield Refused(path, "failed", f"a document of {piece.size >> 20} MB", _REMEDY, piece.line)
            continue
        try:
            document = msgspec.json.decode(piece.data, type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            reason = f"damaged JSON: {error}" if piece.whole else "the document breaks off"
            yield Refused(path, "failed", reason, _REMEDY, piece.line)
            continue
        values = {key: str(value) for key, value in document.items() if isinstance(value, str | int | float)}
        yield _record(values, piece.data, place, f" document {number}", piece.line)


def _is_table(head: bytes, _name: str) -> bool:
    heads = heads_of(head) if b"doc_id" in head[:4096] else None
    names = set(heads.names) if heads else set()
    return {"doc_id", "body"} <= names and not names.isdisjoint(_ALSO)


def _begins(columns: list[str]) -> Begins:
    """How a row begins: with an identifier, and its corpus if that is the next column."""
    at = columns.index("doc_id")
    identifier = _ANY_ID if columns[at + 1 : at + 2] == ["corpus"] else _ID
    pattern = re.compile(rb"(?:" + _FIELD + rb"){%d}" % at + identifier)
    return lambda line: pattern.match(line) is not None


def _table_records(stream: BinaryIO, place: Place) -> Given:
    head, whole = peeked(stream)
    heads = heads_of(head)
    if heads is None:
        return
    for row in rows(whole, heads, _begins(heads.names)):
        at = f" row {row.number}"
        if row.fault:
            yield Refused(place.path + at, "failed", f"no row of the table: {row.fault}", _REMEDY, row.line)
        else:
            yield _record(row.fields, row.data, place, at, row.line)


def _record(values: Mapping[str, str], data: bytes, place: Place, at: str, line: int) -> Record | Refused:
    refused = refusal(values)
    if refused:
        return Refused(place.path + at, "skipped", refused, line=line)
    words, stated = told_by(values)
    return place.record(
        data,
        words,
        at=at,
        line=line,
        collection=COLLECTION,
        legal_status=legal_status(COLLECTION),
        facts=facts_of(values),
        stated=stated,
    )


JSON = Source(
    name="history-lab-json",
    title="FOIArchive of Columbia History Lab, as JSON",
    sign="objects with `doc_id`, `body` and `corpus` or `authored`",
    recognises=_is_json,
    records=_json_records,
)
TABLE = Source(
    name="history-lab-csv",
    title="FOIArchive of Columbia History Lab, as a table",
    sign="a heading row with `doc_id`, `body` and `corpus` or `authored`",
    recognises=_is_table,
    records=_table_records,
)
