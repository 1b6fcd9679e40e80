"""Corrections behind the text. The cases are data: tests/wire/cases/circuit_corrections.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.wire.corrections import hindrance, is_correction, read_correction

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "circuit_corrections.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES["correction"], ids=lambda case: case["line"])
def test_a_correction_is_held_against_the_text(case: dict[str, str]) -> None:
    assert is_correction(case["line"])
    correction = read_correction(case["line"])
    found = hindrance(correction, CASES["text"]) if correction else "it has no known form"
    assert found == case.get("why")


@pytest.mark.parametrize(
    "line", ["C O N F I D E N T I A L", "CLASSIFIED BY MARLOWE", "C. THE THIRD POINT", "BT"]
)
def test_a_line_that_is_none(line: str) -> None:
    assert not is_correction(line)


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_correction_is_held_against_any_text(line: str, text: str) -> None:
    correction = read_correction(f"C WA {line} - X")
    assert correction is None or hindrance(correction, text) in {None, *_reasons(correction.words, text)}


def _reasons(words: str | None, text: str) -> set[str]:
    return {
        f"no {words} in the text",
        *(f"{words} stands {times} times in the text" for times in range(2, len(text))),
    }
