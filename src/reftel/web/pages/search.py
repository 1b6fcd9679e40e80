"""The search page: what was asked, how it was understood, what was found, where to narrow it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from reftel.archive import ArchiveError
from reftel.archive.results import Count, Results
from reftel.model.telegram import Noun
from reftel.web.asked import in_words, typed
from reftel.web.examples import Example, examples, latest
from reftel.web.setting.cards import cards
from reftel.web.view import Asked, Fault, View
from reftel.web.words import named, search_url, term

if TYPE_CHECKING:
    from reftel.archive import Archive

PAGE, MOST = 20, 100
SORTS = {"relevance": "best first", "-date": "newest first", "date": "oldest first"}
FACETS = {
    "class": "Classification",
    "post": "Post",
    "year": "Year",
    "tag": "TAGS",
    "caption": "Captions",
    "precedence": "Precedence",
    "layout": "Layout",
}
SHOWN, UNFOLDED = 8, 60
AROUND = 2
FARTHEST = 10**9


class Choice(Noun, frozen=True):
    """A value of a facet: choosing it adds its term to the query, choosing it again takes it out."""

    value: str
    label: str
    count: int
    url: str
    chosen: bool


class Facet(NamedTuple):
    """One way to narrow: the most frequent values, some more to unfold, how many are left beyond them."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    beyond: int


class Leaf(NamedTuple):
    """A page number, or a gap between numbers where `number` is 0."""

    number: int
    url: str
    here: bool


def asked_page(text: str) -> int:
    """The page number that an address asks for, FARTHEST at most; 1 for anything else than a positive number."""
    if not (text.isascii() and text.isdigit()):
        return 1
    return max(int(text), 1) if len(text) < 10 else FARTHEST


def asked_sort(text: str) -> str:
    """The order that an address asks for, if there is such an order."""
    return text if text in SORTS else "relevance"


def without(query: str, taken: str) -> str:
    """The query without a term that was added to it."""
    return " ".join(re.sub(rf"(?<!\S){re.escape(taken)}(?!\S)", " ", query, count=1).split())


def _choice(query: str, sort: str, field: str, count: Count) -> Choice:
    added = term(field, count.value)
    chosen = re.search(rf"(?<!\S){re.escape(added)}(?!\S)", query) is not None
    wanted = without(query, added) if chosen else f"{query} {added}".strip()
    return Choice(*named(count.value, count.label), count.count, search_url(wanted, sort), chosen)


def facets(results: Results, query: str, sort: str) -> tuple[Facet, ...]:
    """The ways to narrow the answer, in a fixed order; a facet with nothing to choose is left out."""
    made = []
    for field, title in FACETS.items():
        choices = tuple(_choice(query, sort, field, count) for count in results.facets.get(field, ()))
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            made.append(
                Facet(title, choices[:SHOWN], choices[SHOWN:UNFOLDED], max(len(choices) - UNFOLDED, 0))
            )
    return tuple(made)


def leaves(total: int, page: int, query: str, sort: str) -> tuple[Leaf, ...]:
    """The numbers of the pages around this one, with the first and the last; empty for a single page."""
    last = -(-total // PAGE)
    wanted = sorted({1, last, *range(max(page - AROUND, 1), min(page + AROUND, last) + 1)})
    made: list[Leaf] = []
    for number in wanted if last > 1 else ():
        if made and number > made[-1].number + 1:
            made.append(Leaf(0, "", False))
        made.append(Leaf(number, search_url(query, sort, number), number == page))
    return tuple(made)


class SearchPage(View, frozen=True):
    """One page of an answer. `number` counts pages of `size` from 1; `beyond` is a number beyond the last."""

    template: ClassVar[str] = "search.html"

    query: str
    meaning: str
    sort: str
    results: Results
    number: int = 1
    size: int = PAGE
    beyond: int = 0
    examples: tuple[Example, ...] = ()

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The hits as cards, the ways to narrow and to order, the numbers of the pages around."""
        query, sort, results = self.query, self.sort, self.results
        return {
            "sorts": tuple((name, label, search_url(query, name)) for name, label in SORTS.items()),
            "typed": typed(query, results.doubts),
            "cards": cards(results.hits),
            "facets": facets(results, query, sort),
            "leaves": leaves(results.total, self.number, query, sort),
            "last": max(-(-results.total // self.size), 1),
            "first": (self.number - 1) * self.size + 1,
        }


def search_page(archive: Archive, asked: Asked) -> SearchPage:
    """One page of the answer to a query; for a page after the last the last, which says so."""
    query, sort = asked.get("q"), asked_sort(asked.get("sort"))
    size = min(asked_page(asked.get("limit", str(PAGE))), MOST)
    if asked.get("cursor"):
        return _after(archive, query, sort, asked.get("cursor"), size)
    wanted = asked_page(asked.get("page"))
    # Not even asked for: an index makes room for all the hits before an offset.
    total = archive.search(query, limit=1, sort=sort).total if wanted > 1 else 0
    number = min(wanted, max(-(-total // size), 1))
    results = archive.search(query, limit=size, offset=(number - 1) * size, sort=sort, facets=True)
    return SearchPage(
        query,
        in_words(query) if query.strip() else "",
        sort,
        results,
        number,
        size,
        wanted if results.total and wanted > number else 0,
        () if results.hits else _examples(archive),
    )


def _after(archive: Archive, query: str, sort: str, cursor: str, size: int) -> SearchPage:
    """The page that follows another, however deep."""
    try:
        results = archive.search(query, limit=size, sort=sort, cursor=cursor)
    except ArchiveError as error:
        raise Fault(400, "bad_cursor", str(error)) from error
    return SearchPage(query, in_words(query) if query.strip() else "", sort, results, size=size)


def _examples(archive: Archive) -> tuple[Example, ...]:
    stats = archive.stats()
    return examples(stats, latest(archive, stats))
