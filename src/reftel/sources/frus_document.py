"""One document of a FRUS volume, taken out of its mark-up: what the editors print around its words, and the words.

FRUS is Foreign Relations of the United States, published by the Office of the Historian as one TEI file a volume.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from reftel.sources.tei_text import FRUS, TEI, XML_ID, inside, line_of, local, notes_in, text_of

_ABOUT = frozenset({"head", "note", "dateline", "attachment", "closer"})
_TELEGRAM = re.compile(r"\b(?:Telegram|Cablegram|Airgram)\b")
_TITLED = re.compile(
    r"(?:\d+\.\s*)?(?P<kind>(?:Circular )?(?:Telegram|Airgram)|Backchannel Message)s?\b", re.IGNORECASE
)
_WHAT = (
    (re.compile(r"editorial note", re.IGNORECASE), "an editorial note"),
    (re.compile(r"\bmemorand(?:um|a)\b|aide-m[ée]moire", re.IGNORECASE), "a memorandum"),
    (re.compile(r"\b(?:minutes|record) of\b", re.IGNORECASE), "a record of a meeting"),
    (re.compile(r"\bletter\b", re.IGNORECASE), "a letter"),
    (
        re.compile(r"\b(?:treaty|agreement|convention|protocol|proclamation)\b", re.IGNORECASE),
        "a treaty or act",
    ),
    (re.compile(r"\b(?:paper|report|study|estimate)\b", re.IGNORECASE), "a paper"),
    (re.compile(r"\bto\b"), "a despatch, letter or note"),
)


class Document(NamedTuple):
    """A document or a paper attached to one. Texts are on one line, except `words`.

    `head` as printed, without footnotes; `sender`, `addressee` what the editors mark as such in it; `sources` the
    editors' notes about where it lies and what it is; `when` the attributes of its date, `day` the date and `line` the
    whole dateline as printed; `words` from the first to the last; `notes` the footnotes by their numbers.
    """

    id: str = ""
    head: str = ""
    sender: str = ""
    addressee: str = ""
    sources: tuple[str, ...] = ()
    place: str = ""
    when: Mapping[str, str] = MappingProxyType({})
    day: str = ""
    line: str = ""
    words: str = ""
    signed: str = ""
    notes: Mapping[str, str] = MappingProxyType({})
    persons: tuple[tuple[str, str], ...] = ()
    attached: tuple[str, ...] = ()
    range: tuple[str, ...] = ()

    @property
    def kind(self) -> str | None:
        """`telegram` or `airgram`, if the editors say so in the heading or in a source note; else None."""
        noted = next(filter(None, map(_named, self.sources)), None)
        return kind_of_heading(self.head) or (_kind(noted) if noted else None)

    @property
    def what(self) -> str:
        """What a document is that is no telegram, for a person."""
        return next((what for pattern, what in _WHAT if pattern.search(self.head)), "a printed document")


def kind_of_heading(head: str) -> str | None:
    """`telegram` or `airgram` for a heading that begins so: `72. Telegram From the Embassy in Zaire`; else None."""
    titled = _TITLED.match(head)
    return _kind(titled["kind"]) if titled else None


def _kind(words: str) -> str:
    return "airgram" if "airgram" in words.lower() else "telegram"


def _named(note: str) -> str | None:
    """The word telegram in a note that describes the document; a modern one may cite telegrams and is not asked."""
    found = None if note.startswith("Source:") else _TELEGRAM.search(note)
    return found[0] if found else None


def read_document(element: etree._Element) -> Document:
    """The parts of a `div` of type document, or of an attachment."""
    head = element.find(f"{TEI}head")
    dateline = next(_own(element, "dateline"), None)
    date = None if dateline is None else dateline.find(f".//{TEI}date")
    place = None if dateline is None else dateline.find(f".//{TEI}placeName")
    return Document(
        id=element.get(XML_ID, ""),
        head=line_of(head),
        sender=_marked(head, "from"),
        addressee=_marked(head, "to"),
        sources=tuple(map(line_of, _source_notes(element, head))),
        place=line_of(place).strip(" ,."),
        when={} if date is None else {str(key): str(value) for key, value in date.attrib.items()},
        day=line_of(date).strip(" ,."),
        line=line_of(dateline),
        words=_words(element),
        signed=inside(next(_own(element, "signed"), None)).split("\n")[0].strip(" ,"),
        notes={note.get("n", "") or str(at): line_of(note) for at, note in enumerate(notes_in(element), 1)},
        persons=tuple(dict.fromkeys(_persons(element))),
        attached=tuple(line_of(one.find(f"{TEI}head")) for one in element.findall(f"{FRUS}attachment")),
        range=tuple(filter(None, (element.get(f"{FRUS}doc-dateTime-{end}") for end in ("min", "max")))),
    )


def _words(element: etree._Element) -> str:
    """From the first word to the last; of the closing lines what is not the signature, if those are words."""
    words = text_of(child for child in element if local(child) not in _ABOUT)
    closing = text_of(element.findall(f"{TEI}closer")).lstrip(" ,.;\n")
    return f"{words}\n\n{closing}" if re.search(r"\w", closing) else words


def _own(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name that belong to the document itself, not to a paper attached to it."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in {"opener", "closer"}:
            yield from _own(child, name)


def _source_notes(element: etree._Element, head: etree._Element | None) -> Iterator[etree._Element]:
    for parent in (element, *(() if head is None else (head,))):
        for note in parent.findall(f"{TEI}note"):
            if note.get("type") == "source" or note.get("rend") == "inline":
                yield note


def _marked(head: etree._Element | None, role: str) -> str:
    """The person or office of a heading that the editors mark as sender or as addressee."""
    found = [] if head is None else [one for one in head.iter() if one.get("type") == role]
    return line_of(found[0]) if found else ""


def _persons(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The persons that the editors mark: the key of the volume's list, empty without one, and the name as printed."""
    for one in element.iter(f"{TEI}persName"):
        name = line_of(one)
        if name:
            yield one.get("corresp", "").lstrip("#"), name
