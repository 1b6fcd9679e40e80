"""Restoring what a bag tells of its copies and telegrams, once the copies are filed.

What the archive knows itself stands: a copy that it holds is not removed, a key that another telegram has is not taken
away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reftel.archive.copies import history
from reftel.archive.filing.batches import Filer

Read = Callable[[], Iterator[history.Any]]


class Restorer:
    """Restores events within a transaction. What was filed since `began` was filed from the bag."""

    def __init__(self, filer: Filer, began: str) -> None:
        self.filer = filer
        self.store = filer.store
        self.began = began

    def restore(self, read: Read) -> None:
        """Restore all events that `read` gives, each time it is called from the first on."""
        for event in read():
            match event:
                case history.CopyFiled():
                    self._filed(event)
                case history.Gone():
                    self._removed(event)
        _Namer(self.filer, self.began).name(event for event in read() if isinstance(event, history.Telegram))

    def _copy(self, sha256: str) -> int | None:
        found = self.store.one("SELECT id FROM copy WHERE sha256 = ?", bytes.fromhex(sha256))
        return int(found[0]) if found else None

    def _filed(self, event: history.CopyFiled) -> None:
        copy = self._copy(event.sha256)
        if copy is None:
            return
        if not self.store.one("SELECT 1 FROM place WHERE copy = ? AND filed_at < ?", copy, self.began):
            self.store.execute("UPDATE reading SET reader = ? WHERE copy = ?", event.reader, copy)
        sql = "UPDATE place SET filed_at = ? WHERE copy = ? AND path = ? AND offset = ? AND filed_at >= ?"
        for at in event.places:
            self.store.execute(sql, at.filed_at, copy, at.path, at.offset, self.began)

    def _removed(self, event: history.Gone) -> None:
        if self._copy(event.sha256) is None:
            sql = (
                "INSERT OR IGNORE INTO tombstone (sha256, key, mrn, removed_at, who, reason)"
                " VALUES (?, ?, ?, ?, ?, ?)"
            )
            facts = (event.key, event.mrn, event.at, event.who, event.reason)
            self.store.execute(sql, bytes.fromhex(event.sha256), *facts)


class _Namer:
    """Gives telegrams the keys that they had, and leads to them the names that did."""

    def __init__(self, filer: Filer, began: str) -> None:
        self.filer = filer
        self.store = filer.store
        self.began = began
        fresh = self.store.rows("SELECT DISTINCT key FROM alias WHERE since >= ?", began)
        self._fresh = {key for (key,) in fresh}
        self._renamed: dict[int, tuple[str, str]] = {}
        self._named: list[history.Telegram] = []

    def name(self, events: Iterable[history.Telegram]) -> None:
        """Do so for all telegrams whose copies are one telegram here too."""
        for event in events:
            self._look_at(event)
        self._drop_taken()
        self._rename()
        for event in self._named:
            self._lead(event)

    def _look_at(self, event: history.Telegram) -> None:
        hashes = [bytes.fromhex(sha256) for sha256 in event.copies]
        sql = (
            "SELECT DISTINCT telegram.id, key FROM copy JOIN telegram ON telegram.id = copy.telegram"
            " WHERE sha256 IN ({})"
        )
        rows = self.store.among(sql, hashes)
        if len(rows) != 1:
            return
        ((row, key),) = rows
        if key != event.key:
            self._renamed[row] = (key, event.key)
        if event.names or key in self._fresh:
            self._named.append(event)

    def _drop_taken(self) -> None:
        """Leave those as they are whose key is that of a telegram which keeps it."""
        taken = True
        while taken:
            taken = False
            for row, (_, key) in list(self._renamed.items()):
                if self._is_taken(key):
                    del self._renamed[row]
                    taken = True

    def _is_taken(self, key: str) -> bool:
        holder = self.store.one("SELECT id FROM telegram WHERE key = ?", key)
        led = self.store.one("SELECT 1 FROM alias WHERE name = ? AND since < ?", key, self.began)
        return bool(led) or (holder is not None and holder[0] not in self._renamed)

    def _rename(self) -> None:
        out_of_the_way = [(f"?{row}", row) for row in self._renamed]
        self.store.many("UPDATE telegram SET key = ? WHERE id = ?", out_of_the_way)
        leading = [(f"?{row}", key) for row, (key, _) in self._renamed.items()]
        self.store.many("UPDATE alias SET key = ? WHERE key = ?", leading)
        for row, (_, key) in self._renamed.items():
            self.store.execute("DELETE FROM alias WHERE name = ?", key)
            self.store.execute("UPDATE telegram SET key = ? WHERE id = ?", key, row)
            self.store.execute("UPDATE alias SET key = ? WHERE key = ?", key, f"?{row}")
        self.store.many_changed(self._renamed)
        self.filer.take_up(self._renamed)

    def _lead(self, event: history.Telegram) -> None:
        """Lead its names to a telegram, and only these of those that came to be while the bag was filed."""
        if not self.store.one("SELECT 1 FROM telegram WHERE key = ?", event.key):
            return
        self.store.execute("DELETE FROM alias WHERE key = ? AND since >= ?", event.key, self.began)
        for former in event.names:
            sql = (
                "INSERT OR IGNORE INTO alias (name, key, sha256, since) SELECT ?1, ?2, ?3, ?4"
                " WHERE NOT EXISTS (SELECT 1 FROM telegram WHERE key = ?1)"
            )
            sha256 = bytes.fromhex(former.sha256) if former.sha256 else None
            self.store.execute(sql, former.name, event.key, sha256, former.since)
