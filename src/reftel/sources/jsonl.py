"""JSON Lines of our own: telegrams that were read before, one a line, as `reftel parse --json` prints them.

Beside the fields of a telegram a line may hold `source_text`, the decoded text in which its spans count,
`source_base64`, the bytes of its copy where they are not simply that text in UTF-8, `stated`, what the record of a
collection said of it, without which it could not be read again, `decided`, what people decided about it, and
`extracted`: false where the bytes are themselves the text. In a bag it names the `places` where the copy was found.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from typing import BinaryIO

import msgspec

from reftel.model.decided import Decided
from reftel.model.stated import Stated
from reftel.model.telegram import SCHEMA, Telegram
from reftel.sources.files import Refused, printable
from reftel.sources.line_pieces import LinePiece, line_pieces
from reftel.sources.record import Place, Record
from reftel.sources.source import Given, Source

FOUND_BEFORE = "Found before"
"""The fact that names the place where the copy was found by the archive that the line comes from."""
_SIGNS = (b'"schema"', b'"mrn"', b'"kind"', b'"layout"', b'"dtg"')
_BEGINS = re.compile(rb"\n(?=[^\n])")
_REMEDY = "write the lines again with reftel, or take this line out"


class FoundAt(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place where a copy was found: the file, where its bytes begin in it, and what was stated about it there."""

    path: str
    offset: int = 0
    collection: str | None = None
    legal_status: str | None = None
    facts: dict[str, str] = {}


class _Beside(msgspec.Struct):
    """What a line holds beside the telegram."""

    source_text: str | None = None
    source_base64: str | None = None
    stated: Stated | None = None
    decided: Decided = Decided()
    extracted: bool = True
    places: tuple[FoundAt, ...] = ()


_telegrams = msgspec.json.Decoder(Telegram)
_besides = msgspec.json.Decoder(_Beside)


class _BadLine(ValueError):
    """A line that is no telegram of a schema that is known here."""


def _recognises(head: bytes, _name: str) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and all(sign in head for sign in _SIGNS)


def _records(stream: BinaryIO, place: Place) -> Given:
    for line in line_pieces(stream, _BEGINS):
        if line.data.strip() or line.size > len(line.data):
            yield from _given(line, place)


def _given(line: LinePiece, place: Place) -> Given:
    """The copy of a line at each place that the line names, or where it stands itself."""
    at = f" line {line.line}"
    try:
        telegram, beside = _decoded(line)
        data = b64decode(beside.source_base64, validate=True) if beside.source_base64 else None
    except (_BadLine, msgspec.DecodeError, binascii.Error, UnicodeDecodeError) as error:
        reason = f"no telegram in this line: {error}"
        yield Refused(place.path + at, "failed", reason, _REMEDY, line.line)
        return
    text, before = beside.source_text, telegram.provenance
    record = place.record(
        data or (text.encode("utf-8", "replace") if text else line.data.strip()),
        text or "",
        at=at,
        line=line.line,
        collection=before.collection,
        legal_status=before.legal_status,
        facts={FOUND_BEFORE: before.path} if before.path else {},
        stated=beside.stated,
        telegram=telegram,
        extracted=beside.extracted,
        decided=beside.decided,
    )
    yield from (_found_at(record, one) for one in beside.places) if beside.places else (record,)


def _found_at(record: Record, at: FoundAt) -> Record:
    return msgspec.structs.replace(
        record,
        path=printable(at.path),
        offset=max(0, at.offset),
        collection=at.collection,
        legal_status=at.legal_status,
        facts=at.facts,
    )


def _decoded(line: LinePiece) -> tuple[Telegram, _Beside]:
    """The telegram of a line, and what stands beside it."""
    if line.size > len(line.data):
        raise _BadLine(f"it has {line.size >> 20} MB")
    content = line.data.removeprefix(b"\xef\xbb\xbf")
    telegram, beside = _telegrams.decode(content), _besides.decode(content)
    if telegram.schema > SCHEMA:
        raise _BadLine(f"it is of schema {telegram.schema}, and {SCHEMA} is the newest known here")
    length = len(beside.source_text) if beside.source_text else None
    for pointer, places in telegram.spans.items():
        if any(not 0 <= start <= end or (length is not None and end > length) for start, end in places):
            raise _BadLine(f"the letters of {pointer} lie outside of its text")
    return telegram, beside


SOURCE = Source(
    name="jsonl",
    title="JSON Lines of Reftel: telegrams that were read before",
    sign="an object whose keys are those of a telegram (`schema`, `mrn`, `kind`, `layout`, `dtg`)",
    recognises=_recognises,
    records=_records,
)
