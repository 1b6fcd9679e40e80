"""The query language: from what a person typed to a tree. It never raises.

Words are joined by AND; `OR` binds weaker; `-` or `NOT` before a part excludes it; brackets group. Phrases stand in
quotes, `"a b"~5` lets words stand between; `*` and `?` stand for letters, `word~` finds what is spelt nearly so;
`field:value` looks in one field, `date:` takes periods and ranges, and a message reference number in any printed form
is understood as one. `docs/query.md` is the handbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reftel.archive.query import leaves as leafs
from reftel.archive.query.dates import bounds
from reftel.archive.query.fields import FIELDS, HAS, NUMBERED, PATTERNED, WORDED
from reftel.archive.query.meanings import codes, explained
from reftel.archive.query.patterns import of_pattern
from reftel.archive.query.tokens import Doubt, Token, tokens
from reftel.archive.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Fuzzy,
    Node,
    Pattern,
    Wild,
    Word,
    disjunction,
    flat,
    negation,
    written,
)

_HALVES = re.compile(r"[\ud800-\udfff]")  # halves of letters, which no text can be stored with
MOST_PARTS = 100
MOST_OPEN = 20
DEEPEST = 40


class Understood(NamedTuple):
    """A query as read: its tree, doubts about parts read otherwise than typed, and what values were found to mean."""

    tree: Node
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The query in the canonical form; it parses to the same tree."""
        return written(self.tree)


def conjunction(parts: Iterable[Node]) -> Node:
    """All of the parts; words that make up one number, and letters that stand apart, become one part."""
    found = list(flat(And, parts))
    joined: list[Node] = []
    at = 0
    while at < len(found):
        one, length = leafs.joined(found, at)
        joined.append(one)
        at += length
    return And(tuple(joined)) if len(joined) > 1 else joined[0] if joined else Everything()


class _Parser:
    def __init__(self, text: str) -> None:
        self.doubts: list[Doubt] = []
        self.notes: list[str] = []
        self.tokens = tokens(text, self.doubts)
        self.at = 0
        self.room = MOST_PARTS
        self.open_room = MOST_OPEN

    def doubt(self, message: str, *about: Token) -> None:
        start, end = (about[0].start, about[-1].end) if about else (0, 0)
        self.doubts.append(Doubt(message, start, end))

    def whole(self) -> Node:
        parts = [self.either(0, None)]
        while self.at < len(self.tokens):
            self.doubt("a closing bracket without an opening one was left out", self.tokens[self.at])
            self.at += 1
            parts.append(self.either(0, None))
        return conjunction(parts)

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take_word(self, text: str) -> bool:
        token = self.peek()
        taken = token is not None and token.kind == "word" and token.text == text
        self.at += taken
        return taken

    def either(self, depth: int, field: str | None) -> Node:
        parts = [self.all_of(depth, field)]
        while self.take_word("OR"):
            operator = self.tokens[self.at - 1]
            parts.append(self.all_of(depth, field))
            if Everything() in parts:
                self.doubt("OR needs a part on both sides", operator)
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
            return self.excluded(token, depth, field)
        if token.kind == "open":
            return [self.group(token, depth, field)]
        if token.kind == "field":
            return self.in_field(token, depth)
        return self.leaf(token, field)

    def excluded(self, operator: Token, depth: int, field: str | None) -> list[Node]:
        token = self.peek()
        if token is None or token.kind == "close" or depth >= DEEPEST:
            self.doubt("there is nothing to exclude after NOT", operator)
            return []
        part = conjunction(self.part(depth + 1, field))
        return [] if part == Everything() else [negation(part)]

    def group(self, opening: Token, depth: int, field: str | None) -> Node:
        if depth >= DEEPEST:
            self.doubt("brackets within brackets are too deep; some were left out", opening)
            return Everything()
        inner = self.either(depth + 1, field)
        if self.peek() is None:
            self.doubt("a bracket is not closed", opening)
        self.at += 1
        return inner

    def in_field(self, token: Token, depth: int) -> list[Node]:
        name = token.text.lower()
        value = self.peek()
        if name not in FIELDS:
            if value and value.glued:
                self.doubt(f"there is no field {token.text}; it was searched as a word", token, value)
            return self.with_room(leafs.words(token.text), token)
        if value is None or value.kind not in {"word", "phrase", "open", "pattern"}:
            self.doubt(f"{token.text}: has no value; it was searched as a word", token)
            return self.with_room(leafs.words(token.text), token)
        self.at += 1
        value = value._replace(start=token.start)
        if value.kind == "open":
            return [self.group(value, depth, name)]
        return self.leaf(value, name)

    def leaf(self, token: Token, field: str | None) -> list[Node]:
        """The words, phrase or value of a token."""
        return self.with_room(self.read_leaf(token, field), token)

    def with_room(self, parts: Sequence[Node], token: Token) -> list[Node]:
        """The parts that a token gives, as far as there is room for more."""
        if len(parts) > self.room:
            self.doubt(f"only the first {MOST_PARTS} words were searched", token)
        kept = [part for part in parts[: self.room] if self.has_room_for(part, token)]
        self.room -= len(kept)
        return kept

    def has_room_for(self, part: Node, token: Token) -> bool:
        """Whether a part may be asked; each that many words can fit costs the index a search of its own for them."""
        leaf = part.leaf if isinstance(part, Field) else part
        if not isinstance(leaf, Wild | Fuzzy | Pattern):
            return True
        self.open_room -= 1
        if self.open_room < 0:
            self.doubt(
                f"only the first {MOST_OPEN} wildcards, near spellings and patterns were searched",
                token,
            )
        return self.open_room >= 0

    def read_leaf(self, token: Token, field: str | None) -> list[Node]:
        text = " ".join(token.text.split())
        if not leafs.bare(text):
            self.doubt(f"there is no letter or digit in {text!r}; it was left out", token)
            return []
        if token.kind == "pattern":
            return self.pattern(field, token)
        if field is not None:
            return self.value(field, text, token)
        return [leafs.phrase(text, token.slop)] if token.kind == "phrase" else list(leafs.words(text))

    def pattern(self, field: str | None, token: Token) -> list[Node]:
        if field in PATTERNED and of_pattern(token.text):
            return [Field(field, Pattern(token.text))]
        where = (
            f"{field}: takes none"
            if field and field not in PATTERNED
            else "it cannot be read, or is too long"
        )
        self.doubt(f"/{token.text}/ was not searched as a pattern: {where}; its words were searched", token)
        return list(leafs.words(token.text))

    def value(self, field: str, text: str, token: Token) -> list[Node]:
        if field == "date":
            return self.dates(text, token)
        if field in NUMBERED:
            return self.numbered(field, text, token)
        if field in WORDED:
            quoted = token.kind == "phrase" and " " in text
            found = [leafs.phrase(text, token.slop)] if quoted else leafs.words(text)
            return [Field(field, leaf) for leaf in found]
        return self.coded(field, text, token)

    def coded(self, field: str, text: str, token: Token) -> list[Node]:
        wild = leafs.wild(text) if token.kind == "word" and field in PATTERNED else None
        if wild:
            return [Field(field, wild)]
        value = leafs.bare(text)
        if field in HAS and codes(field, value)[0] not in HAS[field]:
            known = ", ".join(sorted(HAS[field]))
            self.doubt(f"{field}:{value} is not among {known}; it was searched as words", token)
            return list(leafs.words(text))
        said = explained(field, value)
        self.notes += [said] if said else []
        return [Field(field, Word(value))]

    def numbered(self, field: str, text: str, token: Token) -> list[Node]:
        """A number in `ref:` or `mrn:`; the serial may stand apart (`mrn:DUSHANBE 862`)."""
        following = self.peek()
        if following and following.kind == "word" and following.text.isdigit() and not text[-1:].isdigit():
            self.at += 1
            text = f"{text} {following.text}"
        number = leafs.number_of(text)
        if number:
            return [Field(field, Word(written(number)))]
        self.doubt(f"{text!r} is no message reference number; it was searched as words", token)
        return list(leafs.words(text))

    def dates(self, text: str, token: Token) -> list[Node]:
        """A stretch of time; its parts may stand apart (`date:10 May 2006`)."""
        ends = bounds(text)
        further = [
            following.text for following in self.tokens[self.at : self.at + 2] if following.kind == "word"
        ]
        for count in range(len(further), 0, -1) if token.kind == "word" else ():
            longer = bounds(" ".join((text, *further[:count])))
            if longer and any(word.isalpha() for word in (text, *further[:count])):
                self.at += count
                ends = longer
                break
        if ends is None:
            self.doubt(
                f"{text!r} is no date such as 2006, 10 May 2006 or 2006-05..2006-06; searched as words", token
            )
            return list(leafs.words(text))
        low, high = ends
        if low and high and low > high:
            self.doubt(f"{text!r} ends before it begins; the ends were exchanged", token)
            low, high = high, low
        return [Dates(low, high)]


def parse_query(text: str) -> Understood:
    """Read a query. Whatever the text, an answer comes: what is no valid query is read as words."""
    parser = _Parser(_HALVES.sub("\ufffd", text))
    tree = parser.whole()
    if tree == Everything() and parser.tokens:  # nothing but operators: then they are words
        words = leafs.words(" ".join(token.text for token in parser.tokens))
        tree = conjunction(parser.with_room(words, parser.tokens[0]))
    seen: dict[str, Doubt] = {}
    for doubt in parser.doubts:
        seen.setdefault(doubt.message, doubt)
    return Understood(tree, tuple(seen.values()), tuple(dict.fromkeys(parser.notes)))
