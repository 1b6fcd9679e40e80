"""Mending: safe edits are made, the result is read and checked again, and what would make it worse is left."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.check import check, examine
from reftel.check.examples import compose, page_of, specimen
from reftel.check.groups import all_rules
from reftel.check.mend import apply, mend
from reftel.check.registry import Fix
from reftel.reading import NotATelegram, parse, parse_all


def fixable() -> list[str]:
    codes = []
    for code, rule in all_rules().items():
        text = page_of(rule).bad.telegram()
        if any(found.fixes for found in examine(parse(text), "draft")):
            codes.append(code)
    return codes


@pytest.mark.parametrize("code", fixable())
def test_the_bad_example_of_a_rule_with_a_fix_can_be_mended(code: str) -> None:
    mended = mend(page_of(all_rules()[code]).bad.telegram(), "draft")
    assert mended.fixed
    assert check(parse(mended.text), "draft") == ()


def test_at_least_a_dozen_rules_have_a_fix() -> None:
    assert len(fixable()) >= 12


def test_a_lost_bracket_is_put_back() -> None:
    mended = mend(compose("1. (C) THE BOARD MET.\n\n2. C) IT AGREED."), "archive")
    assert "2. (C) IT AGREED." in mended.text
    assert mended.fixed == {"S1106": 1}


def test_a_faultless_text_is_left_as_it_is() -> None:
    assert mend(specimen("2006"), "draft") == (specimen("2006"), {})


def test_only_the_wanted_codes_are_mended() -> None:
    text = compose("¶1. (C) THE BOARD MET.\n\n¶2. C) IT AGREED.")
    mended = mend(text, "archive", lambda found: found.diagnostic.code == "S1106")
    assert mended.fixed == {"S1106": 1}
    assert mended.text.count("¶") == 2


def test_line_ends_stay_as_they_are() -> None:
    text = compose("1. (C) THE BOARD MET.\n\n2. C) IT AGREED.").replace("\n", "\r\n")
    assert mend(text, "archive").text == text.replace("2. C)", "2. (C)")


def test_edits_that_would_make_another_fault_are_not_made() -> None:
    text = compose("ZNR CCCCC ZZH\nZZ RUEHC RUEHFR RUEHRO")
    assert mend(text, "draft", lambda found: found.diagnostic.code == "T0403").fixed == {"T0403": 1}


def test_of_two_edits_in_the_same_letters_the_first_is_made() -> None:
    assert apply("abcdef", [Fix(2, 4, "X"), Fix(0, 3, "Y")]) == "Ydef"


FIXABLE = fixable()
KINDS = {"\n": "line feeds", "\r\n": "carriage returns and line feeds"}


def counts(text: str, profile: str) -> Counter[str]:
    return Counter(one.code for telegram in parse_all(text) for one in check(telegram, profile))


def damaged(codes: list[str]) -> str:
    """A telegram with the faults of several rules, their lines put in one after the other."""
    lines = [page_of(all_rules()[code]).bad for code in codes]
    year = lines[0].year
    return compose("\n".join(one.lines for one in lines if one.year == year), year)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(FIXABLE), min_size=1, max_size=4, unique=True),
    st.sampled_from(["draft", "archive"]),
    st.sampled_from(sorted(KINDS)),
)
def test_mending_leaves_fewer_faults_of_what_it_mended_no_more_of_any_and_nothing_to_mend_again(
    codes: list[str], profile: str, end: str
) -> None:
    text = damaged(codes).replace("\n", end)
    try:
        mended = mend(text, profile)
    except NotATelegram:
        return
    before, after = counts(text, profile), counts(mended.text, profile)
    assert mended.fixed == before - after
    assert not after - before
    assert mend(mended.text, profile) == (mended.text, {})


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(FIXABLE), st.sampled_from(sorted(KINDS)))
def test_letters_outside_the_edits_of_a_finding_stay(code: str, end: str) -> None:
    text = page_of(all_rules()[code]).bad.telegram().replace("\n", end)
    edits = [fix for one in examine(parse(text), "draft") for fix in one.fixes]
    assert edits
    assert mend(text, "draft").text == apply(text, edits)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.text(max_size=5))))
def test_an_edit_changes_its_own_letters_alone(text: str, drawn: list[tuple[int, int, str]]) -> None:
    edits: list[Fix] = []
    for start, end, put in sorted((min(one[:2]), max(one[:2]), one[2]) for one in drawn):
        if end <= len(text) and (not edits or start > edits[-1].end):
            edits.append(Fix(start, end, put))
    after, shift, at = apply(text, edits), 0, 0
    for fix in [*edits, Fix(len(text), len(text), "")]:
        assert after[at + shift : fix.start + shift] == text[at : fix.start]
        shift += len(fix.text) - (fix.end - fix.start)
        at = fix.end


def test_a_text_without_a_telegram_is_refused() -> None:
    with pytest.raises(NotATelegram):
        mend("nothing here", "draft")
