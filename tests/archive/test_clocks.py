"""Clocks that went wrong: telegrams of the years 1900 and 2099 are filed, found and counted like others."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from reftel.archive import Archive, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.model.telegram import SCHEMA

YEARS = (1, 1900, 1975, 2099, 9999)


def line(year: int) -> str:
    text = f"UNCLAS LIMA 7\n\nSUBJECT: CLOCK OF {year}\n\n1. THE CLOCK WENT WRONG.\n"
    telegram = {
        "schema": SCHEMA, "mrn": None, "kind": "telegram", "layout": "bare", "dtg": f"{year:04d}-05-10T10:39:00Z",
        "dtg_precision": "minute", "originator": {"name": "AMEMBASSY LIMA", "post": "LIMA"},
        "subject": f"CLOCK OF {year}", "source_text": text,
    }  # fmt: skip
    return json.dumps(telegram) + "\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    base = tmp_path_factory.mktemp("clocks")
    (base / "lines.jsonl").write_text("".join(map(line, YEARS)))
    assert ingest(base / "archive", [base / "lines.jsonl"], workers=1).filed == len(YEARS)
    with open_archive(base / "archive") as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("date:1900", {1900}),
        ("date:2099-05-10", {2099}),
        ("date:1900..2099", {1900, 1975, 2099}),
        ("date:<1901", {1, 1900}),
        ("date:>2098", {2099, 9999}),
        ("clock", set(YEARS)),
    ],
)
def test_they_are_found_by_their_dates(archive: Archive, query: str, years: set[int]) -> None:
    assert {int((hit.dtg or "")[:4]) for hit in archive.search(query).hits} == years


def test_they_stand_in_the_order_of_time(archive: Archive) -> None:
    assert [int((hit.dtg or "")[:4]) for hit in archive.search("", sort="date").hits] == list(YEARS)
    assert [int((hit.dtg or "")[:4]) for hit in archive.search("", sort="-date").hits] == list(YEARS[::-1])


def test_coverage_gaps_and_counts_do_not_run_through_the_centuries(archive: Archive) -> None:
    assert [(one.value, one.count) for one in archive.stats().by_year] == [
        (f"{year:04d}", 1) for year in YEARS
    ]
    assert len(archive.coverage()) < 100
    assert archive.gaps() is not None
    assert archive.verify(quick=True) == ()
