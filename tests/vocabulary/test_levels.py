"""Levels are known however they are spaced, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.vocabulary import classification

LEVELS = ("UNCLASSIFIED", "LIMITED OFFICIAL USE", "CONFIDENTIAL", "SECRET", "TOP SECRET")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("C O N F I D E N T I A L SECTION 01 OF 03 DUSHANBE 000862", "CONFIDENTIAL"),
        ("C ON F I D EN T I A L", "CONFIDENTIAL"),
        ("S E C R E T//NOFORN", "SECRET"),
        ("T O P  S E C R E T", "TOP SECRET"),
        ("U N C L A S", "UNCLASSIFIED"),
        ("UNCLAS E F T O MUSCAT 000087", "UNCLASSIFIED"),
        ("UNCLASS", "UNCLASSIFIED"),
        ("UNC LASSIFIED", "UNCLASSIFIED"),
        ("Sensitive But Unclassified", "UNCLASSIFIED"),
        ("LIMITED OFFICIAL USE BERN 0417", "LIMITED OFFICIAL USE"),
        ("LOU", "LIMITED OFFICIAL USE"),
        ("SECRETARY OF STATE", None),
        ("S E C R E T A R I A T", None),
        ("LOUISIANA", None),
        ("SENSITIVE", None),
        ("", None),
    ],
)
def test_the_level_that_a_line_begins_with(text: str, level: str | None) -> None:
    assert classification.level_of(text) == level


@given(st.sampled_from(LEVELS), st.lists(st.sampled_from(["", " ", "  "]), min_size=20, max_size=20))
def test_spacing_does_not_change_a_level(level: str, gaps: list[str]) -> None:
    spaced = "".join(letter + gap for letter, gap in zip(level, gaps, strict=False))
    assert classification.level_of(spaced) == level
    assert classification.extent(spaced) >= len(spaced.rstrip()) - 1


@pytest.mark.parametrize(
    ("letters", "level"),
    [
        ("CCCCC", "CONFIDENTIAL"),
        ("UUUUU", "UNCLASSIFIED"),
        ("EEEEE", "UNCLASSIFIED"),
        ("SSSAA", "SECRET"),
        ("CCCCS", None),
    ],
)
def test_the_letters_of_the_security_warning(letters: str, level: str | None) -> None:
    assert classification.of_zny(letters) == level


@pytest.mark.parametrize("level", ["UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "TOP SECRET"])
def test_a_level_comes_back_from_its_letters(level: str) -> None:
    assert classification.of_zny(classification.zny_letters(level)) == level


@pytest.mark.parametrize(
    ("mark", "level"),
    [
        ("C", "CONFIDENTIAL"),
        ("S/NF", "SECRET"),
        ("SBU", "UNCLASSIFIED"),
        ("U", "UNCLASSIFIED"),
        ("RD", None),
        ("X", None),
    ],
)
def test_portion_marks(mark: str, level: str | None) -> None:
    assert classification.of_portion(mark) == level


def test_levels_rise() -> None:
    ranks = [classification.rank(level) for level in LEVELS]
    assert ranks == sorted(set(ranks))
    assert classification.rank(None) < ranks[0]
