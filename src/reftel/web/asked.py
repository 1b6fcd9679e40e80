"""A query in words, and the parts of what was typed that a doubt is about."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.archive.query import parse_query
from reftel.archive.tree import And, Dates, Everything, Field, Node, Not, Number, Or, Phrase, Word
from reftel.web.words import day

FIELDS = {
    "from": "from {}",
    "to": "addressed to {}",
    "post": "sent by {}",
    "tag": "under TAGS {}",
    "class": "classified {}",
    "caption": "captioned {}",
    "subject": "with “{}” in the subject",
    "ref": "referring to {}",
    "mrn": "numbered {}",
    "year": "of the year {}",
    "month": "of the month {}",
    "precedence": "of precedence {}",
    "layout": "in the layout {}",
}
PARTS = re.compile(r'[^\s"()]+|\s+|["()]')


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


def _part(node: Word | Phrase | Field | Dates | Number | Everything) -> str:
    said = "everything"
    match node:
        case Word(text, prefix):
            said = f"with words that begin “{text}”" if prefix else f"with “{text}”"
        case Phrase(text):
            said = f"with the phrase “{text}”"
        case Field(name, text, prefix):
            said = FIELDS[name].format(f"{text}…" if prefix else text)
        case Dates(low, high):
            said = _period(low, high)
        case Number(year, post, serial):
            said = f"numbered {f'{year} ' if year else ''}{post} {serial}"
    return said


def _grouped(node: Node) -> str:
    return f"({_said(node)})" if isinstance(node, And | Or) else _said(node)


def _period(low: str | None, high: str | None) -> str:
    if low and low == high:
        return f"{'on' if len(low) == 10 else 'in'} {day(low)}"
    if low and high:
        return f"between {day(low)} and {day(high)}"
    return f"since {day(low)}" if low else f"until {day(high)}"


def typed(query: str, doubts: tuple[str, ...]) -> tuple[Typed, ...]:
    """What was typed in stretches; those that a doubt names are doubtful."""
    return tuple(Typed(part, any(_about(part, doubt) for doubt in doubts)) for part in PARTS.findall(query))


def _about(part: str, doubt: str) -> bool:
    head, colon, value = part.partition(":")
    if colon and re.search(rf"(?<!\w){re.escape(head)}(?=[:;])", doubt):
        return True
    return bool(part.strip()) and any(repr(one) in doubt for one in (part, value) if one)
