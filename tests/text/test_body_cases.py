"""Bodies of telegrams and what is read from them; the cases stand in `cases/body_*.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Paragraph
from reftel.text.body import Body, read_body

Case = dict[str, Any]


def _cases() -> list[Any]:
    found = []
    for path in sorted((Path(__file__).parent / "cases").glob("body_*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append(pytest.param(case, id=case["name"]))
    return found


def _read(case: Case) -> tuple[Body, Ledger, str]:
    strand = Strand.whole(case["body"])
    ledger = Ledger(strand)
    return read_body(strand, 0, len(strand.text), ledger, level=case.get("level")), ledger, strand.text


def _facts(paragraph: Paragraph, text: str, asked: Case) -> Case:
    """What the paragraph says of the things that the case asks for, in the case's own words."""
    told: Case = {}
    for name in asked:
        value: Any = getattr(paragraph, name)
        if name == "blocks":
            value = [[one.role, text[one.start : one.end]] for one in value]
        told[name] = "none" if value is None else value
    return told


@pytest.mark.parametrize("case", _cases())
def test_a_body_is_read_as_a_person_would(case: Case) -> None:
    body, ledger, text = _read(case)
    if "paragraphs" in case:
        assert len(body.paragraphs) == len(case["paragraphs"])
        for paragraph, asked in zip(body.paragraphs, case["paragraphs"], strict=True):
            assert _facts(paragraph, text, asked) == asked
    if "text" in case:
        assert body.paragraphs[-1].text == case["text"]
    assert (body.signature or "none") == case.get("signature", "none")
    assert [[one.code, one.found, one.read] for one in ledger.repairs] == case.get("repairs", [])
    assert [one.code for one in ledger.remarks] == case.get("remarks", [])


@pytest.mark.parametrize("case", _cases())
def test_every_value_of_a_body_points_at_its_letters(case: Case) -> None:
    body, ledger, text = _read(case)

    def letters(pointer: str) -> str:
        return "".join(text[start:end] for start, end in ledger.spans[pointer])

    for place, paragraph in enumerate(body.paragraphs):
        whole = letters(f"/paragraphs/{place}")
        assert whole == text[paragraph.start : paragraph.end]
        for word in paragraph.text.split():
            assert word in whole
        if paragraph.number is not None:
            assert letters(f"/paragraphs/{place}/number") == str(paragraph.number)
        if paragraph.marking:
            assert letters(f"/paragraphs/{place}/marking").startswith(paragraph.marking)
        if paragraph.heading:
            assert letters(f"/paragraphs/{place}/heading").startswith(paragraph.heading[:20])
    if body.signature:
        assert letters("/signature") == body.signature
    for repair in ledger.repairs:
        assert repair.found.strip() == text[repair.start : repair.end].strip()
