"""Words that tell a reader of running text what a stop, a figure or a word in capitals is not."""

from __future__ import annotations

from functools import cache

from reftel.vocabulary.table import rows


@cache
def listed(kind: str) -> frozenset[str]:
    """The words of one kind, in capitals.

    `abbreviation`: a full stop behind it ends no sentence. `not a name`: never part of a signature.
    `before a figure`: a figure is wanted behind it, as behind MARCH or PARA.
    """
    return frozenset(row["word"] for row in rows("text_words") if row["kind"] == kind)
