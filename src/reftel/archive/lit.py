"""Which words of a text a query looks for: what a snippet shows and lights up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reftel.archive.compiler import Compiler, words_of_number
from reftel.archive.fields import WORDED
from reftel.archive.normal import folded, without_zeros
from reftel.archive.tree import Field, Fuzzy, Leaf, Node, Number, Phrase, Wild, Word, leaves

LONGEST = 100  # no longer word is in the index
TEXTS = frozenset({"subject", "para", "summary", "comment"})


def wanted_words(compiler: Compiler, node: Node) -> Callable[[str], str | None]:
    """The query's word for a word of a text, or None."""
    exact: set[str] = set()
    patterns: list[str] = []
    for leaf in _sought(node):
        match leaf:
            case Word(text) | Phrase(text):
                exact.update(compiler.tokens(text))
            case Wild(text):
                patterns.append(folded(text).lower())
            case Fuzzy(text, _):
                exact.update(compiler.tokens(text))
            case _:
                continue
    known: dict[str, str | None] = {}

    def match(word: str) -> str | None:
        if word not in known:
            term = without_zeros(folded(word).strip().lower())
            fitting = (pattern for pattern in patterns if len(term) <= LONGEST and fits(pattern, term))
            known[word] = term if term in exact else next(fitting, None)
        return known[word]

    return match


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


def fits(pattern: str, word: str) -> bool:
    """Whether a word is what a pattern of letters, `*` and `?` describes.

    The time is at most the product of both lengths.
    """
    at = place = 0
    star, resumed = -1, 0
    while place < len(word):
        sign = pattern[at] if at < len(pattern) else ""
        if sign == "*":
            star, resumed, at = at, place, at + 1
        elif sign in {"?", word[place]}:
            at, place = at + 1, place + 1
        elif star >= 0:
            resumed += 1
            at, place = star + 1, resumed
        else:
            return False
    return not pattern[at:].strip("*")
