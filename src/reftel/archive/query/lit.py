"""Which words of a text a query looks for: what a snippet shows and lights up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reftel.archive.index.normal import folded, without_zeros
from reftel.archive.query.compiler import Compiler, words_of_number
from reftel.archive.query.fields import WORDED
from reftel.archive.query.patterns import fits
from reftel.archive.query.tree import Field, Fuzzy, Leaf, Node, Number, Phrase, Wild, Word, leaves

_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[*?]")
LONGEST = 100  # no longer word is in the index
TEXTS = frozenset({"subject", "para", "summary", "comment"})


class Lights:
    """Finds in texts the words that a query looks for."""

    def __init__(self, compiler: Compiler, node: Node) -> None:
        self._exact: set[str] = set()
        self._patterns: list[str] = []
        self._known: dict[str, str | None] = {}
        for leaf in _sought(node):
            match leaf:
                case Word(text) | Phrase(text) | Fuzzy(text, _):
                    self._exact.update(compiler.tokens(text))
                case Wild(text):
                    self._patterns.append(folded(text).lower())
                case _:
                    continue

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """`[start, end)` of each word looked for and the query's word that it is, in order."""
        if not self._exact and not self._patterns:
            return []
        if text.isascii() and all(_begin_of(pattern) for pattern in self._patterns):
            begun = _begun(text, self._patterns)
            return sorted({place[0]: place for place in (*begun, *_standing(text, self._exact))}.values())
        found = ((match.start(), match.end(), self._match(match[0])) for match in _WORD.finditer(text))
        return [(start, end, word) for start, end, word in found if word is not None]

    def _match(self, word: str) -> str | None:
        if word not in self._known:
            term = without_zeros(folded(word).strip().lower())
            fitting = (pattern for pattern in self._patterns if len(term) <= LONGEST and fits(pattern, term))
            self._known[word] = term if term in self._exact else next(fitting, None)
        return self._known[word]


def _standing(text: str, words: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Where words in small letters stand whole in a text in ASCII, in any case, numbers with leading zeros too."""
    small = text.lower()
    for word in words:
        at = small.find(word)
        while at >= 0:
            end, start = at + len(word), at
            while word.isdecimal() and start and small[start - 1] == "0":
                start -= 1
            if not (start and small[start - 1].isalnum()) and not small[end : end + 1].isalnum():
                yield start, end, word
            at = small.find(word, end)


def _begin_of(pattern: str) -> str:
    """The letters in ASCII with which every word begins that fits a pattern; none where it begins otherwise."""
    begin = _SIGN.split(pattern, maxsplit=1)[0]
    return begin if begin.isascii() and begin.isalpha() else ""


def _begun(text: str, patterns: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Where words of a text in ASCII that fit patterns stand, in any case; each pattern begins with letters."""
    small = text.lower()
    for pattern in patterns:
        begin = _begin_of(pattern)
        at = small.find(begin)
        while at >= 0:
            end = at + len(begin)
            while end < len(small) and small[end].isalnum():
                end += 1
            alone = not (at and small[at - 1].isalnum()) and end - at <= LONGEST
            if alone and fits(pattern, small[at:end]):
                yield at, end, pattern
            at = small.find(begin, end)


def _sought(node: Node) -> Iterator[Leaf]:
    for leaf in leaves(node):
        match leaf:
            case Field(name, inner):
                if name in TEXTS and name in WORDED:
                    yield inner
            case Number():
                yield Phrase(f"{words_of_number(leaf)} {leaf.year or ''}{leaf.post}{leaf.serial}")
            case _:
                yield leaf
