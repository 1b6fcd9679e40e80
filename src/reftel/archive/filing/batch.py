"""Some entries that are filed together, and which of them concern no other copy."""

from __future__ import annotations

from collections import Counter

from reftel.archive.copies import bands
from reftel.archive.copies.identity import hash_key
from reftel.archive.filing.entries import Entry
from reftel.archive.store.database import Store

FILED = "filed"


class Batch:
    """Some entries, and what the store has of them: all that is asked of it is asked once for the whole batch.

    `copy` gives the copy of each hash, new or old; `new` the entry of each new copy; `row` and `key` the telegram of
    each new copy that concerns no other; `result` what came of each new copy.
    """

    def __init__(self, store: Store, sharing: bands.Sharing, entries: list[Entry]) -> None:
        self.store = store
        self.sharing = sharing
        self.entries = entries
        hashes = list(dict.fromkeys(entry.sha256 for entry in entries))
        buried = {one for (one,) in store.among("SELECT sha256 FROM tombstone WHERE sha256 IN ({})", hashes)}
        self.copy = dict(store.among("SELECT sha256, id FROM copy WHERE sha256 IN ({})", hashes))
        self.new: dict[int, Entry] = {}
        self.row: dict[int, int] = {}
        self.key: dict[int, str] = {}
        copy = store.highest("copy")
        for entry in entries:
            if entry.sha256 not in self.copy and entry.sha256 not in buried:
                copy += 1
                self.copy[entry.sha256] = copy
                self.new[copy] = entry
        self.result = dict.fromkeys(self.new, FILED)
        self._find_alone()

    def holds(self, entry: Entry) -> bool:
        """Whether the store has the entry's copy, or is to have it."""
        return entry.sha256 in self.copy

    def _find_alone(self) -> None:
        """Give a telegram to each new copy whose number is new and whose words no copy can have."""
        taken, occasions, sharing = self._taken(), self._loose_occasions(), self._sharing()
        row = self.store.highest("telegram")
        for copy, entry in self.new.items():
            key = entry.mrn or hash_key(entry.sha256)
            if key in taken or entry.occasion in occasions or copy in sharing:
                continue
            taken.add(key)
            row += 1
            self.row[copy], self.key[copy] = row, key

    def _taken(self) -> set[str]:
        """The names among the new ones that lead to a telegram already."""
        names = [entry.mrn or hash_key(entry.sha256) for entry in self.new.values()]
        statements = (
            "SELECT key FROM telegram WHERE key IN ({})",
            "SELECT mrn FROM telegram WHERE mrn IN ({})",
            "SELECT name FROM alias WHERE name IN ({})",
        )
        return {name for sql in statements for (name,) in self.store.among(sql, names)}

    def _sharing(self) -> set[int]:
        """The new copies of which a copy in the store, or a new one without a number, may have the words.

        Where one has a number and one has none, and both are new, it is enough to name that which has none.
        """
        numbered = {copy: one for copy, one in self.new.items() if one.mrn}
        unnumbered = {copy: one for copy, one in self.new.items() if not one.mrn}
        alike = self.sharing.loose([one.bands for one in numbered.values()])
        found = {copy for copy, shared in zip(numbered, alike, strict=True) if self._enough(copy, shared)}
        times = Counter(band for one in unnumbered.values() for band in one.bands)
        few = {band for one in numbered.values() for band in one.bands[: bands.FEW]}
        met = {band for band, count in times.items() if count > 1 or band in few} | self.sharing.met(
            list(times)
        )
        return found | {copy for copy, one in unnumbered.items() if not met.isdisjoint(one.bands)}

    def _enough(self, copy: int, shared: Counter[int]) -> bool:
        """Whether a copy may have the words of one with which it shares so many bands. A section has some of them."""
        entry = self.new[copy]
        least = bands.SOME if len(entry.bands) == bands.MORE and not entry.sectional else 1
        return max(shared.values(), default=0) >= least

    def _loose_occasions(self) -> set[int]:
        """Occasions that are shared with a copy without a number, in the store or in the batch."""
        dated = [(entry.mrn, entry.occasion) for entry in self.new.values() if entry.occasion]
        numbered = [occasion for mrn, occasion in dated if mrn]
        occasions = [occasion for mrn, occasion in dated if not mrn]
        loose = "SELECT occasion FROM reading WHERE mrn IS NULL AND occasion IN ({})"
        any_of_it = "SELECT occasion FROM reading WHERE occasion IN ({})"
        statements = ((loose, numbered), (any_of_it, occasions))
        found = {value for sql, values in statements for (value,) in self.store.among(sql, values)}
        repeated = Counter(numbered + occasions)
        return found | {occasion for occasion in occasions if repeated[occasion] > 1}
