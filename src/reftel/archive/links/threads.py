"""Links between telegrams, derived from the index: who cites whom, threads, and who answered an instruction.

A link is an item of a REF line or words of a text that are bound to a number. Nothing is stored beside the index, so
links are as new as the archive and end with the telegrams that they tie, and each viewer has those of the telegrams
that they see.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from reftel.archive.addresses import keys_of, rows_of_names
from reftel.archive.copies.whole import telegrams_of
from reftel.archive.index.documents import number_forms, post_of
from reftel.archive.links.numbered import Sibling, siblings
from reftel.archive.query.search import Wanted, find
from reftel.archive.query.tree import Field, Word, disjunction
from reftel.archive.tiers import shown_to
from reftel.model.telegram import Noun, Telegram

if TYPE_CHECKING:
    from reftel.archive.view import View

MOST_NODES = 200
MOST_CITING = 1000


class Node(Noun, frozen=True):
    """A telegram of a thread. `key` is null for one that is cited and not in the archive.

    `parent` is the telegram of the thread that it answers: the first in its REF line that is no later. `cites` are
    all of the thread that it cites.
    """

    mrn: str
    key: str | None = None
    dtg: str | None = None
    post: str | None = None
    subject: str | None = None
    parent: str | None = None
    cites: tuple[str, ...] = ()


class Thread(Noun, frozen=True):
    """All that references tie to a telegram, in the order of the tree, each level by date. `cut`: there is more.

    `numbered` are the telegrams around the one asked for whose subjects are the same but for a number.
    """

    asked: str
    nodes: tuple[Node, ...]
    cut: bool = False
    numbered: tuple[Sibling, ...] = ()


class Record(NamedTuple):
    """A telegram of the archive under its key."""

    key: str
    telegram: Telegram


class Links:
    """The links of an archive, as its viewer sees them."""

    def __init__(self, archive: View) -> None:
        self.archive = archive
        self._viewer = archive.viewer
        self._known: dict[str, Record | None] = {}

    def record(self, number: str) -> Record | None:
        """The telegram that a number, key or hash prefix names, the first of several."""
        if number not in self._known:
            self.load((number,))
        return self._known[number]

    def load(self, numbers: Iterable[str]) -> None:
        """Fetch the telegrams of many numbers at once."""
        store, viewer = self.archive.store, self._viewer
        new = [number for number in numbers if number not in self._known]
        named = rows_of_names(store, new, viewer)
        rows = list(dict.fromkeys(row for found in named.values() for row in found))
        read, keys = telegrams_of(store, rows), keys_of(store, rows, viewer)
        shown = {row: seen for row, one in read.items() if (seen := shown_to(viewer, one))}
        for number in new:
            first = next((row for row in named[number] if row in shown and row in keys), None)
            self._known[number] = Record(keys[first], shown[first]) if first is not None else None

    def cites(self, number: str) -> tuple[str, ...]:
        """The numbers that a telegram refers to: those of its REF line in their order, then those of its text."""
        record = self.record(number)
        if record is None:
            return ()
        telegram = record.telegram
        named = (*(one.mrn for one in telegram.references), *(one.mrn for one in telegram.mentions))
        return tuple(dict.fromkeys(mrn for mrn in named if mrn and mrn != telegram.mrn))

    def citing(self, *numbers: str) -> tuple[str, ...]:
        """The numbers or keys of the telegrams that refer to any of these numbers, oldest first."""
        forms = [form for number in numbers for form in number_forms(number)[:1]]
        if not forms:
            return ()
        tree = disjunction(Field("cites", Word(form)) for form in forms)
        found = find(self.archive.index, self.archive.compiler(), tree, Wanted(MOST_CITING, 0, "date"))
        rows = [row for row, _ in found.rows]
        names = dict(
            self.archive.store.among("SELECT id, coalesce(mrn, key) FROM telegram WHERE id IN ({})", rows)
        )
        return tuple(dict.fromkeys(names[row] for row in rows if row in names))

    def numbers(self, field: str, number: str) -> Iterable[str]:
        """The numbers of the telegrams that `citedby:` and `thread:` mean."""
        if field == "citedby":
            return self.cites(number)
        return tuple(node.mrn for node in self.thread(number).nodes)

    def thread(self, number: str) -> Thread:
        """The thread of a telegram: what it cites, what cites it, and so on from each, the nearest first."""
        start = self.record(number)
        asked = start.telegram.mrn or start.key if start else (number_forms(number) or (number,))[0]
        cited: dict[str, tuple[str, ...]] = {}
        seen = {asked}
        near = [asked]
        while near and len(cited) < MOST_NODES:
            here, rest = near[: MOST_NODES - len(cited)], near[MOST_NODES - len(cited) :]
            self.load(here)
            cited |= {one: self.cites(one) for one in here}
            farther = (*(other for one in here for other in cited[one]), *self.citing(*here))
            near = rest + [one for one in dict.fromkeys(farther) if one not in seen]
            seen.update(near)
        nodes = [self._node(mrn, cited) for mrn in cited]
        around = siblings(self.archive, start.key, start.telegram) if start else ()
        return Thread(asked, in_tree_order(nodes), bool(near), around)

    def _node(self, mrn: str, cited: dict[str, tuple[str, ...]]) -> Node:
        record = self.record(mrn)
        if record is None:
            return Node(mrn)
        telegram = record.telegram
        here = tuple(one for one in cited[mrn] if one in cited)
        parent = next((one for one in here if self._no_later(one, telegram)), None)
        return Node(mrn, record.key, telegram.dtg, post_of(telegram), telegram.subject, parent, here)

    def _no_later(self, mrn: str, telegram: Telegram) -> bool:
        other = self.record(mrn)
        dtg = other.telegram.dtg if other else None
        return dtg is None or telegram.dtg is None or dtg <= telegram.dtg


def in_tree_order(nodes: list[Node]) -> tuple[Node, ...]:
    """The nodes, each after its parent, those of one parent by date; what would go round in a circle begins anew."""
    children: dict[str | None, list[Node]] = {}
    for node in sorted(nodes, key=lambda node: (node.dtg or "9", node.mrn)):
        children.setdefault(node.parent, []).append(node)
    ordered: dict[str, Node] = {}
    waiting = children.get(None, [])[::-1]
    rest = sorted(nodes, key=lambda node: (node.dtg or "9", node.mrn), reverse=True)
    while waiting or rest:
        node = waiting.pop() if waiting else rest.pop()
        if node.mrn not in ordered:
            ordered[node.mrn] = node
            waiting += children.get(node.mrn, [])[::-1]
    return tuple(ordered.values())
