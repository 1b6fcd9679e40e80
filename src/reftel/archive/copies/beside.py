"""Two copies of a telegram beside each other: their words in rows, with those marked in which they differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from reftel.archive.copies.comparing import MOST_WORDS, key_of_word
from reftel.model.telegram import Noun, Paragraph, Telegram


class Piece(Noun, frozen=True):
    """Some words of a copy; `differs`: the other copy has not got them in this place."""

    words: str
    differs: bool = False


class Row(Noun, frozen=True):
    """What stands beside each other: a paragraph of the left copy, or one that only the right copy has."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


class Beside(Noun, frozen=True):
    """Two copies, named by their hashes, row by row; `cut`: one has more words than are compared."""

    left: str
    right: str
    rows: tuple[Row, ...]
    cut: bool = False


class _Words(NamedTuple):
    """The words of a copy, and at which of them a paragraph begins."""

    words: list[str]
    begins: frozenset[int]
    cut: bool


_Said = list[tuple[str, bool]]


def beside(left: Telegram, right: Telegram) -> Beside:
    """Two copies word by word. Case and signs make no difference, and neither do lines."""
    one, other = _words(left), _words(right)
    rows = tuple(Row(_pieces(here), _pieces(there)) for here, there in _rows(one, other) if here or there)
    return Beside(left.id, right.id, rows, one.cut or other.cut)


def _words(telegram: Telegram) -> _Words:
    paragraphs = [_printed(part) for part in telegram.paragraphs] or telegram.text.split("\n\n")
    if telegram.paragraphs and telegram.subject:
        paragraphs.insert(0, telegram.subject)
    words: list[str] = []
    begins = set()
    for text in paragraphs:
        begins.add(len(words))
        words += text.split()
    return _Words(words[:MOST_WORDS], frozenset(begins), len(words) > MOST_WORDS)


def _printed(part: Paragraph) -> str:
    """A paragraph with its number, its mark and its heading, where its text does not begin with that."""
    number = "" if part.number is None else f"{part.number}."
    mark = f"({part.marking})" if part.marking else ""
    heading = part.heading or ""
    said = part.text if part.text.startswith(heading) else f"{heading} {part.text}"
    return " ".join(filter(None, (number, mark, said)))


def _rows(one: _Words, other: _Words) -> Iterator[tuple[_Said, _Said]]:
    """The words of both, each with whether it differs; a new row where a paragraph begins."""
    steps = Indel.opcodes(
        [key_of_word(word) for word in one.words], [key_of_word(word) for word in other.words]
    )
    left: _Said = []
    right: _Said = []
    for step in steps:
        equal = step.tag == "equal"
        for at in range(max(step.src_end - step.src_start, step.dest_end - step.dest_start)):
            here = step.src_start + at if step.tag != "insert" else None
            there = step.dest_start + at if step.tag != "delete" else None
            begun = here in one.begins and (left or there in other.begins)
            if begun or (here is None and there in other.begins and right):
                yield left, right
                left, right = [], []
            left += [] if here is None else [(one.words[here], not equal)]
            right += [] if there is None else [(other.words[there], not equal)]
    yield left, right


def _pieces(said: _Said) -> tuple[Piece, ...]:
    groups = groupby(said, key=lambda pair: pair[1])
    return tuple(Piece(" ".join(word for word, _ in some), differs) for differs, some in groups)
