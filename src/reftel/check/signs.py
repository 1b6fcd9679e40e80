"""Looking for patterns by the letters with which they begin, and for lines by where they begin.

Finding a few fixed letters costs a small part of what a pattern costs that is tried at each letter of a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, count
from operator import add, sub

_LINE_END = re.compile(r"\r\n|\n|\r")


@lru_cache(maxsize=4)
def line_starts(text: str) -> list[int]:
    """The offset at which each line of a text begins; several telegrams may share one text."""
    if "\r" in text:
        return [0, *(match.end() for match in _LINE_END.finditer(text))]
    letters = map(len, text.split("\n")[:-1])
    return list(map(add, accumulate(letters, initial=0), count()))  # and a line end for each line above


def has_line_over(text: str, start: int, stop: int, most: int) -> bool:
    """Whether a line that begins in `[start, stop)` has more than this many letters up to there, line end included.

    Looks back from as far as a line may reach, and so at few letters of most lines.
    """
    stop = min(stop, len(text))  # a telegram that was read before can come without its text
    if start >= stop:
        return False
    if "\r" in text:
        starts = line_starts(text)
        own = starts[bisect_left(starts, start) : bisect_left(starts, stop)]
        return any(map(most.__lt__, map(sub, [*own[1:], stop], own)))
    if start and text[start - 1] != "\n":
        start = text.find("\n", start, stop) + 1 or stop
    while stop - start > most:
        end = text.rfind("\n", start, start + most)
        if end < 0:
            return True
        start = end + 1
    return False


def beginning_with(
    sign: str, pattern: re.Pattern[str], text: str, start: int, stop: int
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds in `text[start:stop]`, of a pattern all of whose matches begin with `sign`."""
    at = text.find(sign, start, stop)
    while at >= 0:
        match = pattern.match(text, at, stop)
        if match:
            yield match
        at = text.find(sign, match.end() if match else at + 1, stop)


def first_with(sign: str, pattern: re.Pattern[str], text: str, start: int, stop: int) -> re.Match[str] | None:
    """The first of them."""
    return next(beginning_with(sign, pattern, text, start, stop), None)
