"""Any printed form of a message reference number leads to its canonical one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.model.mrn import Mrn, aliases, identify, parse_mrn
from reftel.vocabulary import posts

CASES = list(csv.DictReader(Path(__file__).with_name("mrn_cases.csv").read_text("utf-8").splitlines()))
NUMBERING = sorted({post.name for post in posts.all_posts() if post.numbers_telegrams})


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']}: {case['why']}")
def test_a_printed_form_means_its_number(case: dict[str, str]) -> None:
    found = identify(case["text"], int(case["year"]) if case["year"] else None)
    if not case["mrn"]:
        assert found is None
        return
    assert found is not None
    seen = {
        "mrn": str(found.mrn),
        "section": str(found.section or ""),
        "of": str(found.of or ""),
        "version": found.version or "",
        "also": ";".join(found.also),
        "marking": found.marking or "",
        "signal": found.signal or "",
    }
    assert seen == {name: case[name] for name in seen}


@pytest.mark.parametrize("case", [case for case in CASES if case["mrn"]], ids=lambda case: case["text"])
def test_the_canonical_form_means_itself(case: dict[str, str]) -> None:
    number = parse_mrn(case["text"], int(case["year"]) if case["year"] else None)
    assert number is not None
    assert parse_mrn(str(number)) == number


@given(
    st.one_of(
        st.text(max_size=40),
        st.text(alphabet="0123456789ABEFGILMOPRST AZ_-,.()", max_size=30),
        st.builds(
            lambda year, name, gap, serial: f"{year}{gap}{name}{gap}{serial}",
            st.sampled_from(["", "06", "2006", "75", "1975"]),
            st.sampled_from(
                [form for post in posts.all_posts() for form in (post.spaced, post.six_cut, post.ten_cut)]
            ),
            st.sampled_from(["", " ", "  "]),
            st.integers(0, 1_100_000),
        ),
    )
)
def test_canonical_is_canonical_for_any_text(text: str) -> None:
    number = parse_mrn(text)
    if number is not None:
        assert parse_mrn(str(number)) == number


@given(st.integers(1973, 2012), st.sampled_from(NUMBERING), st.integers(1, 999_999))
def test_every_alias_leads_back(year: int, post: str, serial: int) -> None:
    number = parse_mrn(f"{year}{post}{serial}")
    assert number is not None
    for alias in aliases(number):
        assert parse_mrn(alias) == number or _shared_cut(number)


def _shared_cut(number: Mrn) -> bool:
    """A six-letter cut that two posts share leads to neither."""
    post = posts.find(number.post)
    return post is not None and posts.find(post.six_cut) is None


def test_aliases_are_the_forms_that_collections_print() -> None:
    assert aliases(Mrn(2006, "DUSHANBE", 862)) == ("06DUSHANBE862", "06DUSHANBE000862")
    assert aliases(Mrn(1977, "NEWDELHI", 418)) == ("77NEWDELHI418", "77NEWDELHI00418", "1977NEWDE00418")
    assert aliases(Mrn(None, "LIMA", 5)) == ()


def test_a_text_without_end_is_no_number() -> None:
    assert parse_mrn("06LIMA" + "1" * 10_000_000) is None


@given(st.sampled_from(NUMBERING), st.integers(1930, 2030), st.integers(0, 9_999_999))
def test_the_short_way_of_the_canonical_form_leads_where_the_long_one_does(
    post: str, year: int, serial: int
) -> None:
    text = f"{year}{post}{serial}"
    found = identify(text)
    assert parse_mrn(text) == (found.mrn if found else None)
