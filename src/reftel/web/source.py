"""The source text beside the telegram: lines with numbers, the letters of a chosen field lit, remarks in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reftel.model.strand import Span
from reftel.model.telegram import Telegram
from reftel.web.words import printable

LIMIT = 150_000
BEFORE = 2_000
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
CHILD = 500


class Note(NamedTuple):
    """A repair or diagnostic at its place; `pointer` lights its letters."""

    pointer: str
    code: str
    severity: str
    text: str
    line: int
    start: int
    end: int


class Piece(NamedTuple):
    """A stretch of a line, lit or not."""

    text: str
    lit: bool


class Line(NamedTuple):
    """One line of the source: its number from 1, its offset, its pieces, and what is to be said about it."""

    number: int
    start: int
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


class Source(NamedTuple):
    """The lines shown, and whether more of the text stands before or after them."""

    lines: tuple[Line, ...]
    cut_before: bool
    cut_after: bool


def spans_of(telegram: Telegram, pointer: str) -> tuple[Span, ...]:
    """The letters of a value: its own, else those of its parts, else those of what it is part of."""
    exact = telegram.spans.get(pointer)
    if exact:
        return exact
    parts = [telegram.spans[name] for name in telegram.spans if name.startswith(pointer + "/")][:CHILD]
    if parts:
        return tuple(sorted({span for spans in parts for span in spans}))
    parent = pointer.rpartition("/")[0]
    return telegram.spans.get(parent, ()) if parent else ()


def notes_of(telegram: Telegram) -> tuple[Note, ...]:
    """Repairs and diagnostics in the order of their places; `/repairs/0` and `/diagnostics/0` name them."""
    text = telegram.text
    found = [
        Note(
            f"/repairs/{at}",
            repair.code,
            "repair",
            f"“{repair.found}” is read as “{repair.read}”."
            if repair.read
            else f"“{repair.found}” is left out.",
            line_of(text, repair.start),
            repair.start,
            repair.end,
        )
        for at, repair in enumerate(telegram.repairs)
    ]
    found += [
        Note(f"/diagnostics/{at}", one.code, one.severity, one.message, one.line, one.start, one.end)
        for at, one in enumerate(telegram.diagnostics)
    ]
    return tuple(sorted(found, key=lambda note: (note.start, note.end, note.pointer)))


def line_of(text: str, offset: int) -> int:
    """The number of the line, from 1, that holds the letter at `offset`; CR LF is one line end."""
    before = text[:offset]
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")


def chosen(telegram: Telegram, pointer: str, notes: Iterable[Note]) -> tuple[Span, ...]:
    """The letters that a `lit` pointer names, a remark's own or a value's; none for a pointer unknown."""
    for note in notes:
        if note.pointer == pointer:
            return (Span(note.start, note.end),) if note.end > note.start else ()
    return spans_of(telegram, pointer) if pointer.startswith("/") else ()


def pieces(line: str, start: int, lit: tuple[Span, ...]) -> Iterator[Piece]:
    """The stretches of a line that begins at offset `start`, cut where the lit letters begin and end."""
    at = 0
    for span in lit:
        low, high = max(span.start - start, at), min(span.end - start, len(line))
        if low < high:
            if at < low:
                yield Piece(printable(line[at:low]), False)
            yield Piece(printable(line[low:high]), True)
            at = high
    if at < len(line):
        yield Piece(printable(line[at:]), False)


def _window(text: str, lit: tuple[Span, ...]) -> tuple[int, int]:
    if not lit or lit[0].end <= LIMIT:
        return 0, min(len(text), LIMIT)
    near = max(lit[0].start - BEFORE, 0)
    begin = max(text.rfind("\n", 0, near) + 1, near - BEFORE)
    return begin, min(len(text), begin + LIMIT)


def source(telegram: Telegram, lit: tuple[Span, ...], notes: tuple[Note, ...]) -> Source:
    """The source text in lines, at most LIMIT letters of it, with the first lit letters among them."""
    text = telegram.text
    begin, stop = _window(text, lit)
    waiting = [note for note in notes if note.line and note.start >= begin]
    lines: list[Line] = []
    number = line_of(text, begin)
    for found in LINE.finditer(text, begin, stop):
        if found.start() == found.end():
            break
        letters = found.group().rstrip("\r\n")
        here = tuple(note for note in waiting[:CHILD] if note.start < found.end())
        waiting = waiting[len(here) :]
        reach = tuple(span for span in lit if span.end > found.start() and span.start < found.end())
        lines.append(Line(number, found.start(), tuple(pieces(letters, found.start(), reach)), here))
        number += 1
    return Source(tuple(lines), begin > 0, stop < len(text))
