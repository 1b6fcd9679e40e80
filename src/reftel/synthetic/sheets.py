"""The files that a telegram is found in: a copy in one layout or several, sections apart, with faults or without."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from reftel.synthetic.acp127 import Numbers
from reftel.synthetic.damage import DAMAGE
from reftel.synthetic.entry import Entry
from reftel.synthetic.layouts import IN_SECTIONS, WRITERS
from reftel.synthetic.shares import layouts, shares
from reftel.synthetic.traffic import BLOCK

_CARDS = (1973, 1979)  # the years for which cards tell what was withheld
_MOST_COPIES = 3
_TRIES = 6  # faults that are tried before a text is left whole: not every text has room for every fault
_SECOND_FAULT = 0.2


class Sheet(NamedTuple):
    """One file. `path` is below the folder of telegrams, `layout` one of `WRITERS`.

    It holds one `section` of how many, or all of them (0); `faults` are the codes of what was put in.
    """

    path: str
    layout: str
    section: int
    of: int
    faults: tuple[str, ...]
    data: bytes

    def told(self) -> dict[str, Any]:
        """The sheet as the true record tells it."""
        return {
            "path": self.path,
            "layout": self.layout,
            "section": self.section,
            "of": self.of,
            "faults": self.faults,
        }


class Files:
    """Lays the telegrams of a block down in files, in the layouts `asked` if any; `rate` of them get faults."""

    def __init__(self, seed: int, block: int, asked: tuple[str, ...], rate: float) -> None:
        self._chance = random.Random(f"{seed} files {block}")  # noqa: S311 - chance for prose, not for secrets
        self._faults = random.Random(f"{seed} faults {block}")  # noqa: S311
        self._asked = asked
        self._rate = rate
        self._said: dict[str, float] = shares()["files"]

    def sheets(self, index: int, entry: Entry, numbers: Numbers) -> tuple[Sheet, ...]:
        """The files of the telegram that stands at `index` in the corpus."""
        found = []
        for path, layout, section in self._places(index, entry):
            text = WRITERS[layout](entry, numbers, section)
            of = entry.sections if layout in IN_SECTIONS else 1
            text, faults = self._damaged(text)
            found.append(Sheet(path, layout, section, of, faults, text.encode()))
        return tuple(found)

    def _places(self, index: int, entry: Entry) -> Iterator[tuple[str, str, int]]:
        """Path, layout and section of each file. A path says nothing about the telegram."""
        chance = self._chance
        place = f"{index // BLOCK:04d}/{index:07d}"
        for copy, layout in enumerate(self._layouts(entry)):
            name = place + "abc"[copy]
            apart = (
                entry.sections > 1
                and layout in IN_SECTIONS
                and chance.random() < self._said["sections_apart"]
            )
            if apart:
                yield from ((f"{name}{part}.txt", layout, part) for part in range(1, entry.sections + 1))
            else:
                yield f"{name}.txt", layout, 0

    def _layouts(self, entry: Entry) -> tuple[str, ...]:
        chance, said, year = self._chance, self._said, entry.sent.year
        if not self._asked and _CARDS[0] <= year <= _CARDS[1] and chance.random() < said["withdrawn"]:
            return ("card",)
        drawn = layouts(year, self._asked)
        copies = 1
        while copies < _MOST_COPIES and chance.random() < said["another_copy"]:
            copies += 1
        return tuple(drawn.some(chance, copies))

    def _damaged(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text with one fault or two, as often as asked; those are named that found a place in it."""
        chance = self._faults
        if not self._rate or chance.random() >= self._rate:
            return text, ()
        wanted = 2 if chance.random() < _SECOND_FAULT else 1
        codes: list[str] = []
        for code in chance.sample(sorted(DAMAGE), _TRIES):
            changed = DAMAGE[code](text)
            if changed != text:
                text = changed
                codes.append(code)
            if len(codes) == wanted:
                break
        return text, tuple(codes)
