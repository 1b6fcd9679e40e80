"""The query language: from what a person typed to a tree. It never raises.

Words are joined by AND; `OR` binds weaker; `-` or `NOT` before a part excludes it; brackets group. Phrases
stand in quotes, `word*` finds words that begin so, `field:value` looks in one field, `date:` takes periods and
ranges, and a message reference number in any printed form is understood as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reftel.archive.dates import bounds
from reftel.archive.tree import (
    And,
    Dates,
    Everything,
    Field,
    Node,
    Number,
    Phrase,
    Word,
    disjunction,
    flat,
    is_plain,
    negation,
    written,
)
from reftel.model.mrn import parse_mrn
from reftel.vocabulary import posts

FIELDS = frozenset(
    {"from", "to", "post", "tag", "date", "class", "caption", "subject", "ref", "mrn"}
    | {"year", "month", "precedence", "layout"}
)
NUMBERED = frozenset({"ref", "mrn"})
MOST_PARTS = 100
DEEPEST = 40
LONGEST_NUMBER = 5  # words: year, up to three of the post's name, serial


class Understood(NamedTuple):
    """A query as read: its tree, and sentences about the parts that were read otherwise than typed."""

    tree: Node
    doubts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The query in the canonical form; it parses to the same tree."""
        return written(self.tree)


class _Token(NamedTuple):
    kind: str
    text: str
    glued: bool  # no blank before it


_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<minus>-)(?=[^\s)])|(?P<field>[A-Za-z]+):"""
    r"""|"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s()"]+)"""
)
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_FIELD_HEAD = re.compile(r"[A-Za-z]+:")
_OPERATORS = frozenset({"OR", "AND", "NOT"})


def _bare(text: str) -> str:
    """The text without what is no letter or digit at either end."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def _tokens(text: str, doubts: list[str]) -> list[_Token]:
    found: list[_Token] = []
    glued = False
    for match in _TOKEN.finditer(text.translate(_QUOTES)):
        kind = match.lastgroup or ""
        if kind == "end":
            kind = "phrase"
            if not match["end"]:
                doubts.append("a quotation mark is not closed; the phrase was read to the end")
        if kind != "space":
            found.append(_Token(kind, match[kind], glued))
        glued = kind != "space"
    return found


def number_of(text: str) -> Number | None:
    """The message reference number that a text means; without a year only at a post that is known."""
    mrn = parse_mrn(text)
    if mrn is None or not isinstance(mrn.serial, int) or (mrn.year is None and not posts.find(mrn.post)):
        return None
    number = Number(mrn.year, mrn.post, mrn.serial)
    again = parse_mrn(written(number))
    same = again is not None and (again.year, again.post, again.serial) == (mrn.year, mrn.post, mrn.serial)
    return number if same else None


def _word(text: str) -> Word | None:
    bare = _bare(text)
    if not bare:
        return None
    prefix = text.endswith("*") and sum(map(str.isalnum, bare)) > 1
    return Word(bare.lower() if bare in _OPERATORS else bare, prefix)


def _words(text: str) -> list[Node]:
    """A text as words; a colon divides where one would else look like a field."""
    pieces = (
        part
        for piece in text.split()
        for part in (piece.split(":") if _FIELD_HEAD.match(_bare(piece)) else (piece,))
    )
    return [word for word in map(_word, pieces) if word]


def conjunction(parts: Iterable[Node]) -> Node:
    """All of the parts; words that make up a message reference number become one part."""
    found = list(flat(And, parts))
    joined: list[Node] = []
    at = 0
    while at < len(found):
        number, length = _number_at(found, at)
        joined.append(number or found[at])
        at += length
    return And(tuple(joined)) if len(joined) > 1 else joined[0] if joined else Everything()


def _number_at(parts: Sequence[Node], at: int) -> tuple[Number | None, int]:
    """The longest run of words from `at` on that is a number, and how many words it takes."""
    run: list[str] = []
    for part in parts[at : at + LONGEST_NUMBER]:
        if not isinstance(part, Word) or part.prefix:
            break
        run.append(part.text)
    for length in range(len(run), 0, -1):
        if run[length - 1].isdecimal() if length > 1 else run[0][-1].isdecimal():
            number = number_of(" ".join(run[:length]))
            if number and (length == 1 or posts.find(number.post)):
                return number, length
    return None, 1


class _Parser:
    def __init__(self, text: str) -> None:
        self.doubts: list[str] = []
        self.tokens = _tokens(text, self.doubts)
        self.at = 0
        self.room = MOST_PARTS

    def whole(self) -> Node:
        parts = [self.either(0, None)]
        while self.at < len(self.tokens):
            self.doubts.append("a closing bracket without an opening one was left out")
            self.at += 1
            parts.append(self.either(0, None))
        return conjunction(parts)

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take_word(self, text: str) -> bool:
        token = self.peek()
        taken = token is not None and token.kind == "word" and token.text == text
        self.at += taken
        return taken

    def either(self, depth: int, field: str | None) -> Node:
        parts = [self.all_of(depth, field)]
        while self.take_word("OR"):
            parts.append(self.all_of(depth, field))
            if Everything() in parts:
                self.doubts.append("OR needs a part on both sides")
        return disjunction(parts)

    def all_of(self, depth: int, field: str | None) -> Node:
        parts: list[Node] = []
        while (token := self.peek()) and token.kind != "close" and (token.kind, token.text) != ("word", "OR"):
            if not self.take_word("AND"):
                parts += self.part(depth, field)
        return conjunction(parts)

    def part(self, depth: int, field: str | None) -> list[Node]:
        """The next part, as a list because a doubtful one may give several words or nothing."""
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "minus" or (token.kind, token.text) == ("word", "NOT"):
            return self.excluded(depth, field)
        if token.kind == "open":
            return [self.group(depth, field)]
        if token.kind == "field":
            return self.in_field(token, depth)
        return self.leaf(token, field)

    def excluded(self, depth: int, field: str | None) -> list[Node]:
        token = self.peek()
        if token is None or token.kind == "close" or depth >= DEEPEST:
            self.doubts.append("there is nothing to exclude after NOT")
            return []
        part = conjunction(self.part(depth + 1, field))
        return [] if part == Everything() else [negation(part)]

    def group(self, depth: int, field: str | None) -> Node:
        if depth >= DEEPEST:
            self.doubts.append("brackets within brackets are too deep; some were left out")
            return Everything()
        inner = self.either(depth + 1, field)
        if self.peek() is None:
            self.doubts.append("a bracket is not closed")
        self.at += 1
        return inner

    def in_field(self, token: _Token, depth: int) -> list[Node]:
        name = token.text.lower()
        value = self.peek()
        if name not in FIELDS:
            if value and value.glued:
                self.doubts.append(f"there is no field {token.text}; it was searched as a word")
            return list(_words(token.text))
        if value is None or value.kind not in {"word", "phrase", "open"}:
            self.doubts.append(f"{token.text}: has no value; it was searched as a word")
            return list(_words(token.text))
        self.at += 1
        if value.kind == "open":
            return [self.group(depth, name)]
        return self.leaf(value, name)

    def leaf(self, token: _Token, field: str | None) -> list[Node]:
        """The words, phrase or value of a token, as far as there is room for more."""
        parts = self.read_leaf(token, field)
        if len(parts) > self.room:
            self.doubts.append(f"only the first {MOST_PARTS} words were searched")
        kept = parts[: self.room]
        self.room -= len(kept)
        return kept

    def read_leaf(self, token: _Token, field: str | None) -> list[Node]:
        text = " ".join(token.text.split())
        if not _bare(text):
            self.doubts.append(f"there is no letter or digit in {text!r}; it was left out")
            return []
        if field is not None:
            return self.value(field, text, token.kind == "phrase")
        return [Phrase(text)] if token.kind == "phrase" else _words(text)

    def value(self, field: str, text: str, phrase: bool) -> list[Node]:
        if field == "date":
            return self.dates(text)
        if field in NUMBERED:
            return self.numbered(field, text)
        value = _bare(text)
        prefix = text.endswith("*") and not phrase and is_plain(value)
        return [Field(field, value, prefix)]

    def numbered(self, field: str, text: str) -> list[Node]:
        """A number in `ref:` or `mrn:`; the serial may stand apart (`mrn:DUSHANBE 862`)."""
        following = self.peek()
        if following and following.kind == "word" and following.text.isdigit() and not text[-1:].isdigit():
            self.at += 1
            text = f"{text} {following.text}"
        number = number_of(text)
        if number:
            return [Field(field, written(number))]
        self.doubts.append(f"{text!r} is no message reference number; it was searched as words")
        return _words(text)

    def dates(self, text: str) -> list[Node]:
        ends = bounds(text)
        if ends is None:
            self.doubts.append(
                f"{text!r} is no date such as 2006, 2006-05-10 or 2006-05..2006-06; searched as words"
            )
            return _words(text)
        low, high = ends
        if low and high and low > high:
            self.doubts.append(f"{text!r} ends before it begins; the ends were exchanged")
            low, high = high, low
        return [Dates(low, high)]


def parse_query(text: str) -> Understood:
    """Read a query. Whatever the text, an answer comes: what is no valid query is read as words."""
    parser = _Parser(text)
    tree = parser.whole()
    if tree == Everything():  # nothing but operators: then they are words
        tree = conjunction(_words(" ".join(token.text for token in parser.tokens)))
    return Understood(tree, tuple(dict.fromkeys(parser.doubts)))
