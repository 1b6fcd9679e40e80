"""Mending: applies the safe edits of findings to a text, and keeps those after which it reads better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from reftel.check.registry import Fix
from reftel.check.run import Found, examine
from reftel.reading import NotATelegram, parse_all

_ROUNDS = 40


class Mended(NamedTuple):
    """The text after mending, and how many findings of each code it has fewer."""

    text: str
    fixed: dict[str, int]


class _State(NamedTuple):
    """A text, its findings, and the numbers of the telegrams in it."""

    text: str
    found: tuple[Found, ...]
    numbers: tuple[str | None, ...]

    def counts(self) -> Counter[str]:
        return Counter(one.diagnostic.code for one in self.found)


def mend(text: str, profile: str, wanted: Callable[[Found], bool] = lambda found: True) -> Mended:
    """Apply the edits of one code after the other to a text that holds telegrams.

    Each step is read and checked again, and kept only if that code has fewer findings, no other has more, and
    the telegrams are the same. `wanted` says which findings to mend. Raises `NotATelegram` where the text holds none.
    """
    state = _read(text, profile)
    refused: set[str] = set()
    for _ in range(_ROUNDS):
        code = next((one for one in _fixable(state, wanted) if one not in refused), None)
        if code is None:
            break
        better = _try(state, code, profile, wanted)
        if better is None:
            refused.add(code)
        else:
            state = better
    before = _read(text, profile).counts() if state.text != text else Counter[str]()
    return Mended(state.text, dict(before - state.counts()) if before else {})


def _fixable(state: _State, wanted: Callable[[Found], bool]) -> list[str]:
    return sorted({one.diagnostic.code for one in state.found if one.fixes and wanted(one)})


def _try(state: _State, code: str, profile: str, wanted: Callable[[Found], bool]) -> _State | None:
    meant = [one for one in state.found if one.diagnostic.code == code and one.fixes and wanted(one)]
    fixes = [fix for one in meant for fix in one.fixes]
    try:
        after = _read(apply(state.text, fixes), profile)
    except NotATelegram:
        return None
    old, new = state.counts(), after.counts()
    worse = [one for one in new if new[one] > old[one]]
    return after if new[code] < old[code] and not worse and after.numbers == state.numbers else None


def _read(text: str, profile: str) -> _State:
    telegrams = list(parse_all(text))
    found = tuple(found for telegram in telegrams for found in examine(telegram, profile))
    return _State(text, found, tuple(telegram.mrn for telegram in telegrams))


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """The text with these edits; of two that overlap, the first in the text is made."""
    pieces: list[str] = []
    at = 0
    for fix in sorted(set(fixes)):
        if fix.start >= at:
            pieces += (text[at : fix.start], fix.text)
            at = fix.end
    return "".join((*pieces, text[at:]))
