"""What people decide: that telegrams are one, that a copy is of another telegram, that a field says something else.

Each decision is kept with who made it, when and why. The opposite decision undoes it; what was is in the audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reftel.archive.addresses import rows_named
from reftel.archive.copies import corrections
from reftel.archive.copies.keeping import Settled
from reftel.archive.copies.settling import Settler
from reftel.archive.copies.whole import merged_of
from reftel.archive.filing.batches import pending_of
from reftel.archive.index.engine import Index
from reftel.archive.index.follow import take
from reftel.archive.results import ArchiveError
from reftel.archive.store.database import Store, now
from reftel.model.decided import Correction


def the_row(store: Store, id_text: str) -> int:
    """The row of the telegram with this key, or of the one that an identifier names.

    Raises `ArchiveError` where none is there, and where several are, with their keys.
    """
    exact = store.one("SELECT id FROM telegram WHERE key = ?", id_text.strip())
    rows = [exact[0]] if exact else rows_named(store, id_text)
    if len(rows) != 1:
        keys = [key for (key,) in store.among("SELECT key FROM telegram WHERE id IN ({})", rows)]
        reason = f"names several: {', '.join(keys)}; name one of them" if keys else "names no telegram here"
        raise ArchiveError(f"{id_text}: {reason}")
    return rows[0]


def key_of(store: Store, row: int) -> str:
    """The key of a telegram that is there."""
    return str(store.rows("SELECT key FROM telegram WHERE id = ?", row)[0][0])


def _copies(store: Store, row: int) -> dict[bytes, int]:
    return dict(store.rows("SELECT sha256, id FROM copy WHERE telegram = ? ORDER BY rank, sha256", row))


class Decider:
    """Decides about telegrams of an archive that is open for writing."""

    def __init__(self, store: Store, index: Index) -> None:
        self.store = store
        self.index = index

    def merge(self, id_texts: Sequence[str], reason: str, who: str) -> str:
        """Let these telegrams be one from now on; its key. The others' keys lead there."""
        rows = list(dict.fromkeys(the_row(self.store, text) for text in id_texts))
        if len(rows) < 2:
            raise ArchiveError(f"{', '.join(id_texts)}: name two telegrams or more; these are one already")
        groups = [_copies(self.store, row) for row in rows]
        keys = [key_of(self.store, row) for row in rows]
        with self.store.transaction():
            self.store.audit("merge", f"{', '.join(keys)} by {who}: {reason}")
            for group in groups[1:]:
                self._between(groups[0], group, "DELETE FROM decision WHERE one = ? AND other = ?")
                self._decide(next(iter(groups[0])), next(iter(group)), True, reason, who)
            settled = self._settle(copy for group in groups for copy in group.values())
            row = self.store.rows("SELECT telegram FROM copy WHERE id = ?", next(iter(groups[0].values())))[
                0
            ][0]
            key = key_of(self.store, row)
        self._take_up(settled)
        return key

    def _between(self, one: Iterable[bytes], other: Iterable[bytes], sql: str) -> None:
        pairs = [sorted((a, b)) for a in one for b in other]
        self.store.many(sql, pairs)

    def _decide(self, one: bytes, other: bytes, together: bool, reason: str, who: str) -> None:
        sql = "INSERT OR REPLACE INTO decision (one, other, together, at, who, reason) VALUES (?, ?, ?, ?, ?, ?)"
        self.store.execute(sql, *sorted((one, other)), together, now(), who, reason)

    def split(self, id_text: str, copy_text: str, reason: str, who: str) -> str:
        """Let a copy be of a telegram of its own, apart from the others that it was put to; that telegram's key."""
        row = the_row(self.store, id_text)
        copies = _copies(self.store, row)
        digits = copy_text.removeprefix("sha256:").lower()
        found = [sha256 for sha256 in copies if digits and sha256.hex().startswith(digits)]
        if len(found) != 1 or len(copies) < 2:
            named = ", ".join(sha256.hex()[:8] for sha256 in copies)
            raise ArchiveError(
                f"{copy_text}: names no one copy of {id_text} that could stand apart; it has {named}"
            )
        with self.store.transaction():
            self.store.audit("split", f"{found[0].hex()[:8]} of {key_of(self.store, row)} by {who}: {reason}")
            for other in copies.keys() - {found[0]}:
                self._decide(found[0], other, False, reason, who)
            settled = self._settle(copies.values())
            sql = "SELECT key FROM telegram JOIN copy ON copy.telegram = telegram.id WHERE sha256 = ?"
            key = str(self.store.rows(sql, found[0])[0][0])
        self._take_up(settled)
        return key

    def correct(self, id_text: str, field: str, text: str, reason: str, who: str) -> tuple[str, Correction]:
        """Put another value in the place of a field; the telegram's key, and the correction as it was read."""
        row = the_row(self.store, id_text)
        merged = merged_of(self.store, row)
        if merged is None:
            raise ArchiveError(f"{id_text}: names no telegram here")
        made = corrections.correction(merged.telegram, field, text, who, reason)
        copies = _copies(self.store, row)
        with self.store.transaction():
            self.store.audit(
                "correct", f"{field} of {key_of(self.store, row)} to {made.value} by {who}: {reason}"
            )
            if field == "mrn":
                corrections.record(self.store, list(copies), made)
                settled = self._renumber(copies.values())
            else:
                corrections.record(
                    self.store, [bytes.fromhex(merged.telegram.id.removeprefix("sha256:"))], made
                )
                self.store.changed(row)
                settled = Settled(changed=frozenset({row}))
            key = key_of(self.store, row)
        self._take_up(settled)
        return key, made

    def _renumber(self, copies: Iterable[int]) -> Settled:
        for copy in copies:
            corrections.renumber(self.store, copy)
        settled = self._settle(copies)
        return Settled(settled.created, settled.changed, settled.ended)

    def _settle(self, copies: Iterable[int]) -> Settled:
        return Settler(self.store).settle(copies)

    def _take_up(self, settled: Settled) -> None:
        for row in sorted(settled.created | settled.changed | settled.ended):
            take(self.index, pending_of(self.store, row))
        self.index.commit(self.store.reached())
