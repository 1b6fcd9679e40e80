"""PDF documents with a text layer: releases of the Department and of other agencies, pages of the National Archives.

The text is taken out as it stands on the page, with its empty lines; a document may hold several telegrams. What is a
picture of a page and no more cannot be read here and is refused, with the remedy.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from reftel.sources.files import Refused
from reftel.sources.record import Facts, Place
from reftel.sources.signs import OTHER, Told, collection_of
from reftel.sources.source import Given, Source

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

LIMIT = 256 * 1024 * 1024
MOST_PAGES = 5000
MOST_LETTERS = 16 * 1024 * 1024
MOST_DRAWN = 64 * 1024 * 1024
"""Bytes of drawing instructions in all; a page of text has some thousands, and reading them takes its time."""
NO_TEXT = (
    "a PDF document without a text layer: pictures of pages",
    "have its pages machine-read first, for example with ocrmypdf, and file the result",
)
LOCKED = ("an encrypted PDF document", "save it without a password, and file the result")

_STATED = {
    "/Title": "PDF title",
    "/Subject": "PDF subject",
    "/Author": "PDF author",
    "/Keywords": "PDF keywords",
}
_GAP = re.compile(r"(?<=\S)[ ]+(?=\S)")
_MOST_TOLD = 50


class Pages(NamedTuple):
    """The words of a document, page below page, and what it says of itself."""

    text: str
    facts: Facts


class Unreadable(Exception):
    """A PDF document that gives no words; what can be done is its `remedy`."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


def pages_of(data: bytes) -> Pages:
    """The text layer of a document. Raises `Unreadable` with the reason where there is none or it cannot be opened."""
    from pypdf import PdfReader  # noqa: PLC0415 - heavy, and needed for such documents only
    from pypdf.errors import DependencyError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a document is said once, by us
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(*LOCKED)
        return _pages(reader)
    except (Unreadable, MemoryError):
        raise
    except DependencyError as error:
        raise Unreadable(*LOCKED) from error
    except Exception as error:  # a damaged document can raise anything
        remedy = "get it again, or print it anew from a program that still opens it"
        raise Unreadable(f"a damaged PDF document: {error}", remedy) from error


def _pages(reader: PdfReader) -> Pages:
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise Unreadable(
            f"a PDF document of {count:,} pages", f"split it into parts of at most {MOST_PAGES:,}"
        )
    texts: list[str] = []
    letters = 0
    drawn = 0
    for page in reader.pages:
        drawn += _drawn(page)
        if drawn > MOST_DRAWN:
            raise Unreadable(
                f"a PDF document of more than {MOST_DRAWN >> 20} MB of drawings", "split it into parts"
            )
        texts.append(_page_text(page))
        letters += len(texts[-1])
        if letters > MOST_LETTERS:
            raise Unreadable(f"a PDF document of more than {MOST_LETTERS:,} letters", "split it into parts")
    if not any(map(str.strip, texts)):
        raise Unreadable(*NO_TEXT)
    return Pages("\n".join(texts), _facts(reader, texts))


def _drawn(page: PageObject) -> int:
    """Bytes of the instructions by which a page is drawn, with those that were laid over it."""
    contents = page.get_contents()
    forms = [item.get_data() for item in _laid_on(page) if _is_form(item)]
    return sum(map(len, forms)) + (len(contents.get_data()) if contents is not None else 0)


def _page_text(page: PageObject) -> str:
    """The words of a page; those of stamps that were laid over it are found in one way of reading only."""
    laid_over = any(_is_form(item) for item in _laid_on(page))
    text = "" if laid_over else page.extract_text(extraction_mode="layout")
    text = text if text.strip() else page.extract_text()
    return _evened(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))


def _laid_on(page: PageObject) -> list[Any]:
    resources = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    return [item.get_object() for item in drawn.get_object().values()] if drawn is not None else []


def _is_form(item: Any) -> bool:
    return isinstance(item, dict) and item.get("/Subtype") == "/Form"


def _evened(text: str) -> str:
    """A page whose words stand apart by more than a blank is one whose words were laid down singly: one blank each."""
    gaps = [match.end() - match.start() for match in _GAP.finditer(text)]
    wide = sum(1 for gap in gaps if gap > 1)
    return _GAP.sub(" ", text) if 2 * wide > len(gaps) else text


def _facts(reader: PdfReader, texts: list[str]) -> Facts:
    facts = {"PDF pages": str(len(texts))}
    stated: Mapping[str, object] = reader.metadata or {}
    facts |= {name: str(stated[key]) for key, name in _STATED.items() if str(stated.get(key) or "").strip()}
    empty = [str(number) for number, text in enumerate(texts, start=1) if not text.strip()]
    if empty:
        facts["PDF pages without text"] = ", ".join(empty[:_MOST_TOLD])
    return facts


def _recognises(head: bytes, _name: str) -> bool:
    return b"%PDF-" in head[:1024]


def _records(stream: BinaryIO, place: Place) -> Given:
    data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        yield Refused(
            place.path, "failed", f"a PDF document larger than {LIMIT >> 20} MB", "split it into parts"
        )
        return
    try:
        text, facts = pages_of(data)
    except Unreadable as error:
        yield Refused(place.path, "failed", str(error), error.remedy)
        return
    told = Told() if place.collection else collection_of(text, place.name)
    facts |= {OTHER: told.other} if told.other else {}
    yield place.record(data, text, collection=told.collection, legal_status=told.legal_status, facts=facts)


SOURCE = Source(
    name="pdf",
    title="PDF documents with a text layer: FOIA releases, pages of the National Archives, one or several telegrams",
    sign="`%PDF-` in the first bytes",
    recognises=_recognises,
    records=_records,
)
