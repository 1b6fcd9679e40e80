"""Precedences: how fast a telegram is to be handled (ACP 127(G) paras 150-152; 5 FAH-2 H-421)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows


class Precedence(NamedTuple):
    """One precedence. `rank` 1 is the most urgent; `use` and `rule` explain it in a sentence each."""

    word: str
    prosign: str
    rank: int
    use: str
    rule: str
    confidence: str
    source: str


@cache
def all_precedences() -> tuple[Precedence, ...]:
    """Every precedence word, most urgent first."""
    return tuple(
        Precedence(
            row["word"],
            row["prosign"],
            int(row["rank"]),
            row["use"],
            row["rule"],
            row["confidence"],
            row["source"],
        )
        for row in rows("precedences")
    )


@cache
def _words() -> dict[str, Precedence]:
    return {one.word: one for one in all_precedences()}


@cache
def _prosigns() -> dict[str, Precedence]:
    # Two words share the prosign O; NIACT binds one addressee only, so the prosign alone means IMMEDIATE.
    return {one.prosign: one for one in all_precedences() if one.word != "NIACT IMMEDIATE"}


def by_word(word: str) -> Precedence | None:
    """The precedence of a word after an addressee (`NIACT IMMEDIATE`), or None."""
    return _words().get(" ".join(word.upper().split()))


def by_prosign(prosign: str) -> Precedence | None:
    """The precedence of a prosign, single or doubled (`O`, `OO`), or None."""
    return _prosigns().get(prosign[:1]) if len(set(prosign)) == 1 else None
