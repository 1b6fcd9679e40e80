"""Posts: every place that numbers telegrams, under each of its printed names.

The station code of the 1970s is the first six letters of the spaced name with the blanks taken out; the page
lines of the 2000s cut the spaced name to ten letters. A cut that two posts share finds neither.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

_NOT_NAME = re.compile(r"[^A-Z0-9]+")
_OFFICE = re.compile(
    r"^(?:AMEMBASSY|AMEMB|EMBASSY|AMCONSUL|AMCONGEN|CONSUL|USMISSION|USINT|USLO|USOFFICE|USREP|USDEL|REO|AIT)[ .]+"
)


class Post(NamedTuple):
    """One post. `name` is canonical, without blanks; `printed` has them; latitude and longitude in degrees."""

    name: str
    printed: str
    plain_address: str
    city: str
    country: str
    country_code: str
    kind: str
    latitude: float | None
    longitude: float | None
    routing_indicators: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    note: str
    confidence: str
    source: str


def _number(text: str) -> float | None:
    return float(text) if text else None


def _year(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _post(row: dict[str, str]) -> Post:
    return Post(
        name=row["mrn_compact"],
        printed=row["mrn_name"],
        plain_address=row["plad"],
        city=row["city"],
        country=row["country"],
        country_code=row["iso3166_alpha2"],
        kind=row["kind"],
        latitude=_number(row["lat"]),
        longitude=_number(row["lon"]),
        routing_indicators=_list(row["routing_indicators"]),
        first_year=_year(row["attested_first_year"]),
        last_year=_year(row["attested_last_year"]),
        note=row["era_notes"],
        confidence=row["confidence"],
        source=row["source"],
    )


def _closed(text: str) -> str:
    return _NOT_NAME.sub("", text.upper())


@cache
def all_posts() -> dict[str, Post]:
    """Every post by its canonical name."""
    return {row["mrn_compact"]: _post(row) for row in rows("posts")}


@cache
def _names() -> dict[str, Post]:
    """Each printed name without blanks. Full names win over aliases, aliases over cuts; shared cuts are left out."""
    posts = all_posts()
    names = dict(posts)
    for tier in (("mrn_name", "plad"), ("aliases",), ("page_line_name10", "aad_station6")):
        claims: dict[str, set[str]] = {}
        for row in rows("posts"):
            for column in tier:
                for text in _list(row[column]):
                    claims.setdefault(_closed(text), set()).add(row["mrn_compact"])
        for name, owners in claims.items():
            if len(owners) == 1 and name not in names:
                names[name] = posts[owners.pop()]
    return names


def find(name: str) -> Post | None:
    """The post of a name in any printed form: full, short, cut, with or without blanks or the office word."""
    names = _names()
    return names.get(_closed(name)) or names.get(_closed(_OFFICE.sub("", name.upper().strip())))


def named(plain_address: str) -> Post | None:
    """The post of a plain language address (`AMEMBASSY NEW DELHI`, `SECSTATE WASHDC`), or None."""
    return find(plain_address)
