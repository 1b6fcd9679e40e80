"""The reading room over a real archive of the invented telegrams."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from litestar.testing import TestClient

from reftel.archive import open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.results import Hit
from reftel.web.app import create_app


@pytest.fixture(scope="module")
def hits(demo: Path) -> tuple[Hit, ...]:
    """Everything in the archive."""
    with open_archive(demo) as archive:
        return archive.search("", limit=1000).hits


def room(folder: Path) -> TestClient[Any]:
    return TestClient(create_app(folder), base_url="http://127.0.0.1:8390")


def test_every_telegram_has_its_page_with_its_number_subject_and_every_paragraph(
    demo: Path, hits: tuple[Hit, ...]
) -> None:
    assert len(hits) >= 80
    with room(demo) as client, open_archive(demo) as archive:
        for hit in hits:
            answer = client.get(f"/telegram/{hit.key}")
            (filed,) = archive.find(hit.key)
            assert answer.status_code == 200
            assert f'<p class="number">{hit.key}' in answer.text
            assert answer.text.count('<section class="para') == len(filed.telegram.paragraphs)
            assert answer.text.count('class="line"') == len(filed.telegram.text.splitlines())


def test_every_field_that_can_be_chosen_lights_letters(demo: Path, hits: tuple[Hit, ...]) -> None:
    with room(demo) as client:
        for hit in hits[::20]:
            text = client.get(f"/telegram/{hit.key}").text
            pointers = set(re.findall(r'href="\?lit=([^"#]+)#source"', text))
            assert len(pointers) > 5
            for pointer in pointers:
                lit = client.get(f"/telegram/{hit.key}?lit={pointer}").text
                assert "<mark>" in lit.partition('id="source"')[2], (hit.key, pointer)


def test_every_page_of_everything_is_reached_by_following_further(demo: Path, hits: tuple[Hit, ...]) -> None:
    seen: list[str] = []
    path: str | None = "/search?q="
    with room(demo) as client:
        while path:
            text = client.get(path).text
            seen += re.findall(r'<a class="mrn" href="[^"]*">([^<]*)</a>', text)
            further = re.search(r'rel="next" href="([^"]*)"', text)
            path = further[1].replace("&amp;", "&") if further else None
    assert sorted(seen) == sorted(hit.key for hit in hits)


def test_every_choice_of_the_first_page_and_of_the_facets_finds_as_many_as_it_says(demo: Path) -> None:
    with room(demo) as client:
        first = client.get("/").text
        bars = re.findall(
            r'<a href="(/search[^"]*)">[^<]*</a>(?:(?!</tr>).)*<td>(\d+)</td>', first, re.DOTALL
        )
        facets = re.findall(
            r'<li><a href="(/search[^"]*)"(?:(?!</li>).)*<span class="count">(\d+)',
            client.get("/search?q=").text,
        )
        assert len(bars) > 20
        assert len(facets) > 20
        for path, count in bars + facets:
            total = re.search(r"<strong>(\d+) telegram", client.get(path).text)
            assert total is not None, path
            assert total[1] == count, path


def test_every_example_of_what_can_be_typed_finds_something(demo: Path) -> None:
    with room(demo) as client:
        for page in ("/", "/search?q=xqzzy"):
            listed = re.findall(r'<dt><a href="([^"]*)">', client.get(page).text)
            assert len(listed) == 8
            for path in listed:
                assert re.search(r"<strong>[\d,]+ telegram", client.get(path).text), path


def test_a_page_far_beyond_the_last_is_answered_with_the_last(demo: Path) -> None:
    with room(demo) as client:
        text = client.get("/search?page=99999").text
        assert "There is no page 99,999" in text
        assert 'rel="next"' not in text
        assert 'rel="prev"' in text


def test_what_is_filed_while_the_room_is_open_is_seen(demo: Path, invented: Path, tmp_path: Path) -> None:
    few, archive = tmp_path / "few", tmp_path / "archive"
    few.mkdir()
    files = sorted(path for path in invented.rglob("*") if path.is_file())
    shutil.copy(files[0], few)
    ingest(archive, [few])
    with room(archive) as client:
        before = client.get("/").text
        ingest(archive, [invented])
        after = client.get("/").text
    with room(demo) as client:
        whole = client.get("/").text
    held = [re.search(r"holds <strong>([\d,]+) telegram", text) for text in (before, after, whole)]
    assert held[0] is not None
    assert held[1] is not None
    assert held[2] is not None
    assert held[0][1] != held[1][1] == held[2][1]


def test_hostile_searches_give_a_page(demo: Path) -> None:
    with room(demo) as client:
        for query in (
            '"',
            "((((",
            "-",
            "OR",
            "date:9999..",
            "mrn:",
            "\x00",
            "a" * 5000,
            "*",
            "post:*",
            ")" * 200,
        ):
            assert client.get("/search", params={"q": query}).status_code == 200
            assert client.get(f"/telegram/{quote(query[:50])}").status_code in {200, 404}
