"""Heads of telegrams and what a reader of them sees: the cases stand in `cases/head_*.toml`.

A case gives the text, perhaps what stands before it, and the values that have to be found; of a table only
the keys that are named are compared. `repairs` and `remarks` are the codes, all of them, in their order;
`letters` are the letters that a value's place has to show.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.text.head import Head, read_head

CASES = Path(__file__).parent / "cases"


class Case(NamedTuple):
    text: str
    sent: datetime | None
    expected: dict[str, Any]


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("head_*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        for row in file["case"]:
            text = (
                row.pop("before", file.get("before", ""))
                + row.pop("text").strip("\n")
                + row.pop("after", file.get("after", ""))
            )
            sent = row.pop("sent", file.get("sent"))
            name = f"{path.stem.removeprefix('head_')}: {row.pop('name')}"
            found.append(pytest.param(Case(text, sent, row), id=name))
    return found


def _read(case: Case) -> tuple[Head, Ledger]:
    strand = Strand.whole(case.text)
    ledger = Ledger(strand)
    return read_head(strand, 0, len(case.text), ledger, sent=case.sent), ledger


def _agrees(found: Any, expected: Any) -> bool:
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            _agrees(found.get(key), value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(_agrees, found, expected))
    return bool((found or "") == expected) if expected == "" else bool(found == expected)


@pytest.mark.parametrize("case", _cases())
def test_a_head_is_read_as_a_reader_would(case: Case) -> None:
    head, ledger = _read(case)
    seen = msgspec.to_builtins(msgspec.structs.asdict(head))
    seen["repairs"] = [repair.code for repair in ledger.repairs]
    seen["remarks"] = [remark.code for remark in ledger.remarks]
    seen["letters"] = {
        pointer: "".join(case.text[span.start : span.end] for span in spans)
        for pointer, spans in ledger.spans.items()
    }
    seen["behind"] = case.text[head.end :].strip().split("\n")[0]
    for key, expected in case.expected.items():
        assert _agrees(seen[key], expected), f"{key}: {seen[key]!r} is not {expected!r}"


def test_every_place_lies_in_the_text_and_is_not_empty() -> None:
    for case in (parameter.values[0] for parameter in _cases()):
        _, ledger = _read(case)
        for pointer, spans in ledger.spans.items():
            assert spans, pointer
            assert all(0 <= start < end <= len(case.text) for start, end in spans), pointer


@pytest.mark.parametrize("case", _cases())
def test_a_head_cut_off_anywhere_is_read_without_complaint(case: Case) -> None:
    for end in range(0, len(case.text), 7):
        strand = Strand.whole(case.text[:end])
        head = read_head(strand, 0, end, Ledger(strand), sent=case.sent)
        assert 0 <= head.end <= end
