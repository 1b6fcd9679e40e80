"""How near two words are."""

from __future__ import annotations


def one_apart(one: str, other: str) -> bool:
    """Whether one letter was lost, added or changed between two words."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
