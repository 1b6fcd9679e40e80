"""Where the values of a telegram stand in its source text, and on which lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from reftel.check.signs import line_starts
from reftel.model.telegram import Telegram
from reftel.reading.circuit import FACT

T = TypeVar("T")


class cached_property(Generic[T]):  # noqa: N801 - it is used as the one of the standard library
    """A property that is worked out at first use and kept; without the lock of `functools.cached_property`."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, case: Any, owner: type | None = None) -> T:
        value = case.__dict__[self._name] = self._make(case)
        return value


_NO_WORDS = re.compile(r"[ \t\r\n.()]*")
_HEADING = ("transmission", "dtg", "originator", "action", "info")
_LISTS = ("/info/", "/paragraphs/", "/action/", "/mentions/", "/tags/", "/references/")
_FIRST_ENTRIES = tuple(f"{root}0" for root in _LISTS)


@lru_cache(maxsize=4096)
def _element(pointer: str) -> str | None:
    """The first part of a JSON Pointer; None for a value in a list whose first entry it does not belong to."""
    if pointer.startswith(_LISTS) and not pointer.startswith(_FIRST_ENTRIES):
        return None
    return pointer.split("/", 2)[1]


class Places:
    """A telegram with its source text: the places of its values, and the lines of the text."""

    telegram: Telegram

    @cached_property
    def text(self) -> str:
        """The decoded source text that all offsets count in."""
        return self.telegram.text

    @cached_property
    def extent(self) -> tuple[int, int]:
        """Where in the text this telegram begins and ends; a file may hold several."""
        provenance, text = self.telegram.provenance, self.text
        if not provenance.length:
            return 0, len(text)
        if text.isascii() and FACT not in provenance.facts:
            return min(provenance.offset, len(text)), min(provenance.offset + provenance.length, len(text))
        spans = self.telegram.spans.values() if provenance.offset else ()
        starts = [places[0].start for places in spans if places]
        start = self.line_of(min(starts))[0] if starts else 0
        # A letter takes at least one byte, so that the length in bytes is never too short.
        return start, min(len(text), start + provenance.length)

    @cached_property
    def body_start(self) -> int:
        """Where the text begins: the first letter of the first paragraph, or the end of the source."""
        paragraphs = self.telegram.paragraphs
        return paragraphs[0].start if paragraphs else len(self.text)

    @cached_property
    def body(self) -> tuple[int, int]:
        """Where the text begins, and where its last paragraph ends; (0, 0) where there is none."""
        paragraphs = self.telegram.paragraphs
        return (paragraphs[0].start, paragraphs[-1].end) if paragraphs else (0, 0)

    def words_start(self, at: int) -> int:
        """Where the words of a paragraph begin, behind its number and mark."""
        spans, paragraph = self.telegram.spans, self.telegram.paragraphs[at]
        parts = (f"/paragraphs/{at}/number", f"/paragraphs/{at}/marking")
        begin = max([spans[part][-1].end for part in parts if part in spans], default=paragraph.start)
        behind = _NO_WORDS.match(self.text, begin, paragraph.end)
        return behind.end() if behind else begin

    @cached_property
    def first_places(self) -> dict[str, tuple[int, int]]:
        """Where each element of the telegram first stands, by the first part of its JSON Pointer.

        Of long lists the first entries are looked at.
        """
        places: dict[str, tuple[int, int]] = {}
        spans = self.telegram.spans
        for root, found in zip(map(_element, spans), spans.values(), strict=True):
            if root and (root not in places or found[0] < places[root]):
                places[root] = found[0]
        return places

    @cached_property
    def heading(self) -> tuple[int, int]:
        """Where the transmission lines begin, and where the text begins; (0, 0) where there are none."""
        places = [self.first_places[part] for part in _HEADING if part in self.first_places]
        if not self.telegram.transmission or not places:
            return 0, 0
        start = self.line_of(min(places)[0])[0]
        stop = self.first_places.get("classification", (self.body_start, 0))[0]
        return (start, stop) if start < stop else (0, 0)

    def place(self, *pointers: str) -> tuple[int, int]:
        """The letters of the first of these values that has a place.

        A value without one stands for its parent, and at last for whatever of the element has a place.
        """
        spans = self.telegram.spans
        for pointer in pointers:
            if pointer in spans:
                return spans[pointer][0]
            parts = pointer.split("/")
            for size in range(len(parts), 1, -1):
                found = spans.get("/".join(parts[:size]))
                if found:
                    return found[0]
        roots = (pointer.split("/", 2)[1] for pointer in pointers)
        return next((self.first_places[root] for root in roots if root in self.first_places), (0, 0))

    def letters(self, pointer: str) -> str:
        """The letters of the source that a value was read from; empty where its place is not known."""
        spans = self.telegram.spans.get(pointer, ())
        return " ".join([self.text[start:end] for start, end in spans])

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.text)

    def lines(self, start: int, stop: int) -> list[int]:
        """The offsets in `[start, stop)` at which lines begin."""
        starts = self._line_starts
        return starts[bisect_left(starts, start) : bisect_left(starts, stop)]

    @cached_property
    def _simple(self) -> bool:
        """Whether lines end with LF alone, so that they can be found without counting all of them."""
        return "\r" not in self.text

    def line_of(self, offset: int) -> tuple[int, int]:
        """The first and last offset of the line that holds `offset`, without its line end."""
        if self._simple:
            end = self.text.find("\n", offset)
            return self.text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(self.text)
        starts = self._line_starts
        number = bisect_right(starts, offset) - 1
        stop = starts[number + 1] if number + 1 < len(starts) else len(self.text)
        while stop > starts[number] and self.text[stop - 1] in "\r\n":
            stop -= 1
        return starts[number], stop

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1; zeros for one outside the text."""
        if offset > len(self.text):
            return 0, 0
        number = bisect_right(self._line_starts, offset)
        return number, offset - self._line_starts[number - 1] + 1
