"""PDF documents: the text layer is read with its lines; pictures, locked and broken ones are refused with a remedy."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.packing import zipped
from tests.sources.pdfs import encrypted, pdf

from reftel.model.telegram import Telegram
from reftel.sources import pdf as source
from reftel.sources.files import Refused
from reftel.sources.opening import records_of
from reftel.sources.read import read
from reftel.sources.record import Place, Record

TELEGRAMS = Path(__file__).parents[1] / "reading" / "telegrams"
STAMP = "UNCLASSIFIED U.S. Department of State Case No. F-2016-00001 Doc No. C10000001 Date: 07/31/2017"
RELEASED = [
    STAMP,
    "RELEASE IN PART B6",
    "MRN: 12 LIMA 1098",
    "Date/DTG: Aug 29, 2012 / 291518Z AUG 12",
    "From: AMEMBASSY LIMA",
    "Action: WASHDC, SECSTATE ROUTINE",
    "TAGS: PGOV, PE",
    "Subject: Minister Says Yes",
    "1. (SBU) The Minister said yes.",
    "Signature: ROE",
    STAMP,
]


def come(data: bytes, name: str = "C10000001.pdf") -> Record | Refused:
    (item,) = records_of(io.BytesIO(data), Place(name))
    return item


def record(data: bytes) -> Record:
    item = come(data)
    assert isinstance(item, Record), item
    return item


def telegrams(data: bytes) -> list[Telegram]:
    return [found.telegram for found in read(record(data))]


def test_a_release_keeps_its_stamps_as_facts_and_its_bytes_as_the_copy() -> None:
    data = pdf([RELEASED], title="Minister")
    found = record(data)
    assert (found.data, found.collection) == (data, "State archive")
    assert found.facts == {"PDF pages": "1", "PDF title": "Minister", "Could also be of": "State FOIA"}
    (telegram,) = telegrams(data)
    assert (telegram.mrn, telegram.subject) == ("2012LIMA1098", "Minister Says Yes")
    assert telegram.release is not None
    assert telegram.release.case_numbers == ("F-2016-00001", "C10000001")
    assert (telegram.release.exemptions, telegram.release.on) == (("B6",), "2017-07-31")


@pytest.mark.parametrize("by_word", [False, True], ids=["by line", "word by word"])
@pytest.mark.parametrize("file", ["department-1975.txt", "labelled-2012.txt", "circuit-2006.txt"])
def test_a_telegram_is_the_same_on_pages_as_in_a_text(file: str, by_word: bool) -> None:
    lines = (TELEGRAMS / file).read_text("utf-8").replace("¶", "").splitlines()
    pages = [lines[at : at + 55] for at in range(0, len(lines), 55)]
    (printed,) = telegrams(pdf(pages, by_word=by_word))
    (typed,) = (found.telegram for found in read(Record("a.txt", "\n".join(lines).encode())))
    for field in (
        "mrn",
        "dtg",
        "action",
        "info",
        "classification",
        "captions",
        "tags",
        "subject",
        "signature",
    ):
        assert getattr(printed, field) == getattr(typed, field), field
    assert [one.text.split() for one in printed.paragraphs] == [one.text.split() for one in typed.paragraphs]


def test_a_stamp_that_was_laid_over_the_page_is_read_with_it() -> None:
    (telegram,) = telegrams(pdf([RELEASED[1:-1]], stamp=STAMP))
    assert telegram.mrn == "2012LIMA1098"
    assert telegram.release is not None
    assert telegram.release.case_numbers == ("F-2016-00001", "C10000001")


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_a_document_raises(draw: st.DataObject) -> None:
    data = bytearray(pdf([RELEASED, RELEASED[2:]]))
    for _ in range(draw.draw(st.integers(1, 5))):
        data[draw.draw(st.integers(8, len(data) - 1))] = draw.draw(st.integers(0, 255))
    item = come(bytes(data))
    assert isinstance(item, Record) or "the reader failed" not in item.reason


def test_pages_without_text_among_others_are_named() -> None:
    assert record(pdf([RELEASED, [], []])).facts["PDF pages without text"] == "2, 3"


def test_a_document_of_several_telegrams_gives_each() -> None:
    other = [line.replace("1098", "1099") for line in RELEASED]
    assert [one.mrn for one in telegrams(pdf([RELEASED, other]))] == ["2012LIMA1098", "2012LIMA1099"]


@pytest.mark.parametrize(
    ("data", "reason", "remedy"),
    [
        (pdf([[], []]), "without a text layer", "ocrmypdf"),
        (encrypted(pdf([RELEASED]), "secret"), "encrypted", "without a password"),
        (b"%PDF-1.4\nnothing else", "damaged", "get it again"),
        (pdf([RELEASED])[:300], "damaged", "get it again"),
    ],
    ids=["pictures", "locked", "no document", "cut off"],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, reason: str, remedy: str) -> None:
    refused = come(data)
    assert isinstance(refused, Refused)
    assert refused.outcome == "failed"
    assert reason in refused.reason
    assert remedy in refused.remedy


def test_a_document_that_anyone_may_open_is_read() -> None:
    assert telegrams(encrypted(pdf([RELEASED]), ""))[0].mrn == "2012LIMA1098"


@pytest.mark.parametrize(
    ("limit", "at_most", "reason"),
    [
        ("MOST_PAGES", 1, "of 2 pages"),
        ("LIMIT", 100, "larger than"),
        ("MOST_DRAWN", 1000, "of drawings"),
        ("MOST_LETTERS", 500, "more than 500 letters"),
    ],
)
def test_a_document_beyond_a_limit_is_refused(
    limit: str, at_most: int, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, limit, at_most)
    refused = come(pdf([RELEASED, RELEASED], stamp=STAMP))
    assert isinstance(refused, Refused)
    assert reason in refused.reason
    assert refused.remedy


def test_a_document_in_an_archive_is_one_too() -> None:
    (item,) = records_of(io.BytesIO(zipped({"C10000001.pdf": pdf([RELEASED])})), Place("case.zip"))
    assert isinstance(item, Record)
    assert item.path == "case.zip!/C10000001.pdf"
