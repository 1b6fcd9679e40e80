"""The copies of a telegram: what each says, two of them beside each other, and the words in which each differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from reftel.archive.copies.beside import Beside, Row
from reftel.archive.copies.comparing import words_shown
from reftel.archive.results import Comparison, CopyView
from reftel.web.pages.telegram import named
from reftel.web.setting.address import asked_number
from reftel.web.view import Asked, View

if TYPE_CHECKING:
    from reftel.archive import Archive

AROUND = 8
MOST_LETTERS = 30_000  # of both copies on one page
NAMES = {"dtg": "date-time group", "tags": "TAGS", "mrn": "number"}


class Line(NamedTuple):
    """One field: what each copy says in it, and whether they agree."""

    field: str
    said: tuple[str, ...]
    agree: bool


class Stretch(NamedTuple):
    """A change with the words around it: what is shown, what the copy has instead."""

    before: str
    shown: str
    own: str
    after: str
    place: int


class Leaf(NamedTuple):
    """A row of two copies beside each other; `number` counts, from 1, those in which they differ."""

    row: Row
    number: int | None


class CopiesPage(View, frozen=True):
    """The copies of a telegram, each compared with the words that are shown for all of them; two beside each other.

    `left` and `right` are the numbers of these two, from 1; `beside` is null where there is one copy only.
    """

    template: ClassVar[str] = "copies.html"

    key: str
    subject: str | None
    level: str | None
    words: tuple[str, ...]
    comparison: Comparison
    left: int = 1
    right: int = 1
    beside: Beside | None = None

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The fields as lines, of each copy the places where its words differ, and a part of the two."""
        copies = self.comparison.copies
        parts = _parts(self.beside) if self.beside else []
        part = min(asked_number(asked.get("part")), len(parts)) if parts else 0
        return {
            "lines": tuple(_lines(self.comparison)),
            "copies": tuple((copy, tuple(self._stretches(copy))) for copy in copies),
            "leaves": parts[part - 1] if parts else (),
            "part": part,
            "parts": len(parts),
            "differing": sum(leaf.number is not None for leaves in parts for leaf in leaves),
        }

    def _stretches(self, copy: CopyView) -> Iterator[Stretch]:
        for change in copy.changes:
            before = self.words[max(change.start - AROUND, 0) : change.start]
            after = self.words[change.end : change.end + AROUND]
            yield Stretch(" ".join(before), change.shown, change.own, " ".join(after), change.start)


def _parts(beside: Beside) -> list[list[Leaf]]:
    """The rows in parts that a page holds."""
    parts: list[list[Leaf]] = [[]]
    room, numbers = MOST_LETTERS, count(1)
    for row in beside.rows:
        letters = sum(len(piece.words) for piece in (*row.left, *row.right))
        if letters > room and parts[-1]:
            parts.append([])
            room = MOST_LETTERS
        room -= letters
        differs = any(piece.differs for piece in (*row.left, *row.right))
        parts[-1].append(Leaf(row, next(numbers) if differs else None))
    return parts


def _lines(comparison: Comparison) -> Iterator[Line]:
    copies = comparison.copies
    disputed = {difference.field for difference in comparison.differences}
    for field in dict.fromkeys(field for copy in copies for field in copy.said):
        said = tuple(copy.said.get(field, "") for copy in copies)
        yield Line(NAMES.get(field, field.replace("_", " ")), said, field not in disputed)


def copies_page(archive: Archive, asked: Asked) -> View:
    """The copies of the first telegram that the key names; beside each other those asked for, or the first two."""
    filed = named(archive, asked.path["key"])[0]
    telegram = filed.telegram
    comparison = archive.copies(filed.key)[0]
    copies = comparison.copies
    left = min(asked_number(asked.get("left", "1")), len(copies))
    right = min(asked_number(asked.get("right", "1" if left > 1 else "2")), len(copies))
    several = len(copies) > 1
    return CopiesPage(
        filed.key,
        telegram.subject,
        telegram.classification.level,
        tuple(words_shown(telegram)),
        comparison,
        left,
        right,
        archive.beside(filed.key, copies[left - 1].id, copies[right - 1].id) if several else None,
    )
