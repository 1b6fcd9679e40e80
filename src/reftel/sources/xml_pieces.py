"""Pieces of an XML document, cut out of its bytes as they stand, in one pass over a stream of any size.

Expat tells at which byte each element begins and ends, so that a piece is the source's own letters, whose hash can
be checked against the file for good. What stands outside of the wanted elements is never held.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from lxml import etree

LIMIT = 64 * 1024 * 1024  # bytes of one piece
_CHUNK = 1 << 16
_START_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*+\s*(?P<empty>/?)>")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
Wanted = Callable[[str, Mapping[str, str]], bool]


class XmlFault(ValueError):
    """The document cannot be read on. `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class XmlPiece(NamedTuple):
    """One wanted element: its bytes, its line in the file, the wanted elements inside it in their order.

    `root` are the attributes of the document's root: its namespaces hold for the piece too.
    """

    data: bytes
    line: int
    name: str
    attributes: Mapping[str, str]
    root: Mapping[str, str]
    encoding: str
    inner: tuple[XmlPiece, ...] = ()

    def element(self) -> etree._Element:
        """The piece as a tree. Entities are not resolved and nothing is fetched; raises `XmlFault`."""
        names = " ".join(
            f"{name}={quoteattr(value)}" for name, value in self.root.items() if name.startswith("xmlns")
        )
        source = f"<piece {names}>{self.data.decode(self.encoding, 'replace')}</piece>".encode()
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
        )
        try:
            return etree.fromstring(source, parser)[0]
        except etree.XMLSyntaxError as error:
            raise XmlFault(self.line + (error.lineno or 1) - 1, error.msg or "damaged mark-up") from error


class _Open(NamedTuple):
    """A wanted element whose end has not come yet."""

    start: int
    line: int
    depth: int
    name: str
    attributes: Mapping[str, str]
    inner: list[XmlPiece]


class _Cutter:
    """Expat's events, the bytes since the outermost wanted element began, and the pieces that are complete."""

    def __init__(self, wanted: Wanted) -> None:
        self.ready: list[XmlPiece] = []
        self._wanted = wanted
        self._kept = bytearray()
        self._base = self._last = self._depth = 0
        self._open: list[_Open] = []
        self._root: dict[str, str] = {}
        self._encoding = "utf-8"
        self._parser = expat.ParserCreate()
        self._parser.XmlDeclHandler = self._declared
        self._parser.EntityDeclHandler = self._entity
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended

    def feed(self, chunk: bytes) -> None:
        """Read on; an empty chunk says that the document is over. Raises `XmlFault`."""
        self._kept += chunk
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            raise XmlFault(error.lineno, expat.ErrorString(error.code)) from error
        begins = self._open[0].start if self._open else self._last
        del self._kept[: begins - self._base]
        self._base = begins
        if len(self._kept) > LIMIT:
            line = self._parser.CurrentLineNumber
            raise XmlFault(line, f"more than {LIMIT >> 20} MB in one piece")

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self._encoding = encoding or "utf-8"

    def _entity(self, name: str, *_: object) -> None:
        reason = f"it declares the entity {name}; entities are not read, for they can hide or multiply text"
        raise XmlFault(self._parser.CurrentLineNumber, reason)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        self._last = self._parser.CurrentByteIndex
        self._depth += 1
        if self._depth == 1:
            self._root = attributes
        if self._wanted(name, attributes):
            line = self._parser.CurrentLineNumber
            self._open.append(_Open(self._last, line, self._depth, name, attributes, []))

    def _ended(self, _name: str) -> None:
        self._last = self._parser.CurrentByteIndex
        if self._open and self._open[-1].depth == self._depth:
            self._complete(self._open.pop(), self._last - self._base)
        self._depth -= 1

    def _complete(self, one: _Open, end: int) -> None:
        start = one.start - self._base
        tag = _START_TAG.match(self._kept, start)
        stop = tag.end() if tag and tag["empty"] else self._kept.index(b">", end) + 1
        data = bytes(self._kept[start:stop])
        piece = XmlPiece(
            data, one.line, one.name, one.attributes, self._root, self._encoding, tuple(one.inner)
        )
        (self._open[-1].inner if self._open else self.ready).append(piece)


def pieces(stream: BinaryIO, wanted: Wanted) -> Iterator[XmlPiece]:
    """Each outermost element that `wanted` takes by its name and attributes, as it comes.

    Raises `XmlFault` where the document is damaged, declares entities or is too large in one piece; what stood
    before that has been given.
    """
    cutter = _Cutter(wanted)
    first = True
    while True:
        chunk = stream.read(_CHUNK)
        if first and chunk.startswith(_WIDE):
            raise XmlFault(1, "it is UTF-16, which is not read here: save it as UTF-8")
        first = False
        try:
            cutter.feed(chunk)
        finally:
            yield from cutter.ready
            cutter.ready.clear()
        if not chunk:
            return
