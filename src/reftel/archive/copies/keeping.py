"""Bringing the telegrams of the store to what grouping says of their copies, and keeping their keys."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

import msgspec

from reftel.archive.copies.grouping import Group, Grouped
from reftel.archive.copies.identity import Evidence, hash_key, version_key
from reftel.archive.index.documents import number_forms
from reftel.archive.store.database import Store, now


class Settled(msgspec.Struct, frozen=True):
    """The rows of telegrams that came to be, that have other copies than before, and that are no more."""

    created: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    ended: frozenset[int] = frozenset()


class _Row(msgspec.Struct, frozen=True):
    """A telegram as it was: its row, key and number, and the hash of the copy that is shown."""

    id: int
    key: str
    mrn: str | None
    shown: bytes


class Keeper:
    """One change of the store, within a transaction, to the groups of some copies."""

    def __init__(self, store: Store, concerned: dict[int, Evidence], grouped: Grouped) -> None:
        self.store = store
        self.evidence = {one.id: one for one in concerned.values()}
        self.grouped = grouped
        found = store.among("SELECT sha256, id, telegram, rank FROM copy WHERE id IN ({})", list(concerned))
        self.copy = {sha256: copy for sha256, copy, _, _ in found}
        self.row = {sha256: row for sha256, _, row, _ in found}
        self.order = {sha256: (rank, sha256) for sha256, _, _, rank in found}
        self.before = self._rows(set(self.row.values()) - {0})
        self.created: set[int] = set()
        self.changed: set[int] = set()
        self.ended: set[int] = set()

    def _rows(self, ids: Iterable[int]) -> dict[int, _Row]:
        sql = (
            "SELECT telegram.id, key, mrn, sha256 FROM telegram JOIN copy ON copy.id = telegram.copy"
            " WHERE telegram.id IN ({})"
        )
        return {row: _Row(row, *facts) for row, *facts in self.store.among(sql, sorted(ids))}

    def keep(self) -> Settled:
        """Change what has to be changed, eldest telegrams first, and tell what it was."""
        for group in sorted(self.grouped.groups, key=self._age):
            self._keep(group)
        for row in self.changed:
            self._show_best(row)
        for row in sorted(self.created | self.changed | self.ended):
            self.store.changed(row)
        self._note_doubts()
        return Settled(frozenset(self.created), frozenset(self.changed - self.created), frozenset(self.ended))

    def _owned(self, group: Group) -> list[_Row]:
        """The telegrams whose shown copy is in the group; the one that shall last first."""
        mrn = self._number(group)
        owned = [row for row in self.before.values() if row.shown in group]
        return sorted(owned, key=lambda row: (row.mrn != mrn, row.id))

    def _age(self, group: Group) -> tuple[float, float]:
        """Groups with a telegram first; the others in the order in which their copies came."""
        owned = self._owned(group)
        return (owned[0].id if owned else float("inf"), min(self.copy[one] for one in group))

    def _number(self, group: Group) -> str | None:
        ranked = sorted(group, key=self.order.__getitem__)
        return next((mrn for one in ranked if (mrn := self.evidence[one].mrn)), None)

    def _keep(self, group: Group) -> None:
        owned = self._owned(group)
        mrn = self._number(group)
        if not owned:
            self._create(group, mrn)
            return
        row, *ending = owned
        moved = [one for one in group if self.row[one] != row.id]
        if moved:
            self._move(moved, row.id)
        key = self._renamed(row, mrn, group) if mrn and mrn != row.mrn else row.key
        if mrn != row.mrn:
            self._number_row(row.id, mrn)
        for other in ending:
            self._end(other, key)
        self._lead_numbers(group, key, mrn)

    def _create(self, group: Group, mrn: str | None) -> None:
        key = self._former_key(group) or self._free_key(mrn, min(group, key=self.order.__getitem__))
        row = self.store.execute("INSERT INTO telegram (key, mrn, copy) VALUES (?, ?, 0)", key, mrn)
        self._number_row(row, mrn)
        self.created.add(row)
        if any(self.row[one] for one in group):
            self.store.audit("split", f"{key} stands apart: {self._named(group)}")
        self._move(group, row)
        self._lead_numbers(group, key, mrn)
        self._note_version(row, key, mrn)

    def _move(self, moved: Iterable[bytes], row: int) -> None:
        for one in moved:
            self.store.execute("UPDATE copy SET telegram = ? WHERE id = ?", row, self.copy[one])
            if self.row[one]:
                self.changed.add(self.row[one])
        self.changed.add(row)
        self.changed -= self.ended

    def _number_row(self, row: int, mrn: str | None) -> None:
        forms = number_forms(mrn) if mrn else ()
        number = forms[-1] if forms else None
        self.store.execute("UPDATE telegram SET mrn = ?, number = ? WHERE id = ?", mrn, number, row)
        self.changed.add(row)

    def _renamed(self, row: _Row, mrn: str, group: Group) -> str:
        """Another key for a telegram that has a number now, or another one; its old key leads there."""
        key = self._free_key(mrn, min(group))
        self.store.execute("UPDATE telegram SET key = ? WHERE id = ?", key, row.id)
        self._lead(row.key, key, row.shown)
        return key

    def _end(self, row: _Row, key: str) -> None:
        """Take out a telegram whose copies are another's now; its key leads there."""
        self.store.execute("DELETE FROM finding WHERE telegram = ?", row.id)
        self.store.execute("DELETE FROM telegram WHERE id = ?", row.id)
        self._lead(row.key, key, row.shown)
        self.store.audit("merge", f"{row.key} is part of {key}: copy {row.shown.hex()[:8]}")
        self.ended.add(row.id)
        self.changed.discard(row.id)

    def _lead(self, name: str, key: str, shown: bytes) -> None:
        sql = (
            "INSERT INTO alias (name, key, sha256, since) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE"
            " SET key = excluded.key, sha256 = excluded.sha256, since = excluded.since WHERE key <> excluded.key"
        )
        self.store.execute("UPDATE alias SET key = ? WHERE key = ?", key, name)
        self.store.execute(sql, name, key, shown, now())

    def _lead_numbers(self, group: Group, key: str, mrn: str | None) -> None:
        """Let every other number that a copy claims lead to the telegram too."""
        others = {
            one.mrn: one.id for one in map(self.evidence.__getitem__, group) if one.mrn and one.mrn != mrn
        }
        for name, shown in sorted(others.items()):
            if not self.store.one("SELECT 1 FROM telegram WHERE key = ?", name):
                self._lead(name, key, shown)

    def _free_key(self, mrn: str | None, sha256: bytes) -> str:
        keys = (
            (hash_key(sha256, digits) for digits in range(12, 65, 4))
            if mrn is None
            else (version_key(mrn, version) for version in count(1))
        )
        taken = "SELECT 1 FROM telegram WHERE key = ?1 UNION ALL SELECT 1 FROM alias WHERE name = ?1"
        return next(key for key in keys if not self.store.one(taken, key))

    def _former_key(self, group: Group) -> str | None:
        """The key that these copies had before they were merged into the telegram that they leave."""
        sql = "SELECT name FROM alias WHERE sha256 = ? AND key IN (SELECT key FROM telegram WHERE id = ?)"
        for one in sorted(group):
            found = self.store.one(sql, one, self.row[one])
            if found:
                self.store.execute("DELETE FROM alias WHERE name = ?", found[0])
                return str(found[0])
        return None

    def _show_best(self, row: int) -> None:
        sql = (
            "UPDATE telegram SET copy = (SELECT id FROM copy WHERE telegram = ?1 ORDER BY rank, sha256 LIMIT 1)"
            " WHERE id = ?1"
        )
        self.store.execute(sql, row)

    def _note(self, row: int, message: str) -> None:
        sql = "INSERT INTO finding (telegram, found_at, message) SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
        same = " (SELECT 1 FROM finding WHERE telegram = ?1 AND message = ?3)"
        self.store.execute(sql + same, row, now(), message)

    def _note_version(self, row: int, key: str, mrn: str | None) -> None:
        """Record that a number came a second time: with other words, or as a section that fits several."""
        sql = "SELECT key FROM telegram WHERE mrn = ? AND key <> ? ORDER BY id LIMIT 1"
        first = self.store.one(sql, mrn, key) if mrn else None
        if first:
            self._note(row, f"has the number of {first[0]} and other words; kept as a telegram of its own")

    def _note_doubts(self) -> None:
        message = "could be a copy of several telegrams; kept apart until someone decides (`reftel merge`)"
        doubtful = [self.copy[one] for one in sorted(self.grouped.doubtful)]
        for (row,) in self.store.among("SELECT DISTINCT telegram FROM copy WHERE id IN ({})", doubtful):
            self._note(row, message)

    def _named(self, group: Group) -> str:
        return ", ".join(one.hex()[:8] for one in sorted(group))
