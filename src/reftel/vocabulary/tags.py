"""TAGS: Traffic Analysis by Geography and Subject (handbook of 1974; 5 FAH-3). Meanings change with the era.

About a hundred two-letter codes stood for another place in another era (CH was China, then Switzerland), and
when each list gave way to the next is not settled. So a code is decoded only where every list that may have
been in use on the day agrees.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

ALWAYS = (0, 9999)
_LIST_YEARS = {"1974": (1973, 1994), "1970s": (1973, 1994), "2000s": (1979, 9999), "recent": (2011, 9999)}


class Tag(NamedTuple):
    """One code with one meaning; `name` is empty where no source gives it. The years are those it may stand in."""

    code: str
    kind: str
    name: str
    place: str
    definition: str
    first_year: int
    last_year: int
    confidence: str
    source: str


def find(code: str) -> tuple[Tag, ...]:
    """Every meaning that a code has had, the oldest first."""
    return _codes().get(code, ())


def known(code: str, when: date | None) -> bool:
    """Whether the code may have been in use then; without a date, whether it ever was."""
    return bool(_possible(code, when))


def meaning(code: str, when: date | None) -> Tag | None:
    """What a code meant then. None if it had no meaning, if the lists of the time differ, or no list gives a name.

    Without a date only a code that has meant one thing in all eras has a meaning.
    """
    tags = _possible(code, when)
    if len({_sense(tag) for tag in tags}) != 1 or not tags[-1].name:
        return None
    return tags[-1]


def places(code: str, when: date) -> tuple[str, ...]:
    """The names of the different countries that a code may have stood for then, the oldest list first."""
    named = {tag.place: tag.name for tag in _possible(code, when) if tag.place}
    return tuple(named.values())


def _sense(tag: Tag) -> str:
    """What makes two rows mean the same: the country, or being the same subject under a changed name."""
    return tag.place or (tag.code if tag.kind == "subject" else tag.name)


@cache
def country_codes() -> tuple[str, ...]:
    """The two-letter codes of countries and areas, of all eras."""
    return tuple(
        dict.fromkeys(row["code"] for row in rows("geographic_tags") if row["kind"] == "country or area")
    )


def _possible(code: str, when: date | None) -> list[Tag]:
    return [tag for tag in find(code) if when is None or tag.first_year <= when.year <= tag.last_year]


@cache
def _codes() -> dict[str, tuple[Tag, ...]]:
    found: dict[str, tuple[Tag, ...]] = {}
    for tag in (*_subjects(), *_geography(), *_organizations(), *_programs()):
        found[tag.code] = (*found.get(tag.code, ()), tag)
    return found


def _subjects() -> list[Tag]:
    """Subjects under the names of their lists; a name that was changed between them splits the row in two."""
    tags: list[Tag] = []
    for row in rows("subject_tags"):
        old, new = row["name_1974"], row["name_2000s"]
        if old and new and old != new:
            tags.append(_tag(row, "subject", old, (1973, 1979)))
            tags.append(_tag(row, "subject", new, (1980, 9999)))
        else:
            tags.append(_tag(row, "subject", row["name"], ALWAYS))
    return tags


def _geography() -> list[Tag]:
    years = {row["era"]: (int(row["first_year"]), int(row["last_year"])) for row in rows("tag_eras")}
    ordered = sorted(rows("geographic_tags"), key=lambda row: years[row["era"]])
    return [_tag(row, row["kind"], row["name"], years[row["era"]]) for row in ordered]


def _organizations() -> list[Tag]:
    tags: list[Tag] = []
    for row in rows("organization_tags"):
        years = [_LIST_YEARS[name] for name in row["lists"].split()]
        span = (min(first for first, _ in years), max(last for _, last in years))
        tags.append(_tag(row, "organization", row["name"], span))
    return tags


def _programs() -> list[Tag]:
    return [_tag(row, "program", row["name"], ALWAYS) for row in rows("program_tags")]


def _tag(row: dict[str, str], kind: str, name: str, years: tuple[int, int]) -> Tag:
    place = row.get("iso3166_alpha2", "")
    return Tag(
        row["code"], kind, name, place, row.get("definition", ""), *years, row["confidence"], row["source"]
    )
