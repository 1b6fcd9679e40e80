"""Steps backwards through a text, in bounded strides."""

from __future__ import annotations

_CHUNK = 4096


def last_word(plain: str, at: int, floor: int) -> int:
    """The offset behind the last sign before `at` that is not blank; `floor` if there is none."""
    while at > floor:
        chunk = plain[max(floor, at - _CHUNK) : at]
        kept = len(chunk.rstrip(" \n"))
        if kept:
            return at - len(chunk) + kept
        at -= len(chunk)
    return floor
