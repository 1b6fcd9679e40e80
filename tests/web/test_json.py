"""The same data at the same address with `.json`, errors in one shape, answers that a browser need not load again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from reftel.archive import open_archive
from reftel.web.app import create_app
from reftel.web.registry import PAGES


def plain(value: object) -> Any:
    """A value as it comes out of JSON."""
    return msgspec.json.decode(msgspec.json.encode(value))


@pytest.fixture(scope="module")
def room(demo: Path) -> TestClient[Any]:
    return TestClient(create_app(demo), base_url="http://127.0.0.1:8390")


def test_a_search_is_answered_with_the_hits_that_the_archive_gives(room: TestClient[Any], demo: Path) -> None:
    answer = room.get("/search.json?q=minister&limit=5")
    assert answer.headers["content-type"] == "application/json"
    with open_archive(demo) as opened:
        found = opened.search("minister", limit=5, facets=True)
    assert answer.json()["results"] == plain(found)
    assert answer.json()["meaning"] == "with “minister”"


def test_pages_of_json_follow_each_other_to_the_last(room: TestClient[Any], demo: Path) -> None:
    keys: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"q": "", "sort": "-date", "limit": "30", **({"cursor": cursor} if cursor else {})}
        results = room.get("/search.json", params=query).json()["results"]
        keys += [hit["key"] for hit in results["hits"]]
        cursor = results["cursor"]
    with open_archive(demo) as opened:
        assert keys == [hit.key for hit in opened.search("", limit=1000, sort="-date").hits]


def test_a_telegram_is_answered_with_its_record(room: TestClient[Any], demo: Path) -> None:
    with open_archive(demo) as opened:
        hit = opened.search("minister", limit=1).hits[0]
        (filed,) = opened.find(hit.key)
    answer = room.get(f"/telegram/{hit.key}.json").json()
    assert answer["filed"] == plain(filed)
    source = room.get(f"/telegram/{hit.key}/source.json").json()
    assert source == {"key": hit.key, "id": filed.telegram.id, "text": filed.telegram.text}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/telegram/2006NOWHERE1.json", 404, "no_such_telegram"),
        ("/none/at/all.json", 404, "not_found"),
        ("/search.json?sort=date&cursor=-date:5", 400, "bad_cursor"),
        ("/search.json?cursor=%00", 400, "bad_cursor"),
    ],
)
def test_every_error_has_one_shape(room: TestClient[Any], path: str, status: int, code: str) -> None:
    answer = room.get(path)
    assert answer.headers["content-type"] == "application/json"
    error = answer.json()["error"]
    assert (answer.status_code, error["status"], error["code"]) == (status, status, code)
    assert error["message"]
    assert set(answer.json()) == {"error"}


def test_what_the_browser_has_is_not_sent_again(room: TestClient[Any]) -> None:
    for path in ("/", "/index.json", "/search?q=minister", "/search.json?q=minister"):
        first = room.get(path)
        tag = first.headers["etag"]
        again = room.get(path, headers={"if-none-match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert room.get(path, headers={"if-none-match": '"other"'}).content == first.content


def test_every_page_is_answered_in_both_ways(room: TestClient[Any], demo: Path) -> None:
    with open_archive(demo) as opened:
        key = opened.search("minister", limit=1).hits[0].key
    for entry in PAGES:
        path = (
            entry.path.replace("{key:str}", key).replace("{name:str}", "STATE").replace("{code:str}", "EWWT")
        )
        data = room.get("/index.json" if path == "/" else f"{path}.json")
        assert data.status_code == 200, path
        assert set(data.json()) == set(entry.makes.__struct_fields__)
        assert room.get(path).headers["content-type"].startswith(entry.makes.media)
