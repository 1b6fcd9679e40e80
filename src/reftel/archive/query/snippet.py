"""The stretch of a telegram that shows best why it was found, with the places of the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

LENGTH = 240
MOST = 400_000  # code points of a text that are looked through


class Snippet(NamedTuple):
    """Text on one line, `[start, end)` code points of it that are to be lit up, and where in the whole it begins."""

    text: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    begin: int = 0


def _densest(places: list[tuple[int, int, str]]) -> int:
    """The place with which the stretch of `LENGTH` begins that holds most different words, then most."""
    best, best_score = 0, (0, 0)
    end = 0
    inside: Counter[str] = Counter()
    for begin, (start, _, first) in enumerate(places):
        while end < len(places) and places[end][1] - start <= LENGTH:
            inside[places[end][2]] += 1
            end += 1
        score = (len(inside), end - begin)
        if score > best_score:
            best, best_score = begin, score
        if end == begin:  # a word longer than the stretch
            end += 1
        elif inside[first] > 1:
            inside[first] -= 1
        else:
            del inside[first]
    return best


def _begin(text: str, at: int) -> int:
    """A word's begin some way before `at`, so that the first word found has words before it."""
    wanted = max(0, at - LENGTH // 4)
    if wanted == 0:
        return 0
    blank = re.compile(r"\s").search(text, wanted, at)
    return blank.end() if blank else wanted


def _end(text: str, begin: int) -> int:
    wanted = min(len(text), begin + LENGTH)
    if wanted == len(text):
        return wanted
    blank = text.rfind(" ", begin + LENGTH // 2, wanted)
    return blank if blank > 0 else wanted


def snippet_of(text: str, places_in: Callable[[str], list[tuple[int, int, str]]]) -> Snippet:
    """The best stretch of `text`. `places_in` gives where the words looked for stand, and which each one is.

    Without any match the begin of the text is shown.
    """
    line = " ".join(text[:MOST].split())
    places = places_in(line)
    begin = _begin(line, places[_densest(places)][0]) if places else 0
    end = _end(line, begin)
    lit = tuple((start - begin, stop - begin) for start, stop, _ in places if begin <= start and stop <= end)
    return Snippet(line[begin:end], lit, begin)
