"""The ways to narrow an answer: facets that add and exclude, the terms that do so already, the pages around."""

from __future__ import annotations

from typing import NamedTuple

from reftel.archive.results import Count, Results
from reftel.model.telegram import Noun
from reftel.web.setting.address import Address
from reftel.web.words import named, term

FACETS = {
    "class": "Classification",
    "post": "Post",
    "year": "Year",
    "tag": "TAGS",
    "caption": "Captions",
    "precedence": "Precedence",
    "addressee": "Addressee",
    "signer": "Signer",
    "office": "Office",
    "source": "Source",
    "layout": "Layout",
}
OPEN = ("class", "post", "year", "tag")  # the others are folded at first
SHOWN, UNFOLDED = 8, 18
AROUND = 2


class Choice(Noun, frozen=True):
    """A value of a facet: choosing it adds its term to the query, choosing it again takes it out."""

    value: str
    label: str
    count: int
    url: str
    exclude: str
    chosen: bool


class Facet(NamedTuple):
    """One way to narrow: the most frequent values, some more to unfold, how many are left beyond them."""

    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    beyond: int
    open: bool


class Leaf(NamedTuple):
    """A page number, or a gap between numbers where `number` is 0."""

    number: int
    url: str
    here: bool


def _choice(address: Address, field: str, count: Count) -> Choice:
    added = term(field, count.value)
    chosen = address.has(added)
    url = address.taking(added) if chosen else address.adding(added)
    return Choice(*named(count.value, count.label), count.count, url, address.adding(f"-{added}"), chosen)


def facets(results: Results, address: Address) -> tuple[Facet, ...]:
    """The ways to narrow the answer, in a fixed order; a facet with nothing to choose is left out."""
    made = []
    for field, title in FACETS.items():
        counts = results.facets.get(field, ())
        choices = tuple(_choice(address, field, count) for count in counts[:UNFOLDED])
        chosen = any(choice.chosen for choice in choices)
        if len(choices) > 1 or chosen:
            shown, more = choices[:SHOWN], choices[SHOWN:]
            made.append(Facet(title, shown, more, len(counts) - len(choices), chosen or field in OPEN))
    return tuple(made)


def leaves(total: int, size: int, address: Address) -> tuple[Leaf, ...]:
    """The numbers of the pages around this one, with the first and the last; empty for a single page."""
    last, page = -(-total // size), address.page
    wanted = sorted({1, last, *range(max(page - AROUND, 1), min(page + AROUND, last) + 1)})
    made: list[Leaf] = []
    for number in wanted if last > 1 else ():
        if made and number > made[-1].number + 1:
            made.append(Leaf(0, "", False))
        made.append(Leaf(number, address._replace(page=number).url, number == page))
    return tuple(made)
