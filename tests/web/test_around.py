"""What stands around a telegram: its ties, its neighbours, its citations, its copies, its thread, its answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from reftel.archive import open_archive
from reftel.archive.links.cite import cited
from reftel.web.app import create_app
from reftel.web.setting.flow import END, LINK, Link, flow


def room(folder: Path) -> TestClient[Any]:
    return TestClient(create_app(folder), base_url="http://127.0.0.1:8390")


@pytest.fixture(scope="module")
def asking(demo: Path) -> str:
    """The telegram of the invented ones that most others refer to."""
    with open_archive(demo) as archive:
        hits = archive.search("", limit=1000).hits
        return max((hit.mrn for hit in hits if hit.mrn), key=lambda mrn: len(archive.cited_by(mrn)))


def test_words_of_a_text_that_point_at_a_telegram_lead_to_it(demo: Path) -> None:
    text = room(demo).get("/telegram/2012STATE47020").text
    link = re.search(r'<a class="pointing" href="([^"]*)" title="([^"]*)">ref A</a>', text)
    assert link is not None
    assert link[1] == "/telegram/2012KAMPALA1377"
    assert link[2] == "2012KAMPALA1377"


def test_a_link_stands_where_its_signs_are() -> None:
    link = Link("/telegram/2006LIMA1", "2006LIMA1")
    (chunk,) = flow(f"As in {LINK}ref A{END}, no.", [link])
    assert [(run.text, run.link) for run in chunk.runs] == [
        ("As in ", None),
        ("ref A", link),
        (", no.", None),
    ]


def test_the_neighbours_of_a_number_are_the_nearest_held_and_the_missing_are_named(demo: Path) -> None:
    with open_archive(demo) as archive:
        held = sorted(
            int(hit.mrn.removeprefix("2012STATE"))
            for hit in archive.search("post:STATE date:2012", limit=100).hits
            if hit.mrn and hit.mrn.startswith("2012STATE")
        )
        at = len(held) // 2
        found = archive.neighbours(f"2012STATE{held[at]}")
        assert archive.neighbours("STATE 12") is None
    assert found is not None
    before, after = found.before, found.after
    assert before.held is not None
    assert before.held.mrn == f"2012STATE{held[at - 1]}"
    assert before.missing == held[at] - held[at - 1] - 1
    assert before.named[0] == f"2012STATE{held[at] - 1}"
    assert after.held is not None
    assert after.held.mrn == f"2012STATE{held[at + 1]}"


def test_each_telegram_can_be_cited_in_three_forms(demo: Path) -> None:
    with open_archive(demo) as archive:
        (filed,) = archive.find("2012STATE47020")
    page = room(demo).get("/telegram/2012STATE47020.json").json()
    assert [one["text"] for one in page["citations"]] == [one.text for one in cited(filed.telegram)]
    assert len(page["citations"]) == 3


def test_a_thread_shows_every_telegram_as_a_mark_and_as_an_entry(demo: Path, asking: str) -> None:
    with open_archive(demo) as archive:
        nodes = archive.thread(asking).nodes
    text = room(demo).get(f"/thread/{asking}").text
    assert len(nodes) > 3
    assert text.count("<circle") == len(nodes)
    for node in nodes:
        assert f">{node.mrn}</a>" in text


def test_answers_name_who_answered_and_who_never_did(demo: Path, asking: str) -> None:
    with open_archive(demo) as archive:
        campaign = archive.answers(asking)
    text = room(demo).get(f"/answers/{asking}").text
    assert campaign.answers
    for post in campaign.unanswered:
        assert f'<li><a href="/post/{post}">{post}</a></li>' in text
    for answer in campaign.answers:
        assert f'href="/telegram/{answer.key}"' in text


def test_copies_stand_side_by_side_with_their_differences_marked(two_copies: Path) -> None:
    with room(two_copies) as client:
        answer = client.get("/telegram/2006TBILISI431/copies")
        lines = client.get("/telegram/2006TBILISI431").text
    assert answer.status_code == 200
    own = re.findall(r'<mark class="own"><span[^>]*>only here: </span>([^<]*)</mark>', answer.text)
    assert set(own) == {"three", "four"}
    assert "They differ in 1 paragraph;" in answer.text
    assert "TAGS <small>differs</small>" in answer.text
    assert "<h1>2 copies compared</h1>" in answer.text
    assert '<a href="/telegram/2006TBILISI431/copies">Compare the 2 copies</a>' in lines


def test_a_line_of_the_source_leads_to_the_field_that_stands_there(demo: Path) -> None:
    with room(demo) as client:
        page = client.get("/telegram/2012STATE47020").text
        lines = re.findall(r'line=(\d+)#source">\d+</a><code>([^<]*)', page)
        number = next(number for number, letters in lines if letters.startswith("Subject:"))
        lit = client.get(f"/telegram/2012STATE47020?line={number}").text
    assert "<mark>What the Exercise Books Show</mark>" in lit


@pytest.mark.parametrize(
    ("to", "begins"), [("ris", b"TY  -"), ("jsonl", b"{"), ("tei", b"<?xml"), ("mbox", b"From ")]
)
def test_a_telegram_is_taken_away_in_a_format(demo: Path, to: str, begins: bytes) -> None:
    with room(demo) as client:
        page = client.get("/telegram/2012STATE47020").text
        answer = client.get(f"/telegram/2012STATE47020/export?to={to}")
    assert f"/telegram/2012STATE47020/export?to={to}" in page
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert b"Exercise Books" in answer.content


def test_a_format_that_is_none_is_refused_with_those_there_are(demo: Path) -> None:
    answer = room(demo).get("/telegram/2012STATE47020/export.json?to=x")
    assert answer.json()["error"]["code"] == "no_such_format"
    assert "ris" in answer.json()["error"]["message"]
