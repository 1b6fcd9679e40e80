"""The block above the dash line, and the officers it names; the cases stand in `cases/distribution.toml`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.text.distribution import Distribution, read_distribution
from reftel.text.officers import read_officer

CASES = tomllib.loads((Path(__file__).parent / "cases" / "distribution.toml").read_text(encoding="utf-8"))
PEOPLE = ("drafted_by", "approved_by", "cleared_by")


def _read(text: str) -> tuple[Distribution, Ledger]:
    strand = Strand.whole(text)
    ledger = Ledger(strand)
    return read_distribution(strand, 0, len(text), ledger), ledger


@pytest.mark.parametrize("case", CASES["block"], ids=lambda case: case["name"])
def test_the_block_tells_offices_copies_and_people(case: dict[str, Any]) -> None:
    read, ledger = _read(case["text"])
    assert [[one.office, one.copies, one.role] for one in read.distribution] == case["distribution"]
    for field in PEOPLE:
        officers = [[one.office or "none", one.name or "none"] for one in getattr(read, field)]
        assert officers == case.get(field, [])
    for field in ("total", "way", "relay_number", "handed_in", "desired"):
        assert getattr(read, field) == case.get(field)
    assert case["text"][read.end :] == case["below"]
    assert [one.code for one in ledger.remarks] == case.get("remarks", [])


@pytest.mark.parametrize("case", CASES["block"], ids=lambda case: case["name"])
def test_every_entry_points_at_its_letters(case: dict[str, Any]) -> None:
    read, ledger = _read(case["text"])
    for place, copies in enumerate(read.distribution):
        ((start, end),) = ledger.spans[f"/distribution/{place}"]
        assert case["text"][start:end].startswith(f"{copies.office}-")
    for field in PEOPLE:
        for place, officer in enumerate(getattr(read, field)):
            ((start, end),) = ledger.spans[f"/{field}/{place}"]
            assert case["text"][start:end] == officer.text


@pytest.mark.parametrize("case", CASES["officer"], ids=lambda case: case["text"] or "nothing")
def test_an_officer_has_office_and_name_as_printed(case: dict[str, Any]) -> None:
    officer = read_officer(case["text"])
    assert officer.name == case.get("name")
    assert officer.office == case.get("office")
    assert officer.position == case.get("position")
    assert officer.text == case["text"]


@given(st.text(alphabet="ACTION INFO-0123456789/:\nDRAFTEDBYW() .", max_size=300))
def test_any_text_gives_a_block_that_lies_inside_it(text: str) -> None:
    read, ledger = _read(text)
    assert 0 <= read.end <= len(text)
    for spans in ledger.spans.values():
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_copies_of_real_telegrams_add_up_to_the_printed_total(samples: Path) -> None:
    """Of the first pages that the National Archives hold here, one was added up wrongly when it was sent."""
    wrong = []
    paths = sorted((samples / "nara").glob("*.head.txt"))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        read, ledger = _read(text[: text.index("\nFM ")])
        assert read.distribution
        assert read.relay_number
        assert read.total is not None
        assert re.match(r"[A-Z](?: [A-Z])? \d{6}", text[read.end :])
        wrong += [path.name.partition(".")[0] for remark in ledger.remarks if remark.code == "S1403"]
    assert len(paths) == 31
    assert wrong == ["1979STATE294939"]


def test_dashes_without_a_number_end_the_block_and_a_heading_of_the_text_is_no_list_of_offices() -> None:
    strand = Strand.whole(
        "ORIGIN ARA-10\n---------------------\nUNCLAS LIMA 862\n\nACTION REQUEST\n\n1. LIGHT THE LAMPS.\n"
    )
    block = read_distribution(strand, 0, len(strand.text), Ledger(strand))
    assert strand.text[block.end :].startswith("UNCLAS LIMA 862")
    assert [(one.office, one.role) for one in block.distribution] == [("ARA", "origin")]
