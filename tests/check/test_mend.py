"""Mending: safe edits are made, the result is read and checked again, and what would make it worse is left."""

from __future__ import annotations

import pytest

from reftel.check import check
from reftel.check.examples import compose, page_of, specimen
from reftel.check.groups import all_rules
from reftel.check.mend import apply, mend
from reftel.check.registry import Fix
from reftel.reading import NotATelegram, parse


def fixable() -> list[str]:
    from reftel.check import examine

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


def test_a_text_without_a_telegram_is_refused() -> None:
    with pytest.raises(NotATelegram):
        mend("nothing here", "draft")
