"""The watch in the reading room: what the operator sees, what others do not, and that it looks again by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.posts import up
from tests.web.posted import busy_post
from tests.web.test_desk import Reader

from reftel.archive.tiers import Viewer
from reftel.exchange.post.place import Place
from reftel.web.app import create_app
from reftel.web.centre.centre import seated


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A post in the midst of its day."""
    return busy_post(tmp_path_factory.mktemp("watch") / "TUNIS")


@pytest.fixture(scope="module")
def room(post: Path) -> Any:
    centre = seated(post, "operator")
    return create_app(centre.archive, centre=centre)


def test_the_watch_tells_circuits_queues_objectives_and_what_came_and_went(room: Any) -> None:
    now = Reader(room).client.get("/watch.json").json()
    circuits = {one["name"]: one for one in now["standing"]["circuits"]}
    assert (circuits["TUF"]["up"], circuits["TUR"]["up"]) == (True, False)
    assert {one["precedence"]: one["late"] for one in circuits["TUF"]["queues"]} == {"O": 1, "R": 1}
    met = {one["word"]: (one["measured"], one["missed"]) for one in now["standing"]["speed"]}
    assert met["PRIORITY"] == (1, 0)
    assert now["filed"][0] == "2006LONDON118" and len(now["filed"]) == 2
    page = Reader(room).open("/watch")
    for words in (
        "FLASH: message 1 waits",
        "DOWN no answer",
        "1 late",
        "oldest 8.6 h",
        "TUF445 ZES2",
        "Answers to be sent",
    ):
        assert words in page, words
    assert 'href="/telegram/2006LONDON118"' in page


def test_an_alarm_is_accepted_in_the_name_of_who_sits_here(room: Any, post: Path) -> None:
    reader = Reader(room)
    reader.open("/watch")
    reader.send("/watch/accept", alarm="1")
    assert "Alarm 1 is accepted." in reader.text
    assert "FLASH: message 1 waits" not in reader.text
    reader.send("/watch/accept", alarm="1")
    assert "there is no open alarm 1" in reader.text
    with Place(post) as place:
        assert place.book.one("SELECT accepted_by FROM alarm WHERE id = 1") == ("operator",)


@pytest.mark.parametrize("path", ["/watch", "/watch.json", "/drafts", "/drafts/1.json", "/drafts/1/release"])
def test_a_restricted_viewer_does_not_even_learn_that_there_is_a_post(
    room: Any, post: Path, path: str
) -> None:
    seen = Reader(create_app(post / "archive", Viewer("SECRET"), seated(post, "operator"))).client
    absent = seen.get(f"/no-such-page{'.json' if path.endswith('json') else ''}")
    assert (seen.get(path).status_code, seen.get(path).text) == (404, absent.text)
    assert "/watch" not in seen.get("/", headers={"accept": "text/html"}).text
    from_elsewhere = Reader(room, "10.0.0.9").client
    assert (from_elsewhere.get(path).status_code, from_elsewhere.get(path).text) == (404, absent.text)


def test_an_archive_that_is_no_posts_says_so(demo: Path) -> None:
    reader = Reader(create_app(demo))
    assert reader.client.get("/watch").status_code == 404
    assert "This archive is no post’s" in reader.open("/watch")
    assert 'href="/watch"' not in reader.text
    assert reader.client.get("/watch.json").json()["error"]["code"] == "no_post"


def test_a_damaged_book_or_configuration_is_told(tmp_path: Path) -> None:
    folder = busy_post(tmp_path / "TUNIS")
    reader = Reader(create_app(folder / "archive", centre=seated(folder, None)))
    config = (folder / "post.toml").read_text("utf-8")
    (folder / "post.toml").write_text(config + "\n[colour]\n", "utf-8")
    answer = reader.client.get("/watch")
    assert answer.status_code == 503 and "colour" in answer.text
    (folder / "post.toml").write_text(config, "utf-8")
    (folder / "post.sqlite").write_bytes(b"no book" * 1000)
    for rest in folder.glob("post.sqlite-*"):
        rest.unlink()
    answer = reader.client.get("/watch")
    assert answer.status_code == 503 and "is damaged" in answer.text


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_page_looks_again_by_itself_until_it_is_paused(reader: Callable[..., Any], post: Path) -> None:
    page = reader("/watch")
    page.clock.install()
    page.reload()
    row = page.get_by_role("row", name="TUR")
    assert "DOWN no answer" in row.inner_text()
    with Place(post) as place:
        up(place, "TUR")
    page.clock.run_for(5500)
    page.locator(".stands.down").wait_for(state="detached")
    assert "DOWN" not in row.inner_text()
    page.get_by_role("button", name="Pause").click()
    with Place(post) as place:
        up(place, "TUR", False)
    page.clock.run_for(20_000)
    page.get_by_role("button", name="Go on").click()
    page.locator(".stands.down").wait_for()


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_without_a_script_one_looks_again(reader: Callable[..., Any], post: Path) -> None:
    page = reader("/watch", 400, java_script_enabled=False)
    assert page.get_by_role("button", name="Pause").count() == 0
    with sqlite3.connect(post / "post.sqlite") as book:
        book.execute("UPDATE circuit SET closed = 1 WHERE name = 'TUR'")
    page.get_by_role("link", name="Look again").click()
    assert "closed" in page.get_by_role("row", name="TUR").inner_text()
    page.get_by_role("link", name="2006LONDON118").first.click()
    assert page.locator(".number").inner_text() == "2006LONDON118"
