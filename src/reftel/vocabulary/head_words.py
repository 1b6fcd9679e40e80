"""Words by which the head of a telegram is read: what is no station, who is addressed, what is a position."""

from __future__ import annotations

from functools import cache

from reftel.vocabulary.table import rows


@cache
def listed(kind: str) -> frozenset[str]:
    """The words of one kind, in capitals.

    `no station`: a number behind it makes no reference of it (MAY 12, PARA 5). `before a station`: may stand
    before a station's name without being part of it. `addressee`: an agency that passing lines speak to.
    `position`: part of an officer's title. `wants a name`: a TAG that a person's name follows.
    `no subject`: stands in the place of a subject that was not given.
    """
    return frozenset(row["word"] for row in rows("head_words") if row["kind"] == kind)
