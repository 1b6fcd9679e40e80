"""A query in words, and the parts of what was typed that a doubt is about."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from reftel.archive.query.fields import WORDED
from reftel.archive.query.language import parse_query
from reftel.archive.query.tokens import Doubt
from reftel.archive.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Number,
    Or,
    Pattern,
    Phrase,
    Wild,
    Word,
)
from reftel.web.words import day

FIELDS = {
    "from": "from {}",
    "to": "addressed to {}",
    "info": "for the information of {}",
    "post": "sent by {}",
    "tag": "under TAGS {}",
    "class": "classified {}",
    "mark": "with portions marked {}",
    "caption": "captioned {}",
    "subject": "with {} in the subject",
    "para": "with {} in a paragraph",
    "summary": "with {} in the summary",
    "comment": "with {} in a comment",
    "ref": "referring to {}",
    "cites": "citing {}",
    "citedby": "cited by {}",
    "thread": "in the thread of {}",
    "mrn": "numbered {}",
    "year": "of the year {}",
    "month": "of the month {}",
    "precedence": "of precedence {}",
    "layout": "in the layout {}",
    "signer": "signed {}",
    "drafter": "drafted by {}",
    "classifier": "classified by {}",
    "passing": "to be passed to {}",
    "office": "for the office {}",
    "source": "from the collection {}",
    "addressee": "with the addressee {}",
    "has": "having a {}",
    "is": "being {}",
    "finding": "with the finding {}",
}


class Typed(NamedTuple):
    """A stretch of what was typed, and whether a doubt is about it."""

    text: str
    doubtful: bool


def in_words(query: str) -> str:
    """How a query was understood, for people: `with “ferry”, sent by TBILISI, in May 2006`."""
    return _said(parse_query(query).tree)


def _said(node: Node) -> str:
    if isinstance(node, And):
        return ", ".join(_grouped(part) if isinstance(part, Or) else _said(part) for part in node.parts)
    if isinstance(node, Or):
        return " or ".join(map(_grouped, node.parts))
    if isinstance(node, Not):
        return f"but not {_grouped(node.part)}"
    return _part(node)


def _part(node: Leaf | Field | Dates | Number | Everything) -> str:
    said = "everything"
    match node:
        case Field(name, Word(text)):
            said = FIELDS[name].format(f"“{text}”" if name in WORDED else text)
        case Field(name, leaf):
            said = FIELDS[name].format(_leaf(leaf))
        case Dates(low, high):
            said = _period(low, high)
        case Number(year, post, serial):
            said = f"numbered {f'{year} ' if year else ''}{post} {serial}"
        case Word() | Wild() | Fuzzy() | Phrase() | Pattern():
            said = f"with {_leaf(node)}"
    return said


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Wild(text):
            begun = text.endswith("*") and not any(sign in text[:-1] for sign in "*?")
            return f"words that begin “{text[:-1]}”" if begun else f"words like “{text}”"
        case Fuzzy(text, _):
            return f"words spelt nearly like “{text}”"
        case Phrase(text, 0):
            return f"the phrase “{text}”"
        case Phrase(text, slop):
            return f"the words “{text}” with at most {slop} between"
        case Pattern(text):
            return f"what matches /{text}/"
    return f"“{leaf.text}”"


def _grouped(node: Node) -> str:
    return f"({_said(node)})" if isinstance(node, And | Or) else _said(node)


def _period(low: str | None, high: str | None) -> str:
    if low and low == high:
        return f"{'on' if len(low) == 10 else 'in'} {day(low)}"
    if low and high:
        return f"between {day(low)} and {day(high)}"
    return f"since {day(low)}" if low else f"until {day(high)}"


def typed(query: str, doubts: tuple[Doubt, ...]) -> tuple[Typed, ...]:
    """What was typed in stretches; those that a doubt is about are doubtful."""
    edges = sorted({0, len(query), *(edge for doubt in doubts for edge in (doubt.start, doubt.end))})
    pieces = pairwise(edges)
    return tuple(
        Typed(query[start:end], _doubtful(doubts, start, end)) for start, end in pieces if start < end
    )


def _doubtful(doubts: tuple[Doubt, ...], start: int, end: int) -> bool:
    return any(doubt.start <= start and end <= doubt.end for doubt in doubts)
