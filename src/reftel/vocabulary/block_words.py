"""The words that fence off a summary, a comment, a note ... in the text of a telegram."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reftel.vocabulary.table import rows

WHOLE_TEXT = "whole-text marking"  # the paragraph `(C - ENTIRE TEXT)`
_BETWEEN = re.compile(r"(?<!\s)\s*+(?:/|&|,|(?<!\w)AND\b)\s*+")


@cache
def words() -> dict[str, str]:
    """Word or pair of words in capitals to its role; empty for a word that may only stand before."""
    return {row["word"]: row["role"] for row in rows("block_words")}


@cache
def roles() -> frozenset[str]:
    """All roles that a paragraph or a stretch of one can have."""
    return frozenset(role for role in words().values() if role) | {WHOLE_TEXT}


@cache
def openings() -> frozenset[str]:
    """The first word of every entry: a phrase that begins with none of them has no role."""
    return frozenset(word.partition(" ")[0] for word in words())


@cache
def endings() -> frozenset[str]:
    """The last word of every entry: a phrase that ends in none of them has no role."""
    return frozenset(word.rpartition(" ")[2] for word in words())


@cache
def long_words() -> tuple[str, ...]:
    """Single words with a role that are long enough to be known with one letter wrong."""
    return tuple(word for word, role in words().items() if role and " " not in word and len(word) > 6)


@lru_cache(2048)
def roles_of(phrase: str) -> tuple[str, ...]:
    """The roles that `SUMMARY AND ACTION REQUEST` names, in order; none where it is no such phrase.

    In `BACKGROUND NOTE` the last word is what it is; the words before it must be known to stand there.
    """
    found = [_role(part.split()) for part in _BETWEEN.split(" ".join(phrase.upper().split()))]
    return tuple(role for role in found if role) if all(found) else ()


def _role(part: list[str]) -> str:
    known = words()
    for size in (2, 1):
        role = known.get(" ".join(part[-size:]), "") if len(part) >= size else ""
        if role and all(word in known for word in part[:-size]):
            return role
    return ""
