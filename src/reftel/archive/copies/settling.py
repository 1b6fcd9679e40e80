"""Keeping telegrams in step with their copies: when a copy comes or is read anew, those concerned are grouped again.

Keys outlast it. A telegram that grows keeps its key; of those that turn out to be one, the eldest keeps it, and the
others' keys lead there.
"""

from __future__ import annotations

from collections.abc import Iterable

from reftel.archive.copies.bands import Sharing
from reftel.archive.copies.grouping import Decisions, Grouped, partition
from reftel.archive.copies.identity import Evidence, bond, evidence_of, holds
from reftel.archive.copies.keeping import Keeper, Settled
from reftel.archive.store.database import Store

CROWD = 64  # copies that are all compared with each other; beyond, a copy is compared with each telegram once
MOST_TELEGRAMS = 1000
REMEMBERED = 512
_OF_THE_DAY = (
    "SELECT other.copy FROM reading JOIN reading AS other ON other.occasion = reading.occasion"
    " WHERE reading.copy = ?"
)

_READ = (
    "SELECT mrn, source_dictionary, record_dictionary, source, record, sha256"
    " FROM copy JOIN reading ON copy = copy.id WHERE copy.id = ?"
)


def _may_be_one(one: Evidence, other: Evidence) -> bool:
    return bool(bond(one, other)) or holds(one, other) or holds(other, one)


class Settler:
    """Groups copies that are in the store; call it within a transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sharing = Sharing(store)
        self._remembered: dict[int, Evidence] = {}

    def settle(self, copies: Iterable[int]) -> Settled:
        """Put each of these copies to the telegram that it is of, and those that it concerns."""
        concerned = self._concerned(list(copies))
        grouped = self._crowd(concerned) if len(concerned) > CROWD else self._grouped(concerned)
        return Keeper(self.store, concerned, grouped).keep()

    def forget(self, copy: int) -> None:
        """Read this copy's evidence anew when it is next wanted."""
        self._remembered.pop(copy, None)

    def evidence(self, copy: int) -> Evidence:
        """What a copy says about which telegram it is of."""
        if copy not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)))
            ((mrn, *columns),) = self.store.rows(_READ, copy)
            telegram = self.store.unpacked(*columns, spans=False)
            self._remembered[copy] = evidence_of(telegram, columns[-1], mrn)
        return self._remembered[copy]

    def _concerned(self, copies: list[int]) -> dict[int, Evidence]:
        """These copies and all that are evidence about them, by what they are evidence of, and so on."""
        found: dict[int, Evidence] = {}
        waiting = copies[::-1]
        while waiting and len(found) <= CROWD:
            copy = waiting.pop()
            if copy not in found:
                found[copy] = self.evidence(copy)
                waiting += self._neighbours(copy, found[copy])
        return found

    def _neighbours(self, copy: int, evidence: Evidence) -> list[int]:
        mates = self._ids(
            "SELECT id FROM copy WHERE telegram = (SELECT telegram FROM copy WHERE id = ?) AND telegram <> 0",
            copy,
        )
        decided = self._ids(
            "SELECT copy.id FROM decision JOIN copy ON sha256 = other WHERE one = ?1"
            " UNION SELECT copy.id FROM decision JOIN copy ON sha256 = one WHERE other = ?1",
            evidence.id,
        )
        numbered = evidence.mrn is not None
        of_the_day = self._ids(_OF_THE_DAY + (" AND other.mrn IS NULL" if numbered else ""), copy)
        alike = {*of_the_day, *self.sharing.like(evidence.words, numbered)} - {copy}
        same_words = [one for one in sorted(alike) if _may_be_one(evidence, self.evidence(one))]
        return [*mates, *decided, *self._of_number(evidence.mrn), *same_words]

    def _of_number(self, mrn: str | None) -> list[int]:
        """The copies that claim a number; those of a telegram that goes by another number now too."""
        if mrn is None:
            return []
        sql = (
            "SELECT copy.id FROM telegram JOIN copy ON copy.telegram = telegram.id"
            " JOIN reading ON reading.copy = copy.id WHERE reading.mrn = ?1 AND (telegram.mrn = ?1"
            " OR telegram.key = (SELECT key FROM alias WHERE name = ?1)) LIMIT ?2"
        )
        return self._ids(sql, mrn, CROWD + 1)

    def _ids(self, sql: str, *values: object) -> list[int]:
        return [found for (found,) in self.store.rows(sql, *values)]

    def _grouped(self, concerned: dict[int, Evidence]) -> Grouped:
        return partition(list(concerned.values()), self._decisions(concerned))

    def _decisions(self, concerned: dict[int, Evidence]) -> Decisions:
        pairs: dict[bool, set[frozenset[bytes]]] = {True: set(), False: set()}
        for evidence in concerned.values():
            sql = "SELECT one, other, together FROM decision WHERE one = ?1 OR other = ?1"
            for one, other, together in self.store.rows(sql, evidence.id):
                pairs[bool(together)].add(frozenset({one, other}))
        return Decisions(frozenset(pairs[True]), frozenset(pairs[False]))

    def _crowd(self, concerned: dict[int, Evidence]) -> Grouped:
        """Of a number that very many copies claim, only the first copy is placed: by the best one of each telegram."""
        copy, evidence = next(iter(concerned.items()))
        sql = "SELECT copy FROM telegram WHERE mrn = ? AND copy <> ? ORDER BY id LIMIT ?"
        best = {one: self.evidence(one) for one in self._ids(sql, evidence.mrn, copy, MOST_TELEGRAMS)}
        share, nearest = max(((bond(evidence, other), one) for one, other in best.items()), default=(0.0, 0))
        concerned.clear()
        concerned[copy] = evidence
        if share:
            concerned[nearest] = best[nearest]
        return Grouped((frozenset(one.id for one in concerned.values()),))
