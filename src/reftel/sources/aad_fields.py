"""Records of the National Archives' files of 1973-79 in tables and XML: which field is which, and what they state.

The files could not be seen in every form. So heads are told by their letters alone (`DOCUMENT_NUMBER`, `Document
Number`, `documentNumber` are one) by the table `data/aad_fields.csv`; what it does not name is kept under its own head.
What the fields mean is read where the attribute block below a text is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from reftel.model.stated import Stated
from reftel.model.telegram import Addressee, Diagnostic
from reftel.reading import attributes
from reftel.reading.attributes import Attribute
from reftel.sources.record import Facts, Place, Record
from reftel.sources.signs import rows
from reftel.vocabulary import posts

COLLECTION = "National Archives 1973-79"
LEGAL_STATUS = "public domain (work of the U.S. Government)"
TEXT = "Message Text"
MOST_WORDS = 3  # of a post's name, in a list of addressees that stand without commas

_NOT_LETTERS = re.compile(r"[^a-z]")
_FILLER = re.compile(
    r"\s*(?:n/a|none|-+|.{0,80}(?:ADS TEXT UNRETRIEVABLE|ERROR READING TEXT INDEX|NOT CONVERTED).{0,200})?\s*",
    re.IGNORECASE | re.DOTALL,
)
_AMERICAN = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>19\d\d)\b")
_ISO = re.compile(r"(?P<year>19\d\d)-?(?P<month>\d\d)-?(?P<day>\d\d)(?!\d)")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DATES = frozenset({"Draft Date", "Disposition Date"})
_CARD = frozenset({"Withdrawal Reason", "Withdrawal Date"})


@cache
def _keys() -> dict[str, str]:
    return {row["head"]: row["key"] for row in rows("aad_fields")}


@lru_cache(4096)
def key_of(head: str) -> str | None:
    """The key of the attribute block that a head of a table or an element's name means; None for an unknown one."""
    return _keys().get(_NOT_LETTERS.sub("", head.lower()))


def named(fields: Mapping[str, str]) -> Facts:
    """The fields under the keys of the attribute block; those that it does not know under their own heads."""
    found: Facts = {}
    for head, value in fields.items():
        if value.strip():
            found.setdefault(key_of(head) or head.strip(), value)
    return found


def knows(heads: list[str]) -> bool:
    """Whether heads are those of such a file: a number of a document or of a film, and two more that are known.

    A table with a column `file` states facts about the files beside it, and is no such file.
    """
    if "file" in heads:
        return False
    keys = {key_of(head) for head in heads} - {None}
    return bool(keys & {"Document Number", "Film Number"}) and len(keys) >= 3


def record_of(fields: Mapping[str, str], data: bytes, place: Place, at: str, line: int) -> Record:
    """The record of one row or element, with its text where it has one."""
    known = named(fields)
    text = known.pop(TEXT, "")
    words = "" if _FILLER.fullmatch(text) else text
    blank = {name: " ".join(value.split()) for name, value in known.items()}
    facts = blank if words or not text.strip() else {**blank, TEXT: text.strip()}
    return place.record(
        data,
        words,
        at=at,
        line=line,
        collection=COLLECTION,
        legal_status=LEGAL_STATUS,
        facts=facts,
        stated=stated_of(blank, with_text=bool(words), cards="withdraw" in place.name.lower()),
    )


def stated_of(fields: Facts, *, with_text: bool, cards: bool = False) -> Stated:
    """What the fields say of their telegram. `cards`: the file is one of withdrawal cards."""
    doubtful = [key for key in _DATES & set(fields) if _either_way(fields[key])]
    dated = {key: _dated(value) if key in _DATES else value for key, value in fields.items()}
    block = {key: Attribute(value, 0, 0) for key, value in dated.items()}
    action, info = addressees(fields.get("To", ""))
    return Stated(
        mrn=fields.get("Document Number"),
        aliases=attributes.aliases(block),
        kind=_kind(fields, block, with_text=with_text, cards=cards),
        action=action,
        info=info,
        remarks=tuple(_doubt(key, fields[key]) for key in sorted(doubtful)),
        **attributes.findings(block).fields,
    )


def _kind(fields: Facts, block: dict[str, Attribute], *, with_text: bool, cards: bool) -> str:
    if with_text:
        return "telegram"
    if cards or attributes.is_withdrawn(block) or _CARD & set(fields):
        return "withdrawal"
    number = attributes.number(block)
    if number and isinstance(number.serial, str):
        return "airgram"
    return "stub" if attributes.without_text(block) else "index entry"


def _dated(value: str) -> str:
    """A date as the attribute block writes it; one in figures only where its form leaves no doubt (Q140)."""
    match = _ISO.match(value) or _AMERICAN.match(value)
    if match is None:
        return value
    month, day = int(match["month"]), int(match["day"])
    if _either_way(value) or not 1 <= month <= 12:
        return value
    return f"{day:02d} {_MONTHS[month - 1]} {match['year']}"


def _either_way(value: str) -> bool:
    """Whether day and month of a date in figures could be the other way round."""
    match = _AMERICAN.match(value)
    return match is not None and int(match["day"]) <= 12 and match["day"] != match["month"]


def _doubt(key: str, value: str) -> Diagnostic:
    message = f"Day and month of the record's {key} cannot be told apart: {value}."
    return Diagnostic("Q140", "note", message)


def addressees(value: str) -> tuple[tuple[Addressee, ...], tuple[Addressee, ...]]:
    """Action and information addressees of a list without commas: `STATE BOGOTA INFO QUITO`."""
    action, _, info = f" {' '.join(value.upper().replace(',', ' ').split())} ".partition(" INFO ")
    return _names(action.split()), _names(info.split())


def _names(words: list[str]) -> tuple[Addressee, ...]:
    """The posts among the words, longest names first; words between them that are none stand together as one name."""
    found: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(words):
        length = next((n for n in range(MOST_WORDS, 0, -1) if posts.find(" ".join(words[at : at + n]))), 0)
        if length:
            found += [" ".join(unknown)] if unknown else []
            unknown = []
            found.append(" ".join(words[at : at + length]))
        else:
            unknown.append(words[at])
        at += length or 1
    found += [" ".join(unknown)] if unknown else []
    return tuple(Addressee(name) for name in dict.fromkeys(found))
