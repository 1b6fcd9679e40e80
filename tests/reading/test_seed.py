"""The telegram that the project set out from, read as a person reads it. Its text is not part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from reftel.model.telegram import Telegram
from reftel.reading import detect, parse


@pytest.fixture(scope="module")
def data(samples: Path) -> bytes:
    return (samples / "seed" / "06DUSHANBE862.txt").read_bytes()


@pytest.fixture(scope="module")
def seed(data: bytes) -> Telegram:
    return parse(data)


def _letters(telegram: Telegram, pointer: str) -> str:
    return "".join(telegram.text[start:end] for start, end in telegram.spans[pointer])


def test_number_layout_and_time(seed: Telegram, data: bytes) -> None:
    assert (seed.mrn, seed.mrn_inferred, seed.layout) == ("2006DUSHANBE862", False, "acp127")
    assert (seed.dtg, seed.dtg_precision) == ("2006-05-10T10:39:00Z", "minute")
    assert {"06DUSHANBE862", "06DUSHANBE000862"} <= set(seed.aliases)
    assert (seed.provenance.offset, seed.provenance.length) == (0, len(data))
    assert detect(data).layout == "acp127"
    assert seed.completeness == "whole"


def test_transmission_lines(seed: Telegram) -> None:
    lines = seed.transmission
    assert lines is not None
    assert (lines.identifier, lines.precedence_prosign, lines.called) == ("VZCZCXRO9482", "OO", ("RUEHDBU",))
    assert (lines.calling, lines.station_serial, lines.section) == ("RUEHDBU", 862, 1)
    assert lines.filed == seed.dtg  # 130 is the day of the year of 10 May
    assert (lines.security_prosign, lines.security_characters) == ("ZNY", "CCCCC")
    assert lines.operating_signals == ("ZZH",)


def test_addresses(seed: Telegram) -> None:
    assert (seed.precedence.action, seed.precedence.info) == ("IMMEDIATE", "PRIORITY")
    assert seed.originator is not None
    assert seed.originator.post == "DUSHANBE"
    assert (len(seed.action), len(seed.info)) == (2, 22)
    first = seed.action[0]
    assert (first.routing_indicator, first.name, first.precedence) == (
        "RUEHC",
        "SECSTATE WASHDC",
        "IMMEDIATE",
    )
    numbers = {one.name: one.continuity_number for one in (*seed.action, *seed.info)}
    assert numbers["SECSTATE WASHDC"] == 7466
    assert numbers["AMEMBASSY ANKARA"] == 1615
    assert numbers["USEU BRUSSELS"] == 938
    assert [one.name for one in (*seed.action, *seed.info) if one.collective] == ["CIS COLLECTIVE"]
    assert all(one.routing_indicator for one in (*seed.action, *seed.info))


def test_head(seed: Telegram) -> None:
    assert (seed.classification.level, seed.captions) == ("CONFIDENTIAL", ("SIPDIS",))
    assert [(one.addressee, one.offices) for one in seed.passing] == [
        ("STATE", ("SCA/FO", "SCA/CEN", "SCA/RA", "EUR/ACE", "DRL"))
    ]
    assert seed.declassification is not None
    assert (seed.declassification.order, seed.declassification.on) == ("12958", "2016-05-10")
    assert seed.tags == ("PGOV", "PREL", "MARR", "KDEM", "IN", "TI")
    assert [_letters(seed, f"/tags/{place}") for place in range(6)] == list(seed.tags)
    assert seed.subject is not None
    assert seed.subject.startswith("SCA A/S BOUCHER")
    assert seed.subject.endswith("ELECTIONS")
    [cited] = seed.references
    assert (cited.mrn, cited.year_inferred) == ("2006STATE72746", True)
    assert seed.classified_by is not None
    assert (seed.classified_by.name, seed.classified_by.position) == ("Richard E. Hoagland", "Ambassador")
    assert seed.reasons == ("1.4(b)", "1.4(d)")


def test_sections_and_the_page_lines_between_them(seed: Telegram) -> None:
    assert (seed.sections.present, seed.sections.of) == ((1, 2, 3), 3)
    fifth = seed.paragraphs[4]
    assert "does not plan a permanent presence" in fifth.text
    assert len(seed.spans["/paragraphs/4"]) > 1
    assert not any("00000862" in one.text for one in seed.paragraphs)
    assert [one.section for one in seed.paragraphs] == [1] * 5 + [2] * 7 + [3] * 4


def test_paragraphs(seed: Telegram) -> None:
    assert [one.number for one in seed.paragraphs] == list(range(1, 17))
    assert [one.marking for one in seed.paragraphs] == ["C"] * 8 + ["SBU"] + ["C"] * 6 + ["U"]
    assert seed.paragraphs[0].role == "summary"
    assert {one.number for one in seed.paragraphs if one.heading} == {2, 5, 10, 11}
    assert "note" in {block.role for block in seed.paragraphs[14].blocks}
    assert any(repair.code == "Q107" and repair.found.startswith("SBU") for repair in seed.repairs)
    assert seed.signature == "HOAGLAND"
    assert _letters(seed, "/signature") == "HOAGLAND"


def test_every_value_points_at_its_letters(seed: Telegram) -> None:
    pointed = {pointer.split("/")[1] for pointer in seed.spans}
    for field in (
        "mrn",
        "dtg",
        "action",
        "info",
        "classification",
        "captions",
        "passing",
        "declassification",
    ):
        assert field in pointed
    for field in ("tags", "subject", "references", "classified_by", "reasons", "paragraphs", "signature"):
        assert field in pointed
    assert _letters(seed, "/mrn").split() == ["DUSHANBE", "000862"]


def test_the_same_without_its_transmission_lines(data: bytes, seed: Telegram) -> None:
    bare = parse(data[data.index(b"O P 101039Z") :])
    assert (bare.layout, bare.mrn, bare.dtg) == ("acp127", seed.mrn, seed.dtg)
    assert bare.action == seed.action
    assert [one.text for one in bare.paragraphs] == [one.text for one in seed.paragraphs]
    text = parse(data[data.index(b"C O N F I D") :])
    assert (text.mrn, text.dtg, text.completeness) == (None, None, "text only")
    assert text.tags == seed.tags
    assert len(text.paragraphs) == 16
