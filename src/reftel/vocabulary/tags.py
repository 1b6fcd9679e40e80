"""TAGS: Traffic Analysis by Geography and Subject (handbook of 1974; 5 FAH-3). Meanings change with the era."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

# The list of 1974 gave way to FIPS-like codes about 1980, and these to ISO-like ones some time after 2010.
# The exact years are not settled; between the eras a code is decoded only where both agree.
_ERAS = {
    "1973": (1973, 1979),
    "1980s-2010s (FIPS-like codes)": (1980, 2012),
    "recent": (2013, 9999),
}
_FILES = (
    ("subject_tags", "subject"),
    ("geographic_tags", "geography"),
    ("organization_tags", "organization"),
    ("program_tags", "program"),
)


class Tag(NamedTuple):
    """One code with its meaning: `name` may be empty where no source gives it. Years are inclusive."""

    code: str
    kind: str
    name: str
    definition: str
    first_year: int
    last_year: int
    confidence: str
    source: str


def _years(era: str) -> tuple[int, int]:
    return next((years for start, years in _ERAS.items() if era.startswith(start)), (0, 9999))


@cache
def _codes() -> dict[str, tuple[Tag, ...]]:
    codes: dict[str, list[Tag]] = {}
    for file, kind in _FILES:
        for row in rows(file):
            first, last = _years(row["era"]) if kind == "geography" else (0, 9999)
            tag = Tag(
                row["code"],
                kind,
                row["name"],
                row.get("definition", ""),
                first,
                last,
                row["confidence"],
                row["source"],
            )
            codes.setdefault(row["code"], []).append(tag)
    return {code: tuple(tags) for code, tags in codes.items()}


def find(code: str) -> tuple[Tag, ...]:
    """Every meaning that a code has had."""
    return _codes().get(code, ())


def known(code: str, when: date | None) -> bool:
    """Whether the code was in use then; without a date, whether it ever was."""
    return any(when is None or tag.first_year <= when.year <= tag.last_year for tag in find(code))


def meaning(code: str, when: date | None) -> Tag | None:
    """What a code meant then. None if it had no meaning, or several, or the date is needed and missing."""
    tags = [tag for tag in find(code) if when is None or tag.first_year <= when.year <= tag.last_year]
    names = {tag.name for tag in tags}
    return tags[0] if len(names) == 1 else None
