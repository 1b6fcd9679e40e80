"""The tree of a query and its canonical text, which parses to the same tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from reftel.model.telegram import Noun


class Word(Noun, frozen=True):
    """A word; in a field of codes the whole value."""

    text: str


class Wild(Noun, frozen=True):
    """A word with `*` for any letters and `?` for any one."""

    text: str


class Fuzzy(Noun, frozen=True):
    """A word and those that differ from it by one or two letters: left out, added, changed or exchanged."""

    text: str
    distance: int


class Phrase(Noun, frozen=True):
    """Words in this order, next to each other, or with up to `slop` others between them."""

    text: str
    slop: int = 0


class Pattern(Noun, frozen=True):
    """A pattern that a whole code must match; see `patterns`."""

    text: str


Leaf: TypeAlias = Word | Wild | Fuzzy | Phrase | Pattern


class Field(Noun, frozen=True):
    """What is to stand in one field."""

    name: str
    leaf: Leaf


class Dates(Noun, frozen=True):
    """A stretch of time: both ends are years, months or days and included; None is open."""

    low: str | None
    high: str | None


class Number(Noun, frozen=True):
    """A message reference number; `year` None matches any year."""

    year: int | None
    post: str
    serial: int


class Not(Noun, frozen=True):
    """Everything but what the part finds."""

    part: Node


class And(Noun, frozen=True):
    """What every part finds."""

    parts: tuple[Node, ...]


class Or(Noun, frozen=True):
    """What any part finds."""

    parts: tuple[Node, ...]


class Everything(Noun, frozen=True):
    """The empty query."""


Node: TypeAlias = Leaf | Field | Dates | Number | Not | And | Or | Everything


def written(node: Node) -> str:
    """The query that means this tree, in the one form that answers show."""
    match node:
        case Phrase() | Word() | Wild() | Fuzzy() | Pattern():
            made = _leaf(node)
        case Field(name, Word(text)):
            made = f"{name}:{_quoted(text)}"
        case Field(name, leaf):
            made = f"{name}:{_leaf(leaf)}"
        case Dates(low, high):
            made = "date:" + _written_dates(low, high)
        case Number(year, post, serial):
            made = f"{year or ''}{post}{serial}"
        case Not(part):
            made = "-" + _grouped(part)
        case And(parts):
            made = " ".join(_grouped(part) for part in parts)
        case Or(parts):
            made = " OR ".join(_grouped(part) for part in parts)
        case _:
            made = ""
    return made


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Fuzzy(text, distance):
            return f"{text}~{distance}"
        case Phrase(text, slop):
            return f'"{text}"' + (f"~{slop}" if slop else "")
        case Pattern(text):
            return f"/{text}/"
        case _:
            return leaf.text


def leaves(node: Node) -> Iterator[Leaf | Field | Number]:
    """What a text would be lit up for: the leaves, fields and numbers that are not excluded."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not() | Dates() | Everything():
            return
        case _:
            yield node


def is_plain(text: str) -> bool:
    """Whether a value can stand without quotes."""
    return not any(letter.isspace() or letter in '():"*?~' for letter in text) and not text.startswith("/")


def _quoted(text: str) -> str:
    return text if is_plain(text) else f'"{text}"'


def _written_dates(low: str | None, high: str | None) -> str:
    return low if low == high and low else f"{low or ''}..{high or ''}"


def _grouped(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, And | Or) else written(node)


def flat(kind: type[And] | type[Or], parts: Iterable[Node]) -> tuple[Node, ...]:
    """The parts without groups of the same kind inside, and without empty ones."""
    found: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            found += part.parts
        elif not isinstance(part, Everything):
            found.append(part)
    return tuple(found)


def disjunction(parts: Iterable[Node]) -> Node:
    """Any of the parts; a single part stands for itself."""
    found = flat(Or, parts)
    return Or(found) if len(found) > 1 else found[0] if found else Everything()


def negation(part: Node) -> Node:
    """All but the part."""
    return part.part if isinstance(part, Not) else Not(part)
