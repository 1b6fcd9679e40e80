"""A paragraph's text in stretches that are set alike: prose runs on, tables keep their columns, lists their points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reftel.web.words import printable

# Noncharacters: they stand for no letter of any text.
OPEN, CLOSE, JOINT, LINK, END, NOTED, PAST = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6"
SIGNS = re.compile(f"([{OPEN}-{PAST}])")
DROPPED = dict.fromkeys(range(ord(OPEN), ord(PAST) + 1), "\ufffd")
COLUMN_GAP = re.compile(r"\S {3,}\S|\S\t+\S")
ITEM = re.compile(r"\s{0,12}(?:[-*•]{1,2}|\(?[A-Za-z0-9]{1,3}[.)]) ")
BLANK = re.compile(r"\n[ \t]*\n")


class Link(NamedTuple):
    """Where words of a text lead, and what that is."""

    url: str
    title: str


class Run(NamedTuple):
    """Letters set alike. `kind`: `` for the text, `inner` for a block within it, `joint` for a page joint.

    `noted`: the reader has written a note to them.
    """

    text: str
    kind: str
    link: Link | None = None
    noted: bool = False


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


def flow(text: str, links: Sequence[Link] = ()) -> tuple[Chunk, ...]:
    """The chunks of a text with signs in it; a block that runs over chunks goes on in each.

    `links` are those of the link signs, in their order.
    """
    setter = Setter(links)
    return tuple(Chunk(kind, setter.runs(part)) for kind, part in _parts(text))


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


class Setter:
    """Cuts parts of a text into runs, and keeps in mind what the signs have opened."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._waiting = iter(links)
        self._link: Link | None = None
        self._inside = self._noted = False

    def runs(self, part: str) -> tuple[Run, ...]:
        """The runs of the next part."""
        made = []
        for piece in SIGNS.split(part):
            if piece == JOINT:
                made.append(Run("", "joint"))
            elif piece in {LINK, END}:
                self._link = next(self._waiting, None) if piece == LINK else None
            elif piece in {OPEN, CLOSE}:
                self._inside = piece == OPEN
            elif piece in {NOTED, PAST}:
                self._noted = piece == NOTED
            elif piece:
                made.append(Run(printable(piece), "inner" if self._inside else "", self._link, self._noted))
        return tuple(made)
