"""A telegram of May 2006 in three sections, from a published copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from reftel.model.ledger import Ledger
from reftel.model.strand import Cut, Strand
from reftel.text.body import Body, read_body

PAGE_LINES = ("DUSHANBE 00000862 002 OF 003", "DUSHANBE 00000862 003 OF 003")


@pytest.fixture(scope="module")
def source(samples: Path) -> str:
    text = (samples / "seed" / "06DUSHANBE862.txt").read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@pytest.fixture(scope="module")
def read(source: str) -> tuple[Body, Ledger]:
    cuts = [Cut(source.index(line) - 1, source.index(line) + len(line)) for line in PAGE_LINES]
    strand = Strand.cutting(source, cuts)
    ledger = Ledger(strand)
    start = strand.text.index("REASON:")
    start = strand.text.index("\n", start) + 1
    joints = [
        (strand.text.index(words), number) for number, words in ((2, "presence."), (3, "be transparent."))
    ]
    sections = ((0, 1), *joints)
    return read_body(strand, start, len(strand.text), ledger, level="CONFIDENTIAL", sections=sections), ledger


def test_it_has_sixteen_paragraphs_and_a_signature(read: tuple[Body, Ledger]) -> None:
    body, _ = read
    assert [one.number for one in body.paragraphs] == list(range(1, 17))
    assert body.signature == "HOAGLAND"


def test_each_paragraph_has_its_mark_and_the_damaged_one_is_repaired(read: tuple[Body, Ledger]) -> None:
    body, ledger = read
    assert [one.marking for one in body.paragraphs] == ["C"] * 8 + ["SBU"] + ["C"] * 6 + ["U"]
    assert [(one.code, one.found, one.read) for one in ledger.repairs] == [("Q107", "SBU)", "(SBU)")]


def test_only_the_first_paragraph_is_the_summary(read: tuple[Body, Ledger]) -> None:
    body, _ = read
    assert [one.role for one in body.paragraphs] == ["summary"] + [None] * 15


def test_headings_stand_over_four_paragraphs(read: tuple[Body, Ledger]) -> None:
    body, _ = read
    headings = {one.number: one.heading for one in body.paragraphs if one.heading}
    assert list(headings) == [2, 5, 10, 11]
    assert headings[2] == "NAZAROV AGREES WITH U.S. ON SCO'S ROLE"


def test_a_paragraph_reads_on_over_the_page_and_points_at_both_pieces(
    read: tuple[Body, Ledger], source: str
) -> None:
    body, ledger = read
    assert "does not plan a permanent presence" in body.paragraphs[4].text
    pieces = ["".join(source[start:end]) for start, end in ledger.spans["/paragraphs/4"]]
    assert len(pieces) == 2
    assert not any("002 OF 003" in piece for piece in pieces)
    assert "002 OF 003" in source[body.paragraphs[4].start : body.paragraphs[4].end]


def test_an_empty_line_in_mid_sentence_is_joined(read: tuple[Body, Ledger]) -> None:
    body, _ = read
    assert "thus far he has been satisfied with the statements issued" in body.paragraphs[1].text
    assert "\n" not in "".join(one.text for one in body.paragraphs)


def test_the_note_inside_paragraph_fifteen_is_a_block(read: tuple[Body, Ledger], source: str) -> None:
    body, _ = read
    blocks = body.paragraphs[14].blocks
    assert [one.role for one in blocks] == ["note"]
    assert source[blocks[0].start : blocks[0].end].startswith("NOTE: This is")
    assert source[blocks[0].start : blocks[0].end].endswith("END NOTE.")


def test_paragraphs_know_the_section_they_begin_in(read: tuple[Body, Ledger]) -> None:
    body, _ = read
    assert [one.section for one in body.paragraphs] == [1] * 5 + [2] * 7 + [3] * 4
