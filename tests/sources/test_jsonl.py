"""Telegrams that were read before come back from JSON Lines as the same telegrams."""

from __future__ import annotations

import base64
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.model.telegram import SCHEMA, Telegram
from reftel.reading import parse, parse_all
from reftel.sources.detect import source_of
from reftel.sources.files import Refused
from reftel.sources.jsonl import SOURCE
from reftel.sources.read import Read, read
from reftel.sources.record import Place, Record
from reftel.synthetic.demo import demo

DEMO = [data for _, data in demo()]
TEXT = "R 101039Z MAY 06\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC\n\nUNCLAS LIMA 000862\n\n1. THEY SAID “NO”.\nROE\n"


def _line(telegram: Telegram, *, text: bool = False, data: bytes | None = None) -> bytes:
    fields = json.loads(telegram.to_json())
    if text:
        fields["source_text"] = telegram.text
    if data is not None:
        fields["source_base64"] = base64.b64encode(data).decode()
    return json.dumps(fields).encode() + b"\n"


def _records(lines: bytes) -> list[Record]:
    given = list(SOURCE.records(io.BytesIO(lines), Place("telegrams.jsonl")))
    assert all(isinstance(one, Record) for one in given), given
    return [one for one in given if isinstance(one, Record)]


def _back(lines: bytes) -> list[Read]:
    return [found for record in _records(lines) for found in read(record)]


def test_a_line_is_recognised_and_other_json_is_not() -> None:
    assert source_of(_line(parse(TEXT)), "telegrams.jsonl").name == "jsonl"
    for other in (
        b'{"file": "a", "mrn": "2006LIMA862"}',
        b'[{"schema": 1}]',
        b'{"doc_id": "x", "corpus": "cfpf"}',
    ):
        assert source_of(other, "a.jsonl").name != "jsonl"


@settings(max_examples=20)
@given(st.lists(st.sampled_from(DEMO), min_size=1, max_size=4))
def test_telegrams_come_back_as_the_same_with_and_without_their_text(texts: list[bytes]) -> None:
    telegrams = [telegram for data in texts for telegram in parse_all(data, path="a.txt")]
    for text in (True, False):
        lines = b"".join(_line(telegram, text=text) for telegram in telegrams)
        assert [record.telegram for record in _records(lines)] == telegrams
        back = [found.telegram for found in _back(lines)]
        assert [telegram.to_json() for telegram in back] == [telegram.to_json() for telegram in telegrams]
        if text:
            assert [telegram.text for telegram in back] == [telegram.text for telegram in telegrams]


def test_the_bytes_of_a_copy_come_back_with_their_hash() -> None:
    data = TEXT.encode("cp1252")
    telegram = parse(data)
    (found,) = _back(_line(telegram, text=True, data=data))
    assert found.data == data
    assert found.telegram.source == data
    assert found.telegram.id == telegram.id
    assert found.telegram.text == telegram.text


def test_without_a_text_the_line_itself_is_the_copy() -> None:
    line = _line(parse(TEXT))
    (found,) = _back(line)
    assert found.data == line.strip()
    assert found.extracted
    assert found.telegram.paragraphs[0].text == "THEY SAID “NO”."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"mrn": "2006LIMA862", "dtg": 7}', "dtg"),
        (b'{"mrn": "2006LIMA862"', "truncated"),
        (b'{"schema": %d}' % (SCHEMA + 1), "schema"),
        (b'{"source_text": "AB", "spans": {"/mrn": [[1, 3]]}}', "/mrn"),
        (b'{"spans": {"/mrn": [[4, 3]]}}', "/mrn"),
        (b'{"source_base64": "*"}', "base64"),
        (b"THE MINISTER SAID", "malformed"),
    ],
)
def test_a_bad_line_costs_itself_and_is_named(line: bytes, reason: str) -> None:
    good = _line(parse(TEXT))
    first, refused, last = SOURCE.records(io.BytesIO(good + line + b"\n" + good), Place("a.jsonl"))
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert isinstance(refused, Refused)
    assert (refused.path, refused.line, refused.outcome) == ("a.jsonl line 2", 2, "failed")
    assert reason in refused.reason
