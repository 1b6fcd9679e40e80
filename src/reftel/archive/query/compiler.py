"""A query's tree becomes an engine query, term by term; what a person typed never reaches the engine.

Every question is put only to the fields of the levels that the viewer may see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import copy

import tantivy

from reftel.archive.index.documents import SHIFT, tiered
from reftel.archive.index.engine import Index
from reftel.archive.index.normal import folded, normal
from reftel.archive.index.prepared import LAST, LEVELLED, level_field
from reftel.archive.query import dates
from reftel.archive.query.fields import GUARDS, NUMBERED, WORDED
from reftel.archive.query.meanings import codes, words_of
from reftel.archive.query.patterns import fits, of_pattern, of_wild
from reftel.archive.query.tree import (
    And,
    Dates,
    Field,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Number,
    Or,
    Pattern,
    Phrase,
    Wild,
    Word,
)
from reftel.archive.tiers import OWNER, TIERS, Viewer
from reftel.vocabulary import posts

FEWEST_LETTERS = 2
MOST_TERMS = 500
Linked = Callable[[str, str], Iterable[str]]
WEIGHTS = (("subject", 4.0), ("summary", 2.0), ("para", 1.0), ("head", 1.0))
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def _no_links(name: str, number: str) -> Iterable[str]:
    return ()


class Compiler:
    """Makes engine queries for one index and one viewer.

    `linked(field, number)` gives the numbers of the telegrams that `citedby:` and `thread:` mean.
    """

    def __init__(self, index: Index, viewer: Viewer = OWNER, linked: Linked = _no_links) -> None:
        self.schema = index.schema
        self.searcher = index.searcher()
        self.viewer = viewer
        self.linked = linked
        self.tiers = [tier for tier in viewer.tiers if self.searcher.doc_freq("levels", str(tier))]
        """The levels of which the viewer may see telegrams, as far as there are any."""
        self.analyze: Callable[[str], list[str]] = index.analyzer.analyze

    def over(self, searcher: tantivy.Searcher) -> Compiler:
        """The same over another state of the index."""
        made = copy(self)
        made.searcher = searcher
        return made

    def tokens(self, text: str) -> list[str]:
        """The terms of a text as they stand in the index."""
        return self.analyze(normal(text))

    def whole(self, node: Node) -> tantivy.Query:
        """The engine query of a tree, over what the viewer may see."""
        made = self.query(node)
        return made if self.viewer.sees_all else all_of((made, self.visible()))

    def visible(self) -> tantivy.Query:
        """The telegrams of which the viewer may see anything."""
        if self.viewer.sees_all:
            return tantivy.Query.all_query()
        known = (word for word, _ in self.searcher.terms_with_prefix("control", ""))
        hidden = [word for word in known if word not in self.viewer.allowed]
        clauses = [(_MUST, self.guard("levels"))]
        clauses += [(_NOT, tantivy.Query.term_set_query(self.schema, "control", hidden))] if hidden else []
        return tantivy.Query.boolean_query(clauses)

    def guard(self, level: str) -> tantivy.Query:
        """The telegrams whose `level` the viewer may see: tier, subject_tier, any of their levels, or `every` one."""
        seen = [str(tier) for tier in self.viewer.tiers]
        if self.viewer.sees_all or not seen:
            return tantivy.Query.all_query() if seen else tantivy.Query.empty_query()
        if level != "every":
            return _constant(tantivy.Query.term_set_query(self.schema, level, seen), 0.0)
        hidden = [str(tier) for tier in TIERS if tier not in self.viewer.tiers]
        above = tantivy.Query.term_set_query(self.schema, "levels", hidden)
        return without(tantivy.Query.all_query(), [above] if hidden else [])

    def query(self, node: Node) -> tantivy.Query:
        """The engine query of a tree, before what the viewer may not see at all is taken out."""
        match node:
            case And(parts):
                made = self._conjunction(parts)
            case Or(parts):
                made = any_of([self.query(part) for part in parts])
            case Not():
                made = self._conjunction((node,))
            case Field(name, leaf):
                made = self._in_field(name, leaf)
            case Dates(low, high):
                made = self._dates(low, high)
            case Number():
                made = self._number(node)
            case Word() | Wild() | Fuzzy() | Phrase() | Pattern():
                made = self._anywhere(node)
            case _:
                made = tantivy.Query.all_query()
        return made

    def _conjunction(self, parts: Iterable[Node]) -> tantivy.Query:
        """All parts; the excluded ones taken from the rest, or from everything where there is no rest."""
        clauses = [
            (_NOT, self.query(part.part)) if isinstance(part, Not) else (_MUST, self.query(part))
            for part in parts
        ]
        if all(occur == _NOT for occur, _ in clauses):
            clauses.append((_MUST, tantivy.Query.all_query()))
        return tantivy.Query.boolean_query(clauses)

    def _anywhere(self, leaf: Leaf) -> tantivy.Query:
        found = []
        for name, weight in WEIGHTS:
            found += [
                query if weight == 1.0 else tantivy.Query.boost_query(query, weight)
                for query in self.in_words(name, leaf)
            ]
        return any_of(found)

    def in_words(self, name: str, leaf: Leaf) -> list[tantivy.Query]:
        """What finds a leaf in the words of one kind: a query for each field of the index where it can stand."""
        fields = [level_field(name, tier) for tier in self.tiers] if name in LEVELLED else [name]
        found = (self._leaf(field, leaf) for field in fields)
        return [self._guarded(name, query) for query in found if query is not None]

    def _guarded(self, field: str, query: tantivy.Query) -> tantivy.Query:
        if self.viewer.sees_all or field not in GUARDS:
            return query
        return all_of((query, self.guard(GUARDS[field])))

    def _leaf(self, field: str, leaf: Leaf) -> tantivy.Query | None:
        """A leaf in one field of the index; None where none of the field's terms can match."""
        make = tantivy.Query
        match leaf:
            case Wild(text):
                return self._wild(field, folded(text).lower())
            case Fuzzy(text, distance):
                tokens = self.tokens(text)
                return make.fuzzy_term_query(self.schema, field, tokens[0], distance) if tokens else None
            case Word(text) | Phrase(text):
                return self._words(field, self.tokens(text), leaf.slop if isinstance(leaf, Phrase) else 0)
            case _:
                return None

    def _wild(self, field: str, text: str) -> tantivy.Query | None:
        """The words that fit; few that begin so are looked up one by one, which is quicker than to try them all."""
        expression = of_wild(text)
        begin = re.split(r"[*?]", text, maxsplit=1)[0]
        if expression is None or len(begin) < FEWEST_LETTERS:
            return tantivy.Query.regex_query(self.schema, field, expression) if expression else None
        known = self.searcher.terms_with_prefix(field, begin, limit=MOST_TERMS)
        if len(known) == MOST_TERMS:
            return tantivy.Query.regex_query(self.schema, field, expression)
        fitting = [term for term, _ in known if fits(text, term)]
        return self._terms(field, fitting) if fitting else None

    def _words(self, field: str, tokens: list[str], slop: int) -> tantivy.Query | None:
        """Words next to each other; None where one of them stands nowhere in the field.

        Words that need only be near each other are looked for once each: the engine's time and memory double with
        every repetition of one.
        """
        different = list(dict.fromkeys(tokens))
        if not tokens or not all(self.searcher.doc_freq(field, token) for token in different):
            return None
        tokens = different if slop else tokens
        if len(tokens) == 1:
            return tantivy.Query.term_query(self.schema, field, tokens[0])
        return tantivy.Query.phrase_query(self.schema, field, list(tokens), slop)

    def _in_field(self, name: str, leaf: Leaf) -> tantivy.Query:
        if name in WORDED:
            return any_of([query for field in WORDED[name] for query in self.in_words(field, leaf)])
        if name in NUMBERED and isinstance(leaf, Word):
            return self._numbered(name, leaf.text)
        value = f"has:{codes(name, leaf.text)[0]}" if name == "has" else name
        return self._guarded(value, self._code(name, leaf))

    def _numbered(self, name: str, number: str) -> tantivy.Query:
        fields = NUMBERED[name]
        if not fields:
            return self._terms("number", self.linked(name, number))
        return any_of([self._guarded(field, self._terms(field, (number,))) for field in fields])

    def _code(self, name: str, leaf: Leaf) -> tantivy.Query:
        match leaf:
            case Pattern(text):
                expression = of_pattern(text)
            case Wild(text):
                expression = of_wild(text.upper())
            case _:
                return self._terms(name, self._values(name, leaf.text))
        if expression is None:
            return tantivy.Query.empty_query()
        return _constant(tantivy.Query.regex_query(self.schema, name, expression), 1.0)

    def _values(self, name: str, text: str) -> Iterable[str]:
        """The values of a field as they stand in the index."""
        if name == "source":
            known = [value for value, _ in self.searcher.terms_with_prefix("source", "")]
            same = [value for value in known if value.lower() == text.lower()]
            return same or [value for value in known if words_of(text) <= words_of(value)]
        found = codes(name, text)
        if name not in {"has", "mark"} or f"has:{found[0]}" in GUARDS:
            return found
        return [tiered(value, tier) for value in found for tier in self.viewer.tiers]

    def _terms(self, field: str, values: Iterable[str]) -> tantivy.Query:
        wanted = list(values)
        if not wanted:
            return tantivy.Query.empty_query()
        if len(wanted) == 1:
            found = tantivy.Query.term_query(self.schema, field, wanted[0], index_option="basic")
        else:
            found = tantivy.Query.term_set_query(self.schema, field, wanted)
        return _constant(found, 1.0)

    def _dates(self, low: str | None, high: str | None) -> tantivy.Query:
        start, end = dates.seconds(low, high)
        first, last = start << SHIFT, LAST if end is None else (end << SHIFT) - 1
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self.schema, "moment", kind, min(first, LAST), min(last, LAST))

    def _number(self, number: Number) -> tantivy.Query:
        """The telegram of that number, well before those that refer to it or hold the words."""
        form = f"{number.year or ''}{number.post}{number.serial}"
        exact = _constant(self._terms("number", (form,)), 1000.0)
        cited = tantivy.Query.boost_query(self._guarded("reference", self._terms("reference", (form,))), 10.0)
        mentioned = self._guarded("mention", self._terms("mention", (form,)))
        return any_of([exact, cited, mentioned, self._number_in_words(number), self._anywhere(Phrase(form))])

    def _number_in_words(self, number: Number) -> tantivy.Query:
        """The number as it stands in a text. Without a year its words may stand apart (`Paris 2015`)."""
        text = words_of_number(number)
        if number.year is not None:
            return self._anywhere(Phrase(text))
        return all_of([self._anywhere(Word(word)) for word in text.split()])


def words_of_number(number: Number) -> str:
    """Post and serial of a number as they are printed apart: `NEW DELHI 862`."""
    post = posts.find(number.post)
    return f"{post.spaced if post else number.post} {number.serial}"


def rows_between(schema: tantivy.Schema, first: int, last: int | None) -> tantivy.Query:
    """The telegrams from one row of the store to another, both included."""
    return tantivy.Query.range_query(schema, "row", tantivy.FieldType.Unsigned, first, last)


def row_is(schema: tantivy.Schema, row: int) -> tantivy.Query:
    """The telegram in a row of the store."""
    return tantivy.Query.term_query(schema, "row", row)


def all_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """What every query finds."""
    return tantivy.Query.boolean_query([(_MUST, query) for query in queries])


def any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    """What any of the queries finds; nothing for none."""
    if len(queries) < 2:
        return queries[0] if queries else tantivy.Query.empty_query()
    return tantivy.Query.boolean_query([(_SHOULD, query) for query in queries])


def without(query: tantivy.Query, excluded: Iterable[tantivy.Query]) -> tantivy.Query:
    """What a query finds and none of the others."""
    return tantivy.Query.boolean_query([(_MUST, query), *((_NOT, other) for other in excluded)])


def _constant(query: tantivy.Query, score: float) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, score)
