"""What ties exported telegrams: who cites whom, and which cited ones are not among them. Held on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

from reftel.archive import Archive, Filed
from reftel.archive.index.documents import post_of
from reftel.export.format import in_batches

AT_ONCE = 500
_TABLES = """
CREATE TABLE node (key TEXT PRIMARY KEY, mrn TEXT, dtg TEXT, post TEXT, level TEXT, subject TEXT) WITHOUT ROWID;
CREATE TABLE edge (citing TEXT, cited TEXT, kind TEXT, PRIMARY KEY (citing, cited)) WITHOUT ROWID;
"""
_KEY = "coalesce((SELECT min(key) FROM node WHERE mrn = cited), cited)"


class Node(NamedTuple):
    """A telegram. `status`: exported, `held` by the archive and not exported, or `missing`."""

    key: str
    mrn: str | None
    dtg: str | None = None
    post: str | None = None
    level: str | None = None
    subject: str | None = None
    status: str = "exported"


class Edge(NamedTuple):
    """One telegram cites another, by their keys. `kind`: reference (its REF line) or mention (words of its text)."""

    citing: str
    cited: str
    kind: str


class Ties:
    """The ties of the telegrams that were added."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)  # SQLite's own temporary file
        self._file.executescript(_TABLES)
        self._file.execute("BEGIN")

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def add(self, filed: Filed) -> None:
        """Note a telegram and what it cites."""
        telegram = filed.telegram
        facts = (
            telegram.mrn,
            telegram.dtg,
            post_of(telegram),
            telegram.classification.level,
            telegram.subject,
        )
        self._file.execute("INSERT OR IGNORE INTO node VALUES (?, ?, ?, ?, ?, ?)", (filed.key, *facts))
        for kind, items in (("reference", telegram.references), ("mention", telegram.mentions)):
            cited = (one.mrn for one in items if one.mrn and one.mrn != telegram.mrn)
            edges = [(filed.key, mrn, kind) for mrn in cited]
            self._file.executemany("INSERT OR IGNORE INTO edge VALUES (?, ?, ?)", edges)

    def added(self) -> None:
        """All are added: find them by their numbers from now on."""
        self._file.execute("CREATE INDEX node_mrn ON node (mrn)")
        self._file.execute("CREATE INDEX edge_cited ON edge (cited)")

    def exported(self) -> Iterator[Node]:
        """The telegrams that were added, by their keys."""
        for row in self._file.execute("SELECT * FROM node ORDER BY key"):
            yield Node(*row)

    def others(self, archive: Archive) -> Iterator[Node]:
        """The cited telegrams that were not added, by their numbers."""
        absent = (
            "SELECT DISTINCT cited FROM edge WHERE cited NOT IN (SELECT mrn FROM node WHERE mrn IS NOT NULL)"
        )
        for some in in_batches(self._file.execute(f"{absent} ORDER BY cited"), AT_ONCE):
            held = archive.holds(mrn for (mrn,) in some)
            for (mrn,) in some:
                yield Node(mrn, mrn, status="held" if mrn in held else "missing")

    def edges(self) -> Iterator[Edge]:
        """Who cites whom, by their keys."""
        for row in self._file.execute(f"SELECT citing, {_KEY}, kind FROM edge ORDER BY 1, 2"):  # noqa: S608 - a constant
            yield Edge(*row)

    def elsewhere(self) -> Iterator[tuple[str, str]]:
        """Cited numbers of telegrams that were added under another key, with that key."""
        sql = f"SELECT DISTINCT cited, {_KEY} FROM edge WHERE cited NOT IN (SELECT key FROM node)"  # noqa: S608 - a constant
        for cited, key in self._file.execute(sql):
            if cited != key:
                yield cited, key

    def citing(self, mrn: str, most: int) -> tuple[list[Node], int]:
        """The first telegrams that cite a number, by their keys, and how many do in all."""
        sql = "SELECT node.* FROM edge JOIN node ON key = citing WHERE cited = ? ORDER BY key LIMIT ?"
        nodes = [Node(*row) for row in self._file.execute(sql, (mrn, most))]
        total = self._file.execute("SELECT count(*) FROM edge WHERE cited = ?", (mrn,)).fetchone()[0]
        return nodes, total


@contextmanager
def ties_of(telegrams: Iterator[Filed]) -> Iterator[Ties]:
    """The ties of these telegrams, kept until the block is left."""
    with closing(Ties()) as ties:
        for filed in telegrams:
            ties.add(filed)
        ties.added()
        yield ties
