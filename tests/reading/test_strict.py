"""Strict reading refuses what lenient reading repairs, and changes nothing else. Cases: tests/reading/strict.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reftel
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, NotStrict, parse, parse_all
from reftel.synthetic import demo

CASES = tomllib.loads((Path(__file__).parent / "strict.toml").read_text(encoding="utf-8"))
REFUSED = [pytest.param(case, id=case["name"]) for case in CASES["refused"]]
TAKEN = [pytest.param(case, id=case["name"]) for case in CASES["taken"]]
PROFILES = [pytest.param(case, id=case["name"]) for case in CASES["profile"]]


def strictly(data: bytes) -> list[Telegram] | None:
    """The telegrams that strict reading gives; None where it refuses one."""
    try:
        return list(parse_all(data, strict=True))
    except NotStrict as refusal:
        assert refusal.faults
        assert all(fault.line > 0 and fault.code and fault.remedy for fault in refusal.faults)
        return None


@pytest.mark.parametrize("case", REFUSED)
def test_strict_reading_refuses_and_names_line_code_and_remedy(case: dict[str, Any]) -> None:
    data = case["text"].lstrip("\n").encode()
    assert parse(data), "lenient reading takes it"
    with pytest.raises(NotStrict) as refusal:
        parse(data, strict=True)
    told = {(fault.line, fault.code) for fault in refusal.value.faults}
    assert told == {(line, code) for line, code in case["faults"]}
    for words in case["says"]:
        assert words in str(refusal.value)


@pytest.mark.parametrize("case", TAKEN)
def test_strict_reading_takes_what_needs_no_repair(case: dict[str, Any]) -> None:
    data = case["text"].lstrip("\n").encode()
    assert parse(data, strict=True) == parse(data)


def test_many_faults_are_counted_and_the_first_ones_named() -> None:
    lines = [f"RUEHC/AMEMBASY LIMA {at}" for at in range(1000, 1009)]
    text = (
        "R 071729Z JUN 75\nFM AMEMBASSY TUNIS\nTO "
        + "\n".join(lines)
        + "\n\nUNCLAS TUNIS 1118\n1. WE AGREE.\n"
    )
    with pytest.raises(NotStrict, match=r"line 3: Q51 .*; and 4 more$") as refusal:
        parse(text, strict=True)
    assert len(refusal.value.faults) == 9


@pytest.mark.parametrize("damage", [False, True])
def test_both_readings_agree_on_the_invented_telegrams_of_the_demo(damage: bool) -> None:
    taken = 0
    for name, data in demo(damage):
        strict = strictly(data)
        assert strict is None or strict == list(parse_all(data)), name
        taken += strict is not None
    assert taken, "some need no repair"


@pytest.mark.parametrize("case", REFUSED + TAKEN + PROFILES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_both_readings_agree_on_any_part_of_a_case(case: dict[str, Any], data: st.DataObject) -> None:
    lines = case["text"].strip("\n").splitlines(keepends=True)
    kept = data.draw(st.lists(st.sampled_from(range(len(lines))), unique=True).map(sorted))
    part = "".join(lines[at] for at in kept).encode()
    try:
        lenient = list(parse_all(part))
    except NotATelegram:
        return
    strict = strictly(part)
    assert strict is None or strict == lenient


def test_both_readings_agree_on_real_telegrams(samples: Path) -> None:
    taken = 0
    for path in sorted(samples.rglob("*.txt")):
        data = path.read_bytes()
        try:
            lenient = list(parse_all(data))
        except NotATelegram:
            with pytest.raises(NotATelegram):
                list(parse_all(data, strict=True))
            continue
        strict = strictly(data)
        assert strict is None or strict == lenient, path
        taken += strict is not None
    assert taken, "some real telegrams need no repair"


@pytest.mark.parametrize("case", PROFILES)
def test_the_profile_is_told_by_the_surest_line_or_said_by_the_caller(case: dict[str, Any]) -> None:
    data = case["text"].lstrip("\n").encode()
    sent = parse(data).transmission
    assert sent
    assert (sent.profile, sent.chosen_by) == (case["profile"], case["chosen_by"])
    forced = parse(data, profile="acp127").transmission
    assert forced
    assert forced.profile == "acp127"
    said, _, lines = (forced.chosen_by or "").partition(" against the lines, which are ")
    assert said == "said by the caller"
    assert not lines or lines.startswith(case["profile"])


def test_a_profile_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no such profile: 'acp120'; there are acp126"):
        reftel.parse("UNCLAS TUNIS 1118\n1. WE AGREE.\n", profile="acp120")
