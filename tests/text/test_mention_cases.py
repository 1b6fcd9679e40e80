"""Words that point at other telegrams and what they mean: the rows stand in `cases/mentions.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.model.ledger import Ledger
from reftel.model.mrn import parse_mrn
from reftel.model.strand import Strand
from reftel.text.mentions import Bound, Setting, bind
from reftel.text.pointer import Pointer
from reftel.text.pointers import Area, find_pointers
from reftel.text.reference_item import Sender
from reftel.text.references import read_references

CASES = Path(__file__).parent / "cases" / "mentions.toml"
POINTING = st.sampled_from(
    ["REFTEL", "REF ", "REFS A-C", "(B)", " A", "PARA 3 OF ", "STATE ", "LIMA 862", "MY ", "YOUR ", "862",
     "1,2", "SEPTEL", "MIPT", " AND ", ", ", "\n", "06LIMA862", "CINCPAC 031500Z", "EMBTEL ", "É", "TEL",
     "ref", "\U0001f4dc", "'S "]
)  # fmt: skip


class Row(NamedTuple):
    setting: Setting
    text: str
    expected: list[str]


def _setting(given: dict[str, Any]) -> Setting:
    number = parse_mrn(given["number"])
    assert number is not None
    assert number.year is not None
    block = given.get("ref", "REF:")
    strand = Strand.whole(block)
    sender = Sender(given["sender"], datetime(number.year, 5, 10, tzinfo=UTC))
    references = read_references(strand, len("REF:"), len(block), Ledger(strand), sender=sender)
    return Setting(references, number, given["sender"], tuple(given["to"]), number.year)


def _rows() -> Iterator[Any]:
    for given_setting in tomllib.loads(CASES.read_text(encoding="utf-8"))["setting"]:
        setting = _setting(given_setting)
        for text, *expected in given_setting["rows"]:
            yield pytest.param(Row(setting, text, expected), id=f"{given_setting['name']}: {text}")


def _bound(text: str, setting: Setting) -> list[tuple[Pointer, Bound]]:
    pointers = find_pointers(Area(text, 0, len(text), setting.labels, setting.one_digit))
    both = ((one, bind(one, text[one.start : one.end], setting)) for one in pointers)
    return [(one, bound) for one, bound in both if bound]


def _told(text: str, pointer: Pointer, bound: Bound, setting: Setting) -> str:
    labels = "+".join(setting.references[at].label or "?" for at in bound.references)
    meant = bound.mrn or (f"[{labels}]" if len(bound.references) == 1 else labels)
    open_ = f"? {bound.unbound}" if bound.unbound else ""
    cited = "; paragraphs " + " ".join(map(str, pointer.paragraphs)) if pointer.paragraphs else ""
    words = " ".join(text[pointer.start : pointer.end].split())
    return f"{pointer.kind}: {words} -> {' '.join(filter(None, (meant, open_)))}{cited}"


@pytest.mark.parametrize("row", list(_rows()))
def test_a_pointing_word_means_what_a_reader_would_say(row: Row) -> None:
    found = [_told(row.text, *one, row.setting) for one in _bound(row.text, row.setting)]
    assert found == row.expected


@given(st.lists(POINTING, max_size=12).map("".join))
def test_pointers_stand_in_order_and_apart_in_any_text(text: str) -> None:
    pointers = find_pointers(Area(text, 0, len(text), frozenset("AB")))
    assert all(0 <= one.start < one.end <= len(text) for one in pointers)
    assert all(one.end <= other.start for one, other in pairwise(pointers))


@given(st.lists(POINTING, max_size=12).map("".join))
def test_what_is_bound_is_named_and_what_is_not_says_why(text: str) -> None:
    setting = Setting((), parse_mrn("2006LIMA862"), "LIMA", ("STATE",), 2006)
    for pointer, bound in _bound(text, setting):
        assert bound.mrn or bound.unbound, pointer


def test_a_stretch_alone_is_searched() -> None:
    text = "REFTEL ONE. REFTEL TWO. REFTEL THREE."
    assert [one.start for one in find_pointers(Area(text, 12, 23))] == [12]
