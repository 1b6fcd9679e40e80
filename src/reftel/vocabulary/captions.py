"""Captions: words that limit or direct distribution (5 FAH-2 H-440)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

# Most restrictive first. The places of ONLY and STADIS are a choice; the others follow 5 FAH-2 H-250.
RESTRICTIVENESS = ("NODIS", "EXDIS", "EYES ONLY", "STADIS", "LIMDIS", "NOFORN", "SENSITIVE", "SIPDIS")


class Caption(NamedTuple):
    """One caption. `kind`: distribution, control marking, channel, series, ..."""

    name: str
    kind: str
    meaning: str
    rule: str
    era: str
    confidence: str
    source: str


@cache
def all_captions() -> dict[str, Caption]:
    """Every caption of the list by its name; entries with a place-holder in brackets are patterns, left out."""
    return {
        row["caption"]: Caption(
            row["caption"],
            row["class"],
            row["meaning"],
            row["handling_rule"],
            row["era_notes"],
            row["confidence"],
            row["source"],
        )
        for row in rows("captions")
        if "(title)" not in row["caption"] and "(office)" not in row["caption"]
    }


def find(text: str) -> Caption | None:
    """The caption of that name, blanks folded, or None."""
    return all_captions().get(" ".join(text.upper().split()))
