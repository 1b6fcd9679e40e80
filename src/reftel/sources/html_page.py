"""A web page of a collection: its letters without its mark-up, and whether it is whole."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from reftel.model.telegram import Diagnostic
from reftel.sources.files import LIMIT, Refused, too_large
from reftel.sources.letters import letters
from reftel.sources.record import Place

_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9A-Fa-f]{1,5}|amp|lt|gt|quot|apos|nbsp);")
_EMPTY_LINES = re.compile(r"\n[ \t\r\n]*\n")
_BLOCKS = frozenset(
    {"br", "p", "div", "tr", "li", "pre", "blockquote", "h1", "h2", "h3", "table", "ul", "ol"}
)
_UNSEEN = frozenset({"script", "style", "head", "title"})
CUT = Diagnostic("Q11", "error", "The page breaks off: what follows of the telegram is missing.")


class Page:
    """One page: its bytes as they were, and its elements in order."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
        source = letters(data)
        root = etree.fromstring(source.encode(), parser) if source.strip() else None
        # A page that is nothing but the begin of a mark has no element at all.
        self.root = root
        self._elements = [] if root is None else [one for one in root.iter() if isinstance(one.tag, str)]
        lowered = source.lower()
        self.broken = lowered.count("<pre") > lowered.count("</pre>")

    def all(self, tag: str = "", named: str = "") -> Iterator[etree._Element]:
        """The elements of a tag whose class or identifier has a word that begins with `named`."""
        for element in self._elements:
            if tag and element.tag != tag:
                continue
            names = f"{element.get('class', '')} {element.get('id', '')}".split()
            if not named or any(name.startswith(named) for name in names):
                yield element

    def first(self, tag: str) -> str:
        """The words of the first element of a tag, on one line; empty without one."""
        return next(map(line, self.all(tag)), "")


def words(element: etree._Element) -> str:
    """The letters of an element with its line ends; of a link its letters, and not where it leads.

    Q8: letters that were escaped twice are read twice, for in a page it is certain that they were escaped.
    """
    text = "".join(map(str, element.itertext()))
    return html.unescape(text) if _ENTITY.search(text) else text


def line(element: etree._Element) -> str:
    """The same on one line."""
    return " ".join(words(element).split())


def plain(data: bytes) -> str:
    """The text of a page that was written as a letter: a line for each paragraph, row and break."""
    tree = Page(data).root
    return "" if tree is None else _EMPTY_LINES.sub("\n\n", "".join(_lines(tree)).strip()) + "\n"


def _lines(root: etree._Element) -> Iterator[str]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield "\n"
        if event == "start" and element.tag not in _UNSEEN:
            yield str(element.text or "")
        if event == "end":
            yield str(element.tail or "")


def read_page(stream: BinaryIO, place: Place) -> Page | Refused:
    """The whole page; refused where it is larger than any page of a telegram."""
    data = stream.read(LIMIT + 1)
    return too_large(place.path, len(data)) or Page(data)
