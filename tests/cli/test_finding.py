"""The commands that find and keep: batches of queries, saved searches, threads, gaps, coverage, citations."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from reftel.archive.filing.ingest import ingest
from reftel.synthetic import write_demo

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def telegrams(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "telegrams"
    write_demo(folder)
    return folder


@pytest.fixture(scope="module")
def place(telegrams: Path) -> Path:
    ingest(telegrams.parent / "archive", [telegrams], workers=1)
    return telegrams.parent / "archive"


def run(place: Path, *arguments: str, status: int = 0, given: str | None = None) -> str:
    command = [sys.executable, "-m", "reftel", arguments[0], "--archive", str(place), *arguments[1:]]
    done = subprocess.run(command, capture_output=True, text=True, input=given, check=False, timeout=120)
    assert done.returncode == status, done.stderr
    return done.stdout


def test_a_batch_answers_every_line_whatever_the_others_are(place: Path) -> None:
    given = '# counts\nferry\n(((\n\ndate:2006-02-31 "\nmrn:06DUSHANBE417\n'
    rows = list(
        csv.DictReader(run(place, "search", "--batch", "-", "--limit", "2", given=given).splitlines())
    )
    assert [row["line"] for row in rows] == ["2", "3", "5", "6"]
    assert (rows[0]["total"], rows[3]["total"], rows[3]["keys"]) == ("16", "1", "2006DUSHANBE417")
    assert rows[2]["doubts"]


def test_a_search_needs_a_query_or_a_batch(place: Path) -> None:
    run(place, "search", status=2)


def test_every_hit_is_printed_to_the_last(place: Path) -> None:
    lines = run(
        place, "search", "date:1900..", "--limit", "3", "--all", "--sort", "date", "--json"
    ).splitlines()
    stamps = [json.loads(line)["dtg"] for line in lines]
    assert len(stamps) == 98
    assert stamps == sorted(stamps)


def test_alerts_tell_what_was_filed_since_and_tell_it_once(telegrams: Path, tmp_path: Path) -> None:
    files = sorted(telegrams.rglob("*.*"))
    place = tmp_path / "archive"
    ingest(place, files[:40], workers=1)
    run(place, "alerts", "--save", "ferries", "ferry OR fisheries")
    assert json.loads(run(place, "alerts", "--list", "--json"))["query"] == "ferry OR fisheries"
    assert run(place, "alerts", "--json") == ""
    ingest(place, files[40:], workers=1)
    feed = fromstring(run(place, "alerts", "--atom", "--keep"))
    told = [json.loads(line) for line in run(place, "alerts", "--json").splitlines()]
    assert 0 < len(told) == len(feed.findall(f"{ATOM}entry"))
    assert {one["search"] for one in told} == {"ferries"}
    assert run(place, "alerts", "--json") == ""
    run(place, "alerts", "--forget", "ferries")
    run(place, "alerts", "--forget", "ferries", status=1)


def test_threads_answers_gaps_coverage_and_citations_are_printed(place: Path, tmp_path: Path) -> None:
    assert "2005DUSHANBE1990  not in this archive" in run(place, "thread", "06STATE31044")
    assert len(json.loads(run(place, "thread", "06STATE31044", "--json"))["nodes"]) == 19
    assert "6 of 6 posts asked have answered" in run(place, "answers", "06STATE31044")
    run(place, "answers", "06STATE1", status=1)
    assert "1977DARESSALAAM2604" in run(place, "gaps", "dar es salaam")
    assert json.loads(run(place, "gaps", "--json"))["absent"] == 15
    drawing = tmp_path / "plot.svg"
    assert "1977-01" in run(place, "coverage", "dar es salaam", "--svg", str(drawing))
    assert fromstring(drawing.read_text("utf-8")).tag.endswith("svg")
    assert "From the Embassy in Suva" in run(place, "cite", "76SUVA188", "--form", "frus")
    run(place, "cite", "76SUVA999", status=1)
