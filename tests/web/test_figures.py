"""Figures and their pages: counts are those of searches, marks lead to what they count, viewers see their own."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from litestar.testing import TestClient

from reftel.archive import open_archive
from reftel.archive.figures.delays import delays_of
from reftel.archive.links.threads import Links
from reftel.archive.results import Count
from reftel.archive.tiers import Viewer
from reftel.web.app import create_app
from reftel.web.plots.heat import shade
from reftel.web.plots.world import land, world
from reftel.web.words import term

PAGES = ("/overview", "/gaps", "/gaps?post=TALLINN", "/coverage", "/coverage?post=TALLINN", "/post/tallinn")


@pytest.fixture(scope="module")
def room(demo: Path) -> TestClient[Any]:
    return TestClient(create_app(demo), base_url="http://127.0.0.1:8390")


@pytest.mark.parametrize("viewer", [Viewer(), Viewer("UNCLASSIFIED"), Viewer("CONFIDENTIAL", ("NOFORN",))])
def test_two_facets_crossed_count_what_searches_find(demo: Path, viewer: Viewer) -> None:
    with open_archive(demo) as archive:
        seen = archive.seen_by(viewer)
        found = seen.crossed("", "post", "year")
        assert [one.value for one in found] == [one.value for one in seen.counted("")["post"]]
        for one in found[:3]:
            assert seen.search(term("post", one.value)).total == one.count
            for year, count in one.parts.items():
                assert seen.search(f"{term('post', one.value)} date:{year}").total == count


def test_delays_are_those_between_a_reply_and_what_it_refers_to(demo: Path) -> None:
    with open_archive(demo) as archive:
        keys = [hit.key for hit in archive.search("has:reference", limit=200, sort="-date").hits]
        found = delays_of(Links(archive), keys)
        told = archive.delays("")
        assert told.replies == len(found) > 20
        assert told.median_hours == round(median(one.hours for one in found), 1)
        assert [one.replies for one in told.bins[:2]] == [
            sum(low < one.hours <= high for one in found) for low, high in ((-1, 6), (6, 24))
        ]
        for one in found[::5]:
            (reply,), (earlier,) = archive.find(one.key), archive.find(one.to)
            assert earlier.telegram.mrn in {reference.mrn for reference in reply.telegram.references}
            assert (earlier.telegram.dtg or "") <= (reply.telegram.dtg or "")


@pytest.mark.parametrize(
    ("count", "expected"), [(100, 5), (51, 5), (50, 5), (49, 4), (25, 4), (13, 3), (12, 2), (1, 1)]
)
def test_each_shade_stands_for_twice_the_one_before(count: int, expected: int) -> None:
    assert shade(count, 100) == expected


def test_every_mark_of_the_overview_leads_to_as_many_as_it_says(room: TestClient[Any]) -> None:
    text = room.get("/overview").text
    marks = re.findall(r'<td class="h\d"><a href="(/search[^"]*)">(\d+)</a>', text)
    assert len(marks) > 50
    for url, count in marks[::12]:
        answer = room.get(unescape(url).replace("/search?", "/search.json?")).json()
        assert answer["results"]["total"] == int(count)


def test_the_months_of_any_year_can_be_looked_at(room: TestClient[Any]) -> None:
    years = {one["value"]: one["count"] for one in room.get("/overview.json").json()["stats"]["by_year"]}
    assert years[room.get("/overview.json").json()["year"]] == max(years.values())
    for year in (min(years), max(years)):
        data = room.get(f"/overview.json?year={year}").json()
        assert data["year"] == year
        assert all(month.startswith(year) for one in data["by_month"] for month in one["parts"])
        assert (
            f'<a href="/overview?year={year}#months" aria-current="true">'
            in room.get(f"/overview?year={year}").text
        )
    assert room.get("/overview?year=1066").status_code == 200


def test_posts_stand_on_the_map_where_they_are_and_others_are_named() -> None:
    drawn = world((Count("TALLINN", 4), Count("NOWHERE", 1)))
    assert drawn is not None
    (spot,) = drawn.spots
    assert (round(spot.x - 180), round(84 - spot.y)) == (25, 59)
    assert drawn.unplaced == ("NOWHERE",)
    assert land().startswith("M")
    assert world((Count("NOWHERE", 1),)) is None


@pytest.mark.parametrize("path", PAGES)
def test_every_plot_is_there_as_a_table_too(room: TestClient[Any], path: str) -> None:
    text = room.get(path).text
    figures = text.split('<figure class="figure')[1:]
    for figure in figures:
        assert "<table" in figure.partition("</figure>")[0]
    assert room.get(path).status_code == 200


def test_a_post_has_its_correspondents_and_what_is_missing(room: TestClient[Any], demo: Path) -> None:
    text = room.get("/post/tallinn").text
    with open_archive(demo) as archive:
        sent = archive.search("post:TALLINN", limit=100).hits
        gaps = archive.gaps("TALLINN")
    assert f"{len(sent)} telegrams</a> sent by it are here" in text
    assert f"{sum(year.missing for year in gaps.years):,} of its numbers are missing" in text
    towards = Counter(name for hit in sent for name in hit.recipients)
    assert towards
    assert re.search(r"It wrote to.*?STATE.*?</table>", text, re.DOTALL)


def test_a_tags_code_says_what_it_means_and_what_stands_beside_it(room: TestClient[Any]) -> None:
    text = room.get("/tag/ewwt").text
    assert "<h1>EWWT <small>Waterborne Transportation</small></h1>" in text
    assert "TAGS beside it" in text
    assert "No telegram here bears it" in room.get("/tag/%3Cb%3E").text


def test_missing_telegrams_stand_with_those_that_cite_them(room: TestClient[Any], demo: Path) -> None:
    text = room.get("/gaps").text
    with open_archive(demo) as archive:
        wanted = archive.gaps().wanted
    assert wanted
    for one in wanted:
        assert f'href="/telegram/{one.mrn}">{one.mrn}</a>' in text
        assert f'href="/telegram/{one.by[0]}"' in text


def test_a_restricted_viewer_meets_only_what_they_may_see(demo: Path) -> None:
    viewer = Viewer("UNCLASSIFIED")
    client = TestClient(create_app(demo, viewer), base_url="http://127.0.0.1:8390")
    with open_archive(demo) as archive:
        seen = {hit.key for hit in archive.seen_by(viewer).search("", limit=1000).hits}
        hidden = {hit.key for hit in archive.search("", limit=1000).hits} - seen
    assert hidden
    for key in sorted(hidden)[:5]:
        assert client.get(f"/telegram/{key}.json").status_code == 404
    for path in ("/index.json", "/overview.json", "/search.json?limit=100&sort=date"):
        answer = client.get(path)
        assert answer.status_code == 200
        held = set(re.findall(r'"(?:key|to)":"([^"]*)"', answer.text))
        assert not held & hidden
