"""TEI: a corpus in which each telegram is a text with its correspondence described (TEI P5, correspDesc)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from reftel.archive import Filed
from reftel.archive.links.cite import cited
from reftel.export.format import Job, StreamFormat
from reftel.export.letters import printable
from reftel.export.wording import banner_of
from reftel.model.telegram import Addressee, Paragraph, Telegram
from reftel.vocabulary.block_words import roles

SPACE = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_CARRIED = frozenset({
    "key", "number", "date", "sender", "addressees", "classification", "captions", "tags", "subject", "references",
    "words", "order", "roles", "portion marks", "signature",
})  # fmt: skip


def identifier(name: str) -> str:
    """The `xml:id` of a telegram; a letter stands first."""
    return "T" + "".join(sign if sign.isascii() and sign.isalnum() else f"_{ord(sign):X}_" for sign in name)


class _Maker:
    """Makes elements whose words XML can hold."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def text(self, words: str | None) -> str:
        return printable(words, self._job)

    def put(
        self, parent: etree._Element, name: str, words: str | None = None, **facts: str
    ) -> etree._Element:
        """A child of this name; newlines of its words are `lb`."""
        element = etree.SubElement(
            parent, name, {key: self.text(value) for key, value in facts.items() if value}
        )
        self.say(element, words)
        return element

    def say(self, element: etree._Element, words: str | None) -> None:
        """Words at the end of an element."""
        first, *lines = self.text(words).split("\n")
        if len(element):
            element[-1].tail = first
        else:
            element.text = first or None
        for line in lines:
            etree.SubElement(element, "lb").tail = line


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    make = _Maker(job)
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("teiCorpus", nsmap={None: SPACE}):
            file.write(_corpus_header(make))
            empty = True
            for filed in telegrams:
                file.write("\n", _telegram(filed, make))
                empty = False
            if empty:
                file.write(_nothing(make))


def _corpus_header(make: _Maker) -> etree._Element:
    header = etree.Element("teiHeader")
    _file_description(make, header, "Telegrams", "Telegrams of an archive.")
    taxonomy = make.put(make.put(make.put(header, "encodingDesc"), "classDecl"), "taxonomy")
    for role in sorted(roles()):
        category = make.put(taxonomy, "category")
        category.set(_ID, identifier(role))
        make.put(category, "catDesc", role)
    return header


def _file_description(make: _Maker, header: etree._Element, title: str, source: str) -> etree._Element:
    described = make.put(header, "fileDesc")
    make.put(make.put(described, "titleStmt"), "title", title)
    make.put(make.put(described, "publicationStmt"), "p", "Exported by Reftel.")
    return make.put(make.put(described, "sourceDesc"), "bibl", source)


def _nothing(make: _Maker) -> etree._Element:
    """A corpus has at least one text."""
    element = etree.Element("TEI")
    _file_description(make, make.put(element, "teiHeader"), "No telegrams", "Nothing was found.")
    make.put(make.put(make.put(element, "text"), "body"), "p")
    return element


def _telegram(filed: Filed, make: _Maker) -> etree._Element:
    telegram = filed.telegram
    element = etree.Element("TEI", {_ID: identifier(filed.key)})
    header = make.put(element, "teiHeader")
    title = telegram.subject or f"Telegram {telegram.mrn or filed.key}"
    bibl = _file_description(make, header, title, cited(telegram)[0].text)
    make.put(bibl, "idno", filed.key, type="key")
    if telegram.mrn:
        make.put(bibl, "idno", telegram.mrn, type="mrn")
    profile = make.put(header, "profileDesc")
    _correspondence(telegram, make, make.put(profile, "correspDesc"))
    _keywords(telegram, make, profile)
    _body(telegram, make, make.put(make.put(element, "text"), "body"))
    return element


def _correspondence(telegram: Telegram, make: _Maker, described: etree._Element) -> None:
    sent = make.put(described, "correspAction", type="sent")
    make.put(sent, "orgName", (telegram.originator and telegram.originator.name) or "not stated")
    if telegram.dtg:
        exact = {"year": 4, "month": 7, "day": 10}.get(telegram.dtg_precision or "")
        make.put(sent, "date", when=telegram.dtg[:exact])
    groups: tuple[tuple[str, tuple[Addressee, ...]], ...] = (
        ("action", telegram.action), ("info", telegram.info), ("exempt", telegram.exempt),
    )  # fmt: skip
    for kind, group in groups:
        if group:
            received = make.put(described, "correspAction", type="received", subtype=kind)
            for one in group:
                make.put(received, "orgName", one.name)
    if telegram.references:
        context = make.put(described, "correspContext")
        for item in telegram.references:
            target = f"#{identifier(item.mrn)}" if item.mrn else ""
            make.put(context, "ref", item.text or item.mrn, type=item.kind.replace(" ", "-"), target=target)


def _keywords(telegram: Telegram, make: _Maker, profile: etree._Element) -> None:
    schemes = (("tags", telegram.tags), ("captions", telegram.captions))
    if any(words for _, words in schemes):
        classes = make.put(profile, "textClass")
        for scheme, words in schemes:
            if words:
                listed = make.put(classes, "keywords", scheme=f"urn:reftel:{scheme}")
                for word in words:
                    make.put(listed, "term", word)


def _body(telegram: Telegram, make: _Maker, body: etree._Element) -> None:
    """Paragraphs; those below a heading are a division."""
    make.put(body, "fw", banner_of(telegram), type="classification")
    if telegram.subject:
        make.put(body, "head", telegram.subject)
    place = body
    for paragraph in telegram.paragraphs:
        if paragraph.heading:
            place = make.put(body, "div")
            make.put(place, "head", paragraph.heading)
        _paragraph(paragraph, make, place)
    if not telegram.paragraphs:
        make.put(body, "p")
    if telegram.signature:
        make.put(make.put(body, "closer"), "signed", telegram.signature)


def _paragraph(paragraph: Paragraph, make: _Maker, place: etree._Element) -> None:
    number = "" if paragraph.number is None else str(paragraph.number)
    role = f"#{identifier(paragraph.role)}" if paragraph.role else ""
    element = make.put(place, "p", n=number, ana=role)
    if paragraph.marking:
        make.put(element, "seg", paragraph.marking, type="portion-mark")
    make.say(element, f" {paragraph.text}" if paragraph.marking else paragraph.text)


FORMAT = StreamFormat(
    name="tei",
    title="a corpus in TEI P5, with the correspondence of each telegram described",
    extension=".xml",
    carries=_CARRIED,
    remarks=(
        "References are `ref` in `correspContext` and point at the `xml:id` of the telegram, be it exported or not;"
        " roles of paragraphs are categories, to which `ana` points.",
    ),
    write=_write,
)
