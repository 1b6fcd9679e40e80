"""Filing entries in the store: within a transaction, one copy at a time."""

from __future__ import annotations

import time
from collections import Counter

import msgspec

import reftel
from reftel.archive.documents import Document, number_forms
from reftel.archive.entries import Entry, Outcome
from reftel.archive.identity import hash_key, same_telegram, version_key
from reftel.archive.store import Store, now
from reftel.sources.files import Found

READER = reftel.__version__  # which reader saw a file
SETTLED = 2_000_000_000  # nanoseconds: coarser than the clock of any usual file system
FILED, MERGED, UNCHANGED, REMOVED = "filed", "merged", "unchanged", "removed"


class Pending(msgspec.Struct, frozen=True):
    """A document that the index has yet to take up: store row, check value, document."""

    row: int
    check: int
    document: Document


def check_value(sha256: bytes) -> int:
    """What the index keeps to tell which copy a document was made from."""
    return int.from_bytes(sha256[:8], "big")


class Filer:
    """Files entries in `store` with its present dictionaries; `pending` is what the index must take up."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.source_dictionary = store.source_dictionary()[0]
        self.record_dictionary = store.record_dictionary()[0]
        self.pending: list[Pending] = []
        self._origins: dict[tuple[str | None, str | None], int] = {}

    def file(self, outcome: Outcome) -> tuple[Counter[str], Outcome]:
        """File every entry of a file and note the file.

        Gives how many were filed, merged, unchanged, removed; and the outcome as it stands now: a file of
        which all was removed earlier is skipped.
        """
        counted = Counter(self._entry(entry) for entry in outcome.entries)
        if counted[REMOVED] and counted[REMOVED] == counted.total():
            reason = "removed from the archive, and not filed again"
            outcome = Outcome(outcome.found, "skipped", reason=reason)
        remember(self.store, outcome)
        return counted, outcome

    def _entry(self, entry: Entry) -> str:
        if self.store.one("SELECT 1 FROM tombstone WHERE sha256 = ?", entry.sha256):
            return REMOVED
        known = self.store.one("SELECT id FROM copy WHERE sha256 = ?", entry.sha256)
        if known:
            return MERGED if self._place(known[0], entry) else UNCHANGED
        row = self._joined(entry)
        if row is None:
            row, result = self._new_telegram(entry), FILED
            self._note_version(row, entry)
        else:
            result = MERGED
        copy = self._copy(row, entry)
        self._place(copy, entry)
        self._settle(row, copy, entry)
        return result

    def _joined(self, entry: Entry) -> int | None:
        """The telegram that the entry is a further copy of."""
        if entry.mrn is None:
            return None
        rows = self.store.rows("SELECT id, copy FROM telegram WHERE mrn = ? ORDER BY id", entry.mrn)
        if not rows:
            return None
        packer = self.store.packer(self.source_dictionary, self.record_dictionary)
        data = packer.unpack_source(entry.source)
        telegram = packer.unpack_record(entry.record, data, entry.sha256)
        matching = (row for row, copy in rows if same_telegram(telegram, self.store.telegram_of(copy)))
        return next(matching, None)

    def _free_key(self, entry: Entry) -> str:
        if entry.mrn is None:
            keys = (hash_key(entry.sha256, digits) for digits in range(12, 65, 4))
        else:
            mrn = entry.mrn
            keys = (version_key(mrn, version) for version in range(1, 1_000_000))
        return next(key for key in keys if not self.store.one("SELECT 1 FROM telegram WHERE key = ?", key))

    def _new_telegram(self, entry: Entry) -> int:
        forms = number_forms(entry.mrn) if entry.mrn else ()
        return self.store.execute(
            "INSERT INTO telegram (key, mrn, number, copy) VALUES (?, ?, ?, 0)",
            self._free_key(entry),
            entry.mrn,
            forms[-1] if forms else None,
        )

    def _note_version(self, row: int, entry: Entry) -> None:
        """Record that a number came a second time with other words: another telegram, version or section."""
        if entry.mrn is None:
            return
        first = self.store.one("SELECT key FROM telegram WHERE mrn = ? ORDER BY id LIMIT 1", entry.mrn)
        key = self.store.one("SELECT key FROM telegram WHERE id = ?", row)
        if first and key and first != key:
            message = f"has the number of {first[0]} and other words; kept as a telegram of its own"
            sql = "INSERT INTO finding (telegram, found_at, message) VALUES (?, ?, ?)"
            self.store.execute(sql, row, now(), message)

    def _copy(self, row: int, entry: Entry) -> int:
        return self.store.execute(
            "INSERT INTO copy (sha256, telegram, rank, length, source_dictionary, source,"
            " record_dictionary, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            entry.sha256,
            row,
            entry.rank,
            entry.length,
            self.source_dictionary,
            entry.source,
            self.record_dictionary,
            entry.record,
        )

    def _settle(self, row: int, copy: int, entry: Entry) -> None:
        """Let the telegram be shown by its best copy, and tell the index where that is the new one."""
        best = self.store.one("SELECT id FROM copy WHERE telegram = ? ORDER BY rank, id LIMIT 1", row)
        if best is None or best[0] != copy:
            return
        self.store.execute("UPDATE telegram SET copy = ? WHERE id = ?", copy, row)
        self.store.changed(row)
        self.pending.append(Pending(row, check_value(entry.sha256), entry.document))

    def _origin(self, entry: Entry) -> int:
        stated = (entry.collection, entry.legal_status)
        if stated not in self._origins:
            same = "SELECT id FROM origin WHERE collection IS ? AND legal_status IS ?"
            found = self.store.one(same, *stated)
            insert = "INSERT INTO origin (collection, legal_status) VALUES (?, ?)"
            self._origins[stated] = found[0] if found else self.store.execute(insert, *stated)
        return self._origins[stated]

    def _place(self, copy: int, entry: Entry) -> bool:
        """Note where the copy was found; False where that was known."""
        place = (copy, entry.path, entry.offset)
        if self.store.one("SELECT 1 FROM place WHERE copy = ? AND path = ? AND offset = ?", *place):
            return False
        self.store.execute(
            "INSERT INTO place (copy, path, offset, origin, filed_at, facts) VALUES (?, ?, ?, ?, ?, ?)",
            *place,
            *(self._origin(entry), now(), msgspec.json.encode(entry.facts).decode()),
        )
        return True


def remember(store: Store, outcome: Outcome) -> None:
    """Note what came of a file, so that a later run need not read it again and can say why it was refused."""
    found = outcome.found
    store.execute(
        "INSERT OR REPLACE INTO file (path, size, modified, seen, reader, outcome, line, reason, remedy)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(found.path, found.size, found.modified, time.time_ns(), READER),
        *(outcome.outcome, outcome.line, outcome.reason, outcome.remedy),
    )


def known(store: Store, found: Found) -> Outcome | None:
    """What an earlier run made of a file that has not changed since; None where it must be read.

    A file that was changed shortly before it was read may have been changed again without a new time, so it
    is read again. Files that could not be read, or that another version of the reader refused, are too.
    """
    sql = "SELECT size, modified, seen, reader, outcome, line, reason, remedy FROM file WHERE path = ?"
    row = store.one(sql, found.path)
    if row is None or row[:2] != (found.size, found.modified) or row[2] - row[1] < SETTLED:
        return None
    if row[4] == "read" or (row[4] == "skipped" and row[3] == READER):
        return Outcome(found, row[4], line=row[5], reason=row[6], remedy=row[7])
    return None
