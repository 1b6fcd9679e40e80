"""The one form of letters in which words are indexed and looked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.archive.index.normal import closed_up, normal, without_zeros

LETTERS = st.text(st.sampled_from("ABcd 0017_-.\né"), max_size=30)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("DUSHANBE 000862 OF 2006", "DUSHANBE 862 OF 2006"),
        ("000 AND 0 AND 0X", "0 AND 0 AND 0X"),
        ("S E C R E T DUSHANBE", "SECRET DUSHANBE"),
        ("ITEMS A B C ARE", "ITEMS A B C ARE"),
        ("Résumé", "Resume"),
    ],
)
def test_numbers_lose_zeros_and_words_whose_letters_stand_apart_are_closed_up(text: str, form: str) -> None:
    assert normal(text) == form


@given(LETTERS)
def test_only_whole_numbers_lose_zeros(text: str) -> None:
    words = re.split(r"(\w+)", text)
    assert without_zeros(text) == "".join(
        str(int(word)) if re.fullmatch(r"0\d+", word) else word for word in words
    )


@given(LETTERS)
def test_four_letters_that_stand_apart_are_a_word(text: str) -> None:
    apart = re.compile(r"(?<!\w)[A-Za-z](?: [A-Za-z](?!\w)){3,}+")
    assert closed_up(text) == apart.sub(lambda match: match[0].replace(" ", ""), text)
