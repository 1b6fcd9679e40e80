"""Whole transmissions, from the start of message to its end. The cases are data: tests/wire/cases/messages.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.strand import Cut, Strand
from reftel.vocabulary import codes
from reftel.wire.transmission import Message, read_transmission

MESSAGES = tomllib.loads((Path(__file__).parent / "cases" / "messages.toml").read_text(encoding="utf-8"))[
    "message"
]
EACH = pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in MESSAGES])
TEXTS = [case["text"].lstrip("\n") for case in MESSAGES]
LINES = [line for text in TEXTS for line in text.splitlines()]


def read(text: str) -> tuple[Message, Ledger]:
    ledger = Ledger(Strand.whole(text))
    return read_transmission(ledger.strand, 0, len(text), ledger), ledger


def between(message: Message, text: str) -> str:
    return text[message.heading.end : message.ending.end_of_text].strip()


def said(message: Message) -> dict[str, Any]:
    heading, ending, sent = message.heading, message.ending, message.heading.transmission
    facts: dict[str, Any] = {name: getattr(sent, name) for name in sent.__struct_fields__} if sent else {}
    return facts | {
        "precedence": [word for word in (heading.precedence.action, heading.precedence.info) if word],
        "dtg": iso(heading.dtg) if heading.dtg else None,
        "originator": heading.originator.name if heading.originator else None,
        "action": [one.name for one in heading.action],
        "info": [one.name for one in heading.info],
        "exempt": [one.name for one in heading.exempt],
        "complete": ending.complete,
        "cancelled": ending.cancelled,
        "validation": ending.validation,
    }


@EACH
def test_the_lines_say_what_an_operator_reads(case: dict[str, Any]) -> None:
    message, _ = read(case["text"].lstrip("\n"))
    facts = {key: list(value) if isinstance(value, tuple) else value for key, value in said(message).items()}
    usual = {"complete": True, "cancelled": False}
    expected = usual | {key: value for key, value in case.items() if key in facts}
    assert {key: facts[key] for key in expected} == expected


@EACH
def test_an_operator_would_remark_this_and_nothing_else(case: dict[str, Any]) -> None:
    _, ledger = read(case["text"].lstrip("\n"))
    remarks = sorted(ledger.remarks, key=lambda remark: remark.start)
    assert [remark.code for remark in remarks] == case["remarks"]
    assert {remark.suggestion for remark in remarks} - {None} == set(filter(None, [case.get("suggestion")]))
    assert all(codes.find(remark.code) for remark in remarks)


@EACH
def test_the_text_lies_between_heading_and_ending(case: dict[str, Any]) -> None:
    text = case["text"].lstrip("\n")
    message, _ = read(text)
    assert between(message, text).startswith(case.get("first", ""))
    assert between(message, text).endswith(case.get("last", ""))


@EACH
def test_line_ends_of_a_teletype_change_nothing_that_is_read(case: dict[str, Any]) -> None:
    text = case["text"].lstrip("\n")
    plain, plain_ledger = read(text)
    other, other_ledger = read(text.replace("\n", "\r\r\n"))
    assert said(other) == said(plain)
    assert [remark.code for remark in other_ledger.remarks] == [
        remark.code for remark in plain_ledger.remarks
    ]


@given(st.sampled_from(TEXTS), st.integers(0, 700), st.integers(0, 700))
def test_a_message_cut_anywhere_is_read_and_its_spans_lie_inside(text: str, start: int, length: int) -> None:
    text = text[start : start + length]
    message, ledger = read(text)
    assert 0 <= message.heading.end <= message.ending.end_of_text <= message.ending.end <= len(text)
    for spans in ledger.spans.values():
        assert all(0 <= low < high <= len(text) for low, high in spans)
    for remark in ledger.remarks:
        assert 0 <= remark.start <= remark.end <= len(text)
    for repair in ledger.repairs:
        assert text[repair.start : repair.end].strip() == repair.found.strip()


@given(st.lists(st.sampled_from(LINES), max_size=30), st.text(max_size=9))
def test_lines_in_any_order_are_read(lines: list[str], end: str) -> None:
    text = end.join(lines) if end else "\n".join(lines)
    message, ledger = read(text)
    assert 0 <= message.heading.end <= message.ending.end_of_text <= len(text)
    assert all(0 <= low < high <= len(text) for spans in ledger.spans.values() for low, high in spans)


@given(st.sampled_from(TEXTS), st.data())
def test_values_keep_their_letters_where_page_matter_is_cut_out(text: str, data: st.DataObject) -> None:
    """A line that is cut between two lines moves the letters of the values behind it and changes no value."""
    lines = text.splitlines(keepends=True)
    place = len("".join(lines[: data.draw(st.integers(0, len(lines)))]))
    source = f"{text[:place]}PAGE 02\n{text[place:]}"
    strand = Strand.cutting(source, [Cut(place, place + 8)])
    ledger = Ledger(strand)
    cut = read_transmission(strand, 0, len(strand.text), ledger)
    plain, plain_ledger = read(text)
    assert said(cut) == said(plain)
    for pointer, spans in plain_ledger.spans.items():
        letters = "".join(text[low:high] for low, high in spans)
        assert "".join(source[low:high] for low, high in ledger.spans[pointer]) == letters


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        " ",
        "\n",
        "RUEHC ",
        "RUEHC/",
        "OO RUEHC\n",
        "TO AMEMBASSY LIMA ",
        "\nAMEMBASSY LIMA",
        "1",
        "PRIORITY ",
        "ZCZC",
        "NNNN\n",
        "\nVZCZCXRO1234",
        "E ",
        "Z",
        "R 071729Z JUN 75 ",
        "\nBT",
    ],
)
def test_a_long_text_of_one_piece_over_and_over_is_read_to_its_end(piece: str) -> None:
    text = piece * (640_000 // len(piece))
    _, ledger = read(text)
    for spans in ledger.spans.values():
        assert all(0 <= low < high <= len(text) for low, high in spans)
