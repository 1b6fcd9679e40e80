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
from reftel.archive.copies.keeping import Settled
from reftel.archive.copies.settling import Settler
from reftel.archive.copies.whole import check_value, merged_of, value_of
from reftel.archive.filing.batch import FILED, Batch
from reftel.archive.filing.entries import Entry, Outcome
from reftel.archive.filing.noted import READER, remember
from reftel.archive.index.documents import document_of, number_forms
from reftel.archive.index.prepared import Prepared, prepared
from reftel.archive.store.database import Store, now
from reftel.model.decided import Decided

MERGED, UNCHANGED, REMOVED, WITHHELD = "merged", "unchanged", "removed", "withheld"

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
        batch = Batch(
            self.store, self.settler.sharing, [entry for outcome in outcomes for entry in outcome.entries]
        )
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

    def _bring_decided(self, batch: Batch) -> None:
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

    def _insert(self, batch: Batch) -> None:
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

    def _insert_alone(self, batch: Batch) -> None:
        numbered = [
            (row, batch.key[copy], batch.new[copy].mrn, _number(batch.new[copy].mrn), copy)
            for copy, row in batch.row.items()
        ]
        self.store.many("INSERT INTO telegram (id, key, mrn, number, copy) VALUES (?, ?, ?, ?, ?)", numbered)
        self.store.many_changed(batch.row.values())
        for copy, row in batch.row.items():
            entry = batch.new[copy]
            self.pending.append(Pending(row, value_of([entry.sha256]), entry.document))

    def _settle(self, copy: int, batch: Batch) -> None:
        settled = self.settler.settle((copy,))
        batch.result[copy] = FILED if len(settled.created) > len(settled.ended) else MERGED
        self.take_up(settled.created | settled.changed | settled.ended)

    def take_up(self, rows: Iterable[int]) -> None:
        """Let the index look at these telegrams again, when the batch is filed."""
        self._touched |= set(rows)

    def _placed(self, batch: Batch) -> list[str]:
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


def _without_removed(outcome: Outcome, come: list[str]) -> Outcome:
    if come and all(one == REMOVED for one in come):
        return Outcome(outcome.found, "skipped", reason="removed from the archive, and not filed again")
    return outcome
