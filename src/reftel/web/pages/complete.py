"""What may complete the word that is being typed: fields, posts, TAGS, people and other values of this archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from reftel.archive.results import Count
from reftel.model.telegram import Noun
from reftel.web.asked import FIELDS
from reftel.web.view import Asked, View
from reftel.web.words import term

if TYPE_CHECKING:
    from reftel.archive import Archive

MOST = 12
WORD = ("post", "tag", "signer")  # the facets that a bare word is looked up in
LEAST = 2
_LAST = re.compile(r'(?:[^\s"]|"[^"]*"?)*\Z')
_MEANT = {"from": "post", "to": "addressee", "info": "addressee"}


class Completion(Noun, frozen=True):
    """The whole query with its last word completed, what was put in, and what that means; `count` of telegrams."""

    query: str
    typed: str
    meaning: str
    count: int | None = None


class CompletePage(View, frozen=True):
    """The completions of a query, most frequent first."""

    template: ClassVar[str] = "complete.html"

    query: str
    completions: tuple[Completion, ...]


def complete_page(archive: Archive, asked: Asked) -> CompletePage:
    """What may complete the last word of a query."""
    query = asked.get("q")[:500]
    found = _LAST.search(query)
    last = found[0] if found else ""
    before = query[: len(query) - len(last)]
    sign = "-" if last.startswith("-") else ""
    field, colon, value = last.removeprefix("-").partition(":")
    found_ones = _values(archive, field.lower(), value) if colon else _words(archive, field)
    ones = tuple(
        Completion(f"{before}{sign}{typed}", f"{sign}{typed}", meaning, count)
        for typed, meaning, count in found_ones
    )
    return CompletePage(query, ones[:MOST])


def _words(archive: Archive, word: str) -> Iterator[tuple[str, str, int | None]]:
    """The fields that begin with a word, then the commonest posts, TAGS and signers that do."""
    if len(word) < LEAST:
        return
    for name, meaning in FIELDS.items():
        if name.startswith(word.lower()):
            yield f"{name}:", meaning.format("…"), None
    for field in WORD:
        yield from list(_values(archive, field, word))[: MOST // 3]


def _values(archive: Archive, field: str, begun: str) -> Iterator[tuple[str, str, int | None]]:
    """The values of a field that begin so, or of whose meaning a word does."""
    wanted = begun.strip('"').casefold()
    for one in archive.counted("").get(_MEANT.get(field, field), ()):
        if _begins(one, wanted):
            yield term(field, one.value), one.label, one.count


def _begins(one: Count, wanted: str) -> bool:
    label = one.label.casefold()
    return one.value.casefold().startswith(wanted) or f" {label}".find(f" {wanted}") >= 0
