"""Dates, counts and queries in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.archive.query.language import parse_query
from reftel.archive.results import Count, Stats
from reftel.web import asked, words
from reftel.web.plots import bars
from reftel.web.setting.address import Address, without
from reftel.web.setting.narrowing import leaves


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2006-05-10T10:39:00Z", "10 May 2006"),
        ("2006-05-10", "10 May 2006"),
        ("2006-05", "May 2006"),
        ("2006", "2006"),
        ("2006-13-40", "40 2006"),
        ("soon", "soon"),
        (None, ""),
    ],
)
def test_days_are_said_as_exactly_as_they_are_known(iso: str | None, said: str) -> None:
    assert words.day(iso) == said


@pytest.mark.parametrize(
    ("precision", "said"),
    [("minute", "10 May 2006, 10:39 UTC"), ("day", "10 May 2006"), ("month", "May 2006"), ("year", "2006")],
)
def test_a_date_time_group_is_said_no_more_exactly_than_it_is(precision: str, said: str) -> None:
    assert words.moment("2006-05-10T10:39:00Z", precision) == said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "everything"),
        ("ferry post:tbilisi date:2006-05", "with “ferry”, sent by tbilisi, in May 2006"),
        ('"note verbale" OR ferr*', "with the phrase “note verbale” or with words that begin “ferr”"),
        ("a -(b OR tag:PREL)", "with “a”, but not (with “b” or under TAGS PREL)"),
        ("date:2006..2007", "between 2006 and 2007"),
        ("date:2006-05-10", "on 10 May 2006"),
        ("2006DUSHANBE862", "numbered 2006 DUSHANBE 862"),
    ],
)
def test_a_query_is_said_in_words(query: str, said: str) -> None:
    assert asked.in_words(query) == said


@given(st.text(max_size=60))
def test_any_query_can_be_said_and_shown(query: str) -> None:
    assert asked.in_words(query)
    assert "".join(part.text for part in asked.typed(query, parse_query(query).doubts)) == query


@pytest.mark.parametrize(
    ("query", "doubtful"),
    [
        ("ferry colour:red", ["colour:red"]),
        ("ferry date:whenever", ["date:whenever"]),
        ("ferry ref:soon port", ["ref:soon"]),
        ("ferry post:tbilisi", []),
    ],
)
def test_the_doubtful_part_of_a_query_is_known(query: str, doubtful: list[str]) -> None:
    parts = asked.typed(query, parse_query(query).doubts)
    assert [part.text for part in parts if part.doubtful] == doubtful


@pytest.mark.parametrize("value", ["NEWDELHI", "LIMITED OFFICIAL USE", 'a"b', "IO:x", "A/B", "2006-05"])
def test_a_term_is_understood_as_one_field(value: str) -> None:
    assert words.term("tag", value).startswith("tag:")
    assert parse_query(words.term("tag", value)).doubts == ()


@pytest.mark.parametrize(
    ("value", "label", "shown"),
    [
        ("DARESSALAAM", "AMEMBASSY DAR ES SALAAM", ("AMEMBASSY DAR ES SALAAM", "")),
        ("PREL", "External Political Relations", ("PREL", "External Political Relations")),
        ("2006", "", ("2006", "")),
    ],
)
def test_a_label_that_holds_its_value_stands_for_both(value: str, label: str, shown: tuple[str, str]) -> None:
    assert words.named(value, label) == shown


def test_a_term_that_was_added_can_be_taken_out() -> None:
    assert without("a post:ROME b", "post:ROME") == "a b"
    assert without("post:ROMEO", "post:ROME") == "post:ROMEO"


@given(st.integers(0, 5000), st.integers(1, 300))
def test_the_first_and_last_page_can_always_be_reached(total: int, page: int) -> None:
    last = -(-total // 20)
    numbers = [leaf.number for leaf in leaves(total, 20, Address("q", page=min(page, max(last, 1))))]
    assert numbers == [] if last < 2 else (numbers[0], numbers[-1]) == (1, last)


def test_months_without_telegrams_have_their_place_in_the_plot() -> None:
    stats = Stats(
        telegrams=3,
        by_year=(Count("2005", 1), Count("2006", 2)),
        by_month=(Count("2005-11", 1), Count("2006-02", 2)),
    )
    drawn = bars.volume(stats)
    assert [(bar.label, bar.count) for bar in drawn.bars] == [
        ("November 2005", 1),
        ("December 2005", 0),
        ("January 2006", 0),
        ("February 2006", 2),
    ]
    assert drawn.top == 2


def test_a_long_time_is_drawn_by_year() -> None:
    stats = Stats(
        telegrams=2,
        by_year=(Count("1973", 1), Count("2006", 1)),
        by_month=(Count("1973-01", 1), Count("2006-02", 1)),
    )
    drawn = bars.volume(stats)
    assert (drawn.unit, len(drawn.bars)) == ("year", 34)
