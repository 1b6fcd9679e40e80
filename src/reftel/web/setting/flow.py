"""A paragraph's text in stretches that are set alike: prose runs on, tables keep their columns, lists their points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reftel.web.words import printable

OPEN, CLOSE, JOINT = "\ufdd0", "\ufdd1", "\ufdd2"  # noncharacters: they stand for no letter of any text
SIGNS = re.compile(f"([{OPEN}{CLOSE}{JOINT}])")
DROPPED = dict.fromkeys(map(ord, (OPEN, CLOSE, JOINT)), "\ufffd")
COLUMN_GAP = re.compile(r"\S {3,}\S|\S\t+\S")
ITEM = re.compile(r"\s{0,12}(?:[-*•]{1,2}|\(?[A-Za-z0-9]{1,3}[.)]) ")
BLANK = re.compile(r"\n[ \t]*\n")


class Run(NamedTuple):
    """Letters set alike. `kind`: `` for the text, `inner` for a block within it, `joint` for a page joint."""

    text: str
    kind: str


class Chunk(NamedTuple):
    """A stretch of a paragraph. `kind`: `p` runs on, `pre` keeps its columns, `item` is one point of a list."""

    kind: str
    runs: tuple[Run, ...]


def signed(text: str, signs: Mapping[int, str]) -> str:
    """The text with a sign put in before each of some places."""
    made, at = [], 0
    for place in sorted(signs):
        made += [text[at:place].translate(DROPPED), signs[place]]
        at = place
    return "".join((*made, text[at:].translate(DROPPED)))


def flow(text: str) -> tuple[Chunk, ...]:
    """The chunks of a text with signs in it; a block that runs over chunks goes on in each."""
    made, inside = [], False
    for kind, part in _parts(text):
        runs, inside = _runs(part, inside)
        made.append(Chunk(kind, runs))
    return tuple(made)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for part in BLANK.split(text):
        lines = part.strip("\n").split("\n")
        if sum(bool(COLUMN_GAP.search(line)) for line in lines) >= 2:
            yield "pre", "\n".join(lines)
        elif part.strip():
            yield from _prose(lines)


def _prose(lines: list[str]) -> Iterator[tuple[str, str]]:
    kind = "item" if len(lines) > 1 and ITEM.match(lines[0]) else "p"
    held = [lines[0].strip()]
    for line in lines[1:]:
        if ITEM.match(line):
            yield kind, " ".join(held)
            kind, held = "item", []
        held.append(line.strip())
    yield kind, " ".join(held)


def _runs(part: str, inside: bool) -> tuple[tuple[Run, ...], bool]:
    made = []
    for piece in SIGNS.split(part):
        if piece == JOINT:
            made.append(Run("", "joint"))
        elif piece in {OPEN, CLOSE}:
            inside = piece == OPEN
        elif piece:
            made.append(Run(printable(piece), "inner" if inside else ""))
    return tuple(made), inside
