"""Plain texts: a telegram or several, as bytes that reading decodes. What no other source knows is taken for one."""

from __future__ import annotations

from typing import BinaryIO

from reftel.sources.files import LIMIT, Found, Refused, refuse_content, refuse_name, too_large
from reftel.sources.record import Place
from reftel.sources.source import Given, Source


def _any(_head: bytes, _name: str) -> bool:
    return True


def _records(stream: BinaryIO, place: Place) -> Given:
    found = Found(place.path, place.size or 0, 0)
    refused = refuse_name(found)
    if refused:
        yield refused
        return
    data = stream.read(LIMIT + 1)
    refused = too_large(place.path, len(data)) or _refused(found, data)
    yield refused or place.record(data)


def _refused(found: Found, data: bytes) -> Refused | None:
    try:
        refuse_content(found, data)
    except Refused as refused:
        return refused
    return None


SOURCE = Source(
    name="text",
    title="Plain text: one telegram or several, in any layout and encoding",
    sign="whatever else it is not",
    recognises=_any,
    records=_records,
)
