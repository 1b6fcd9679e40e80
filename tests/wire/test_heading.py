"""What is read from the lines above a telegram. The cases are data: tests/wire/cases."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.wire.heading import Heading, read_heading

CASES = Path(__file__).parent / "cases"
PIECES = [
    "VZCZCXRO1",
    "OO RUEHC",
    "DE RUEHC #0001/01 0010000",
    "ZNY CCCCC ZZH",
    "O 010000Z JAN 06",
    "FM A",
    "TO ",
    "\n",
]


def cases(name: str) -> list[Any]:
    found = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["name"]) for case in found]


def read(text: str) -> tuple[Heading, Ledger]:
    ledger = Ledger(Strand.whole(text))
    return read_heading(ledger.strand, 0, len(text), ledger), ledger


@pytest.mark.parametrize("case", cases("addressees.toml"))
def test_an_addressee_is_read_from_the_right(case: dict[str, Any]) -> None:
    heading, ledger = read(f"R 071729Z JUN 75\nFM AMEMBASSY LIMA\nTO {case['line']}\n")
    (addressee,) = heading.action
    assert addressee.name == case["addressee"]
    assert addressee.routing_indicator == case.get("routing_indicator")
    assert addressee.precedence == case.get("precedence")
    assert addressee.continuity_number == case.get("continuity_number")
    assert addressee.collective == case.get("collective", False)
    assert [repair.code for repair in ledger.repairs] == case["repairs"]


def said(heading: Heading, ledger: Ledger) -> dict[str, Any]:
    """The heading as the case files write it, without what is absent."""
    transmission = heading.transmission
    names = ("profile", "identifier", "precedence_prosign", "calling", "station_serial", "section", "filed")
    facts: dict[str, Any] = {name: getattr(transmission, name, None) for name in names}
    facts |= {
        "called": list(transmission.called) if transmission else [],
        "security_characters": transmission.security_characters if transmission else None,
        "operating_signals": list(transmission.operating_signals) if transmission else [],
        "dtg": iso(heading.dtg) if heading.dtg else None,
        "precedence": [word for word in (heading.precedence.action, heading.precedence.info) if word],
        "originator": heading.originator.name if heading.originator else None,
        "originator_indicator": heading.originator.routing_indicator if heading.originator else None,
        "action": [one.name for one in heading.action],
        "info": [one.name for one in heading.info],
        "exempt": [one.name for one in heading.exempt],
        "repairs": [repair.code for repair in ledger.repairs],
        "remarks": [remark.code for remark in ledger.remarks],
    }
    return {name: value for name, value in facts.items() if value}


@pytest.mark.parametrize("case", cases("headings.toml"))
def test_a_heading_is_read_as_a_communicator_reads_it(case: dict[str, Any]) -> None:
    assert said(*read(case["text"].lstrip("\n"))) == case["expect"]


@pytest.mark.parametrize("case", cases("headings.toml"))
def test_every_value_of_a_heading_points_at_its_letters(case: dict[str, Any]) -> None:
    text = case["text"].lstrip("\n")
    heading, ledger = read(text)
    mended = {repair.read for repair in ledger.repairs if repair.code == "Q51"}
    for group in ("action", "info", "exempt"):
        for index, one in enumerate(getattr(heading, group)):
            letters = " ".join(text[span.start : span.end] for span in ledger.spans[f"/{group}/{index}"])
            assert one.name in letters or one.name in mended
    if heading.transmission and heading.transmission.calling:
        (span,) = ledger.spans["/transmission/calling"]
        assert text[span.start : span.end] == heading.transmission.calling
    if heading.dtg:
        (span,) = ledger.spans["/dtg"]
        assert text[span.start : span.start + 2].translate(str.maketrans("O", "0")) == f"{heading.dtg:%d}"


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=30).map("".join))
def test_any_text_is_read_without_an_error_and_spans_lie_inside_it(text: str) -> None:
    heading, ledger = read(text)
    assert 0 <= heading.end <= len(text)
    for spans in ledger.spans.values():
        for span in spans:
            assert 0 <= span.start < span.end <= len(text)


def test_a_list_of_addressees_without_end_is_read_to_its_cap() -> None:
    heading, _ = read("TO AMEMBASSY LIMA\n" * 100_000)
    assert len(heading.action) == 500


def test_a_line_too_long_ends_the_heading() -> None:
    heading, _ = read("FM AMEMBASSY LIMA\nTO " + "A" * 100_000)
    assert heading.originator is not None
    assert heading.action == ()
