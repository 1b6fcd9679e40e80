"""Captions: `NODIS`, `EXDIS`, `SIPDIS`, `ROGER CHANNEL`, alone on a line, several on one, or with an instruction.

5 FAH-2 H-440 and H-250. What stands on a caption's line and is no caption is a passing line: `LIMDIS, FOR CHARGE
FROM DOE`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.text.plain import within_one
from reftel.vocabulary import captions

_WORD = re.compile(r"[A-Z][A-Z0-9]*+")
_STEP = re.compile(r"[ \t]{1,2}|-(?=INFORMAL)|/(?=KHMER)")
_BETWEEN = re.compile(r"[ \t,/;.-]*+")
_CORRECTED = re.compile(r"(?:C ?O ?R ?R ?E ?C ?T ?E ?D|CORRECTED)[ \t]{1,3}(?:C ?O ?P ?Y)\b")
_FOR_ONLY = re.compile(
    r"(?:FOR\s[A-Z][A-Z /.'-]{1,40}?\s?(?:EYES\s)?ONLY|ONLY\sFOR\s[A-Z][A-Z /.'-]{1,40})"
    r"(?=[ \t]*+(?:$|\n|FROM\b|[.,;-]))"
)
_MOST_WORDS = 5
_SHORTEST_REPAIR = 5


class CaptionLine(NamedTuple):
    """The captions of one line with their places, and where what is no caption begins (the line's end if nothing)."""

    captions: tuple[tuple[str, int, int], ...]
    rest: int


@cache
def _names() -> dict[str, str]:
    """Captions that can stand on a line, by their letters; series labels and pairs of captions are left out."""
    names = {
        name: name
        for name, row in captions.all_captions().items()
        if row.kind not in ("series", "release note")
    }
    singles = {name for name in names if " " not in name and "/" not in name}
    pairs = {
        name for name in names if len(words := re.split(r"[ /]", name)) == 2 and singles.issuperset(words)
    }
    return {name: name for name in names if name not in pairs}


def read_caption_line(text: str, start: int, end: int, ledger: Ledger) -> CaptionLine:
    """The captions that begin the line `text[start:end]`, greedily; none if it begins with something else."""
    found: list[tuple[str, int, int]] = []
    at = _skip(text, start, end)
    while at < end:
        caption = (
            _at(text, at, end) or _run_together(text, at, end, ledger) or _misspelt(text, at, end, ledger)
        )
        if not caption:
            break
        found.extend(caption)
        at = _skip(text, caption[-1][2], end)
    return CaptionLine(tuple(found), at)


def _skip(text: str, at: int, end: int) -> int:
    found = _BETWEEN.match(text, at, end)
    return found.end() if found else at


def _at(text: str, at: int, end: int) -> list[tuple[str, int, int]] | None:
    corrected = _CORRECTED.match(text, at, end)
    if corrected:
        return [("CORRECTED COPY", at, corrected.end())]
    only = _FOR_ONLY.match(text, at, end)
    if only:
        return [(" ".join(only[0].split()), at, only.end())]
    return _longest(text, at, end)


def _longest(text: str, at: int, end: int) -> list[tuple[str, int, int]] | None:
    """The longest run of words from `at` that is a caption."""
    best = None
    stop = at
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, stop, end)
        if not word:
            break
        name = " ".join(text[at : word.end()].split())
        if name in _names():
            best = [(name, at, word.end())]
        step = _STEP.match(text, word.end(), end)
        if not step:
            break
        stop = step.end()
    return best


def _run_together(text: str, at: int, end: int, ledger: Ledger) -> list[tuple[str, int, int]] | None:
    """`NODISEXDIS`: captions without a blank between them, if nothing of the word is left over."""
    word = _WORD.match(text, at, end)
    if not word:
        return None
    names = _parts(word[0])
    if not names:
        return None
    parts: list[tuple[str, int, int]] = []
    for name in names:
        here = parts[-1][2] if parts else at
        parts.append((name, here, here + len(name)))
    ledger.repair("Q62", at, word.end(), word[0], " ".join(part[0] for part in parts))
    return parts


@lru_cache(4096)
def _parts(word: str) -> tuple[str, ...]:
    """The captions that a word is made of; empty if it is made of anything else."""
    parts: list[str] = []
    while word:
        name = next((name for name in _singles() if word.startswith(name)), None)
        if not name:
            return ()
        parts.append(name)
        word = word.removeprefix(name)
    return tuple(parts)


def _misspelt(text: str, at: int, end: int, ledger: Ledger) -> list[tuple[str, int, int]] | None:
    """A word alone on its line that is one letter away from exactly one caption: `SIPIDS`, `NODIF`."""
    word = _WORD.match(text, at, end)
    if not word or len(word[0]) < _SHORTEST_REPAIR or _skip(text, word.end(), end) < end:
        return None
    near = [name for name in _singles() if within_one(word[0], name)]
    if len(near) != 1:
        return None
    ledger.repair("Q60" if near[0] == "SIPDIS" else "Q62", at, word.end(), word[0], near[0])
    return [(near[0], at, word.end())]


@cache
def _singles() -> tuple[str, ...]:
    """Captions of one word that restrict: the others are too near to ordinary words to repair."""
    kinds = ("distribution", "control marking", "addressee control", "channel")
    return tuple(
        name
        for name in _names()
        if name.isalpha() and len(name) >= _SHORTEST_REPAIR and captions.all_captions()[name].kind in kinds
    )
