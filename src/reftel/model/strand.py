"""A strand: text made of pieces of a source, which knows the place of each letter.

Page lines, banners and link litter are cut out of a telegram before its grammar is read. The strand is
what is left; `spans` leads from any stretch of it back to the letters of the decoded source text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the decoded source text in code points, `[start, end)`."""

    start: int
    end: int


_new = tuple.__new__  # half the time of the class's own constructor, for a value that is made by the hundred


class Cut(NamedTuple):
    """A stretch of the source to leave out, and what stands in its place in the strand."""

    start: int
    end: int
    instead: str = ""


class Strand:
    """Clean text with a map to the source. Immutable by convention; make one with `Strand.cutting`."""

    __slots__ = ("_clean", "_lengths", "_source", "text")

    def __init__(self, text: str, clean: list[int], source: list[int], lengths: list[int]) -> None:
        self.text = text
        self._clean = clean  # start of each piece in the clean text, rising
        self._source = source  # start of the same piece in the source
        self._lengths = lengths  # letters of the piece that stand in the source; what follows is put in

    @classmethod
    def whole(cls, text: str) -> Strand:
        """The strand of a text from which nothing is cut."""
        return cls(text, [0], [0], [len(text)])

    @classmethod
    def cutting(cls, text: str, cuts: Iterable[Cut], start: int = 0, end: int | None = None) -> Strand:
        """The strand of `text[start:end]` without `cuts`, which are sorted by start; overlaps are merged."""
        stop = len(text) if end is None else end
        pieces: list[str] = []
        clean: list[int] = []
        source: list[int] = []
        lengths: list[int] = []
        at, length = start, 0
        for low, high, instead in cuts:
            if high <= at or low >= stop:
                continue
            kept = low - at if low > at else 0
            clean.append(length)
            source.append(at)
            lengths.append(kept)
            pieces += (text[at : at + kept], instead)
            length += kept + len(instead)
            at = high if high < stop else stop
        clean.append(length)
        source.append(at)
        lengths.append(stop - at)
        pieces.append(text[at:stop])
        return cls("".join(pieces), clean, source, lengths)

    def without(self, cut: Cut) -> Strand:
        """The strand with one more stretch cut out; `cut` counts in source offsets, like all cuts."""
        low, high = self.place_of(cut.start), self.place_of(cut.end)
        low_piece, high_piece = bisect_right(self._clean, low) - 1, bisect_right(self._clean, high) - 1
        shift = low + len(cut.instead) - high
        kept = low - self._clean[low_piece]
        into = high - self._clean[high_piece]
        return Strand(
            self.text[:low] + cut.instead + self.text[high:],
            [
                *self._clean[: low_piece + 1],
                high + shift,
                *(at + shift for at in self._clean[high_piece + 1 :]),
            ],
            [
                *self._source[: low_piece + 1],
                self._source[high_piece] + into,
                *self._source[high_piece + 1 :],
            ],
            [
                *self._lengths[:low_piece],
                min(self._lengths[low_piece], kept),
                max(self._lengths[high_piece] - into, 0),
                *self._lengths[high_piece + 1 :],
            ],
        )

    def source_at(self, offset: int) -> int:
        """The source offset of the letter at `offset`; of a put-in letter, the place where it was put."""
        piece = bisect_right(self._clean, offset) - 1
        into, length = offset - self._clean[piece], self._lengths[piece]
        return self._source[piece] + (into if into < length else length)

    def sources_of(self, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """From where to where in the source each of these stretches runs: to the place behind its last letter.

        At a cut `source_at(end)` would lie behind what is cut out.
        """
        clean, source, lengths = self._clean, self._source, self._lengths
        found: list[tuple[int, int]] = []
        piece = low = high = 0
        for start, end in stretches:
            if not low <= start < end <= high:
                piece = bisect_right(clean, start) - 1
                low, high = clean[piece], clean[piece] + lengths[piece]
                if not low <= start < end <= high:  # over a cut, or empty
                    begin = self.source_at(start)
                    found.append((begin, self.source_at(end - 1) + 1 if end > start else begin))
                    continue
            shift = source[piece] - low
            found.append((start + shift, end + shift))
        return found

    def place_of(self, source: int) -> int:
        """The offset in the strand of the source's letter at `source`; of a cut letter, the place of the cut."""
        piece = bisect_right(self._source, source) - 1
        if piece < 0:
            return 0
        into, length = source - self._source[piece], self._lengths[piece]
        return self._clean[piece] + (into if into < length else length)

    def places(self, marks: Iterable[tuple[str, int, int]]) -> dict[str, tuple[Span, ...]]:
        """The spans of many named stretches: the last of a name counts, one without letters is left out."""
        clean, source, lengths = self._clean, self._source, self._lengths
        found: dict[str, tuple[Span, ...]] = {}
        piece = low = 0
        high, shift = lengths[0], source[0]
        for name, start, end in marks:
            if not low <= start < end <= high:
                piece = bisect_right(clean, start) - 1
                low = clean[piece]
                high, shift = low + lengths[piece], source[piece] - low
                if not low <= start < end <= high:  # over a cut, or empty
                    spans = self.spans(start, end)
                    if spans:
                        found[name] = spans
                    continue
            found[name] = (_new(Span, (start + shift, end + shift)),)
        return found

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The stretches of the source that `text[start:end]` came from, in order, none of them empty."""
        piece = bisect_right(self._clean, start) - 1
        low, high = start - self._clean[piece], end - self._clean[piece]
        if 0 <= low < high <= self._lengths[piece]:  # nearly always: all of it in one piece
            return (Span(self._source[piece] + low, self._source[piece] + high),)
        found: list[Span] = []
        while piece < len(self._clean) and self._clean[piece] < end:
            low = max(start - self._clean[piece], 0)
            high = min(end - self._clean[piece], self._lengths[piece])
            if low < high:
                at = self._source[piece]
                if found and found[-1].end == at + low:
                    found[-1] = Span(found[-1].start, at + high)
                else:
                    found.append(Span(at + low, at + high))
            piece += 1
        return tuple(found)
