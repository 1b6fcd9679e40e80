"""Filing entries in the store: within a transaction, a batch of files at a time.

An entry that no copy in the store can concern becomes a telegram of its own, in statements for the whole batch. The
others are settled one by one, with all the copies that they concern.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from reftel.archive.copies import bands
from reftel.archive.copies.bringing import bring, lead_names
from reftel.archive.copies.identity import hash_key
from reftel.archive.copies.keeping import Settled
from reftel.archive.copies.settling import Settler
from reftel.archive.copies.whole import check_value, merged_of, value_of
from reftel.archive.filing.entries import Entry, Outcome
from reftel.archive.filing.noted import READER, remember
from reftel.archive.index.documents import document_of, number_forms
from reftel.archive.index.prepared import Prepared, prepared
from reftel.archive.store.database import Store, now
from reftel.model.decided import Decided

FILED, MERGED, UNCHANGED, REMOVED, WITHHELD = "filed", "merged", "unchanged", "removed", "withheld"

_SHOW_BEST = (
    "UPDATE telegram SET copy = (SELECT id FROM copy WHERE telegram = ?1 ORDER BY rank, sha256 LIMIT 1)"
    " WHERE id = ?1"
)


class Pending(msgspec.Struct, frozen=True):
    """What the index has yet to take up: store row, check value, document; None: the telegram was taken out."""

    row: int
    check: int
    document: Prepared | None


def pending_of(store: Store, row: int) -> Pending:
    """What the index should know of a telegram as the store has it."""
    merged = merged_of(store, row, spans=False)
    if merged is None:
        return Pending(row, 0, None)
    collections = store.rows(
        "SELECT DISTINCT collection FROM copy JOIN place ON place.copy = copy.id"
        " JOIN origin ON origin.id = place.origin WHERE copy.telegram = ? ORDER BY collection",
        row,
    )
    document = document_of(merged.telegram, (name for (name,) in collections))
    return Pending(row, check_value(store, row), prepared(document))


class Filer:
    """Files entries in `store` with its present dictionaries; `pending` is what the index must take up."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.dictionaries = (store.source_dictionary()[0], store.record_dictionary()[0])
        self.pending: list[Pending] = []
        self.settler = Settler(store)
        self.began = time.time_ns()
        self._touched: set[int] = set()
        self._origins: dict[tuple[str | None, str | None], int] = {}

    def file(self, outcomes: Sequence[Outcome]) -> tuple[Counter[str], list[Outcome]]:
        """File every entry of some files and note the files.

        Gives how many were filed, merged, unchanged, removed, and how many of the filed are withheld; and the outcomes
        as they stand now: a file of which all was removed earlier is skipped.
        """
        batch = _Batch(self.store, [entry for outcome in outcomes for entry in outcome.entries])
        self._insert(batch)
        self._bring_decided(batch)
        results = self._placed(batch)
        counted: Counter[str] = Counter()
        told: list[Outcome] = []
        for outcome in outcomes:
            come = [results[at] for at in range(counted.total(), counted.total() + len(outcome.entries))]
            counted.update(come)
            told.append(_without_removed(outcome, come))
        counted[WITHHELD] = sum(
            1 for entry, come in zip(batch.entries, results, strict=True) if entry.withheld and come == FILED
        )
        remember(self.store, told, self.began)
        self.finish()
        return counted, told

    def _bring_decided(self, batch: _Batch) -> None:
        """Take over what people decided about these copies in the archive that they come from."""
        for entry in batch.entries:
            copy = batch.copy.get(entry.sha256)
            if (
                copy is not None
                and entry.decided != Decided()
                and bring(self.store, entry.sha256, entry.decided)
            ):
                settled = self.settle_again(copy)
                if len(settled.ended) > len(settled.created):
                    batch.result[copy] = MERGED
                lead_names(self.store, copy, entry.decided.names)

    def finish(self) -> None:
        """Make what the index has to know of the telegrams that were touched; at the end of a transaction."""
        self.pending += (pending_of(self.store, row) for row in sorted(self._touched))
        self._touched.clear()

    def settle_again(self, copy: int) -> Settled:
        """Put a copy that was read anew to the telegram that it is of by its new reading."""
        self.settler.forget(copy)
        settled = self.settler.settle((copy,))
        rows = self.store.rows("SELECT telegram FROM copy WHERE id = ?", copy)
        self.store.execute(_SHOW_BEST, rows[0][0])
        self.store.changed(rows[0][0])
        self.take_up({rows[0][0]} | settled.created | settled.changed | settled.ended)
        return settled

    def _insert(self, batch: _Batch) -> None:
        """Put the new copies in, those that concern no other with a telegram each, and settle the rest."""
        source, record = self.dictionaries
        self.store.many(
            "INSERT INTO copy (id, sha256, telegram, rank, length, source_dictionary, source, record_dictionary,"
            " record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    copy,
                    one.sha256,
                    batch.row.get(copy, 0),
                    one.rank,
                    one.length,
                    source,
                    one.source,
                    record,
                    one.record,
                )
                for copy, one in batch.new.items()
            ],
        )
        readings = [(copy, READER, one.mrn, one.occasion) for copy, one in batch.new.items()]
        self.store.many("INSERT INTO reading (copy, reader, mrn, occasion) VALUES (?, ?, ?, ?)", readings)
        bands.keep(self.store, ((copy, one.mrn, one.bands) for copy, one in batch.new.items()))
        self._insert_alone(batch)
        for copy in sorted(batch.new.keys() - batch.row.keys()):
            self._settle(copy, batch)

    def _insert_alone(self, batch: _Batch) -> None:
        numbered = [
            (row, batch.key[copy], batch.new[copy].mrn, _number(batch.new[copy].mrn), copy)
            for copy, row in batch.row.items()
        ]
        self.store.many("INSERT INTO telegram (id, key, mrn, number, copy) VALUES (?, ?, ?, ?, ?)", numbered)
        self.store.many_changed(batch.row.values())
        for copy, row in batch.row.items():
            entry = batch.new[copy]
            self.pending.append(Pending(row, value_of([entry.sha256]), entry.document))

    def _settle(self, copy: int, batch: _Batch) -> None:
        settled = self.settler.settle((copy,))
        batch.result[copy] = FILED if len(settled.created) > len(settled.ended) else MERGED
        self.take_up(settled.created | settled.changed | settled.ended)

    def take_up(self, rows: Iterable[int]) -> None:
        """Let the index look at these telegrams again, when the batch is filed."""
        self._touched |= set(rows)

    def _placed(self, batch: _Batch) -> list[str]:
        """Note where each entry was found; what came of each."""
        places = {
            (batch.copy[entry.sha256], entry.path, entry.offset)
            for entry in batch.entries
            if batch.holds(entry)
        }
        old = {place[0] for place in places} - batch.new.keys()
        sql = "SELECT copy, path, offset FROM place WHERE copy IN ({})"
        known = set(self.store.among(sql, sorted(old)))
        at, rows, results = now(), [], []
        elsewhere: set[int] = set()
        for entry in batch.entries:
            copy = batch.copy.get(entry.sha256)
            if copy is None:
                results.append(REMOVED)
                continue
            place = (copy, entry.path, entry.offset)
            results.append(UNCHANGED if place in known else batch.result.pop(copy, MERGED))
            if place not in known:
                known.add(place)
                elsewhere |= {copy} & old
                rows.append((*place, self._origin(entry), at, msgspec.json.encode(entry.facts).decode()))
        sql = "INSERT INTO place (copy, path, offset, origin, filed_at, facts) VALUES (?, ?, ?, ?, ?, ?)"
        self.store.many(sql, rows)
        self._found_again(elsewhere)
        return results

    def _found_again(self, copies: set[int]) -> None:
        """Let the index hear of the collections in which known copies were found too."""
        sql = "SELECT DISTINCT telegram FROM copy WHERE id IN ({})"
        telegrams = [row for (row,) in self.store.among(sql, sorted(copies))]
        self.store.many_changed(telegrams)
        self.take_up(telegrams)

    def _origin(self, entry: Entry) -> int:
        stated = (entry.collection, entry.legal_status)
        if stated not in self._origins:
            same = "SELECT id FROM origin WHERE collection IS ? AND legal_status IS ?"
            found = self.store.one(same, *stated)
            insert = "INSERT INTO origin (collection, legal_status) VALUES (?, ?)"
            self._origins[stated] = found[0] if found else self.store.execute(insert, *stated)
        return self._origins[stated]


def _number(mrn: str | None) -> str | None:
    forms = number_forms(mrn) if mrn else ()
    return forms[-1] if forms else None


class _Batch:
    """Some entries, and what the store has of them: all that is asked of it is asked once for the whole batch.

    `copy` gives the copy of each hash, new or old; `new` the entry of each new copy; `row` and `key` the telegram of
    each new copy that concerns no other; `result` what came of each new copy.
    """

    def __init__(self, store: Store, entries: list[Entry]) -> None:
        self.store = store
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
        taken, loose = self._taken(), self._loose()
        row = self.store.highest("telegram")
        for copy, entry in self.new.items():
            key = entry.mrn or hash_key(entry.sha256)
            if key in taken or entry.occasion in loose or not loose.isdisjoint(entry.bands):
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

    def _loose(self) -> set[int]:
        """Occasions and bands that are shared with a copy without a number, in the store or in the batch."""
        unnumbered = [entry for entry in self.new.values() if not entry.mrn]
        known = [entry for entry in self.new.values() if entry.mrn]
        return self._loose_occasions(known, unnumbered) | self._loose_bands(known, unnumbered)

    def _loose_bands(self, known: Sequence[Entry], unnumbered: Sequence[Entry]) -> set[int]:
        loose = Counter(band for entry in unnumbered for band in entry.bands)
        numbered = [band for entry in known for band in entry.bands]
        repeated = {band for band, count in loose.items() if count > 1} | loose.keys() & set(numbered)
        return repeated | bands.found(self.store, numbered, list(loose))

    def _loose_occasions(self, known: Sequence[Entry], unnumbered: Sequence[Entry]) -> set[int]:
        numbered = [entry.occasion for entry in known if entry.occasion]
        occasions = [entry.occasion for entry in unnumbered if entry.occasion]
        loose = "SELECT occasion FROM reading WHERE mrn IS NULL AND occasion IN ({})"
        any_of_it = "SELECT occasion FROM reading WHERE occasion IN ({})"
        statements = ((loose, numbered), (any_of_it, occasions))
        found = {value for sql, values in statements for (value,) in self.store.among(sql, values)}
        repeated = Counter(numbered + occasions)
        return found | {occasion for occasion in occasions if repeated[occasion] > 1}


def _without_removed(outcome: Outcome, come: list[str]) -> Outcome:
    if come and all(one == REMOVED for one in come):
        return Outcome(outcome.found, "skipped", reason="removed from the archive, and not filed again")
    return outcome
