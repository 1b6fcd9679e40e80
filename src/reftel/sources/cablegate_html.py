"""The mirrored pages of Cablegate: a table of five facts, then header and body, each in a block of its own.

Line ends are entities, TAGS are links, paragraph signs are anchors. A page can break off in the middle.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from reftel.sources import cablegate
from reftel.sources.files import Refused
from reftel.sources.html_page import CUT, Page, line, read_page, words
from reftel.sources.record import Place, Record
from reftel.sources.signs import legal_status
from reftel.sources.source import Given, Source

_TABLE = re.compile(rb"<table[^>]{0,80}class=[\"']?cable[\"' >]")
_BLOCK = re.compile(rb"<code>\s{0,20}<pre")
_TITLE = re.compile(r"(?:Viewing cable|Cable:?)\s+(?P<id>[0-9A-Z]{4,60})(?:,\s*(?P<subject>.{0,400}))?")
_HEADS = ("Reference ID", "Created", "Released", "Classification", "Origin")
_CREATED = "%Y-%m-%d %H:%M"


def _recognises(head: bytes, _name: str) -> bool:
    if b"cable" not in head or b"<" not in head[:400]:
        return False
    return _TABLE.search(head) is not None or (b"Viewing cable" in head and _BLOCK.search(head) is not None)


def _records(stream: BinaryIO, place: Place) -> Given:
    page = read_page(stream, place)
    yield page if isinstance(page, Refused) else _record(page, place)


def _record(page: Page, place: Place) -> Record | Refused:
    blocks = [text for block in page.all("pre") if (text := words(block)).strip()]
    if not blocks:
        reason = "a page of Cablegate without a telegram's text" + (
            ", cut off before it" if page.broken else ""
        )
        return Refused(place.path, "skipped", reason, "fetch the page again, or leave it if it is an index")
    facts = _facts(page)
    title = _TITLE.search(page.first("h3") or page.first("title"))
    notice = len(blocks) > 1 and cablegate.is_notice(blocks[0])
    remarks = (*([cablegate.PARTIAL] if notice else []), *([CUT] if page.broken else []))
    return place.record(
        page.data,
        _text(blocks[notice:]),
        collection=cablegate.COLLECTION,
        legal_status=legal_status(cablegate.COLLECTION),
        facts=facts,
        stated=cablegate.stated(
            facts.get("Reference ID") or (title["id"] if title else ""),
            sent=cablegate.moment(facts.get("Created", ""), _CREATED),
            origin=facts.get("Origin", ""),
            level=facts.get("Classification", ""),
            subject=title["subject"] if title else None,
            remarks=remarks,
        ),
    )


def _text(blocks: list[str]) -> str:
    header, *body = (block.strip("\r\n") for block in blocks)
    return cablegate.joined(header, "\n".join(body)) if body else header


def _facts(page: Page) -> dict[str, str]:
    """The row of the table under its headings, of which mirrors may lack some."""
    table = next(page.all("table", "cable"), None)
    if table is None:
        return {}
    heads, cells = ([line(one) for one in table.iter(tag)] for tag in ("th", "td"))
    return {head: cell for head, cell in zip(heads, cells, strict=False) if cell and head in _HEADS}


SOURCE = Source(
    name="cablegate-html",
    title="Cablegate as mirrored web pages, one a telegram",
    sign="a table of class `cable`, or the title line and a block of preformatted code",
    recognises=_recognises,
    records=_records,
)
