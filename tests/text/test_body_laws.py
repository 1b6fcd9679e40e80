"""What holds for the body of any text at all, telegram or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.model.ledger import Ledger
from reftel.model.strand import Cut, Strand
from reftel.text.body import Body, read_body
from reftel.text.paragraphs import MOST
from reftel.vocabulary import block_words

FRAGMENTS = st.sampled_from(
    [
        "1. (C) SUMMARY: ",
        "2. ",
        "3.",
        "(S) 4. ",
        "12 . (SBU) ",
        "(1) ",
        "9. SBU) ",
        "¶5. ",
        "END SUMMARY.",
        "END\n",
        "(NOTE: ",
        "END NOTE.)",
        "COMMENT: ",
        "BEGIN TEXT:",
        "HEADING\n-------\n",
        "\n\n",
        "\n",
        " \n",
        "A    B   C\n",
        "THE BOARD MET ON MAY",
        "The board met. ",
        "-- AN ITEM\n",
        "A. ITEM\n",
        "MARLOWE\n",
        "UNQUOTE",
        "CONFIDENTIAL\n",
        "NNNN",
        "BT\n",
        ". ROE",
        "(U)",
        "(C - ENTIRE TEXT)",
        "MINIMIZE CONSIDERED",
        "\t",
        "é",
        "\x00",
        "\u2028",
        ")",
        "(",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(FRAGMENTS, max_size=40).map("".join))


def _read(strand: Strand) -> tuple[Body, Ledger]:
    ledger = Ledger(strand)
    return read_body(strand, 0, len(strand.text), ledger, level="SECRET"), ledger


@given(TEXTS)
def test_paragraphs_lie_in_the_text_in_order_and_apart(text: str) -> None:
    body, ledger = _read(Strand.whole(text))
    at = 0
    for paragraph in body.paragraphs:
        assert at <= paragraph.start <= paragraph.end <= len(text)
        at = paragraph.end
        for block in paragraph.blocks:
            assert paragraph.start <= block.start < block.end <= paragraph.end
    assert at <= body.end <= len(text)
    for spans in ledger.spans.values():
        for span in spans:
            assert 0 <= span.start < span.end <= len(text)


@given(TEXTS)
def test_roles_come_from_the_closed_list(text: str) -> None:
    body, _ = _read(Strand.whole(text))
    for paragraph in body.paragraphs:
        assert paragraph.role is None or paragraph.role in block_words.roles()
        assert all(block.role in block_words.roles() for block in paragraph.blocks)


@given(TEXTS)
def test_no_letter_of_the_text_is_lost(text: str) -> None:
    body, ledger = _read(Strand.whole(text))
    marked: set[int] = set()
    for pointer, spans in ledger.spans.items():
        if pointer.count("/") == 2 or pointer == "/signature" or pointer.endswith("heading"):
            marked.update(place for start, end in spans for place in range(start, end))
    stop = ledger.spans["/signature"][0].start if body.signature else body.end
    left = [sign for place, sign in enumerate(text[:stop]) if place not in marked]
    assert not [sign for sign in left if not (sign.isspace() or sign == "¶")]


@given(TEXTS)
def test_the_text_of_a_paragraph_is_made_of_its_own_letters(text: str) -> None:
    body, _ = _read(Strand.whole(text))
    for paragraph in body.paragraphs:
        own = "".join(text[paragraph.start : paragraph.end].split())
        assert "".join(paragraph.text.split()).replace("¶", "") in own.replace("¶", "")


@given(st.lists(FRAGMENTS, min_size=1, max_size=30).map("".join), st.data())
def test_what_is_cut_out_before_reading_is_no_paragraph_s(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    source = text[:place] + "PAGE 02\n" + text[place:]
    plain, _ = _read(Strand.whole(text))
    cut, ledger = _read(Strand.cutting(source, [Cut(place, place + 8)]))
    assert [one.text for one in cut.paragraphs] == [one.text for one in plain.paragraphs]
    for spans in ledger.spans.values():
        assert all(span.end <= place or span.start >= place + 8 for span in spans)


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        " ",
        "\n",
        "-",
        " \n",
        "(",
        "1. ",
        "1. A\n",
        "(NOTE: A ",
        "FYI. ",
        "END SUMMARY. ",
        "BEGIN TEXT ",
        "\n\n(C) A",
    ],
)
def test_a_long_text_of_one_piece_over_and_over_is_read_to_its_end(piece: str) -> None:
    text = piece * (320_000 // len(piece))
    body, ledger = _read(Strand.whole(text))
    assert 0 <= body.end <= len(text)
    for spans in ledger.spans.values():
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_below_the_last_number_that_is_looked_at_all_text_belongs_to_the_last_paragraph() -> None:
    text = (
        "".join(f"\n{number % 900 + 1}. LAMP {number}." for number in range(MOST + 50)) + "\nTHE END OF IT."
    )
    strand = Strand.whole(text)
    body = read_body(strand, 0, len(text), Ledger(strand))
    assert len(body.paragraphs) <= MOST
    assert body.paragraphs[-1].text.endswith("THE END OF IT.")
