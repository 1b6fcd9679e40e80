"""The source text in lines with lit letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.model.strand import Span
from reftel.model.telegram import Repair, Telegram
from reftel.web.setting.source import LIMIT, PAGE_BREAK, LineNumbers, notes_of, repaired, source, spans_of

TEXTS = st.text(st.sampled_from("ab \t\r\n\f\x00é𐀀\u2028"), max_size=60)
SPANS = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 9)), max_size=4)


@given(TEXTS, SPANS)
def test_the_lines_hold_every_letter_and_light_just_those_chosen(
    text: str, asked: list[tuple[int, int]]
) -> None:
    lit = tuple(sorted(Span(start, start + length) for start, length in asked))
    found = source(Telegram().with_text(text), lit, ())
    chosen = {at for span in lit for at in range(*span)}
    for line in found.lines:
        at = line.start
        for piece in line.pieces:
            assert piece.text
            for letter in piece.text:
                assert piece.lit == (at in chosen)
                stands_for = {PAGE_BREAK: "\f", "\u2400": "\0"}.get(letter, letter)
                assert stands_for == text[at]
                at += 1
    shown = sum(len(piece.text) for line in found.lines for piece in line.pieces)
    assert shown == sum(letter not in "\r\n" for letter in text)


@given(TEXTS)
def test_lines_are_numbered_as_editors_do(text: str) -> None:
    found = source(Telegram().with_text(text), (), ())
    assert [line.number for line in found.lines] == [LineNumbers(text).of(line.start) for line in found.lines]
    assert [line.number for line in found.lines] == list(range(1, len(found.lines) + 1))


def test_of_a_very_long_text_the_part_with_the_chosen_letters_is_shown() -> None:
    text = "x" * (3 * LIMIT) + "HERE" + "y" * LIMIT
    found = source(Telegram().with_text(text), (Span(3 * LIMIT, 3 * LIMIT + 4),), ())
    lit = [piece.text for line in found.lines for piece in line.pieces if piece.lit]
    assert lit == ["HERE"]
    assert found.cut_before
    assert sum(len(piece.text) for line in found.lines for piece in line.pieces) <= LIMIT


def test_a_value_without_letters_of_its_own_has_those_of_its_parts_or_of_its_whole() -> None:
    spans: dict[str, tuple[Span, ...]] = {
        "/tags/0": (Span(5, 9),),
        "/tags/1": (Span(1, 3),),
        "/dtg": (Span(20, 30),),
    }
    telegram = Telegram(spans=spans)
    assert spans_of(telegram, "/tags") == (Span(1, 3), Span(5, 9))
    assert spans_of(telegram, "/dtg/year") == (Span(20, 30),)
    assert spans_of(telegram, "/subject") == ()


def test_a_form_feed_is_a_rule_above_its_line_and_keeps_its_place() -> None:
    found = source(Telegram().with_text("one\n\ftwo\nthree"), (Span(5, 8),), ())
    assert [line.page for line in found.lines] == [False, True, False]
    assert [(piece.text, piece.lit) for piece in found.lines[1].pieces] == [
        (PAGE_BREAK, False),
        ("two", True),
    ]


@pytest.mark.parametrize(
    ("found", "read", "said"),
    [
        (" ", "\n", "A blank is read as a line end."),
        ("\r\n", " ", "A line end is read as a blank."),
        ("", "REFERENCES", "“REFERENCES” is read where nothing stands."),
        ("Declassified", " ", "“Declassified” is read as a blank."),
        ("  ", "", "A blank is left out."),
        ("\f", "", "A page break is left out."),
        ("a\n b", "ab", "“a b” is read as “ab”."),
    ],
)
def test_blanks_and_line_ends_of_a_repair_are_named(found: str, read: str, said: str) -> None:
    assert repaired(found, read) == said


def test_a_repair_says_what_was_read_for_what() -> None:
    telegram = Telegram(repairs=(Repair("Q107", 2, 4, "BU", "SBU"), Repair("Q001", 0, 1, "a", ""))).with_text(
        "a\nBU"
    )
    assert [(note.line, note.text) for note in notes_of(telegram)] == [
        (1, "“a” is left out."),
        (2, "“BU” is read as “SBU”."),
    ]
