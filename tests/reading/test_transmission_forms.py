"""The forms of a transmission, from the bytes to the findings. The cases: tests/reading/transmission_forms.toml.

Under `transmission` stand the facts that the case is about; a fact that is not named there is not judged.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reftel.check import check
from reftel.reading import parse
from reftel.writing import write

CASES = tomllib.loads((Path(__file__).parent / "transmission_forms.toml").read_text(encoding="utf-8"))[
    "message"
]
EACH = pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])


def without_defaults(value: Any) -> Any:
    """Nouns as the case files write them: absent facts are left away."""
    if isinstance(value, dict):
        said = {name: without_defaults(one) for name, one in value.items()}
        return {name: one for name, one in said.items() if one not in (None, False, [], {}, ())}
    return [without_defaults(one) for one in value] if isinstance(value, list | tuple) else value


@EACH
def test_a_transmission_says_what_an_operator_reads(case: dict[str, Any]) -> None:
    telegram = parse(case["text"].lstrip("\n"))
    assert telegram.kind == case.get("kind", "telegram")
    told = without_defaults(msgspec.to_builtins(telegram))
    sent = told.get("transmission", {})
    assert {name: sent.get(name) for name in case["transmission"]} == case["transmission"]
    for part in ("originals", "action", "info", "exempt"):
        if part in case:
            assert told.get(part, []) == case[part]
    words = [one.text for one in telegram.paragraphs]
    assert words == case.get("paragraphs", words)
    mended = [one.code for one in telegram.repairs]
    assert mended == case.get("repairs", mended)


@EACH
def test_checking_finds_this_and_nothing_else(case: dict[str, Any]) -> None:
    assert sorted({one.code for one in check(parse(case["text"].lstrip("\n")), "draft")}) == case["codes"]


@EACH
def test_what_it_was_received_with_is_written_again_in_its_own_procedure(case: dict[str, Any]) -> None:
    telegram = parse(case["text"].lstrip("\n"))
    assert telegram.transmission
    profile = telegram.transmission.profile
    if "refused" in case:
        with pytest.raises(ValueError, match=case["refused"]):
            write(telegram, profile)
        return
    left_out = write(telegram, profile).left_out
    assert [one.partition(":")[0] for one in left_out] == case.get("not_written", [])


@EACH
def test_every_fact_points_at_its_letters(case: dict[str, Any]) -> None:
    text = case["text"].lstrip("\n")
    telegram = parse(text)
    sent = telegram.transmission
    assert sent
    for at, signal in enumerate(sent.signals):
        start, end = telegram.spans[f"/transmission/signals/{at}"][0]
        assert signal.signal in text[start:end].replace(",", " ").split()
        assert all(word in text[start:end] for word in signal.parameters)
    for at, one in enumerate(telegram.originals):
        start, end = telegram.spans[f"/originals/{at}/originator/name"][0]
        assert one.originator
        assert text[start:end] == one.originator.name
