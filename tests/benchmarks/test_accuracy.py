"""The comparison that measures accuracy: what counts as right, wrong, missed and invented. Texts are invented."""

from __future__ import annotations

import importlib.util
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reftel.reading import parse

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "accuracy.py"
TEXT = """O R 071729Z JUN 75
FM AMEMBASSY OSLO
TO SECSTATE WASHDC IMMEDIATE 1113
INFO AMEMBASSY ROME
AMEMBASSY BONN 12
C O N F I D E N T I A L SECTION 1 OF 2 OSLO 2161
E.O. 11652: GDS
TAGS: PFOR, NO
SUBJECT: HERRING
REF: A. BONN 44 B. DOE/ROE TELCON
1. THE HERRING ARE LATE THIS YEAR.
MARLOWE
"""
ANSWER: dict[str, Any] = tomllib.loads("""
mrn = "1975OSLO2161"
dtg = "1975-06-07T17:29:00Z"
precedence = { action = "IMMEDIATE", info = "ROUTINE" }
originator = ["AMEMBASSY OSLO", "EMBASSY OSLO"]
action = [{ name = "SECSTATE WASHDC", precedence = "IMMEDIATE", continuity_number = 1113 }]
info = [{ name = "AMEMBASSY BONN", continuity_number = 12 }, { name = "AMEMBASSY ROME" }]
classification = { level = "CONFIDENTIAL" }
sections = { of = 2, present = [1] }
declassification = { order = "11652", instruction = "GDS" }
tags = ["PFOR", "NO"]
subject = "HERRING"
references = [{ label = "A", mrn = "1975BONN44" }, { label = "B", kind = "telcon", text = "DOE/ROE TELCON" }]
paragraphs = ["1"]
signature = "MARLOWE"
""")


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _judged(accuracy: ModuleType, **changes: Any) -> tuple[set[tuple[str, str]], int]:
    counts: Counter[tuple[str, str]] = Counter()
    answer = {field: value for field, value in (ANSWER | changes).items() if value is not None}
    misses = list(accuracy.judge("sample", answer, parse(TEXT), counts))
    return {(miss[1], miss[2]) for miss in misses}, sum(counts.values())


def test_a_right_reading_has_no_miss(accuracy: ModuleType) -> None:
    misses, instances = _judged(accuracy)
    assert misses == set()
    assert instances == 19


@pytest.mark.parametrize(
    ("changes", "misses"),
    [
        ({"signature": "DOE"}, {("signature", "wrong")}),
        ({"signature": None}, {("signature", "invented")}),
        ({"captions": ["EXDIS"]}, {("captions", "missed")}),
        ({"tags": ["PFOR", "SW"]}, {("tags", "wrong")}),
        ({"info": [{"name": "AMEMBASSY BONN"}, {"name": "AMEMBASSY ROME"}]}, {("info", "wrong")}),
        ({"references": [{"label": "B", "mrn": "1975BONN44"}]}, {("references", "wrong"), ("references", "invented")}),
        ({"sections": None}, {("sections", "invented")}),
        ({"tags": None, "undecided": ["tags"]}, set()),
        ({"mrn": ["1975OSLO2162", "1975OSLO2161"]}, set()),
    ],
)  # fmt: skip
def test_what_differs_is_counted_by_kind(
    accuracy: ModuleType, changes: dict[str, Any], misses: set[tuple[str, str]]
) -> None:
    assert _judged(accuracy, **changes)[0] == misses


def test_all_of_an_unread_telegram_is_missed(accuracy: ModuleType) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    misses = list(accuracy.judge("sample", ANSWER, None, counts))
    assert {miss[2] for miss in misses} == {"missed"}
    assert len(misses) == 19


def test_answers_meet_their_telegram_by_number_and_day(accuracy: ModuleType) -> None:
    other = parse(TEXT.replace("OSLO 2161", "OSLO 2162"))
    pairs = accuracy.paired([ANSWER, {"mrn": "1975OSLO9"}], [other, parse(TEXT)])
    assert [telegram.mrn for _, telegram in pairs] == ["1975OSLO2161", "1975OSLO2162"]


def test_real_telegrams_are_read_as_people_read_them(accuracy: ModuleType, samples: Path) -> None:
    rows = accuracy.table(accuracy.run(samples)[0])
    assert accuracy.share(rows["all fields"]) >= 0.98
