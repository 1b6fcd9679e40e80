"""The `Message Attributes` block that the National Archives print below a telegram of 1973-79.

One `Key: value` a line; values run on over lines that hold no key. The set of keys is open: what is unknown
is kept. The block says what archivists knew, so it fills what the text leaves open and never overrules it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel.model.dtg import iso_day
from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.strand import Span
from reftel.model.telegram import Classification, Originator, Reference, Release, Repair
from reftel.reading.findings import Findings
from reftel.vocabulary import captions, classification, posts, tags

_KEY = re.compile(
    r"(?m)^[ ]*(?P<key>TAGS|SAS ID|ISecure|[A-Z][a-z]{1,20}(?: (?:[A-Z][A-Za-z]{0,20}|on|by|of|ID)){0,4}):(?:[ ]|$)"
)
_NOTHING = frozenset(
    {"", "N/A", "-- NOT ASSIGNED --", "-- N/A OR BLANK --", "01 JAN 1960", "01-JAN-1960 12:00:00 AM", "00:00"}
)
_DATE = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{4})")
_CITED = re.compile(r"(?P<year>\d{2}|\d{4})?[ ]*(?P<post>[A-Z][A-Z .'-]{2,24}?)[ ]+(?P<serial>\d{1,6})\Z")
_ENTRY = re.compile(r"\((?P<person>[^()]{2,60})\)?|(?P<word>[^(),;]{1,80})")
_CODE = re.compile(r"[ABCELMOPSTK][A-Z]{3}|[A-Z]{2}|X[A-Z]|\d[A-Z]")
_CAPTION_WORD = re.compile(r"[A-Z]{3,12}")
_EXEMPTION = re.compile(r"\b(?:1\.[3-6] ?\(?[A-H]\)?|25X[1-9]|B[1-9](?:\([A-F]\))?)", re.IGNORECASE)
_TAKEN_IN = re.compile(
    r"\d{2,4}[ ]?(?:(?:FINAL)?SECT?I?O?N?\d|EFTO|NOFORN|AMEMBASSY|AMCONSUL|USMISSION|EMBASSY)"
)
_NO_TEXT = ("UNRETRIEVABLE", "NOT CONVERTED", "MICROFICHE")
_INDEX_LIMIT = 110  # letters; the index cut its list of references near 120


class Attribute(NamedTuple):
    """One value of the block, line ends made blanks, and where it stands."""

    value: str
    start: int
    end: int


def read_attributes(plain: str, start: int, end: int) -> dict[str, Attribute]:
    """The keys and values between two offsets, as they stand; a key that comes twice keeps its first value."""
    keys = list(_KEY.finditer(plain, start, end))
    found: dict[str, Attribute] = {}
    for at, match in enumerate(keys):
        stop = keys[at + 1].start() if at + 1 < len(keys) else end
        raw = plain[match.end() : stop]
        value = " ".join(raw.split())
        begin = match.end() + len(raw) - len(raw.lstrip())
        found.setdefault(match["key"], Attribute(value, begin, match.end() + len(raw.rstrip())))
    return found


def facts(attributes: dict[str, Attribute]) -> dict[str, str]:
    """Everything that the block says, fillers left out."""
    return {key: item.value for key, item in attributes.items() if item.value.upper() not in _NOTHING}


def findings(attributes: dict[str, Attribute]) -> Findings:
    """What the block says of the telegram, in the terms of the contract."""
    stated = {key: item for key, item in attributes.items() if item.value.upper() not in _NOTHING}
    found = Findings()
    for key, field in _READERS:
        item = stated.get(key)
        if item:
            field(found, item)
    return found


def without_text(attributes: dict[str, Attribute]) -> bool:
    """Whether the block itself says that the text of the telegram could not be read."""
    locator = attributes.get("Locator")
    return locator is not None and any(word in locator.value.upper() for word in _NO_TEXT)


def is_withdrawn(attributes: dict[str, Attribute]) -> bool:
    """Whether the record stands for a telegram that was withheld."""
    return any(
        word in attributes[key].value.upper()
        for key in ("Review History", "Disposition Action", "Disposition Event")
        if key in attributes
        for word in ("WITHDRAWN", "DENIED IN FULL")
    )


def number(attributes: dict[str, Attribute]) -> Mrn | None:
    """The Document Number as a message reference number."""
    item = attributes.get("Document Number")
    return parse_mrn(item.value) if item else None


def number_repair(attributes: dict[str, Attribute]) -> list[Repair]:
    """Q127: a Document Number into which words of the classification line or of the address were taken."""
    item = attributes.get("Document Number")
    read = number(attributes)
    if not item or not read or not _TAKEN_IN.match(item.value):
        return []
    return [Repair("Q127", item.start, item.end, item.value, str(read))]


def aliases(attributes: dict[str, Attribute]) -> tuple[str, ...]:
    """Names under which archives know the telegram: Document Number, film address, key of the old system."""
    stated = facts(attributes)
    return tuple(stated[key] for key in ("Document Number", "Film Number", "Legacy Key") if key in stated)


def _span(item: Attribute) -> Span:
    return Span(item.start, item.end)


def _iso_date(text: str) -> str | None:
    match = _DATE.search(text)
    return iso_day(*match.groups()) if match else None


def _sent(found: Findings, item: Attribute) -> None:
    day = _iso_date(item.value)
    if day and "dtg" not in found.fields:
        found.put("dtg", f"{day}T00:00:00Z", _span(item))
        found.put("dtg_precision", "day", _span(item))


def _sender(found: Findings, item: Attribute) -> None:
    post = posts.find(item.value)
    if post:
        found.put("originator", Originator(name=item.value, post=post.name), _span(item))


def _level(found: Findings, item: Attribute) -> None:
    level = classification.level_of(item.value)
    if level:
        found.put("classification", Classification(level=level), _span(item))


def _captions(found: Findings, item: Attribute) -> None:
    known = tuple(
        dict.fromkeys(word for word in _CAPTION_WORD.findall(item.value.upper()) if captions.find(word))
    )
    if known and "captions" not in found.fields:
        found.put("captions", known, _span(item))


def _subject(found: Findings, item: Attribute) -> None:
    found.put("subject", item.value.lstrip(": ") or None, _span(item))


def _tags(found: Findings, item: Attribute) -> None:
    codes = [entry for entry, is_tag in _entries(item.value) if is_tag]
    found.put("tags", tuple(dict.fromkeys(codes)), _span(item))


def no_tags(attributes: dict[str, Attribute]) -> tuple[str, ...]:
    """Q76: what the index has among its TAGS that is none: figures, offices, other words."""
    item = attributes.get("TAGS")
    stated = item.value if item and item.value.upper() not in _NOTHING else ""
    return tuple(entry for entry, is_tag in _entries(stated) if not is_tag)


def _entries(value: str) -> Iterator[tuple[str, bool]]:
    """The entries between commas and brackets, each with whether it is a code or a person; codes apart."""
    for match in _ENTRY.finditer(value.upper()):
        words = (match["word"] or "").strip(" .").split()
        if match["person"]:
            yield match["person"].strip(), True
        elif all(map(_is_tag, words)):
            yield from ((word, True) for word in words)
        else:
            yield " ".join(words), False


def _is_tag(word: str) -> bool:
    return bool(tags.find(word)) or _CODE.fullmatch(word) is not None


def _references(found: Findings, item: Attribute) -> None:
    pieces = [piece.strip() for piece in item.value.upper().split(",")]
    if len(item.value) >= _INDEX_LIMIT:
        pieces.pop()
    cited: list[Reference] = []
    for piece in pieces:
        match = _CITED.match(piece)
        mrn = parse_mrn(piece) if match and match["year"] else None
        if mrn:
            cited.append(Reference(None, "telegram", str(mrn), piece))
    found.put("references", tuple(cited), _span(item))


def _released(found: Findings, item: Attribute) -> None:
    day = _iso_date(item.value)
    stamps = (item.value,) if "Released" in item.value else ()
    before: Release = found.get("release") or Release()
    found.put(
        "release", Release(before.stamps + stamps, before.case_numbers, before.exemptions, before.on or day)
    )


def _case(found: Findings, item: Attribute) -> None:
    before: Release = found.get("release") or Release()
    cases = tuple(case.strip() for case in item.value.split(",") if case.strip())
    found.put("release", Release(before.stamps, before.case_numbers + cases, before.exemptions, before.on))


def _exemptions(found: Findings, item: Attribute) -> None:
    before: Release = found.get("release") or Release()
    codes = tuple(dict.fromkeys(match[0].upper() for match in _EXEMPTION.finditer(item.value)))
    if codes:
        found.put("release", Release(before.stamps, before.case_numbers, codes, before.on))


_READERS = (
    ("Draft Date", _sent),
    ("Sent Date", _sent),
    ("From", _sender),
    ("Original Classification", _level),
    ("Original Handling Restrictions", _captions),
    ("Previous Handling Restrictions", _captions),
    ("Subject", _subject),
    ("TAGS", _tags),
    ("Reference", _references),
    ("Markings", _released),
    ("Disposition Date", _released),
    ("Disposition Case Number", _case),
    ("Disposition Reason", _exemptions),
)
