"""The closed lists are whole: every row has its source, and look-ups give what the lists say."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from reftel.vocabulary import (
    captions,
    codes,
    executive_orders,
    offices,
    operating_signals,
    precedence,
    reasons,
    routing_indicators,
)
from reftel.vocabulary.table import rows

LISTS = sorted(
    file.name.removesuffix(".csv") for file in files("reftel.vocabulary").joinpath("data").iterdir()
)
WORDS = {
    "block_words",
    "head_words",
    "pointing_words",
    "text_words",
}  # labels that the readers look for, not facts with a source


@pytest.mark.parametrize("name", [name for name in LISTS if name not in WORDS])
def test_every_row_has_its_source(name: str) -> None:
    table = rows(name)
    assert table
    assert [row for row in table if not row["source"]] == []
    assert [row for row in table if None in row.values()] == []


def test_the_prosign_o_alone_never_calls_anyone_out_at_night() -> None:
    immediate, night = precedence.by_prosign("OO"), precedence.by_word("NIACT IMMEDIATE")
    assert immediate is not None
    assert night is not None
    assert (immediate.word, night.prosign) == ("IMMEDIATE", "O")
    assert precedence.by_prosign("OP") is None


def test_precedences_fall_from_flash() -> None:
    ranks = [precedence.rank(word) for word in ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")]
    assert ranks == [1, 2, 3, 4]
    assert precedence.rank(None) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SIPDIS", "SIPDIS"),
        ("OFFICIAL-INFORMAL", "OFFICIAL INFORMAL"),
        ("FOR AMBASSADOR ONLY", "FOR (title) ONLY"),
        ("ONLY FOR ASSISTANT SECRETARY DOE", "FOR (title) ONLY"),
        ("FOR SCA/CEN", None),
        ("EXDIS STADIS", None),
        ("", None),
    ],
)
def test_captions(text: str, name: str | None) -> None:
    found = captions.find(text)
    assert (found.name if found else None) == name


def test_captions_restrict_in_their_order() -> None:
    order = [
        captions.restriction(word) for word in ("NODIS", "EXDIS", "FOR AMBASSADOR ONLY", "STADIS", "SIPDIS")
    ]
    assert order == sorted(order, key=lambda place: -1 if place is None else place)
    assert captions.restriction("CODEL") is None


@pytest.mark.parametrize(
    ("day", "order"),
    [
        (date(1971, 1, 1), None),
        (date(1975, 3, 4), "11652"),
        (date(1979, 3, 4), "12065"),
        (date(1990, 3, 4), "12356"),
        (date(2006, 5, 10), "12958"),
        (date(2010, 6, 27), "13526"),
    ],
)
def test_the_order_in_force(day: date, order: str | None) -> None:
    found = executive_orders.in_force(day)
    assert (found.number if found else None) == order


@pytest.mark.parametrize(
    ("order", "instruction", "known"),
    [
        ("11652", "GDS", True),
        ("11652", "ADS, DECLAS 12-31-76", True),
        ("12065", "GDS 4/11/85 (DOE, JANE Q.) OR-P", True),
        ("12958", "DECL: 5/10/2016", True),
        ("12958", "N/A", True),
        ("12958", "GDS", False),
        ("99999", "GDS", False),
    ],
)
def test_an_instruction_is_a_form_of_its_order(order: str, instruction: str, known: bool) -> None:
    assert (executive_orders.form_of(order, instruction) is not None) == known


def test_exemption_x6_ended_in_2003() -> None:
    assert executive_orders.form_of("12958", "DECL: X6", date(2001, 1, 1))
    late = executive_orders.form_of("12958", "DECL: X6", date(2006, 1, 1))
    assert late is None or "Event" in late.meaning


def test_reasons_are_those_of_an_order() -> None:
    found = reasons.find("1.4(b)", "13526")
    assert found is not None
    assert found.order == "13526"
    assert reasons.known("1.5(d)")
    assert not reasons.known("1.4(z)")


def test_an_office_may_be_known_by_the_bureau_above_it() -> None:
    assert offices.find("SCA/XYZ") is None
    bureau = offices.bureau("SCA/XYZ")
    assert bureau is not None
    assert bureau.symbol == "SCA"
    assert offices.bureau("QQQ") is None


def test_routing_indicators_and_stations_are_many_to_many() -> None:
    assert {station.plain_address for station in routing_indicators.find("RUEHBS")} == {
        "AMEMBASSY BRUSSELS",
        "USEU BRUSSELS",
    }
    assert [station.indicator for station in routing_indicators.of("secstate washdc")] == ["RUEHC"]
    assert [station.collective for station in routing_indicators.find("RUCNCIS")] == [True]
    assert routing_indicators.find("RVAAAA") == ()
    assert routing_indicators.well_formed("RUEHDBU")
    assert not routing_indicators.well_formed("RUE")


def test_a_numbered_signal_is_its_signal() -> None:
    plain, numbered = operating_signals.find("ZFF"), operating_signals.find("ZFF4")
    assert plain is not None
    assert numbered == plain
    assert operating_signals.find("QQQ") is None


def test_codes_have_a_severity_in_both_profiles() -> None:
    assert {code.draft for code in codes.all_codes().values()} == set(codes.SEVERITIES)
    assert {code.archive for code in codes.all_codes().values()} == set(codes.SEVERITIES)
    assert {code[0] for code in codes.all_codes()} == set("STQC")
    assert (codes.severity("S1106", "draft"), codes.severity("S1106", "archive")) == ("error", "note")
    with pytest.raises(KeyError):
        codes.severity("S9999", "draft")
