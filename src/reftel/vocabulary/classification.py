"""Classification levels and the marks that stand for them (5 FAH-2 H-222; executive orders 11652 to 13526)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

# From least to most protected. LIMITED OFFICIAL USE and SBU are controls, not classifications.
RANKS = {
    "UNCLASSIFIED": 0,
    "OFFICIAL USE ONLY": 1,
    "SENSITIVE BUT UNCLASSIFIED": 1,
    "LIMITED OFFICIAL USE": 1,
    "RESTRICTED": 2,
    "CONFIDENTIAL": 3,
    "SECRET": 4,
    "TOP SECRET": 5,
}
# Letters of the ZNR and ZNY lines (ACP 127(G) para 124); E is unclassified, encrypted on the way.
SECURITY_LETTERS = {
    "U": "UNCLASSIFIED",
    "E": "UNCLASSIFIED",
    "R": "RESTRICTED",
    "C": "CONFIDENTIAL",
    "S": "SECRET",
    "T": "TOP SECRET",
}
PORTION_LEVELS = {
    "U": "UNCLASSIFIED",
    "SBU": "SENSITIVE BUT UNCLASSIFIED",
    "FOUO": "SENSITIVE BUT UNCLASSIFIED",
    "LOU": "LIMITED OFFICIAL USE",
    "C": "CONFIDENTIAL",
    "S": "SECRET",
    "TS": "TOP SECRET",
    "CONFIDENTIAL": "CONFIDENTIAL",
    "SECRET": "SECRET",
    "TOP SECRET": "TOP SECRET",
    "UNCLASSIFIED": "UNCLASSIFIED",
}
_CLOSED = {"".join(level.split()): level for level in RANKS} | {
    "UNCLAS": "UNCLASSIFIED",
    "UNCLASS": "UNCLASSIFIED",
    "LOU": "LIMITED OFFICIAL USE",
    "SBU": "SENSITIVE BUT UNCLASSIFIED",
}
_BLANKS = re.compile(r"[\s.]+")


class Marking(NamedTuple):
    """What a level means, for the reader."""

    level: str
    portion_mark: str
    note: str
    confidence: str
    source: str


@cache
def _markings() -> dict[str, Marking]:
    return {
        row["marking"]: Marking(
            row["marking"], row["portion_mark"], row["notes"], row["confidence"], row["source"]
        )
        for row in rows("classifications")
    }


def find(level: str) -> Marking | None:
    """The row of a level written in full, or None."""
    return _markings().get(level)


def level_of(text: str) -> str | None:
    """The full word of a level however it is spaced: `C O N F I D E N T I A L`, `UNCLAS`; None if it is none."""
    return _CLOSED.get(_BLANKS.sub("", text.upper()))


def rank(level: str | None) -> int:
    """How protected a level is, 0 to 5; -1 for none or an unknown one."""
    return RANKS.get(level or "", -1)


def of_zny(characters: str) -> str | None:
    """The highest level that the five letters of a security warning show, or None."""
    levels = [SECURITY_LETTERS[letter] for letter in characters if letter in SECURITY_LETTERS]
    return max(levels, key=rank, default=None)


def of_portion(mark: str) -> str | None:
    """The level of a portion mark without brackets: `C`, `S/NF`, `SBU`; None if it is none."""
    return PORTION_LEVELS.get(re.split(r"[/-]", mark.upper(), maxsplit=1)[0].strip())
