"""Errors of the keyboard: eight E, then the last right word again, and the text goes on (ACP 127(G) para 211)."""

from __future__ import annotations

import re

from reftel.model.ledger import Ledger

_MARK = "E E E E E E E"
_ERASED = re.compile(r"(?<![A-Z0-9])(?:E ){7}E(?![A-Z0-9])[. \n]{1,4}(?P<word>[^\s]{1,40})")
_WITHIN = 400  # letters above the mark in which the last right word must stand
_MOST = 100


def erased(text: str, start: int, end: int, ledger: Ledger) -> list[tuple[int, int]]:
    """What is to be left out between two offsets, the last stretch first: from the right word to its repetition.

    Each is put down as a repair; where the word that is repeated does not stand above, nothing is left out (T1503).
    """
    if text.find(_MARK, start, end) < 0:
        return []
    found: list[tuple[int, int]] = []
    for match in _ERASED.finditer(text, start, end):
        if len(found) == _MOST:
            break
        above = found[-1][1] if found else start
        right = _right_word(text, match["word"], max(above, match.start() - _WITHIN), match.start())
        if right is None:
            message = f"{match['word']} is repeated behind the sign of error, and does not stand above it"
            ledger.remark("T1503", message, match.start(), match.end())
        else:
            found.append((right, match.end()))
            ledger.repair("T1504", right, match.end(), text[right : match.end()], "")
    return found[::-1]


def _right_word(text: str, word: str, start: int, end: int) -> int | None:
    """The offset behind the word where it stands last; the sign at its end may be another one."""
    bare = word.rstrip(".,;:")
    places = list(re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)").finditer(text, start, end)) if bare else []
    return places[-1].end() if places else None
