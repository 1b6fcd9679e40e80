"""Posts, missions and numbered series: the names that telegrams print for them.

A station has one canonical name, upper case without blanks (`NEWDELHI`), as it stands in a message reference
number; and several printed forms: the plain address (`AMEMBASSY NEW DELHI`), the ten-letter cut of the page
lines of the 2000s (`KUALA LUMP`), the six-letter cut of the archive of 1973-79 (`NEW DE`, `NEWDE`), short
names (`HCMC`, `USUN`). All are looked up in the list; a form that two stations share has no answer.
Sources: ACP 117 CAN-US SUPP-1; identifiers of released telegrams; each row of `data/posts.csv` names its own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

OFFICES = (
    "AMERICAN EMBASSY",
    "AMEMBASSY",
    "AMEMB",
    "EMBASSY",
    "AMERICAN CONSULATE GENERAL",
    "AMCONSULATE GENERAL",
    "AMCONGEN",
    "CONGEN",
    "AMCONSUL",
    "CONSULATE",
    "USMISSION",
    "USOFFICE",
    "US OFFICE",
    "USLO",
    "USINT",
    "USDEL",
    "SECSTATE",
)
"""Words that stand before the name of a place in an address; the longer of two that begin alike comes first."""

_OFFICE = re.compile(rf"(?:{'|'.join(word.replace(' ', ' ?') for word in OFFICES)}) ?(?=[A-Z])")
_NOT_LETTERS = re.compile(r"[^A-Z]+")
_LONGEST = 60  # no printed form of a post is longer
_REMEMBERED = 4096  # names looked up last; a collection has some thousands, rubbish without end


class Post(NamedTuple):
    """One station. `name` is canonical, `spaced` the same with its blanks; years are those seen, None unknown."""

    name: str
    spaced: str
    plain_address: str
    kind: str
    aliases: tuple[str, ...]
    six_cut: str
    ten_cut: str
    city: str | None
    country: str | None
    iso3166: str | None
    latitude: float | None
    longitude: float | None
    routing_indicators: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    seen_in_1970s: bool
    until: int | None
    successor: str | None
    note: str
    confidence: str
    source: str

    @property
    def numbers_telegrams(self) -> bool:
        """Whether message reference numbers carry its name; other agencies are cited by date-time group."""
        return self.kind != "other US agency"


@cache
def all_posts() -> tuple[Post, ...]:
    """The whole list, in file order."""
    return tuple(_post(row) for row in rows("posts"))


@lru_cache(_REMEMBERED)
def find(name: str) -> Post | None:
    """The post of a name in any printed form, blanks or none: `NEW DE`, `USUN`, `SECSTATE WASHDC`, `RIODE`.

    None for a name that is not in the list and for a cut that several posts share (`PORTO`).
    """
    if len(name) > _LONGEST:
        return None
    spaced = _letters(name)
    return _look_up(spaced) or _look_up(_OFFICE.sub("", spaced, count=1) if _OFFICE.match(spaced) else "")


@lru_cache(_REMEMBERED)
def named(plain_address: str) -> Post | None:
    """The post of an address line's name, `AMEMBASSY DUSHANBE` or `USDEL SECRETARY`; cuts are not read here."""
    if len(plain_address) > _LONGEST:
        return None
    spaced = _letters(plain_address)
    compact = spaced.replace(" ", "")
    place = _OFFICE.sub("", spaced, count=1).replace(" ", "") if _OFFICE.match(spaced) else ""
    forms = _forms()
    return forms[0].get(compact) or forms[1].get(compact) or forms[1].get(place) or forms[2].get(place)


@lru_cache(_REMEMBERED)
def near(name: str) -> Post | None:
    """The one post whose name or plain address is one letter away: one more, less or other, or two exchanged.

    None where no post or more than one is that near. For repairs, which have to be recorded; names of fewer
    than five letters are never repaired.
    """
    compact = _letters(name).replace(" ", "")
    if not 5 <= len(compact) <= _LONGEST:
        return None
    forms = _forms()
    found = {
        post.name: post for tier in forms[:2] for form, post in tier.items() if _one_apart(compact, form)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def by_routing_indicator(indicator: str) -> tuple[Post, ...]:
    """The posts that a routing indicator serves (`RUEHBS` serves two), in file order."""
    return _served().get(indicator, ())


@cache
def _served() -> dict[str, tuple[Post, ...]]:
    served: dict[str, tuple[Post, ...]] = {}
    for post in all_posts():
        for indicator in dict.fromkeys(post.routing_indicators):
            served[indicator] = (*served.get(indicator, ()), post)
    return served


def never_a_station(word: str) -> bool:
    """Whether a word is none although a number often follows it: months, parts of a text, laws, other series."""
    return word in _other_words()


def in_year(post: Post, year: int) -> Post:
    """The post whose series carries this name in `year`: TAIPEI is AIT TAIPEI from 1980 on.

    Only for a name that the successor goes on using; PEKING and BEIJING stay apart.
    """
    if post.until is None or post.successor is None or year <= post.until:
        return post
    successor = find(post.successor)
    goes_on = successor is not None and post.name in successor.name
    return successor if successor is not None and goes_on else post


def years_of_name(post: Post) -> tuple[int | None, int | None]:
    """First and last year in which numbers carried the name, where a list knows them; None where none does.

    From the openings, closings and renamings of `data/post_years.csv`, which drifted by some months from post to
    post, and the year of a successor.
    """
    since, until = _years_of_names().get(post.name, (None, None))
    return since, post.until if until is None else until


@cache
def _years_of_names() -> dict[str, tuple[int | None, int | None]]:
    return {row["post"]: (_year(row["since"]), _year(row["until"])) for row in rows("post_years")}


@cache
def _other_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("not_stations"))


def _post(row: dict[str, str]) -> Post:
    return Post(
        name=row["mrn_compact"],
        spaced=row["mrn_name"],
        plain_address=row["plad"],
        kind=row["kind"],
        aliases=tuple(alias for alias in row["aliases"].split("; ") if alias),
        six_cut=row["aad_station6"],
        ten_cut=row["page_line_name10"],
        city=row["city"] or None,
        country=row["country"] or None,
        iso3166=row["iso3166_alpha2"] or None,
        latitude=float(row["lat"]) if row["lat"] else None,
        longitude=float(row["lon"]) if row["lon"] else None,
        routing_indicators=tuple(ri for ri in row["routing_indicators"].split(";") if ri),
        first_year=_year(row["attested_first_year"]),
        last_year=_year(row["attested_last_year"]),
        seen_in_1970s=row["aad_station6_attested"] == "yes",
        until=_year(row["until"]),
        successor=row["successor"] or None,
        note=row["era_notes"],
        confidence=row["confidence"],
        source=row["source"],
    )


def _year(text: str) -> int | None:
    return int(text) if text else None


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.upper()).strip()


@cache
def _forms() -> tuple[dict[str, Post], ...]:
    """Printed form without blanks to post, in tiers: plain addresses, names, short names, ten cuts, six cuts."""
    # A row whose own name is that of the series goes before its interests section or regional office.
    ordered = sorted(all_posts(), key=lambda post: post.spaced != _own_name(post))
    return (
        _tier([(post.plain_address, post) for post in ordered], first_wins=True),
        _tier([(post.spaced, post) for post in ordered], first_wins=True),
        _tier([(alias, post) for post in ordered for alias in post.aliases]),
        _tier([(form[:10], post) for post in ordered for form in (post.spaced, *post.aliases)]),
        _tier([(form[:6], post) for post in ordered for form in (post.spaced, *post.aliases)]),
    )


def _own_name(post: Post) -> str:
    """The name after the office word of its plain address: CAIRO for both AMEMBASSY and USINT CAIRO."""
    return post.spaced if post.plain_address.startswith(("AM", "SECSTATE")) else ""


def _tier(pairs: list[tuple[str, Post]], first_wins: bool = False) -> dict[str, Post]:
    found: dict[str, Post] = {}
    shared: set[str] = set()
    for form, post in pairs:
        key = _letters(form).replace(" ", "")
        if found.setdefault(key, post).name != post.name and not first_wins:
            shared.add(key)
    return {key: post for key, post in found.items() if key and key not in shared}


def _look_up(spaced: str) -> Post | None:
    compact = spaced.replace(" ", "")
    return next((tier[compact] for tier in _forms() if compact in tier), None) if compact else None


def _one_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if len(short) == len(long) and short[at : at + 2] == long[at : at + 2][::-1]:
        return short[at + 2 :] == long[at + 2 :]
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
