"""The copies of a telegram side by side: what each says, and the words in which it differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from reftel.archive.copies.comparing import words_shown
from reftel.archive.results import Comparison, CopyView
from reftel.web.pages.telegram import named
from reftel.web.view import Asked, View

if TYPE_CHECKING:
    from reftel.archive import Archive

AROUND = 8
NAMES = {"dtg": "date-time group", "tags": "TAGS", "mrn": "number"}


class Row(NamedTuple):
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


class CopiesPage(View, frozen=True):
    """The copies of a telegram, each compared with the words that are shown for all of them."""

    template: ClassVar[str] = "copies.html"

    key: str
    subject: str | None
    level: str | None
    words: tuple[str, ...]
    comparison: Comparison

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The fields as rows, and of each copy the places where its words differ."""
        copies = self.comparison.copies
        return {
            "rows": tuple(_rows(self.comparison)),
            "copies": tuple((copy, tuple(self._stretches(copy))) for copy in copies),
        }

    def _stretches(self, copy: CopyView) -> Iterator[Stretch]:
        for change in copy.changes:
            before = self.words[max(change.start - AROUND, 0) : change.start]
            after = self.words[change.end : change.end + AROUND]
            yield Stretch(" ".join(before), change.shown, change.own, " ".join(after), change.start)


def _rows(comparison: Comparison) -> Iterator[Row]:
    copies = comparison.copies
    disputed = {difference.field for difference in comparison.differences}
    for field in dict.fromkeys(field for copy in copies for field in copy.said):
        said = tuple(copy.said.get(field, "") for copy in copies)
        yield Row(NAMES.get(field, field.replace("_", " ")), said, field not in disputed)


def copies_page(archive: Archive, asked: Asked) -> View:
    """The copies of the first telegram that the key names."""
    filed = named(archive, asked.path["key"])[0]
    telegram = filed.telegram
    comparison = archive.copies(filed.key)[0]
    return CopiesPage(
        filed.key,
        telegram.subject,
        telegram.classification.level,
        tuple(words_shown(telegram)),
        comparison,
    )
