"""Names of addressees: the office word and the place, collectives, and names that are misspelt."""

from __future__ import annotations

import re
from functools import lru_cache

from reftel.vocabulary import posts, routing_indicators
from reftel.wire.spelling import one_apart

OFFICES = ("AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION", "USINT", "USLO", "USOFFICE", "SECSTATE")
"""Words that begin the address of a mission."""

_COLLECTIVE = re.compile(
    r"(?:AIG|CAD) ?[0-9]|ALL [A-Z]|GENERAL MESSAGE|.{0,100}\b(?:COLLECTIVE|(?:DIPL|DIPLOMATIC|CONSULAR) POSTS)\b"
)
_LONGEST = 120
_REMEMBERED = 4096  # names met last; those of one archive are some thousands


def office_of(name: str) -> str | None:
    """The office word that a name begins with, `AMEMBASSY`; None where it begins with none."""
    first = name.partition(" ")[0]
    return first if first in OFFICES else None


@lru_cache(_REMEMBERED)
def is_collective(name: str, indicator: str = "") -> bool:
    """Whether one name stands for several addressees, by its words or by its routing indicator."""
    if _COLLECTIVE.match(name):
        return True
    return any(one.collective for one in routing_indicators.find(indicator))


@lru_cache(_REMEMBERED)
def known(name: str) -> bool:
    """Whether the lists of posts and stations have a name."""
    return len(name) <= _LONGEST and bool(posts.named(name) or routing_indicators.of(name))


@lru_cache(_REMEMBERED)
def bare_place(name: str) -> str | None:
    """The full address of a post that is named by its place alone, `AMEMBASSY TUNIS` for `TUNIS`; None for others."""
    post = posts.named(name)
    if post is None:
        return None
    office, _, place = post.plain_address.partition(" ")
    return post.plain_address if place == name and office in OFFICES else None


@lru_cache(_REMEMBERED)
def respelt(name: str) -> str:
    """The name, or the one address of the list that is a single letter away (Q51) or has blanks less (Q34).

    Only names that begin with an office word, well spelt or nearly so, are mended.
    """
    whole = _closed_up(name)
    if whole:
        return whole
    first = name.partition(" ")[0]
    if known(name) or not (first in OFFICES or any(one_apart(first, office) for office in OFFICES)):
        return name
    post = posts.near(name)
    near = post is not None and one_apart(_letters(name), _letters(post.plain_address))
    return post.plain_address if post and near else name


def _closed_up(name: str) -> str | None:
    """`AM EMBA SS Y ATHENS`: the address of the list that has just these letters, and fewer blanks."""
    if not name.startswith(("AM ", "A ", "US ", "U ", "SEC ", "S ")):
        return None
    post = posts.find(name)
    same = post is not None and _letters(name) == _letters(post.plain_address)
    return post.plain_address if post and same else None


def _letters(name: str) -> str:
    return "".join(letter for letter in name if letter.isalpha())
