"""What a telegram is about: subject, TAGS, level, captions. A reply takes them over from what it answers."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random
from typing import NamedTuple

from reftel.synthetic.network import DEPARTMENT
from reftel.synthetic.prose import Words
from reftel.synthetic.shares import captions, levels, subject_tags
from reftel.vocabulary import posts, tags

_LONGEST = 90  # letters of a subject


class Matter(NamedTuple):
    """The subject in capitals, TAGS, the level of classification in full, captions."""

    subject: str
    tags: tuple[str, ...]
    level: str
    captions: tuple[str, ...]


def matter(words: Words, year: int, sender: str) -> Matter:
    """Something to write about, as a post would in that year."""
    chance = words.chance
    level = levels(year).one(chance)
    subject = words.told("subject").upper()
    if len(subject) > _LONGEST:
        subject = subject[:_LONGEST].rpartition(" ")[0].rstrip(" :,")
    codes = subject_tags(year).some(chance, 1 + int(chance.random() * 4))
    return Matter(subject, (*codes, *_country(sender, year)), level, _captions(chance, year, level))


def _captions(chance: Random, year: int, level: str) -> tuple[str, ...]:
    """Those of classified telegrams; from 2002 on, SENSITIVE and SIPDIS on unclassified ones too."""
    if level == "UNCLASSIFIED":
        if year < 2002:
            return ()
        return ("SENSITIVE", "SIPDIS") if chance.random() < 0.4 else ("SIPDIS",)
    return tuple(caption for caption, share in captions(year) if chance.random() < share)


@cache
def _country(sender: str, year: int) -> tuple[str, ...]:
    """The two-letter TAG of the post's country, where the lists of the time agree on one."""
    post = posts.find(sender)
    if sender == DEPARTMENT or post is None or not post.iso3166:
        return ()
    day = date(year, 7, 1)
    return tuple(code for code in _codes().get(post.iso3166, ()) if tags.meaning(code, day))[:1]


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """The two-letter TAGS that have meant a country, by its ISO code."""
    found: dict[str, dict[str, None]] = {}
    for code in tags.country_codes():
        for tag in tags.find(code):
            found.setdefault(tag.place, {})[code] = None
    return {place: tuple(codes) for place, codes in found.items()}
