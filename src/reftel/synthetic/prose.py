"""What invented telegrams say: sentences of the frames in `phrases.toml`, words as often as in language (Zipf).

A store of some thousand sentences and names is kept, and some are made anew for every telegram: no two telegrams say
the same, phrases come back now and then as they do in an office, and new names never end.
"""

from __future__ import annotations

import random
import re
import tomllib
from copy import copy
from functools import cache
from importlib.resources import files
from itertools import chain
from operator import add

STORE = 4096  # sentences held at a time
NAMES = 8192  # names held at a time, the first ones used most
RENEWED = 2  # sentences that are made anew for each telegram
_POOL = 4096  # entries of a list in which words stand as often as they are used
_SLOT = re.compile(r"\{([a-z]+)\}")
_NESTED = "reason"  # the list whose phrases have slots themselves

Frame = tuple[str, tuple[str, ...]]
"""A sentence with places for words: a format for `%`, and the list of words of each place."""


@cache
def words() -> dict[str, list[str]]:
    """The lists of the file."""
    return tomllib.loads(files("reftel.synthetic").joinpath("phrases.toml").read_text(encoding="utf-8"))


@cache
def _pool(name: str) -> tuple[str, ...]:
    """The words of a list, the one at rank r in proportion to 1/(r + 2)."""
    known = words()[name]
    weights = [1 / (rank + 2) for rank in range(len(known))]
    unit = _POOL / sum(weights)
    counted = zip(known, weights, strict=True)
    return tuple(chain.from_iterable([word] * max(1, round(unit * weight)) for word, weight in counted))


@cache
def _frames(name: str) -> tuple[Frame, ...]:
    return tuple((_SLOT.sub("%s", phrase), tuple(_SLOT.findall(phrase))) for phrase in words()[name])


class Words:
    """A way to fill frames by chance, with a store of names of its own."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._names = [self._new_name() for _ in range(NAMES)]

    def again(self, chance: random.Random) -> Words:
        """A copy of the store as it is now, with another chance to go on with."""
        other = copy(self)
        other.chance, other._names = chance, list(self._names)
        return other

    def renew_name(self) -> None:
        """Put a new name in the place of one of the store."""
        self._names[int(self.chance.random() * NAMES)] = self._new_name()

    def told(self, kind: str) -> str:
        """A phrase from the list `kind`, filled, with a capital at its head."""
        phrase = self.filled(kind)
        return phrase[:1].upper() + phrase[1:]

    def filled(self, kind: str) -> str:
        """A phrase from the list `kind`, its slots filled."""
        frames = _frames(kind)
        form, slots = frames[int(self.chance.random() * len(frames))]
        return form % tuple([self.word(slot) for slot in slots]) if slots else form

    def word(self, slot: str) -> str:
        """A word from the list `slot`, the first ones more often; a name, a number, a reason."""
        draw = self.chance.random
        if slot == "surname":
            return self._names[int(draw() ** 3 * NAMES)]
        if slot == _NESTED:
            return self.filled(slot)
        if slot == "number":
            return str(int(3 * 1.9 ** (draw() * 10)))
        pool = _pool(slot)
        return pool[int(draw() * len(pool))]

    def _new_name(self) -> str:
        """A name of two to four syllables."""
        draw = self.chance.random
        parts = ("start", *("middle",) * int(draw() * 3), "end")
        return "".join([words()[part][int(draw() * len(words()[part]))] for part in parts])


class Prose:
    """A writer's store of sentences."""

    def __init__(self, own: Words) -> None:
        self._words = own
        self._mains = [own.told("main") for _ in range(STORE)]
        self._tails = [own.filled("tail") + "." for _ in range(STORE)]
        self._usual = sum(map(len, chain(self._mains, self._tails))) / STORE + 1

    def again(self, own: Words) -> Prose:
        """A copy of the store as it is now, to go on with by other words."""
        other = copy(self)
        other._words, other._mains, other._tails = own, list(self._mains), list(self._tails)
        return other

    def paragraphs(self, length: int) -> list[str]:
        """Paragraphs of two to seven sentences, some `length` letters in all."""
        self._renew()
        chance = self._words.chance
        count = max(2, round(length / self._usual))
        sentences = list(map(add, chance.choices(self._mains, k=count), chance.choices(self._tails, k=count)))
        found: list[str] = []
        at = 0
        while at < count:
            cut = at + 2 + int(chance.random() * 6)
            found.append(" ".join(sentences[at:cut]))
            at = cut
        return found

    def _renew(self) -> None:
        own = self._words
        own.renew_name()
        for place in own.chance.choices(range(STORE), k=RENEWED):
            self._mains[place] = own.told("main")
            self._tails[place] = own.filled("tail") + "."
