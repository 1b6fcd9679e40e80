"""The source text beside the telegram: lines with numbers, the letters of a chosen field lit, remarks in place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reftel.model.strand import Span
from reftel.model.telegram import Telegram
from reftel.web.words import printable

LIMIT = 150_000
BEFORE = 2_000
LINE_END = re.compile(r"\r\n|\r|\n")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
CHILD = 500
QUOTED = 60
CUT = "omission"
NAMED = {"\f": "a page break", "\n": "a line end", "\r": "a line end", "\t": "a tab"}
PAGE_BREAK = "\u200b"  # stands for a form feed, letter for letter: the rule above its line is what is seen


class Note(NamedTuple):
    """Repairs or diagnostics of one line that say the same; `pointer`, that of the first, lights their letters."""

    pointer: str
    code: str
    severity: str
    text: str
    line: int
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the first of them stands."""
        return self.spans[0].start

    @property
    def attribute(self) -> str:
        """The letters of all of them for the script."""
        return " ".join(f"{span.start}-{span.end}" for span in self.spans)

    @property
    def cut(self) -> bool:
        """Whether it only says that letters were left out."""
        return self.severity == CUT


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
    page: bool  # whether a page of the source begins in it


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
    joined: dict[tuple[str, str, int], Note] = {}
    lines = LineNumbers(telegram.text)
    for note in sorted(
        (*_repairs(telegram, lines), *_diagnostics(telegram, lines)), key=lambda note: note.spans[0]
    ):
        known = joined.setdefault((note.code, note.text, note.line), note)
        if known is not note:
            joined[note.code, note.text, note.line] = known._replace(spans=known.spans + note.spans)
    return tuple(joined.values())


def _repairs(telegram: Telegram, lines: LineNumbers) -> Iterator[Note]:
    for at, one in enumerate(telegram.repairs):
        severity = "repair" if one.read else CUT
        span = Span(one.start, one.end)
        yield Note(
            f"/repairs/{at}", one.code, severity, repaired(one.found, one.read), lines.of(one.start), (span,)
        )


def repaired(found: str, read: str) -> str:
    """What a repair did, in a sentence: which letters were found and what was read for them."""
    if not read:
        said = f"{_called(found)} is left out." if found else "Nothing is left out."
    elif not found:
        said = f"{_called(read)} is read where nothing stands."
    else:
        said = f"{_called(found)} is read as {_called(read)}."
    return said[0].upper() + said[1:]


def _called(letters: str) -> str:
    """Letters in quotation marks; blanks and ends of lines, which would show nothing, by name."""
    if letters.strip():
        return f"“{shortened(letters)}”"
    return next((name for letter, name in NAMED.items() if letter in letters), "a blank")


def _diagnostics(telegram: Telegram, lines: LineNumbers) -> Iterator[Note]:
    for at, one in enumerate(telegram.diagnostics):
        line = one.line or (lines.of(one.start) if one.end else 0)
        yield Note(
            f"/diagnostics/{at}", one.code, one.severity, one.message, line, (Span(one.start, one.end),)
        )


def shortened(text: str, most: int = QUOTED) -> str:
    """A text on one line, at most so many letters of it."""
    flat = " ".join(text[: 4 * most].split())
    return flat if len(flat) <= most and len(text) <= 4 * most else f"{flat[: most - 1]}…"


class LineNumbers:
    """The numbers, from 1, of the lines that hold the letters of a text; CR LF is one line end."""

    def __init__(self, text: str) -> None:
        self._starts = [match.end() for match in LINE_END.finditer(text)]

    def of(self, offset: int) -> int:
        """The number of the line that holds the letter at `offset`."""
        return 1 + bisect_right(self._starts, offset)


def chosen(telegram: Telegram, pointer: str, notes: Iterable[Note]) -> tuple[Span, ...]:
    """The letters that a `lit` pointer names, a remark's own or a value's; none for a pointer unknown."""
    for note in notes:
        if note.pointer == pointer:
            return tuple(span for span in note.spans if span.end > span.start)
    return spans_of(telegram, pointer) if pointer.startswith("/") else ()


def pointer_at(telegram: Telegram, line: int) -> str:
    """The pointer of the value with the fewest letters among those that stand on a line; empty for none."""
    if line < 1:
        return ""
    text = telegram.text
    ends = [found.end() for found in LINE_END.finditer(text)][:line]
    if line > len(ends) + 1:
        return ""
    low = ends[line - 2] if line > 1 else 0
    high = ends[line - 1] if line <= len(ends) else len(text)
    there = (
        (span.end - span.start, pointer)
        for pointer, spans in telegram.spans.items()
        for span in spans
        if span.start < high and span.end > low
    )
    return min(there, default=(0, ""))[1]


def pieces(line: str, start: int, lit: tuple[Span, ...]) -> Iterator[Piece]:
    """The stretches of a line that begins at offset `start`, cut where the lit letters begin and end."""
    at = 0
    for span in lit:
        low, high = max(span.start - start, at), min(span.end - start, len(line))
        if low < high:
            if at < low:
                yield Piece(_shown(line[at:low]), False)
            yield Piece(_shown(line[low:high]), True)
            at = high
    if at < len(line):
        yield Piece(_shown(line[at:]), False)


def _shown(letters: str) -> str:
    return printable(letters.replace("\f", PAGE_BREAK))


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
    waiting = deque(note for note in notes if note.line and begin <= note.start < stop)
    lines: list[Line] = []
    number = LineNumbers(text).of(begin)
    for found in LINE.finditer(text, begin, stop):
        if found.start() == found.end():
            break
        letters = found.group().rstrip("\r\n")
        here = []
        while waiting and waiting[0].start < found.end():
            here.append(waiting.popleft())
        reach = tuple(span for span in lit if span.end > found.start() and span.start < found.end())
        shown = tuple(pieces(letters, found.start(), reach))
        lines.append(Line(number, found.start(), shown, tuple(here), "\f" in letters))
        number += 1
    return Source(tuple(lines), begin > 0, stop < len(text))
