"""Search: a query's tree becomes an engine query, term by term; what a person typed never reaches the engine.

Relevance is the engine's BM25 over subject, summary and text, the first two weighing more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, cast

import tantivy

from reftel.archive import dates
from reftel.archive.documents import SHIFT
from reftel.archive.index import FACETS, Index, without_zeros
from reftel.archive.results import Count
from reftel.archive.tree import (
    And,
    Dates,
    Field,
    Node,
    Not,
    Number,
    Or,
    Phrase,
    Word,
)
from reftel.vocabulary import classification, posts

WEIGHTS = (("subject", 4.0), ("summary", 2.0), ("text", 1.0))
WORD_FIELDS = {"from": "sender", "to": "recipient", "subject": "subject"}
TERM_FIELDS = {"mrn": "number", "ref": "reference"}
MOST_VALUES = 60_000
ORDERS = {"date": ("rising", tantivy.Order.Asc), "-date": ("moment", tantivy.Order.Desc)}
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


class Found(NamedTuple):
    """One page: how many telegrams there are in all, and the store row and score of each on the page."""

    total: int
    rows: tuple[tuple[int, float], ...]


class Compiler:
    """Makes engine queries for one index."""

    def __init__(self, index: Index) -> None:
        self.schema = index.schema
        self.analyze: Callable[[str], list[str]] = index.analyzer.analyze

    def tokens(self, text: str) -> list[str]:
        """The terms of a text as they stand in the index."""
        return self.analyze(without_zeros(text))

    def query(self, node: Node) -> tantivy.Query:
        """The engine query of a tree."""
        match node:
            case And(parts):
                made = self._all_of(parts)
            case Or(parts):
                made = tantivy.Query.boolean_query([(_SHOULD, self.query(part)) for part in parts])
            case Not():
                made = self._all_of((node,))
            case Word(text, prefix):
                made = self._anywhere(text, prefix)
            case Phrase(text):
                made = self._anywhere(text, False)
            case Field(name, text, prefix):
                made = self._in_field(name, text, prefix)
            case Dates(low, high):
                made = self._dates(low, high)
            case Number():
                made = self._number(node)
            case _:
                made = tantivy.Query.all_query()
        return made

    def _all_of(self, parts: Iterable[Node]) -> tantivy.Query:
        """All parts; the excluded ones taken from the rest, or from everything where there is no rest."""
        clauses = [
            (_NOT, self.query(part.part)) if isinstance(part, Not) else (_MUST, self.query(part))
            for part in parts
        ]
        if all(occur == _NOT for occur, _ in clauses):
            clauses.append((_MUST, tantivy.Query.all_query()))
        return tantivy.Query.boolean_query(clauses)

    def _anywhere(self, text: str, prefix: bool) -> tantivy.Query:
        weighted = [
            (_SHOULD, tantivy.Query.boost_query(self._words(name, text, prefix), weight))
            for name, weight in WEIGHTS
        ]
        return tantivy.Query.boolean_query(weighted)

    def _words(self, field: str, text: str, prefix: bool) -> tantivy.Query:
        """The words of `text` in one field: next to each other where there are several."""
        tokens = self.tokens(text)
        if not tokens:
            return tantivy.Query.empty_query()
        if len(tokens) > 1:
            make = tantivy.Query.phrase_prefix_query if prefix else tantivy.Query.phrase_query
            return make(self.schema, field, list(tokens))
        if prefix:
            return tantivy.Query.regex_query(self.schema, field, re.escape(tokens[0]) + ".*")
        return tantivy.Query.term_query(self.schema, field, tokens[0])

    def _in_field(self, name: str, text: str, prefix: bool) -> tantivy.Query:
        if name in WORD_FIELDS:
            return self._words(WORD_FIELDS[name], text, prefix)
        if name in TERM_FIELDS:
            return self._term(TERM_FIELDS[name], text)
        value = facet_value(name, text)
        if prefix:
            return tantivy.Query.regex_query(self.schema, name, re.escape(value) + ".*")
        return self._term(name, value)

    def _term(self, field: str, value: str) -> tantivy.Query:
        term = tantivy.Query.term_query(self.schema, field, value, index_option="basic")
        return tantivy.Query.const_score_query(term, 1.0)

    def _dates(self, low: str | None, high: str | None) -> tantivy.Query:
        start, end = dates.seconds(low, high)
        return tantivy.Query.range_query(
            self.schema,
            "moment",
            tantivy.FieldType.Integer,
            start << SHIFT,
            None if end is None else (end << SHIFT) - 1,
        )

    def _number(self, number: Number) -> tantivy.Query:
        """The telegram of that number, well before those that refer to it or hold the words."""
        form = f"{number.year or ''}{number.post}{number.serial}"
        exact = tantivy.Query.const_score_query(self._term("number", form), 1000.0)
        cited = tantivy.Query.boost_query(self._term("reference", form), 10.0)
        words = self._number_in_words(number)
        written = self._anywhere(form, False)
        return tantivy.Query.boolean_query([(_SHOULD, part) for part in (exact, cited, words, written)])

    def _number_in_words(self, number: Number) -> tantivy.Query:
        """The number as it stands in a text. Without a year its words may stand apart (`Paris 2015`)."""
        text = words_of(number)
        if number.year is not None:
            return self._anywhere(text, False)
        words = [(_MUST, self._anywhere(word, False)) for word in text.split()]
        return tantivy.Query.boolean_query(words)


def words_of(number: Number) -> str:
    """Post and serial of a number as they are printed apart: `NEW DELHI 862`."""
    post = posts.find(number.post)
    return f"{post.spaced if post else number.post} {number.serial}"


def facet_value(name: str, text: str) -> str:
    """A value as it stands in the index: `class:c` means CONFIDENTIAL, `post:"new delhi"` NEWDELHI."""
    if name == "class":
        return classification.level_of(text) or classification.of_portion(text.upper()) or text.upper()
    if name == "post":
        post = posts.find(text)
        return post.name if post else text.upper().replace(" ", "")
    return text.lower() if name == "layout" else text.upper()


def run(index: Index, query: tantivy.Query, limit: int, offset: int, sort: str) -> Found:
    """One page of what a query finds."""
    searcher = index.searcher()
    field, order = ORDERS.get(sort, (None, tantivy.Order.Desc))
    if field is None:
        found = searcher.search(query, limit=max(1, limit), offset=offset)
    else:
        found = searcher.search(query, limit=max(1, limit), offset=offset, order_by_field=field, order=order)
    hits = found.hits[:limit]
    rows = searcher.fast_field_values("row", [address for _, address in hits])
    scores = [float(score) if field is None else 0.0 for score, _ in hits]
    page = tuple((int(row or 0), score) for row, score in zip(rows, scores, strict=True))
    return Found(int(cast(Any, found).count), page)  # the stubs leave `count` out


def count_facets(
    index: Index, query: tantivy.Query, names: Iterable[str] = FACETS
) -> dict[str, tuple[Count, ...]]:
    """How many of what a query finds have each value; exact, most frequent first, then by value."""
    wanted = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    answer = index.searcher().aggregate(query, wanted)
    counted: dict[str, tuple[Count, ...]] = {}
    for name in wanted:
        buckets = answer[name]["buckets"]
        pairs = sorted((-int(bucket["doc_count"]), str(bucket["key"])) for bucket in buckets)
        counted[name] = tuple(Count(value, -count) for count, value in pairs)
    return counted


def wanted_words(compiler: Compiler, node: Node) -> Callable[[str], str | None]:
    """Which words of a text a query looks for: the query's word for a word of the text, or None."""
    exact: set[str] = set()
    prefixes: set[str] = set()
    _collect(compiler, node, exact, prefixes)
    known: dict[str, str | None] = {}

    def match(word: str) -> str | None:
        if word not in known:
            term = folded(word)
            begun = (prefix for prefix in prefixes if term.startswith(prefix))
            known[word] = term if term in exact else next(begun, None)
        return known[word]

    return match


def _collect(compiler: Compiler, node: Node, exact: set[str], prefixes: set[str]) -> None:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                _collect(compiler, part, exact, prefixes)
        case Word(text, prefix) | Field("subject", text, prefix):
            tokens = compiler.tokens(text)
            exact.update(tokens[:-1] if prefix else tokens)
            prefixes.update(tokens[-1:] if prefix else ())
        case Phrase(text):
            exact.update(compiler.tokens(text))
        case Number():
            exact.update(compiler.tokens(f"{words_of(node)} {node.year or ''}{node.post}{node.serial}"))
        case _:
            return


def folded(word: str) -> str:
    """A word of a text as the index writes it: lower case, without accents and leading zeros."""
    plain = word if word.isascii() else unicodedata.normalize("NFKD", word)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter)) if plain != word else word
    return without_zeros(kept.lower())
