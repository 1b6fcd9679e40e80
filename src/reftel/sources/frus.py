"""Foreign Relations of the United States: one TEI file a volume, each document of which stands for itself.

What the editors call a telegram or an airgram is taken, also where it is attached to a despatch; memoranda, letters
and the like are named and left. Published by the Office of the Historian; text and mark-up are in the public domain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import BinaryIO

from reftel.sources.files import Refused
from reftel.sources.frus_document import read_document
from reftel.sources.frus_stated import tell
from reftel.sources.record import Place, Record
from reftel.sources.signs import legal_status
from reftel.sources.source import Given, Source
from reftel.sources.tei_text import TEI, XML_ID, line_of
from reftel.sources.xml_pieces import XmlFault, XmlPiece, pieces

COLLECTION = "FRUS"
_ROOT = re.compile(rb"<(?:\w+:)?TEI[\s>]")
_OURS = (b"history.state.gov/frus", b'idno type="frus"', b'xml:id="frus')
_PERSONS = "persons"
_REMEDY = "fetch the volume again; the documents above this line were read"


def _recognises(head: bytes, _name: str) -> bool:
    return b"TEI" in head and _ROOT.search(head) is not None and any(sign in head for sign in _OURS)


def _wanted(name: str, attributes: Mapping[str, str]) -> bool:
    local = name.rpartition(":")[2]
    if local == "div":
        return attributes.get("type") == "document" or attributes.get("xml:id") == _PERSONS
    return local == "attachment"


def _records(stream: BinaryIO, place: Place) -> Given:
    """The documents of a volume, in order; after each, the telegrams among the papers attached to it."""
    persons: dict[str, str] = {}
    try:
        for piece in pieces(stream, _wanted):
            if piece.attributes.get("xml:id") == _PERSONS:
                persons = _persons(piece)
            elif piece.attributes.get("type") == "document":
                yield from _of_document(piece, place, persons)
    except XmlFault as fault:
        reason = f"damaged mark-up: {fault.reason}"
        yield Refused(place.path, "failed", reason, _REMEDY, fault.line)


def _persons(piece: XmlPiece) -> dict[str, str]:
    """The volume's list of persons: the name in full by its key; empty where it is damaged."""
    try:
        named = list(piece.element().iter(f"{TEI}persName"))
    except XmlFault:
        return {}
    return {key: line_of(one) for one in named if (key := one.get(XML_ID))}


def _of_document(piece: XmlPiece, place: Place, persons: dict[str, str]) -> Given:
    name = piece.attributes.get("xml:id", "")
    yield _given(piece, name, place, persons)
    for at, paper in enumerate(piece.inner, start=1):
        attached = _given(paper, f"{name}.{at}", place, persons)
        if isinstance(attached, Record):
            yield attached


def _given(piece: XmlPiece, name: str, place: Place, persons: dict[str, str]) -> Record | Refused:
    """The record of a telegram, or what the document is instead."""
    at = f"#{name}"
    try:
        document = read_document(piece.element())
    except XmlFault as fault:
        return Refused(place.path + at, "failed", f"damaged mark-up: {fault.reason}", _REMEDY, fault.line)
    if document.kind is None:
        reason = f"{document.what}, no telegram: {document.head or 'without a heading'}"
        return Refused(place.path + at, "skipped", reason, line=piece.line)
    words, stated, facts = tell(document._replace(id=name), piece.root.get("xml:id") or place.name)
    named = dict.fromkeys(persons.get(key, printed) for key, printed in document.persons)
    return place.record(
        piece.data,
        words,
        at=at,
        line=piece.line,
        collection=COLLECTION,
        legal_status=legal_status(COLLECTION),
        facts={**facts, "Persons": "; ".join(named)} if named else facts,
        stated=stated,
    )


SOURCE = Source(
    name="frus",
    title="Foreign Relations of the United States (FRUS): volumes in TEI, each document a record",
    sign="a TEI root, with the namespace, identifier or xml:id of FRUS",
    recognises=_recognises,
    records=_records,
)
