"""Looking for patterns by the letters with which they begin, and for lines by where they begin.

Finding a few fixed letters costs a small part of what a pattern costs that is tried at each letter of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, count
from operator import add

_LINE_END = re.compile(r"\r\n|\n|\r")


@lru_cache(maxsize=4)
def line_starts(text: str) -> list[int]:
    """The offset at which each line of a text begins; several telegrams may share one text."""
    if "\r" in text:
        return [0, *(match.end() for match in _LINE_END.finditer(text))]
    letters = map(len, text.split("\n")[:-1])
    return list(map(add, accumulate(letters, initial=0), count()))  # and a line end for each line above


def beginning_with(
    sign: str, pattern: re.Pattern[str], text: str, start: int, stop: int
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds in `text[start:stop]`, of a pattern all of whose matches begin with `sign`."""
    match = first_with(sign, pattern, text, start, stop)
    while match:
        yield match
        match = first_with(sign, pattern, text, match.end(), stop)


def first_with(sign: str, pattern: re.Pattern[str], text: str, start: int, stop: int) -> re.Match[str] | None:
    """The first of them."""
    at = text.find(sign, start, stop)
    while at >= 0:
        match = pattern.match(text, at, stop)
        if match:
            return match
        at = text.find(sign, at + 1, stop)
    return None
