"""What must be found in invented telegrams of every layout; the expectations are data, in telegrams.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from reftel.model.telegram import Telegram
from reftel.reading import parse_all

FOLDER = Path(__file__).parent / "telegrams"
CASES = tomllib.loads((Path(__file__).parent / "telegrams.toml").read_text("utf-8"))["case"]
NOT_FIELDS = {"file", "states", "telegrams", "nth"}


def _read(case: dict[str, Any]) -> list[Telegram]:
    return list(parse_all((FOLDER / case["file"]).read_bytes(), path=case["file"]))


def _value(record: Any, dotted: str) -> Any:
    for step in dotted.split("."):
        record = record[int(step)] if isinstance(record, list) else (record or {}).get(step)
    return "none" if record is None else record


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}-{case.get('nth', 0)}")
def test_a_telegram_says_what_a_person_would_read(case: dict[str, Any]) -> None:
    telegrams = _read(case)
    assert len(telegrams) == case["telegrams"]
    record = json.loads(telegrams[case.get("nth", 0)].to_json())
    expected = {field: value for field, value in case.items() if field not in NOT_FIELDS}
    assert {field: _value(record, field) for field in expected} == expected


@pytest.mark.parametrize("file", sorted({case["file"] for case in CASES}))
def test_every_span_lies_in_the_text_and_in_order(file: str) -> None:
    for telegram in parse_all((FOLDER / file).read_bytes(), path=file):
        assert telegram.spans
        for pointer, spans in telegram.spans.items():
            last = 0
            for start, end in spans:
                assert last <= start < end <= len(telegram.text), pointer
                last = end


@pytest.mark.parametrize("file", sorted({case["file"] for case in CASES}))
def test_provenance_counts_the_bytes_of_each_telegram(file: str) -> None:
    from hashlib import sha256

    data = (FOLDER / file).read_bytes()
    telegrams = list(parse_all(data, path=file))
    for telegram in telegrams:
        piece = data[telegram.provenance.offset :][: telegram.provenance.length]
        assert telegram.id == f"sha256:{sha256(piece).hexdigest()}"
    if telegrams[0].kind != "stub":
        assert sum(telegram.provenance.length for telegram in telegrams) == len(data)


def test_the_letters_of_a_value_can_be_shown() -> None:
    telegram = next(parse_all((FOLDER / "circuit-2006.txt").read_bytes()))
    lit = {
        pointer: "".join(telegram.text[a:b] for a, b in spans) for pointer, spans in telegram.spans.items()
    }
    assert lit["/tags/1"] == "EFIS"
    assert lit["/signature"] == "WIMSEY"
    assert "002 OF 002" not in lit["/paragraphs/1"]
    assert "without" in lit["/paragraphs/1"]
    assert "licences" in lit["/paragraphs/1"]
