"""What can be chosen on the search page: facets in and out, times, views, columns, order; and what completes a word."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from reftel.archive import open_archive
from reftel.web.app import create_app
from reftel.web.setting.address import Address
from reftel.web.view import Asked


@pytest.fixture(scope="module")
def room(demo: Path) -> TestClient[Any]:
    return TestClient(create_app(demo), base_url="http://127.0.0.1:8390")


def total(room: TestClient[Any], path: str) -> int:
    return int(
        room.get(path.partition("?")[0] + ".json?" + path.partition("?")[2]).json()["results"]["total"]
    )


def test_what_a_facet_excludes_and_what_it_adds_are_together_all(room: TestClient[Any]) -> None:
    text = room.get("/search?q=minister").text
    pairs = re.findall(
        r'<li><a href="([^"]*)"><span class="what">.*?<a class="exclude" href="([^"]*)">', text
    )
    assert len(pairs) > 10
    for added, excluded in pairs[::7]:
        assert total(room, unescape(added)) + total(room, unescape(excluded)) == total(
            room, "/search?q=minister"
        )


def test_a_term_of_the_query_can_be_taken_out(room: TestClient[Any]) -> None:
    text = room.get("/search?q=minister -post:STATE date:2005").text
    assert (
        '<li><a href="/search?q=minister%20date:2005"><span class="unseen">Take out </span>-post:STATE'
        in text
    )


def test_each_bar_of_the_time_line_finds_as_many_as_it_says(room: TestClient[Any]) -> None:
    text = room.get("/search?q=minister").text
    bars = re.findall(r'<a href="([^"]*)" tabindex="-1" data-unit="\d+"><title>\d+: (\d+) telegram', text)
    assert len(bars) >= 3
    assert sum(int(count) for _, count in bars) == total(room, "/search?q=minister")
    for url, count in bars:
        assert total(room, unescape(url)) == int(count)


def test_choosing_a_time_takes_the_place_of_the_one_before() -> None:
    address = Address('minister date:1975 post:"NEW DELHI"')
    assert address.dated("1975-05") == "/search?q=minister%20post:%22NEW%20DELHI%22%20date:1975-05"


@pytest.mark.parametrize("view", ["list", "table", "timeline"])
def test_every_view_shows_the_same_telegrams(room: TestClient[Any], demo: Path, view: str) -> None:
    text = room.get(f"/search?q=minister&view={view}&sort=date").text
    with open_archive(demo) as archive:
        hits = archive.search("minister", sort="date").hits
    assert re.findall(r'<a class="mrn" href="[^"]*">([^<]*)</a>', text) == [hit.key for hit in hits]


def test_the_columns_of_the_table_are_those_chosen_and_stay_from_page_to_page(room: TestClient[Any]) -> None:
    text = room.get("/search?q=&view=table&col=subject&col=number").text
    assert re.findall(r'<th scope="col">(\w+)</th>', text.partition("hitstable")[2]) == ["Number", "Subject"]
    assert "view=table&amp;col=number&amp;col=subject&amp;page=2" in text


def test_an_address_says_no_more_than_was_chosen() -> None:
    asked = Asked(query={"q": ("a b",), "sort": ("nonsense",), "view": ("x",), "col": ("y",), "page": ("0",)})
    assert Address.asked(asked).url == "/search?q=a%20b"
    chosen = Address("a", "-date", 3, "table", ("number",))
    assert chosen.url == "/search?q=a&sort=-date&view=table&col=number&page=3"


def test_a_search_for_a_post_or_a_tags_code_leads_to_its_page(room: TestClient[Any]) -> None:
    text = room.get('/search?q=ferry post:STATE tag:"EWWT" -post:ROME').text
    assert 'About <a href="/post/STATE">STATE</a>, <a href="/tag/EWWT">EWWT</a></p>' in text


def test_a_snippet_bears_the_marks_of_the_paragraphs_that_it_is_cut_from(
    room: TestClient[Any], demo: Path
) -> None:
    with open_archive(demo) as archive:
        hits = archive.search("minister has:mark", limit=100).hits
        assert len(hits) > 3
        for hit in hits:
            (filed,) = archive.find(hit.key)
            parts = [(one.marking, " ".join(one.text.split())) for one in filed.telegram.paragraphs]
            line = " ".join(text for _, text in parts if text)
            begin = line.index(hit.snippet)
            places = [(mark, line.index(text), len(text)) for mark, text in parts if text]
            over = [mark for mark, at, size in places if at < begin + len(hit.snippet) and at + size > begin]
            assert hit.marks == tuple(dict.fromkeys(mark for mark in over if mark))
    marked = f'<p class="snippet"><span class="mark">({hits[0].marks[0]})</span> '
    assert marked in room.get("/search?q=minister has:mark").text


def test_an_answer_in_the_order_of_posts_names_them_in_the_alphabet(room: TestClient[Any]) -> None:
    hits = room.get("/search.json?q=&sort=post&limit=100").json()["results"]["hits"]
    posts = [hit["post"] for hit in hits if hit["post"]]
    assert posts == sorted(posts)


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("minister post:TALL", "minister post:TALLINN"),
        ("-tag:EWW", "-tag:EWWT"),
        ('tag:"water', "tag:EWWT"),
        ("prec", "precedence:"),
        ("talli", "post:TALLINN"),
        ("from:dush", "from:DUSHANBE"),
    ],
)
def test_what_is_being_typed_is_completed_with_what_the_archive_holds(
    room: TestClient[Any], typed: str, completed: str
) -> None:
    found = room.get("/complete.json", params={"q": typed}).json()["completions"]
    assert completed in [one["query"] for one in found]
    assert completed.rsplit(maxsplit=1)[-1] in room.get("/complete", params={"q": typed}).text


@pytest.mark.parametrize("typed", ["", "x", "qqqq", "post:zzzz", '"', "-", ":", "a" * 5000, "\x00:\x00"])
def test_what_nothing_completes_gives_nothing(room: TestClient[Any], typed: str) -> None:
    answer = room.get("/complete.json", params={"q": typed})
    assert answer.status_code == 200
    assert answer.json()["completions"] == []
