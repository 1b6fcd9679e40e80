"""Two copies beside each other: no word of either is lost, and what is marked is what differs."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.archive.copies.beside import Beside, Row, beside
from reftel.model.telegram import Paragraph, Telegram

WORDS = st.lists(
    st.sampled_from(["ferry", "mole", "light", "Mast,", "mast", "three"]), min_size=1, max_size=8
)
TEXTS = st.lists(WORDS.map(" ".join), max_size=5)


def telegram(*texts: str, subject: str | None = None) -> Telegram:
    paragraphs = (Paragraph(at, "C", None, None, None, text, 0, 0) for at, text in enumerate(texts, 1))
    return Telegram(subject=subject, paragraphs=tuple(paragraphs)).with_text("\n\n".join(texts))


def said(made: Beside, side: str) -> list[str]:
    return [word for row in made.rows for piece in getattr(row, side) for word in piece.words.split()]


def marked(row: Row) -> tuple[str, str]:
    """A row as one writes it down: what differs in brackets."""
    left, right = (
        " ".join(f"[{piece.words}]" if piece.differs else piece.words for piece in side)
        for side in (row.left, row.right)
    )
    return left, right


def test_a_word_that_differs_is_marked_on_both_sides() -> None:
    made = beside(telegram("three yards wide", "the mole"), telegram("FOUR yards, wide", "the mole"))
    assert [marked(row) for row in made.rows] == [
        ("1. (C) [three] yards wide", "1. (C) [FOUR] yards, wide"),
        ("2. (C) the mole", "2. (C) the mole"),
    ]


def test_a_paragraph_that_only_one_copy_has_stands_alone() -> None:
    made = beside(telegram("a ferry", "a mole"), telegram("a ferry"))
    assert [marked(row) for row in made.rows] == [
        ("1. (C) a ferry", "1. (C) a ferry"),
        ("[2. (C) a mole]", ""),
    ]
    turned = beside(telegram("a ferry"), telegram("a ferry", "a mole"))
    assert [marked(row) for row in turned.rows][1:] == [("", "[2. (C) a mole]")]


def test_subjects_and_texts_without_paragraphs_are_compared_too() -> None:
    made = beside(telegram("a", subject="THE FERRY"), telegram("a", subject="THE MOLE"))
    assert marked(made.rows[0]) == ("THE [FERRY]", "THE [MOLE]")
    plain = beside(Telegram().with_text("a b\n\nc"), Telegram().with_text("a b\n\nd"))
    assert [marked(row) for row in plain.rows] == [("a b", "a b"), ("[c]", "[d]")]


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_no_word_is_lost_and_what_is_not_marked_is_on_both_sides(one: list[str], other: list[str]) -> None:
    made = beside(telegram(*one), telegram(*other))
    for side, texts in (("left", one), ("right", other)):
        assert said(made, side) == [
            word for at, text in enumerate(texts, 1) for word in (f"{at}.", "(C)", *text.split())
        ]
    same = [
        [
            piece.words.lower().replace(",", "")
            for row in made.rows
            for piece in getattr(row, side)
            if not piece.differs
        ]
        for side in ("left", "right")
    ]
    assert " ".join(same[0]) == " ".join(same[1])
    itself = beside(telegram(*one), telegram(*one))
    assert not any(piece.differs for row in itself.rows for piece in (*row.left, *row.right))
