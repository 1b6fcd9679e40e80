"""Sections that arrived out of order, as they may (ACP 127(G) para 208): read as if they lay in order.

The text is read with its sections in the order of their numbers; every place is then led back to the text as it lies.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple, TypeVar

import msgspec

from reftel.model.strand import Span
from reftel.model.telegram import Block, Diagnostic, Mention, Paragraph, Repair, Telegram
from reftel.reading.decode import Decoded
from reftel.reading.hinge import Number
from reftel.reading.sections import hinges_of
from reftel.reading.split import Piece, heading_above

Placed = TypeVar("Placed", Repair, Diagnostic, Paragraph, Block, Mention)


class Stretch(NamedTuple):
    """`length` letters that stand at `source` in the text as it lies and at `place` in the text in order."""

    place: int
    source: int
    length: int


class InOrder(NamedTuple):
    """A text whose sections lie in order, and where each stretch of it comes from."""

    decoded: Decoded
    stretches: tuple[Stretch, ...]

    def led_back(self, telegram: Telegram) -> Telegram:
        """The telegram that was read from the text in order, with the places of the text as it lies."""
        first = next((one.source for one in self.stretches if one.length), 0)
        told = Diagnostic("Q123", "note", "The sections stand out of order here.", start=first, end=first)
        back = self.put_back(telegram)
        remarks = sorted((told, *back.diagnostics), key=lambda one: (one.start, one.code))
        return back.replace(diagnostics=tuple(remarks))

    def put_back(self, telegram: Telegram) -> Telegram:
        """The telegram with each of its places where its letters lie."""
        return telegram.replace(
            spans={name: self._spans(spans) for name, spans in telegram.spans.items()},
            repairs=tuple(sorted(map(self._placed, telegram.repairs), key=lambda one: (one.start, one.end))),
            diagnostics=tuple(
                sorted(map(self._placed, telegram.diagnostics), key=lambda one: (one.start, one.code))
            ),
            paragraphs=tuple(map(self._paragraph, telegram.paragraphs)),
            mentions=tuple(map(self._placed, telegram.mentions)),
        )

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        blocks = tuple(map(self._placed, paragraph.blocks))
        return msgspec.structs.replace(self._placed(paragraph), blocks=blocks)

    def _placed(self, value: Placed) -> Placed:
        """A value with `start` and `end` led back; one that spans a joint is told by its first stretch."""
        spans = self._spans((Span(value.start, value.end),))
        if isinstance(value, Paragraph) and spans:
            start, end = min(span.start for span in spans), max(span.end for span in spans)
        else:
            start, end = spans[0] if spans else (self._origin(value.start),) * 2
        return msgspec.structs.replace(value, start=start, end=end)

    def _spans(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        found = [part for span in spans for part in self._parts(span)]
        return tuple(sorted(found))

    def _parts(self, span: Span) -> list[Span]:
        parts = []
        first = bisect_right(self.stretches, (span.start + 1,)) - 1
        for at in range(max(first, 0), len(self.stretches)):
            place, source, length = self.stretches[at]
            if place >= span.end:
                break
            low, high = max(span.start, place), min(span.end, place + length)
            if low < high:
                parts.append(Span(low - place + source, high - place + source))
        return parts

    def _origin(self, place: int) -> int:
        at = bisect_right(self.stretches, (place + 1,)) - 1
        stretch = self.stretches[max(at, 0)]
        return stretch.source + min(place - stretch.place, stretch.length)


def in_order(decoded: Decoded, piece: Piece) -> InOrder | None:
    """The text of a piece with its sections in order; None where they are in order, as nearly always."""
    hinges = hinges_of(piece)
    numbers = [number.section or 0 for number in hinges]
    if numbers == sorted(numbers) or not all(numbers):
        return None
    starts = [_start(decoded.plain, piece, number) for number in hinges]
    starts[0] = min(starts[0], *starts)
    ranges = sorted(zip(numbers, pairwise([*starts, piece.end]), strict=True), key=lambda one: one[0])
    return _joined(decoded, [(piece.start, starts[0]), *(place for _, place in ranges)])


def _start(plain: str, piece: Piece, number: Number) -> int:
    """The line on which a section begins: its first page line, else the first line of its heading."""
    at = next(place for place, mark in enumerate(piece.marks) if mark.start == number.start)
    first = heading_above(piece.marks, at, piece.numbers)
    for mark in reversed(piece.marks[:at]):
        above = piece.numbers.get(mark.start)
        if above is None or above.section != number.section:
            continue
        if above.kind == "page" and above.page == 1:
            first = min(first, mark.start)
        elif above.kind in {"level", "section"}:
            break
    return max(plain.rfind("\n", 0, first) + 1, piece.start)


def _joined(decoded: Decoded, ranges: list[tuple[int, int]]) -> InOrder:
    text: list[str] = []
    plain: list[str] = []
    stretches: list[Stretch] = []
    damaged: list[int] = []
    place = 0
    for start, end in ranges:
        stretches.append(Stretch(place, start, end - start))
        damaged += [at - start + place for at in decoded.damaged if start <= at < end]
        ends = "" if end == start or decoded.plain[end - 1] == "\n" else "\n"
        text.append(decoded.text[start:end] + ends)
        plain.append(decoded.plain[start:end] + ends)
        place += end - start + len(ends)
    arranged = decoded._replace(
        text="".join(text), plain="".join(plain), damaged=tuple(damaged), repairs=(), mark=0
    )
    return InOrder(arranged, tuple(stretches))
