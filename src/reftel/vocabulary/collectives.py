"""Collectives: names that stand for the posts in the states of one organization.

Which posts a routing station counted to a collective on a day is on no list at hand. The states of an organization
are; the years of later members are left away, so that a post is a member if its state ever was (by 2010).
"""

from __future__ import annotations

from functools import cache

from reftel.vocabulary.table import rows


def members(name: str) -> frozenset[str]:
    """The ISO 3166 letters of the states in which a collective has its posts; none where they are not known."""
    return _members().get(" ".join(name.upper().split()), frozenset())


@cache
def _members() -> dict[str, frozenset[str]]:
    return {row["collective"]: frozenset(row["states"].split()) for row in rows("collectives")}
