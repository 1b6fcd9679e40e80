"""Plain texts: a telegram or several, as bytes that reading decodes. What no other source knows is taken for one."""

from __future__ import annotations

from typing import BinaryIO

from reftel.sources.files import LIMIT, Found, Refused, refuse_content, refuse_name, too_large
from reftel.sources.record import Place, Record
from reftel.sources.signs import OTHER, Told, collection_of
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
    yield refused or _record(data, place)


def _record(data: bytes, place: Place) -> Record:
    """The text with its collection, where a table beside it names none and its signs do."""
    told = collection_of(data, place.name) if place.collection is None else Told()
    facts = {OTHER: told.other} if told.other else {}
    return place.record(data, collection=told.collection, legal_status=told.legal_status, facts=facts)


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
