"""Cablegate as one table: eight columns, a row for each telegram, header and body apart.

All fields stand in quotation marks, a backslash stands before one inside; fields hold line ends. The table has no
heading row and is read row by row, so that neither its 1.7 GB nor a broken row in it do harm.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from reftel.sources import cablegate
from reftel.sources.csv_fields import BadRow, fields
from reftel.sources.files import Refused
from reftel.sources.letters import letters
from reftel.sources.line_pieces import LinePiece, line_pieces
from reftel.sources.record import Place, Record
from reftel.sources.signs import legal_status
from reftel.sources.source import Given, Source

_ROW = rb'"?\d{1,7}"?,"?\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d"?,"?[0-9A-Z]{4,60}"?,'
_BEGINS = re.compile(rb"\n(?=" + _ROW + rb")")
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,80}" + _ROW)
_CREATED = "%m/%d/%Y %H:%M"
_REMEDY = "look at this row in the table: its fields stand in quotation marks, a backslash before one inside"


def _recognises(head: bytes, _name: str) -> bool:
    return _FIRST.match(head) is not None


def _records(stream: BinaryIO, place: Place) -> Given:
    for row in line_pieces(stream, _BEGINS):
        if row.size > len(row.data):
            reason = f"a row of {row.size >> 20} MB, longer than any telegram"
            yield Refused(f"{place.path} row {row.number}", "failed", reason, _REMEDY, row.line)
        elif row.data.strip():
            yield _record(row, place)


def _record(row: LinePiece, place: Place) -> Record | Refused:
    at = f" row {row.number}"
    try:
        _, created, identifier, origin, level, cited, header, body = fields(letters(row.data), 8)
    except BadRow as error:
        return Refused(place.path + at, "failed", f"no row of the table: {error}", _REMEDY, row.line)
    notice = cablegate.is_notice(header)
    facts = {"Reference ID": identifier, "Created": created, "Origin": origin, "Classification": level}
    return place.record(
        row.data,
        body if notice else cablegate.joined(header, body),
        at=at,
        line=row.line,
        collection=cablegate.COLLECTION,
        legal_status=legal_status(cablegate.COLLECTION),
        facts={**facts, "Notice": " ".join(header.split())} if notice else facts,
        stated=cablegate.stated(
            identifier,
            sent=cablegate.moment(created, _CREATED),
            origin=origin,
            level=level,
            cited=tuple(cited.split("|")),
            remarks=(cablegate.PARTIAL,) if notice else (),
        ),
    )


SOURCE = Source(
    name="cablegate-csv",
    title="Cablegate as a table of eight columns",
    sign="a first row of running number, `m/d/yyyy h:mm` and reference identifier",
    recognises=_recognises,
    records=_records,
)
