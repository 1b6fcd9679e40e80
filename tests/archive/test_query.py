"""Queries: what a person types, what it means, and that nothing typed is ever refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.archive.query.language import MOST_OPEN, MOST_PARTS, parse_query
from reftel.archive.query.lit import Lights
from reftel.archive.query.tree import And, Dates, Everything, Field, Not, Number, Or, Phrase, Wild, Word

CASES = list(csv.DictReader((Path(__file__).parent / "queries.csv").read_text("utf-8").splitlines()))

FRAGMENTS = st.sampled_from(
    """OR AND NOT - ( ) " from: tag: date: mrn: ref: foo: oil Čaj U.S. 06DUSHANBE862 Dushanbe 862 NEW DELHI
    2006-05..2006-06 >=2006 * nucl* : class:c a*b abcd~ a?b ~1 /A.*/ tag:/A.*/ "a b"~3 ? - 10 May a b c d""".split()  # noqa: SIM905 - one line says it all
)


@pytest.mark.parametrize("case", CASES, ids=[case["typed"] for case in CASES])
def test_a_query_is_understood_as_the_table_says(case: dict[str, str]) -> None:
    understood = parse_query(case["typed"])
    assert understood.text == case["understood"]
    assert bool(understood.doubts) == (case["doubt"] != ""), understood.doubts
    assert case["doubt"] in " ".join(map(str, understood.doubts))


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", Everything()),
        ("oil prices", And((Word("oil"), Word("prices")))),
        ("oil OR gas prices", Or((Word("oil"), And((Word("gas"), Word("prices")))))),
        ("-(oil OR gas)", Not(Or((Word("oil"), Word("gas"))))),
        ('"base rights" subject:nucl*', And((Phrase("base rights"), Field("subject", Wild("nucl*"))))),
        ("date:>2005", Dates("2006", None)),
        ("06DUSHANBE000862", Number(2006, "DUSHANBE", 862)),
        ("Dushanbe 862", Number(None, "DUSHANBE", 862)),
    ],
)
def test_the_tree_of_a_query(typed: str, tree: object) -> None:
    assert parse_query(typed).tree == tree


@settings(deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(FRAGMENTS, max_size=14).map(" ".join)
    | st.lists(FRAGMENTS, max_size=14).map("".join)
)
def test_any_text_is_understood_and_what_was_understood_means_the_same(typed: str) -> None:
    understood = parse_query(typed)
    again = parse_query(understood.text)
    assert again.tree == understood.tree
    assert again.doubts == ()


def test_a_very_long_query_is_cut_and_says_so() -> None:
    understood = parse_query("word " * 5000)
    assert isinstance(understood.tree, And)
    assert len(understood.tree.parts) == MOST_PARTS
    (doubt,) = understood.doubts
    assert doubt.message == f"only the first {MOST_PARTS} words were searched"
    assert (doubt.start, doubt.end) == (500, 504)


def test_brackets_without_end_are_survived() -> None:
    understood = parse_query("(" * 100_000 + "oil")
    assert understood.tree == Word("oil")
    assert understood.doubts


@given(
    st.text("ab0 1Z_é-", max_size=40), st.sets(st.sampled_from(["a", "b", "ab", "1", "10", "z"]), min_size=1)
)
def test_words_are_lit_where_the_index_has_them(text: str, words: set[str]) -> None:
    lights = Lights.__new__(Lights)
    lights._exact, lights._patterns, lights._known = words, [], {}
    quick = lights.places(text)
    lights._patterns = ["*zzzz*zzzz"]  # asks word by word
    assert quick == lights.places(text)


@given(st.text("ab1 Z-é", max_size=40))
def test_words_that_begin_so_are_lit_whole(text: str) -> None:
    lights = Lights.__new__(Lights)
    lights._exact, lights._patterns, lights._known = set(), ["ab*", "b?1*"], {}
    quick = [(start, end) for start, end, _ in lights.places(text)]
    lights._patterns = ["ab*", "b?1*", "*zzzz*zzzz"]
    assert quick == [(start, end) for start, end, _ in lights.places(text)]


def test_words_that_many_can_fit_are_few() -> None:
    understood = parse_query("re* word~ " * 30 + "ferry")
    assert isinstance(understood.tree, And)
    assert len(understood.tree.parts) == MOST_OPEN + 1
    assert understood.tree.parts[-1] == Word("ferry")
    (doubt,) = understood.doubts
    assert "only the first 20 wildcards" in doubt.message
