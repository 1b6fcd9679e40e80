"""Signs that an alphabet lacks, as the words that are sent for them (ACP 127(G) paras 134 and 140)."""

from __future__ import annotations

import re
from collections import Counter

from reftel.vocabulary.table import rows
from reftel.wire.alphabets import sayable

_NUMBER = re.compile(r"#(?=[0-9])")
_SMALL = "small letters are sent as capitals"
_BARE = "# is left away before a number"
_QUOTES = '" is sent as QUOTE and UNQUOTE'


class Spelling:
    """Spells the lines of a message for an alphabet and remembers what it spelt."""

    def __init__(self, alphabet: str) -> None:
        self._sayable = sayable(alphabet)
        self._words = {row["sign"]: row["spelt"] for row in rows("circuit_spelling")}
        self._changed: Counter[str] = Counter()
        self._quoting = False

    def spelt(self, line: str) -> str:
        """The line as it is sent; signs that no word stands for are left in it."""
        line = line.replace("\t", " ")
        strange = set(line) - self._sayable
        if not strange:
            return line
        if "a" not in self._sayable and line != line.upper():
            self._changed[_SMALL] += 1
            line = line.upper()
        if "#" in strange:
            line = self._note(_BARE, *_NUMBER.subn("", line))
        if '"' in strange:
            line = self._quotes(line)
        for sign in sorted(strange & self._words.keys()):
            word = self._words[sign]
            line = self._note(f"{sign} is sent as {word}", *_as_word(line, sign, word))
        return line

    def named(self) -> tuple[str, ...]:
        """What was spelt, with how often."""
        return tuple(
            what if times == 1 else f"{what} ({times} times)" for what, times in self._changed.items()
        )

    def _note(self, what: str, line: str, times: int) -> str:
        if times:
            self._changed[what] += times
        return line

    def _quotes(self, line: str) -> str:
        """QUOTE where a quotation opens and UNQUOTE where it closes, over several lines if need be."""
        before, *parts = line.split('"')
        for part in parts:
            self._quoting = not self._quoting
            before = _join(before, "QUOTE" if self._quoting else "UNQUOTE", part)
        return self._note(_QUOTES, before, len(parts))


def _as_word(line: str, sign: str, word: str) -> tuple[str, int]:
    before, *parts = line.split(sign)
    for part in parts:
        before = _join(before, word, part)
    return before, len(parts)


def _join(before: str, word: str, after: str) -> str:
    """The word between two parts of a line, blanks around it, none before a full stop or comma."""
    left = f"{before} " if before and before[-1] not in " (" else before
    right = f" {after}" if after and after[0] not in " .,:;)?" else after
    return f"{left}{word}{right}"
