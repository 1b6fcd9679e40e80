"""The search page: what was asked, how it was understood, what was found, where to narrow it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from reftel.archive import ArchiveError
from reftel.archive.results import Count, Results
from reftel.archive.view import in_order
from reftel.web.asked import in_words, typed
from reftel.web.examples import Example, examples, latest
from reftel.web.plots.bars import over_time
from reftel.web.setting.address import COLUMNS, SORTS, VIEWS, Address, asked_number
from reftel.web.setting.cards import Card, cards
from reftel.web.setting.narrowing import facets, leaves
from reftel.web.view import Asked, Fault, View
from reftel.web.words import day

if TYPE_CHECKING:
    from reftel.archive import Archive

PAGE, MOST = 20, 100


class SearchPage(View, frozen=True):
    """One page of an answer. `number` counts pages of `size` from 1; `beyond` is a number beyond the last.

    `meaning` says in words how the query was read; `months` are the telegrams found by month, `years` by year.
    """

    template: ClassVar[str] = "search.html"

    query: str
    meaning: str
    sort: str
    results: Results
    number: int = 1
    size: int = PAGE
    beyond: int = 0
    months: tuple[Count, ...] = ()
    years: tuple[Count, ...] = ()
    examples: tuple[Example, ...] = ()

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The hits as cards, the ways to narrow and to order, the time line, the pages around."""
        results = self.results
        address = Address.asked(asked)._replace(page=self.number)
        first = address._replace(page=1)
        found = cards(results.hits)
        return {
            "address": address,
            "sorts": _ways(SORTS, address.sort, {name: first._replace(sort=name).url for name in SORTS}),
            "views": _ways(VIEWS, address.view, {name: _seen(first, name) for name in VIEWS}),
            "columns": tuple((name, label, name in address.columns) for name, label in COLUMNS.items()),
            "typed": typed(self.query, results.doubts),
            "taking": tuple((one, address.taking(one)) for one in address.terms),
            "cards": found,
            "groups": _by_month(found) if address.view == "timeline" else (),
            "facets": facets(results, address),
            "time": over_time(self.months, self.years, address.dated),
            "leaves": leaves(results.total, self.size, address),
            "last": max(-(-results.total // self.size), 1),
            "first": (self.number - 1) * self.size + 1,
        }


def _ways(labels: Mapping[str, str], here: str, urls: Mapping[str, str]) -> tuple[tuple[str, str, bool], ...]:
    """Ways to choose between: label, address, whether it is chosen."""
    return tuple((label, urls[name], name == here) for name, label in labels.items())


def _seen(address: Address, view: str) -> str:
    """The address in another view; a time line is in the order of time unless another is chosen."""
    plain = address.sort in {"relevance", "date"}
    sort = ("date" if view == "timeline" else "relevance") if plain else address.sort
    return address._replace(view=view, sort=sort).url


def _by_month(found: tuple[Card, ...]) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    """The cards under the names of their months, in the order in which they come."""
    months = groupby(found, key=lambda card: (card.hit.dtg or "")[:7])
    return tuple((day(month) or "No date", tuple(group)) for month, group in months)


def search_page(archive: Archive, asked: Asked) -> SearchPage:
    """One page of the answer to a query; for a page after the last the last, which says so."""
    address = Address.asked(asked)
    query, sort = address.query, address.sort
    size = min(asked_number(asked.get("limit", str(PAGE))), MOST)
    if asked.get("cursor"):
        return _after(archive, address, asked.get("cursor"), size)
    # Not even asked for: an index makes room for all the hits before an offset.
    total = archive.search(query, limit=1, sort=sort).total if address.page > 1 else 0
    number = min(address.page, max(-(-total // size), 1))
    results = archive.search(query, limit=size, offset=(number - 1) * size, sort=sort, facets=True)
    return SearchPage(
        query,
        meaning_of(query),
        sort,
        results,
        number,
        size,
        address.page if results.total and address.page > number else 0,
        in_order(archive.counted(query, hurried=True).get("month", ())),
        in_order(results.facets.get("year", ())),
        () if results.hits else _examples(archive),
    )


def meaning_of(query: str) -> str:
    """How a query was understood, in words; empty for an empty one."""
    return in_words(query) if query.strip() else ""


def _after(archive: Archive, address: Address, cursor: str, size: int) -> SearchPage:
    """The page that follows another, however deep."""
    query, sort = address.query, address.sort
    try:
        results = archive.search(query, limit=size, sort=sort, cursor=cursor)
    except ArchiveError as error:
        raise Fault(400, "bad_cursor", str(error)) from error
    return SearchPage(query, meaning_of(query), sort, results, size=size)


def _examples(archive: Archive) -> tuple[Example, ...]:
    stats = archive.stats()
    return examples(stats, latest(archive, stats))
