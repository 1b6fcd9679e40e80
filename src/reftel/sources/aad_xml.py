"""XML of the National Archives' files of 1973-79: each element that holds a document or film number is a record.

How the files name their elements could not be seen; so the record is whichever element encloses such a number, as an
element, as an attribute, or as a field that is named by an attribute (`<field name="Document Number">`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

from reftel.sources.aad_fields import key_of, record_of
from reftel.sources.files import Refused
from reftel.sources.record import Place
from reftel.sources.source import Given, Source
from reftel.sources.streams import peeked
from reftel.sources.xml_pieces import XmlFault, XmlPiece, pieces

if TYPE_CHECKING:
    from lxml import etree

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z_][\w:.-]{0,60})(?P<attributes>(?:\s[^<>]{0,2000})?)>")
_ATTRIBUTE = re.compile(r"(?P<name>[\w:.-]{1,60})\s{0,5}=\s{0,5}[\"'](?P<value>[^\"'<>]{0,200})[\"']")
_NAMING = frozenset({"name", "label", "key", "field"})
_NUMBERS = frozenset({"Document Number", "Film Number"})
_REMEDY = "get the file again; the records above this line were read"


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _label(name: str, attributes: Mapping[str, str]) -> str:
    """What an element is called: by an attribute that names it, else by its own name."""
    return next((attributes[one] for one in attributes if _local(one).lower() in _NAMING), _local(name))


def record_name(head: bytes) -> str | None:
    """The name of the elements that are records, told by the first of them; None in other documents."""
    above: list[str] = []
    for match in _TAG.finditer(head.decode("utf-8", "replace")):
        if match["end"]:
            del above[-1:]
            continue
        attributes = {one["name"]: one["value"] for one in _ATTRIBUTE.finditer(match["attributes"])}
        if _NUMBERS & set(map(key_of, attributes)):
            return match["name"]
        if key_of(_label(match["name"], attributes)) in _NUMBERS:
            return above[-1] if above else None
        if not match["attributes"].endswith("/"):
            above.append(match["name"])
    return None


def _recognises(head: bytes, _name: str) -> bool:
    start = head[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and not start[:14].lower().startswith((b"<html", b"<!doctype html")) and (
        record_name(head) is not None
    )  # fmt: skip


def _fields(element: etree._Element, found: dict[str, str]) -> dict[str, str]:
    """The fields of a record: its attributes, and the elements that are known or hold words and no others."""
    for name, value in element.attrib.items():
        if _local(str(name)).lower() not in _NAMING:
            found.setdefault(_local(str(name)), str(value))
    for child in element:
        attributes = {str(name): str(value) for name, value in child.attrib.items()}
        label = _label(str(child.tag), attributes)
        if len(child) and key_of(label) is None:
            _fields(child, found)
        else:
            value = "".join(map(str, child.itertext()))
            found[label] = f"{found[label]}, {value}" if label in found and value.strip() else value
    return found


def _records(stream: BinaryIO, place: Place) -> Given:
    head, whole = peeked(stream)
    wanted = record_name(head)
    try:
        for number, piece in enumerate(pieces(whole, lambda name, _: name == wanted), start=1):
            yield from _of_piece(piece, place, number)
    except XmlFault as fault:
        yield Refused(place.path, "failed", f"damaged mark-up: {fault.reason}", _REMEDY, fault.line)


def _of_piece(piece: XmlPiece, place: Place, number: int) -> Given:
    at = f" record {number}"
    try:
        fields = _fields(piece.element(), {})
    except XmlFault as fault:
        yield Refused(place.path + at, "failed", f"damaged mark-up: {fault.reason}", _REMEDY, fault.line)
        return
    yield record_of(fields, piece.data, place, at, piece.line)


SOURCE = Source(
    name="aad-xml",
    title="National Archives 1973-79 as XML: telegrams, P-reel entries, withdrawal cards",
    sign="an element or attribute that is called a document or film number",
    recognises=_recognises,
    records=_records,
)
