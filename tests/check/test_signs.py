"""Patterns that are looked for by the letters with which they begin, and the lines of a text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reftel.check.signs import beginning_with, first_with, line_starts

_TEXTS = st.text(alphabet="BT \r\nX", max_size=60)
_LINE_OF_BT = re.compile(r"(?<![^\r\n])BT[ \t]*(?=[\r\n]|\Z)")
_BREAK = re.compile(r"\r\n|\n|\r")


@given(_TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_looking_by_the_first_letters_finds_what_looking_everywhere_finds(
    text: str, low: int, high: int
) -> None:
    everywhere = [match.span() for match in _LINE_OF_BT.finditer(text, low, high)]
    assert [match.span() for match in beginning_with("BT", _LINE_OF_BT, text, low, high)] == everywhere
    first = first_with("BT", _LINE_OF_BT, text, low, high)
    assert (first.span() if first else None) == next(iter(everywhere), None)


@given(_TEXTS)
def test_lines_begin_behind_each_line_end_whichever_it_is(text: str) -> None:
    assert line_starts(text) == [0, *(match.end() for match in _BREAK.finditer(text))]
