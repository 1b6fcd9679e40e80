"""A case: one telegram before the rules, with the facts about it that several rules need."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from reftel.check.signs import line_starts
from reftel.check.traits import traits_of
from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.telegram import Addressee, Paragraph, Telegram
from reftel.reading.circuit import FACT
from reftel.vocabulary import classification

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


_HEADING = ("transmission", "dtg", "originator", "action", "info")
_STATION = re.compile(r"(?:\d{2}(?:\d\d)? ?)?(?P<station>[A-Z][A-Z .'/-]*?) ?\d{1,6}\Z")
_SECTION = re.compile(r"SECTION[ ]{1,3}(?P<section>\d{1,2})[ ]{1,3}OF[ ]{1,3}(?P<of>\d{1,2})\b")
_MISSIONS = (
    "AM",
    "US",
    "SECSTATE",
    "DEPT",
    "STATE",
)  # how the address of a mission, or the Department's, begins
_CONFIDENTIAL = classification.rank("CONFIDENTIAL")
# Layouts in which every element is written by the sender at the place where it stands; the labelled copies
# of later systems and edited texts are laid out by others.
_AS_SENT = frozenset({"acp127", "aad", "bare"})


_LISTS = ("/info/", "/paragraphs/", "/action/")
_FIRST_ENTRIES = tuple(f"{root}0" for root in _LISTS)


@lru_cache(maxsize=4096)
def _element(pointer: str) -> str | None:
    """The first part of a JSON Pointer; None for a value in a list whose first entry it does not belong to."""
    if pointer.startswith(_LISTS) and not pointer.startswith(_FIRST_ENTRIES):
        return None
    return pointer.split("/", 2)[1]


@dataclass(frozen=True)
class Case:
    """A telegram under examination. `profile` is `draft` (about to be sent) or `archive` (received as it is)."""

    telegram: Telegram
    profile: str = "archive"

    def once(self, make: Callable[[Case], T]) -> T:
        """What `make` says of this case, worked out once for all rules that ask."""
        memory: dict[Callable[[Case], Any], Any] = self.__dict__.setdefault("_memory", {})
        if make not in memory:
            memory[make] = make(self)
        return cast("T", memory[make])

    @cached_property
    def traits(self) -> frozenset[str]:
        """Which of `TRAITS` the telegram has, in these circumstances."""
        return traits_of(self.telegram, self)

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
    def of_the_department(self) -> bool:
        """Whether the rules of the Department's drafters hold: not for service messages nor for foreign senders.

        A sender is foreign where transmission lines name one that is no post and begins with no word of a mission,
        and the text has none of the elements that the Department's telegrams have.
        """
        telegram = self.telegram
        if telegram.kind == "service" or telegram.transmission is None:
            return telegram.kind != "service"
        if telegram.transmission.form == "codress" or telegram.transmission.cancelled:
            return False
        sender = telegram.originator
        name = (sender.name or "") if sender else ""
        if sender is None or not name or sender.post or name.startswith(_MISSIONS):
            return True
        return bool(telegram.tags or telegram.declassification or telegram.captions)

    @cached_property
    def is_draft(self) -> bool:
        """Whether the telegram is about to be sent."""
        return self.profile == "draft"

    @cached_property
    def has_pages(self) -> bool:
        """Whether there may be page lines: the word stands somewhere in this telegram."""
        return self.text.find("PAGE", *self.extent) >= 0

    @cached_property
    def has_several_captions(self) -> bool:
        """Whether there are captions that may go ill together."""
        return len(self.telegram.captions) > 1

    @cached_property
    def as_sent(self) -> bool:
        """Whether the copy keeps the lines of the telegram as it was sent."""
        return self.telegram.layout in _AS_SENT

    @cached_property
    def has_head(self) -> bool:
        """Whether the copy holds the beginning of a telegram, so that an absent element is a missing one."""
        telegram = self.telegram
        return (
            telegram.kind == "telegram"
            and self.as_sent
            and telegram.completeness in {"whole", "partial", "first page"}
            and telegram.classification.level is not None
            and (not telegram.sections.present or telegram.sections.present[0] == 1)
        )

    @cached_property
    def has_end(self) -> bool:
        """Whether the copy holds the end of a telegram."""
        telegram = self.telegram
        sections = telegram.sections
        return (
            telegram.kind == "telegram"
            and telegram.completeness == "whole"
            and (not sections.present or sections.of in sections.present)
        )

    @cached_property
    def sent(self) -> datetime | None:
        """When it was sent, UTC; None where the date is not known to the day."""
        if self.telegram.dtg is None or self.telegram.dtg_precision not in {"minute", "day", None}:
            return None
        try:
            return datetime.fromisoformat(self.telegram.dtg)
        except ValueError:
            return None

    @cached_property
    def day(self) -> date | None:
        """The day on which it was sent."""
        return self.sent.date() if self.sent else None

    @cached_property
    def mrn(self) -> Mrn | None:
        """Its message reference number in parts."""
        return parse_mrn(self.telegram.mrn) if self.telegram.mrn else None

    @cached_property
    def mrn_serial(self) -> int | None:
        """Its serial as a number; None for an airgram or where there is none."""
        return self.mrn.serial if self.mrn and isinstance(self.mrn.serial, int) else None

    @cached_property
    def station(self) -> str | None:
        """The station as the letters of its number print it, the serial left away."""
        match = _STATION.match(" ".join(self.letters("/mrn").split()))
        return match["station"] if match else None

    @cached_property
    def stated_section(self) -> tuple[int, int] | None:
        """Section and total as the classification line prints them."""
        start, end = self.place("/classification")
        match = _SECTION.search(self.text, start, self.line_of(end)[1]) if end else None
        return (int(match["section"]), int(match["of"])) if match else None

    @cached_property
    def level(self) -> str | None:
        """Its classification in the full word."""
        return self.telegram.classification.level

    @cached_property
    def rank(self) -> int:
        """How protected it is, 0 to 5; -1 where the level is not known."""
        return classification.rank(self.level)

    @cached_property
    def is_classified(self) -> bool:
        """Whether its level is a security classification."""
        return self.rank >= _CONFIDENTIAL

    @cached_property
    def is_unclassified(self) -> bool:
        """Whether its level is known and is none, or a mere administrative control."""
        return 0 <= self.rank < classification.rank("RESTRICTED")

    @cached_property
    def addressees(self) -> tuple[tuple[str, Addressee], ...]:
        """Action and information addressees in order, each with its JSON Pointer."""
        telegram = self.telegram
        action = ((f"/action/{place}", one) for place, one in enumerate(telegram.action))
        info = ((f"/info/{place}", one) for place, one in enumerate(telegram.info))
        return (*action, *info)

    @cached_property
    def numbered(self) -> tuple[tuple[int, Paragraph], ...]:
        """The paragraphs that have a number, each with its place among all paragraphs."""
        return tuple((at, one) for at, one in enumerate(self.telegram.paragraphs) if one.number is not None)

    @cached_property
    def body_start(self) -> int:
        """Where the text begins: the first letter of the first paragraph, or the end of the source."""
        paragraphs = self.telegram.paragraphs
        return paragraphs[0].start if paragraphs else len(self.text)

    def words_start(self, at: int) -> int:
        """Where the words of a paragraph begin, behind its number and mark."""
        spans, paragraph = self.telegram.spans, self.telegram.paragraphs[at]
        parts = (f"/paragraphs/{at}/number", f"/paragraphs/{at}/marking")
        begin = max((spans[part][-1].end for part in parts if part in spans), default=paragraph.start)
        while begin < min(paragraph.end, len(self.text)) and self.text[begin] in " \t\r\n.()":
            begin += 1
        return begin

    @cached_property
    def first_places(self) -> dict[str, tuple[int, int]]:
        """Where each element of the telegram first stands, by the first part of its JSON Pointer.

        Of the long lists, addressees and paragraphs, the first entries are looked at.
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
        return " ".join(self.text[span.start : span.end] for span in self.telegram.spans.get(pointer, ()))

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.text)

    def lines(self, start: int, stop: int) -> list[int]:
        """The offsets in `[start, stop)` at which lines begin."""
        starts = self._line_starts
        return starts[bisect_left(starts, start) : bisect_left(starts, stop)]

    def line_of(self, offset: int) -> tuple[int, int]:
        """The first and last offset of the line that holds `offset`, without its line end."""
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
