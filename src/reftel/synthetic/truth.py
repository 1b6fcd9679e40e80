"""What a reader should find in an invented telegram: known from the entry that it was written from."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from reftel.model.dtg import iso
from reftel.model.mrn import parse_mrn
from reftel.synthetic.acp127 import Numbers
from reftel.synthetic.entry import Entry, plain_address, split_precedence
from reftel.synthetic.lines import prosigns
from reftel.vocabulary import precedence

_PERSON = re.compile(r"(?P<tag>[A-Z]{4}) \((?P<person>[^()]+)\)")
_NUMBERED = re.compile(r"\n\n([0-9]{1,3})\. (?:\(([A-Z/]{1,8})\) )?")


def truth(entry: Entry, numbers: Numbers | None = None) -> dict[str, Any]:
    """The true record, in the names of the JSON contract; `references` are message reference numbers.

    With the continuity numbers of the addressees where those are given.
    """
    record: dict[str, Any] = {
        "mrn": entry.mrn,
        "layout": entry.layout,
        "dtg": iso(entry.sent),
        "precedence": _precedence(entry),
        "originator": {"name": plain_address(entry.sender), "post": entry.sender},
        "action": [_addressee(one, entry.layout) for one in entry.action],
        "info": [_addressee(one, entry.layout) for one in entry.info],
        "classification": {"level": entry.level},
        "sections": {"of": entry.sections},
        "captions": list(entry.captions),
        "tags": [part for tag in entry.tags for part in _parts(tag)],
        "subject": entry.subject,
        "references": [number for text in entry.refs if (number := reference(text, entry.sent.year))],
        "paragraphs": paragraphs(entry.text),
        "signature": entry.sign,
    }
    for kind, group in (("action", entry.action), ("info", entry.info)) if numbers else ():
        for said, name in zip(record[kind], group, strict=True):
            said["continuity_number"] = numbers.get(split_precedence(name)[0]) if numbers else None
    return record


@lru_cache(4096)
def reference(text: str, year: int) -> str | None:
    """The number that a reference means in a telegram of `year`; None for a letter, a telephone call, ..."""
    number = parse_mrn(text, year)
    return str(number) if number else None


def paragraphs(text: str) -> list[dict[str, Any]]:
    """Number and portion mark of each numbered paragraph of a drafted text."""
    found = _NUMBERED.findall("\n\n" + text.strip("\n"))
    return [{"number": int(number), "marking": marking or None} for number, marking in found]


def _addressee(text: str, layout: str) -> dict[str, Any]:
    """Labelled copies write ROUTINE out; telegrams on the wire leave it unsaid."""
    name, word = split_precedence(text)
    return {"name": plain_address(name), "precedence": word or ("ROUTINE" if layout == "smart" else None)}


def _precedence(entry: Entry) -> dict[str, str | None]:
    """What the prosigns of the date-time line say; in a labelled copy the highest word of each list."""
    if entry.layout == "smart":
        return {"action": _highest(entry.action), "info": _highest(entry.info)}
    words = [found.word for sign in prosigns(entry).split() if (found := precedence.by_prosign(sign))]
    return dict(zip(("action", "info"), [*words, None, None], strict=False))


def _highest(addressees: tuple[str, ...]) -> str | None:
    words = [split_precedence(one)[1] or "ROUTINE" for one in addressees]
    return min(words, key=lambda word: precedence.rank(word) or 0, default=None)


def _parts(tag: str) -> list[str]:
    person = _PERSON.fullmatch(tag) if "(" in tag else None
    return [person["tag"], person["person"]] if person else [tag]
