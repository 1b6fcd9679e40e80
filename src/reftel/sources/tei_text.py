"""The words of a TEI document as plain text: a blank line between blocks, a line for each item, row or line break.

Editors' footnotes and page breaks are no words of the document and leave no trace, not even a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
FRUS = "{http://history.state.gov/frus/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_BLOCKS = frozenset(
    {"p", "quote", "list", "table", "postscript", "opener", "closer", "salute", "signed", "lg"}
)
_LINES = frozenset({"item", "label", "row", "l"})
_SILENT = frozenset({"note", "pb", "head", "attachment", "graphic", "dateline", "signed"})
_BLANKS = re.compile(r"[ \t\r\n]+")
_RUN = re.compile(r" {2,}")
_LINE_EDGE = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")
_COLUMN = "    "
_JOINT = "\0"  # behind the label of an item, whose words follow on the same line; XML has no such letter
_AFTER = {"cell": "\t", "label": _JOINT}
_AFTER_LABEL = re.compile(rf"(?<!\s)\s*{_JOINT}\s*")
_EMPTY_LINES = re.compile(r"\n{3,}")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(elements: Iterable[etree._Element]) -> str:
    """The text of elements that stand one behind the other, with single blanks and without blank ends."""
    return _tidy("".join(sign for element in elements for sign in _signs(element)))


def inside(element: etree._Element | None) -> str:
    """The text inside an element, whatever it is; empty for None."""
    return "" if element is None else _tidy("".join(_signs(element, whatever=True)))


def line_of(element: etree._Element | None) -> str:
    """The same on one line."""
    return " ".join(inside(element).split())


def notes_in(element: etree._Element) -> Iterator[etree._Element]:
    """The footnotes of a document, without those of the papers that are attached to it."""
    for child in element:
        if local(child) == "note" and child.get("type") != "source" and child.get("rend") != "inline":
            yield child
        if local(child) not in {"attachment", "note"}:
            yield from notes_in(child)


def _signs(element: etree._Element, whatever: bool = False) -> Iterator[str]:
    """The letters of an element; line ends here are those of the text, never those of the file."""
    name = local(element)
    if name == "lb":
        yield "\n"
    if name in _BLOCKS or name in _LINES:
        yield "\n\n" if name in _BLOCKS else "\n"
    if whatever or name not in _SILENT:
        yield _BLANKS.sub(" ", element.text or "") if name else ""
        for child in element:
            yield from _signs(child)
            yield _BLANKS.sub(" ", child.tail or "")
    if name in _BLOCKS or name in _LINES:
        yield "\n\n" if name in _BLOCKS else "\n"
    if name in _AFTER:
        yield _AFTER[name]


def _tidy(signs: str) -> str:
    joined = _AFTER_LABEL.sub(" ", signs)
    lines = _LINE_EDGE.sub("\n", _RUN.sub(" ", joined)).replace("\t", _COLUMN)
    return _EMPTY_LINES.sub("\n\n", lines).strip()
