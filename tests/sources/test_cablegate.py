"""Cablegate in its two forms, damaged as copies of it are."""

from __future__ import annotations

import io
import itertools
import re
import tracemalloc
from pathlib import Path

import pytest
from tests.sources.making import made

from reftel.sources import cablegate, cablegate_csv, cablegate_html
from reftel.sources.files import Refused
from reftel.sources.line_pieces import line_pieces
from reftel.sources.read import read
from reftel.sources.record import Place, Record

SPECIMENS = Path(__file__).parent / "specimens"
PAGE = (SPECIMENS / "cablepage.html").read_bytes()


def _row(number: int, body: str = "UNCLAS LIMA 00{} \n\n1. HE SAILED.\n") -> bytes:
    text = body.format(number)
    return f'"{number}","5/10/2006 10:39","06LIMA{number}","Embassy Lima","SECRET","","","{text}"\n'.encode()


def _given(*parts: bytes | itertools.repeat[bytes]) -> list[Record | Refused]:
    return list(cablegate_csv.SOURCE.records(made(*parts), Place("cables.csv")))


def test_a_field_of_fifty_megabytes_costs_its_row() -> None:
    start, end = _row(2).split(b"UNCLAS")
    given = _given(_row(1), start, itertools.repeat(b"X" * 1023 + b"\n", 50 * 1024), end, _row(3))
    assert [type(one) for one in given] == [Record, Refused, Record]
    refused = given[1]
    assert isinstance(refused, Refused)
    assert (refused.path, refused.line, refused.outcome) == ("cables.csv row 2", 5, "failed")
    assert "50 MB" in refused.reason
    assert isinstance(given[2], Record)
    assert given[2].line == 5 + 50 * 1024 + 4


def test_a_lost_quotation_mark_costs_its_row() -> None:
    broken = _row(2).replace(b'HE SAILED.\n"', b"HE SAILED.\n")
    given = _given(_row(1), broken, _row(3))
    assert [one.path for one in given if isinstance(one, Refused)] == ["cables.csv row 2"]
    assert [one.path for one in given if isinstance(one, Record)] == ["cables.csv row 1", "cables.csv row 3"]


def test_a_row_with_a_field_too_many_costs_itself() -> None:
    given = _given(_row(1), _row(2).replace(b'"SECRET"', b'"SECRET","X"'))
    assert isinstance(given[1], Refused)
    assert "9 fields" in given[1].reason


def test_of_a_large_table_no_more_than_a_row_is_held() -> None:
    table = made(itertools.repeat(_row(1, "UNCLAS\n" * 300), 10_000))
    tracemalloc.start()
    count = sum(1 for _ in line_pieces(table, re.compile(rb'\n(?="\d)')))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_000, "rows of two kilobytes each"
    assert peak < 2 * 1024 * 1024


def test_quotation_marks_may_be_doubled_too() -> None:
    (record,) = _given(_row(1).replace(b"HE SAILED", b'HE ""SAILED""'))
    assert isinstance(record, Record)
    assert record.text is not None
    assert 'HE "SAILED"' in record.text


@pytest.mark.parametrize(
    ("identifier", "mrn"),
    [
        ("06LIMA002583ZFR2585", "2006LIMA2583"),
        ("07LIMA000160ZDK164", "2007LIMA160"),
        ("08LIMA001382SUSPECTEDDUPLICATE1392", "2008LIMA1382"),
        ("90STATE255000TOSEC140300", "1990STATE255000"),
        ("7575LIMA1895", "1975LIMA1895"),
        ("09AMEMBASSYLIMA1284", "2009LIMA1284"),
        ("10EFTOLIMA668", "2010LIMA668"),
        ("85NOFORNLIMA12", "1985LIMA12"),
        ("09SECTIO02OF03LIMA17", "2009LIMA17"),
        ("06LIMA", None),
    ],
)
def test_a_damaged_identifier_is_kept_and_read_where_it_can_be(identifier: str, mrn: str | None) -> None:
    row = _row(1).replace(b"06LIMA1", identifier.encode()).replace(b"UNCLAS LIMA 001", b"UNCLAS")
    (record,) = _given(row)
    assert isinstance(record, Record)
    (found,) = read(record)
    assert found.telegram.mrn == mrn
    assert identifier in found.telegram.aliases


def test_a_page_that_breaks_off_anywhere_is_read_so_far() -> None:
    for stop in range(0, len(PAGE), 97):
        given = list(cablegate_html.SOURCE.records(io.BytesIO(PAGE[:stop]), Place("06LIMA862.html")))
        assert len(given) == 1
        if PAGE.find(b"VZCZ", 0, stop) < 0:
            assert isinstance(given[0], Refused)


def test_a_page_of_nothing_but_marks_takes_no_time() -> None:
    for marks in (b"<div>", b"<pre>", b"<a ", b"<!--", b"&#x000A;"):
        stream = io.BytesIO(b"<table class='cable'>" + marks * 200_000)
        assert len(list(cablegate_html.SOURCE.records(stream, Place("page.html")))) == 1


def test_a_notice_is_told_from_a_header() -> None:
    assert cablegate.is_notice("This record is a partial extract of the original cable.")
    assert not cablegate.is_notice("VZCZCXRO9482\nOO RUEHBU\nFM AMEMBASSY LIMA\n")


@pytest.mark.parametrize("above", ["", "------ header "])
def test_a_header_that_stands_in_the_body_again_is_taken_once(above: str) -> None:
    header = "O P 101039Z MAY 06\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC IMMEDIATE 7466\n"
    row = _row(1, f"{above}{header}\n" + "UNCLAS LIMA 00{}\n\n1. HE SAILED.\n")
    (record,) = _given(row.replace(b'"SECRET","",""', f'"SECRET","","{header}"'.encode()))
    assert isinstance(record, Record)
    (found,) = read(record)
    assert found.telegram.mrn == "2006LIMA1"
    assert [one.name for one in found.telegram.action] == ["SECSTATE WASHDC"]
