"""The station before a number: known, a word for one end of the line, repaired, or unmistakable."""

from __future__ import annotations

import re

from reftel.text import reference_patterns as patterns
from reftel.text.reference_item import Item, Sender
from reftel.vocabulary import posts
from reftel.vocabulary.head_words import listed
from reftel.vocabulary.pointing_words import WHOSE, kind_of

_GLUED_OFFICE = re.compile(r"(?:AM|US)?(?:EMBASSY|EMB|CONSUL|CONGEN|MISSION)[A-Z]{3}")
_PAPER = frozenset({"TELEGRAM", "TELEGRAMS", "TEL", "TELS", "CABLE", "MESSAGE"})  # YOUR TELEGRAM 1234
DEPARTMENT = "STATE"
"""The station of the Department of State."""
ENDED = re.compile(r"[ \t]*+(?:\Z|[\n,;&/().\"-]|AND\b|and\b|THROUGH\b|THRU\b|NOTAL)")
"""What may follow a number that is whole."""


def station_of(item: Item, found: re.Match[str]) -> str | None:
    """The station a number stands behind: known, a word for one end of the line, repaired, or unmistakable."""
    words = found["station"].upper().split()
    cut = len(words) > 2 and posts.find(" ".join(words))  # RIO DE JAN
    if (words[-1] in listed("no station") and not cut) or not words[0][0].isalpha():
        return None
    while len(words) > 1 and words[0] in listed("before a station"):
        words.pop(0)
    name = " ".join(words)
    post = posts.find(name)
    if post:
        if _GLUED_OFFICE.match(name):
            item.mend("Q102", *found.span("station"), post.spaced)
        return post.name
    return (
        _by_direction(item, found, name) or _repaired(item, found, name) or _unmistakable(item, found, words)
    )


def _by_direction(item: Item, found: re.Match[str], name: str) -> str | None:
    """Q92: the station that a word for one end of the line means: MYTEL, YOUR, DEPTEL, EMBTEL of the post's end."""
    words = name.split()
    whose = " ".join(words[:-1]) if len(words) > 1 and words[-1] in _PAPER else name
    kind = kind_of(whose) or kind_of(whose.removesuffix("S"))  # EMBTELS, DEPTELS
    station = _end_of_the_line(kind, item.sender)
    if station:
        item.mend("Q92", *found.span("station"), station)
    return station


def _end_of_the_line(kind: str, sender: Sender) -> str | None:
    """Whose telegram it is by the kind of a word; None where the addressee is not known, or is not one."""
    if kind == "department":
        return DEPARTMENT
    if kind == "addressee" or (kind == "post" and sender.post == DEPARTMENT):
        return sender.to
    return sender.post if kind in {"own", "post"} else None


def _repaired(item: Item, found: re.Match[str], name: str) -> str | None:
    post = posts.near(name)
    if not post:
        return None
    item.ledger.repair("Q102", *found.span("station"), found["station"], post.spaced)
    return post.name


def _unmistakable(item: Item, found: re.Match[str], words: list[str]) -> str | None:
    """A name that no list has, if its form leaves no doubt: capitals, few words, alone with its number."""
    if len(words) > 3 or not found["station"].isupper() or not listed("no station").isdisjoint(words):
        return None
    if kind_of(words[0]) in WHOSE:
        return None
    certain = found["year"] or (len(found["serial"]) > 2 and ENDED.match(item.text, found.end(), item.end))
    name = re.sub(r"[^A-Z]", "", "".join(words))
    return name if certain and len(name) > 2 and not kind_of_paper(found["station"]) else None


def kind_of_paper(words: str) -> str | None:
    """Which other paper these words name: a memorandum, a letter; None for none."""
    return next((kind for kind, pattern in patterns.KINDS if pattern.search(words)), None)
