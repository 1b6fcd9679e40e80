"""Captions: words between the classification line and the E.O. line that limit or direct distribution.

Sources: 5 FAH-2 H-250 and H-440 in several states; captions of released telegrams; each row names its own.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

RESTRICTION = ("NODIS", "EXDIS", "ONLY", "STADIS", "LIMDIS", "NOFORN", "SENSITIVE", "SIPDIS")
"""Order in which captions stand, the most restrictive first; the places of ONLY and STADIS are our choice."""

_ONLY = re.compile(r"(?:ONLY FOR [A-Z][A-Z .'()]{0,60}|FOR [A-Z][A-Z .'()]{0,60}? ONLY)\Z")
_BLANKS = re.compile(r"[\s/,-]+")


class Caption(NamedTuple):
    """One caption. `kind`: distribution, control marking, channel, series, agency channel, subject caption, ..."""

    name: str
    kind: str
    meaning: str
    rule: str
    combines_with: str
    era: str
    confidence: str
    source: str


@cache
def all_captions() -> dict[str, Caption]:
    """Every fixed caption by its name; entries with a place-holder in brackets are left out."""
    return {caption.name: caption for caption in _list() if "(" not in caption.name}


def find(text: str) -> Caption | None:
    """The caption that a text is, blanks and hyphens apart: `SIPDIS`, `OFFICIAL-INFORMAL`, `FOR AMBASSADOR ONLY`.

    None for a text that holds a caption and more.
    """
    words = _plain(text.upper())
    known = _by_word().get(words)
    if known is not None:
        return known
    return _by_word()["FOR (TITLE) ONLY"] if "ONLY" in words and _ONLY.match(words) else None


def restriction(word: str) -> int | None:
    """Place of a caption in the order of restriction, 0 for NODIS; None for one that has no place in it."""
    plain = "ONLY" if _plain(word).endswith("ONLY") else _plain(word)
    return RESTRICTION.index(plain) if plain in RESTRICTION else None


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


@cache
def _list() -> tuple[Caption, ...]:
    return tuple(
        Caption(
            row["caption"],
            row["class"],
            row["meaning"],
            row["handling_rule"],
            row["combines_with"],
            row["era_notes"],
            row["confidence"],
            row["source"],
        )
        for row in rows("captions")
    )


@cache
def _by_word() -> dict[str, Caption]:
    found: dict[str, Caption] = {}
    for caption in _list():
        found.setdefault(_plain(caption.name.upper()), caption)
    return found
