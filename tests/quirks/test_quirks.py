"""Malformations of real telegrams: each is survived with the reading that a person would give it.

The cases are data, one file for each group of malformations. A case may stand in a frame, a telegram around `{}`:

    [frames]
    1974 = '''
    R 041622Z OCT 74
    {}
    '''

    [[case]]
    quirk = "Q33"                     the code of the malformation
    kind = "hit"                      or "near miss": looks like it and is none
    states = "what must be true, in a sentence"
    frame = "1974"                    without it the text is the whole telegram
    text = '''...'''                  or hex = "0A 0D", or several lines with \\u escapes
    encoding = "cp1252"               as which the text arrives; without it as letters
    path = "1974LIMA01862.txt"        the name of the file, if it has one
    telegrams = 1                     how many the text holds; the case is about the first, or the `nth` (from 0)
    repaired = ["Q33"]                codes among the repairs
    remarked = ["Q40"]                codes among what the reader or a rule remarked on
    not_repaired = ["Q34"]            codes among neither
    not_remarked = ["Q40"]            codes that may be among the repairs, not among the remarks
    "action.0.name" = "..."           a dotted name leads into the record, a number picks from a list, `length` counts;
                                      "" stands for nothing there

Lines begin at the first line of `text`; the line end behind the opening quotation marks does not count.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reftel.check import check
from reftel.model.telegram import Telegram
from reftel.reading import parse_all

FILES = sorted(Path(__file__).parent.glob("*.toml"))
TABLES = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in FILES}
CASES = [(name, case) for name, table in TABLES.items() for case in table["case"]]
_TEXT_OF_CASE = ("quirk", "kind", "states", "frame", "text", "hex", "encoding", "path")
_REPORTS = ("repaired", "remarked", "not_repaired", "not_remarked")
ABOUT_THE_CASE = frozenset((*_TEXT_OF_CASE, *_REPORTS, "telegrams", "nth"))
SECTIONS = {
    "a_containers": (1, 19),
    "b_pages": (20, 32),
    "c_transmission": (33, 44),
    "d_addressees": (45, 54),
    "e_classification": (55, 66),
    "f_tags": (67, 76),
    "g_subject": (77, 84),
    "h_references": (85, 104),
    "i_paragraphs": (105, 114),
    "j_signature": (115, 122),
    "k_sections": (123, 134),
    "m_labelled": (143, 150),
}
# What a collection did to its records is undone before they are read.
OF_CONTAINERS = frozenset({8, 10, 14, 16})


@cache
def _telegrams(at: int) -> tuple[Telegram, ...]:
    name, case = CASES[at]
    return tuple(parse_all(_data(name, case), path=case.get("path")))


def _data(name: str, case: dict[str, Any]) -> str | bytes:
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    frame = TABLES[name]["frames"][case["frame"]] if "frame" in case else "{}"
    text: str = frame.removeprefix("\n").replace(
        "{}", case["text"].strip("\n") if "frame" in case else case["text"]
    )
    return text.encode(case["encoding"]) if "encoding" in case else text


def _value(record: Any, dotted: str) -> Any:
    for step in dotted.split("."):
        if step == "length":
            record = len(record)
        elif isinstance(record, list):
            record = record[int(step)] if int(step) < len(record) else None
        else:
            record = (record or {}).get(step)
    return "" if record is None else record


def _id(at: int) -> str:
    case = CASES[at][1]
    return f"{case['quirk']}-{case['kind'].replace(' ', '-')}-{case['states'][:50].replace(' ', '-')}"


every_case = pytest.mark.parametrize("at", range(len(CASES)), ids=_id)


@every_case
def test_a_malformation_is_survived_with_its_right_reading(at: int) -> None:
    case, telegrams = CASES[at][1], _telegrams(at)
    assert len(telegrams) == case.get("telegrams", 1)
    record = json.loads(telegrams[case.get("nth", 0)].to_json())
    expected = {field: value for field, value in case.items() if field not in ABOUT_THE_CASE}
    assert {field: _value(record, field) for field in expected} == expected


@every_case
def test_what_was_repaired_is_told_and_nothing_else(at: int) -> None:
    case = CASES[at][1]
    telegram = _telegrams(at)[case.get("nth", 0)]
    repaired = {repair.code for repair in telegram.repairs}
    remarked = {one.code for one in (*telegram.diagnostics, *check(telegram))}
    assert set(case.get("repaired", ())) <= repaired
    assert set(case.get("remarked", ())) <= remarked
    assert not set(case.get("not_repaired", ())) & (repaired | remarked)
    assert not set(case.get("not_remarked", ())) & remarked


@every_case
def test_the_source_stays_as_it_was_found(at: int) -> None:
    data, telegrams = _data(*CASES[at]), _telegrams(at)
    assert b"".join(one.source or b"" for one in telegrams) == (
        data if isinstance(data, bytes) else data.encode()
    )
    for telegram in telegrams:
        for repair in telegram.repairs:
            assert 0 <= repair.start <= repair.end <= len(telegram.text)


@pytest.mark.parametrize("name", TABLES)
def test_each_malformation_has_a_hit_and_a_near_miss(name: str) -> None:
    first, last = SECTIONS[name]
    wanted = {f"Q{number}" for number in range(first, last + 1) if number not in OF_CONTAINERS}
    for kind in ("hit", "near miss"):
        assert wanted == {case["quirk"] for case in TABLES[name]["case"] if case["kind"] == kind}
    assert {case["kind"] for case in TABLES[name]["case"]} == {"hit", "near miss"}


@every_case
def test_each_case_says_something(at: int) -> None:
    case = CASES[at][1]
    assert len(case["states"].split()) > 1
    assert set(case) - {*_TEXT_OF_CASE, "nth"}
