"""Sections of one telegram that lie in one file are read together, in the order of their numbers; no text is lost."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reftel import Telegram, parse, parse_all
from reftel.model.strand import Span

DATA = tomllib.loads((Path(__file__).parent / "joined_sections.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
LAMPS = [
    (1, 1, "THE FIRST LAMP WAS LIT IN MAY."),
    (2, 1, "THE SECOND LAMP IS LIT BY NIGHT."),
    (3, 2, "THE THIRD LAMP IS DARK."),
    (4, 2, "THE FOURTH LAMP IS LOST."),
]


def text_of(case: dict[str, Any]) -> str:
    return "".join(DATA["part"][name].removeprefix("\n") for name in case["parts"])


def letters(telegram: Telegram, spans: tuple[Span, ...]) -> str:
    return " ".join(telegram.text[span.start : span.end] for span in spans)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_sections_are_one_telegram_however_they_lie(case: dict[str, Any]) -> None:
    (telegram,) = parse_all(text_of(case))
    assert [(one.number, one.section, one.text) for one in telegram.paragraphs] == LAMPS
    assert (telegram.sections.of, telegram.sections.present) == (2, (1, 2))
    assert (telegram.subject, telegram.tags, telegram.signature) == (
        "HARBOR LAMPS",
        ("PGOV", "PE"),
        "MARLOWE",
    )
    assert telegram.mrn == ("2006LIMA862" if "heading" in case["parts"] else None)
    assert "LIMA862" in telegram.aliases or telegram.mrn


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_places_are_those_of_the_text_as_it_lies(case: dict[str, Any]) -> None:
    telegram = parse(text_of(case))
    for at, (_, _, words) in enumerate(LAMPS):
        found = letters(telegram, telegram.spans[f"/paragraphs/{at}"])
        assert " ".join(found.split()).endswith(words)
        assert telegram.text[telegram.paragraphs[at].start : telegram.paragraphs[at].end].strip()
    assert letters(telegram, telegram.spans["/subject"]) == "HARBOR LAMPS"
    assert letters(telegram, telegram.spans["/tags/1"]) == "PE"


def test_a_sentence_that_is_cut_between_sections_out_of_order_reads_on() -> None:
    part = DATA["part"]
    text = f"{part['two']}LIT BY NIGHT.\n\n2. END.\nHALE\n{part['one']}{part['labels']}1. THE LAMPS ARE\n"
    telegram = parse(text)
    assert [(one.number, one.text) for one in telegram.paragraphs] == [
        (1, "THE LAMPS ARE LIT BY NIGHT."),
        (2, "END."),
    ]
    assert telegram.signature == "HALE"
    assert letters(telegram, telegram.spans["/paragraphs/0"]).split()[:3] == ["LIT", "BY", "NIGHT."]


def test_three_sections_lie_in_any_order() -> None:
    parts = {
        number: f"UNCLAS SECTION {number:02d} OF 03 LIMA 000862\n\n{number}. THE LAMP OF PIER {number} IS LIT.\n\n"
        for number in (1, 2, 3)
    }
    for order in ((1, 2, 3), (3, 2, 1), (2, 3, 1), (2, 1, 3)):
        telegram = parse("".join(parts[number] for number in order))
        assert [one.number for one in telegram.paragraphs] == [1, 2, 3], order
        assert telegram.sections.present == (1, 2, 3)


def test_bytes_and_provenance_are_those_of_the_whole_file() -> None:
    data = text_of(CASES[-1]).replace("DARK", "DÄRK").encode("latin-1")
    telegram = parse(data)
    assert telegram.source == data
    assert (telegram.provenance.offset, telegram.provenance.length) == (0, len(data))
