"""Precedences: the prosigns of the wire and the words of the addresses (ACP 127(G) para 150; 5 FAH-2 H-420)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows


class Precedence(NamedTuple):
    """One precedence. `rank` counts from the most urgent, FLASH is 1; `prosign` is None where the wire has none.

    Mail calls it `keyword` or `number` (RFC 6477) and asks its servers for `mt_priority`, or for `mixer_priority`
    where they follow the policy MIXER (RFC 6710).
    """

    word: str
    prosign: str | None
    rank: int
    use: str
    rule: str
    era: str
    confidence: str
    source: str
    keyword: str
    number: int
    mt_priority: int
    mixer_priority: int


@cache
def all_precedences() -> tuple[Precedence, ...]:
    """All precedences, the most urgent first."""
    words = {row["word"]: row for row in rows("precedences")}
    none = {"rule": "", "era_notes": "", "confidence": "high"}
    return tuple(
        Precedence(
            word=row["name"],
            prosign=row["prosign"] or None,
            rank=int(row["rank"]),
            use=row["use"],
            rule=words.get(row["name"], none)["rule"],
            era=words.get(row["name"], none)["era_notes"],
            confidence=words.get(row["name"], none)["confidence"],
            source=row["source"],
            keyword=row["rfc6477_keyword"],
            number=int(row["rfc6477_number"]),
            mt_priority=int(row["mt_priority"]),
            mixer_priority=int(row["mixer_priority"]),
        )
        for row in rows("precedence_prosigns")
    )


def by_prosign(prosign: str) -> Precedence | None:
    """The precedence of a prosign, single or doubled as on the routing line: `O`, `OO`. O is IMMEDIATE, never NIACT."""
    letter = prosign[:1] if prosign[:1] == prosign[1:2] and len(prosign) == 2 else prosign
    return _by_prosign().get(letter)


def by_word(word: str) -> Precedence | None:
    """The precedence of a word of the address lines: `IMMEDIATE`, `NIACT IMMEDIATE`, `NIACT`."""
    return _by_word().get(" ".join(word.upper().split()))


def by_mail(name: str) -> Precedence | None:
    """The precedence of a keyword or a number of military mail: `immediate`, `3`. None for a nation's own number."""
    return _by_mail().get(name.lower())


def rank(word: str | None) -> int | None:
    """How urgent a word is, 1 for FLASH, a higher number for less; None for no precedence word."""
    found = by_word(word) if word else None
    return found.rank if found else None


def ladder() -> tuple[str, ...]:
    """The words that may stand after an addressee, the most urgent first."""
    return tuple(one.word for one in all_precedences() if one.rank and one.prosign)


def words() -> frozenset[str]:
    """Every word that may stand after an addressee."""
    return frozenset(_by_word())


@cache
def _by_prosign() -> dict[str, Precedence]:
    plain = (one for one in all_precedences() if one.prosign and one.word != "NIACT IMMEDIATE")
    return {str(one.prosign): one for one in plain}


@cache
def _by_mail() -> dict[str, Precedence]:
    plain = [one for one in all_precedences() if one.word != "NIACT IMMEDIATE"]
    return {name: one for one in plain for name in (one.keyword, str(one.number))}


@cache
def _by_word() -> dict[str, Precedence]:
    found = {one.word: one for one in all_precedences()}
    return {**found, "NIACT": found["NIACT IMMEDIATE"]}
