"""What a reader does at the desk: every change a form, every form from here, everything kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from litestar.testing import TestClient

from reftel.archive import open_archive
from reftel.archive.tiers import Viewer
from reftel.web.app import create_app
from reftel.web.desk.forms import local
from reftel.web.desk.registry import ACTIONS
from reftel.workspace import Workspace, history, lists, marks
from reftel.workspace.records import Visit, reader_of

BASE = "http://127.0.0.1:8390"
KEY, OTHER = "2006DUSHANBE417", "1976SUVA188"
LOW = Viewer("UNCLASSIFIED")
Asgi = Callable[[Any, Any, Any], Any]


def from_here(app: Asgi, address: str = "127.0.0.1") -> Any:
    """The application as it is asked from an address; a test client has none."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "client": (address, 50000)} if scope["type"] == "http" else scope, receive, send)

    return asked


class Reader:
    """A browser without a script: it opens pages, sends their forms, and is led on."""

    def __init__(self, app: Asgi, address: str = "127.0.0.1") -> None:
        self.client = TestClient(from_here(app, address), base_url=BASE)
        self.text = ""

    def open(self, path: str) -> str:
        answer = self.client.get(path, headers={"accept": "text/html", "sec-fetch-site": "none"})
        self.text = unescape(answer.text)
        return self.text

    def token(self) -> str:
        found = re.search(r'name="token" value="(\w+)"', self.text)
        assert found, "the page has no form"
        return found[1]

    def send(self, path: str, **fields: str) -> Any:
        """Send a form as a page of ours does, and follow where it leads."""
        given = {"token": fields.pop("token", "") or self.token(), **fields}
        headers = {"origin": BASE, "sec-fetch-site": "same-origin"}
        answer = self.client.post(path, data=given, headers=headers, follow_redirects=False)
        if answer.status_code == 303:
            self.open(answer.headers["location"])
        else:
            self.text = unescape(answer.text)
        return answer


@pytest.fixture(scope="module")
def place(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the module's own, in which things are changed."""
    return Path(shutil.copytree(demo, tmp_path_factory.mktemp("desk") / "archive"))


@pytest.fixture(scope="module")
def app(place: Path) -> Asgi:
    return create_app(place)


@pytest.fixture
def reader(app: Asgi, place: Path) -> Iterator[Reader]:
    """The owner at their machine, with nothing kept yet."""
    with Workspace(place) as workspace:
        for table in ("star", "tag", "note", "list", "entry", "visit", "saved_search", "choice"):
            workspace.execute(f"DELETE FROM {table}")
    yield Reader(app)


def test_a_telegram_is_starred_tagged_and_noted_without_a_script(reader: Reader, place: Path) -> None:
    reader.open(f"/telegram/{KEY}")
    reader.send(f"/telegram/{KEY}/star", on="1")
    assert f"{KEY} has a star." in reader.text
    assert "★ Starred" in reader.text
    assert f"{KEY} has a star." not in reader.open(f"/telegram/{KEY}")
    reader.send(f"/telegram/{KEY}/tag", word=" to   ask ")
    assert "tagged “to ask”" in reader.text
    with open_archive(place) as archive:
        words = " ".join(archive.find(KEY)[0].telegram.paragraphs[0].text.split()[:4])
    reader.send(f"/telegram/{KEY}/note", text="Who <b>says</b> so?", words=words)
    assert "Noted to a passage" in reader.text
    assert "Who <b>says</b> so?" in reader.text
    kept = reader.open("/kept")
    assert [word in kept for word in ("Starred", "to ask", "Who <b>says</b> so?", KEY)] == [True] * 4
    with Workspace(place) as workspace:
        (note,) = marks.marks_of(workspace, [KEY]).notes
    assert note.words.split() == words.split()
    reader.open(f"/telegram/{KEY}")
    reader.send(f"/telegram/{KEY}/note/rewrite", note=note.id, text="Nobody.")
    assert "Nobody." in reader.text
    reader.send(f"/telegram/{KEY}/note/erase", note=note.id)
    reader.send(f"/telegram/{KEY}/untag", word="to ask")
    reader.send(f"/telegram/{KEY}/star", on="0")
    with Workspace(place) as workspace:
        assert marks.marks_of(workspace, [KEY]) == marks.Marks()


def test_what_cannot_be_done_is_said_and_nothing_is_kept(reader: Reader, place: Path) -> None:
    reader.open(f"/telegram/{KEY}")
    reader.send(f"/telegram/{KEY}/note", text="x", words="words that are not in it")
    assert 'role="alert"' in reader.text
    assert "do not stand so in the telegram" in reader.text
    reader.send("/telegram/2006OSLO99999/star", on="1", back="/lists")
    assert "names no telegram of this archive" in reader.text
    with Workspace(place) as workspace:
        assert marks.marks_of(workspace, [KEY, "2006OSLO99999"]) == marks.Marks()


def test_a_list_is_made_ordered_cited_and_taken_away(reader: Reader) -> None:
    reader.open(f"/telegram/{KEY}")
    reader.send(f"/telegram/{KEY}/list", new="Ferries & <moles>")
    reader.open(f"/telegram/{OTHER}")
    reader.send(f"/telegram/{OTHER}/list", list="Ferries & <moles>")
    assert "is in the list “Ferries & <moles>”" in reader.text
    reader.send(f"/telegram/{OTHER}/list", list="Ferries & <moles>")
    assert "already in the list" in reader.text
    page = reader.open("/list?name=Ferries%20%26%20%3Cmoles%3E&form=frus")
    assert page.index(KEY) < page.index(OTHER)
    assert "From the Embassy in Suva" in page
    reader.send("/lists/move", list="Ferries & <moles>", key=OTHER, place="2", way="up")
    assert reader.text.index(OTHER) < reader.text.index(KEY, reader.text.index("<ol"))
    lines = reader.client.get("/list/citations?name=Ferries %26 <moles>&form=frus").text.splitlines()
    assert [line.startswith("Telegram 188 From") for line in lines] == [True, False]
    ris = reader.client.get("/list/export?name=Ferries %26 <moles>&to=ris")
    assert ris.headers["content-disposition"] == 'attachment; filename="Ferries-moles.ris"'
    assert ris.text.count("TY  - ") == 2
    assert reader.client.get("/list/export?name=Ferries %26 <moles>&to=exe").status_code == 400
    reader.send("/lists/take-out", list="Ferries & <moles>", key=OTHER)
    assert "1 telegram left" in reader.text
    reader.send("/lists/describe", list="Ferries & <moles>", name="Moles", about="")
    reader.send("/lists/drop", list="Moles")
    assert "tick the box" in reader.text
    reader.send("/lists/drop", list="Moles", sure="1")
    assert reader.client.get("/list?name=Moles").status_code == 404


def test_a_long_list_is_shown_in_parts_and_moved_across_them(
    reader: Reader, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reftel.web.desk.listing.MOST_SHOWN", 3)
    with open_archive(place) as archive, Workspace(place) as workspace:
        keys = [hit.key for hit in archive.search("", limit=7, sort="date").hits]
        lists.make(workspace, "Long")
        for key in keys:
            lists.add(workspace, "Long", [key])
    page = reader.open("/list?name=Long&first=4")
    assert "4 to 6 of 7 telegrams" in page
    assert re.findall(r'<li id="(\w+)">', page) == keys[3:6]
    reader.send("/lists/move", list="Long", key=keys[3], place="4", way="up", back="/list?name=Long&first=4")
    assert re.findall(r'<li id="(\w+)">', reader.text) == [keys[2], *keys[4:6]]
    assert len(reader.client.get("/list/citations?name=Long").text.splitlines()) == 7
    assert len(reader.client.get("/list.json?name=Long&first=7").json()["entries"]) == 1


def test_a_saved_search_says_what_is_new(reader: Reader, place: Path) -> None:
    reader.open("/search?q=minister")
    reader.send("/searches/save", name="ministers", query="minister")
    assert "ministers" in reader.open("/searches")
    assert "nothing new" in reader.text
    with Workspace(place) as workspace:
        workspace.execute("UPDATE saved_search SET seen = 0")
    assert "nothing new" not in reader.open("/searches")
    assert 'class="card"' in reader.text
    reader.send("/searches/seen", name="ministers")
    assert "nothing new" in reader.text
    reader.send("/searches/forget", name="ministers")
    assert "None yet." in reader.text


def test_the_history_is_what_was_opened_until_it_is_switched_off(reader: Reader) -> None:
    reader.open(f"/telegram/{KEY}")
    reader.open("/search?q=minister")
    reader.client.get(f"/telegram/{OTHER}.json")
    reader.client.get(f"/telegram/{OTHER}", headers={"sec-fetch-site": "cross-site", "accept": "text/html"})
    page = reader.open("/history")
    assert KEY in page
    assert "searched" in page
    assert OTHER not in page
    reader.send("/choices", name="history", on="0")
    reader.send("/history/forget")
    reader.open(f"/telegram/{KEY}")
    assert "The history is off." in reader.open("/history")


def test_the_letters_of_the_keyboard_can_be_switched_off(reader: Reader) -> None:
    assert 'data-keys="on"' in reader.open("/history")
    reader.send("/choices", name="keys", on="0")
    assert 'data-keys="off"' in reader.open("/")


def test_a_correction_names_who_and_why_and_is_refused_while_another_writes(
    reader: Reader, place: Path
) -> None:
    page = reader.open(f"/telegram/{OTHER}/correct?field=signature")
    assert '<option value="signature" selected>' in page
    sent = {"field": "signature", "value": "DOE", "reason": "the stamp says so", "who": "A. Reader"}
    with open_archive(place, writable=True):
        answer = reader.send(f"/telegram/{OTHER}/correction", **sent)
    assert answer.status_code == 409
    assert "is being written by" in reader.text
    assert "the stamp says so" in reader.text
    assert reader.send(f"/telegram/{OTHER}/correction", **sent | {"reason": " "}).status_code == 409
    assert reader.send(f"/telegram/{OTHER}/correction", **sent | {"field": "dtg"}).status_code == 409
    assert reader.send(f"/telegram/{OTHER}/correction", **sent).status_code == 303
    assert "signature of 1976SUVA188 is now" in reader.text
    assert "corrected by A. Reader" in reader.text
    with open_archive(place) as archive:
        assert archive.find(OTHER)[0].telegram.signature == "DOE"


def test_nobody_corrects_from_elsewhere(place: Path, app: Asgi) -> None:
    for stranger in (Reader(app, "192.0.2.7"), Reader(create_app(place, Viewer("SECRET")))):
        assert "/correct" not in stranger.open(f"/telegram/{OTHER}")
        assert stranger.client.get(f"/telegram/{OTHER}/correct").status_code == 403
        stranger.open("/lists")
        sent = {"field": "signature", "value": "X", "reason": "x", "who": "x"}
        assert stranger.send(f"/telegram/{OTHER}/correction", **sent).status_code == 403
    reader = Reader(app)
    reader.client.headers["x-forwarded-for"] = "192.0.2.7"
    reader.open("/lists")
    assert reader.send(f"/telegram/{OTHER}/correction", field="signature").status_code == 403


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.path)
def test_a_form_without_the_token_of_the_session_is_refused(reader: Reader, action: Any) -> None:
    path = action.path.replace("{key:str}", KEY)
    reader.open("/lists")
    stranger = Reader(reader.client.app)
    stranger.open("/lists")
    for token in ("x", "0" * 64, stranger.token()):
        answer = reader.send(path, token=token, on="1", word="x", name="x", text="x")
        assert answer.status_code == 403
        assert "does not come from a page of this reading room" in reader.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8390"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": BASE, "sec-fetch-site": "cross-site"},
        {"origin": "http://evil.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_a_form_from_elsewhere_is_refused_before_it_is_read(
    reader: Reader, place: Path, headers: dict[str, str]
) -> None:
    reader.open("/lists")
    given = {"token": reader.token(), "name": "forged"}
    assert reader.client.post("/lists/make", data=given, headers=headers).status_code == 403
    with Workspace(place) as workspace:
        assert lists.lists(workspace) == ()


def test_no_other_method_changes_anything(reader: Reader) -> None:
    headers = {"origin": BASE}
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        assert reader.client.request(method, "/lists/make", headers=headers).status_code == 405
    assert reader.client.get("/lists/make").status_code == 405


def test_a_form_leads_nowhere_but_here(reader: Reader) -> None:
    for back in (
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "lists",
    ):
        assert local(back, "/lists") == "/lists"
        reader.open("/lists")
        answer = reader.send(f"/telegram/{KEY}/star", on="1", back=back)
        assert urlsplit(answer.headers["location"])[:3] == ("", "", f"/telegram/{KEY}")
    assert local("/list?name=a%20b#x", "/") == "/list?name=a%20b#x"
    assert local("/a\r\nset-cookie: x=1", "/") == "/"


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(reader: Reader) -> None:
    answer = reader.client.get("/lists")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert reader.client.get("/lists.json").headers.get("set-cookie") is None
    assert reader.client.get("/lists").headers.get("set-cookie") is None


def test_what_a_page_is_told_to_say_cannot_be_forged(reader: Reader) -> None:
    reader.client.cookies.set("reftel-said", "WyJldmlsIiwgZmFsc2Vd.0000")
    assert "evil" not in reader.open("/lists")


def test_a_form_that_is_too_large_or_unreadable_is_refused(reader: Reader) -> None:
    reader.open("/lists")
    assert reader.send("/lists/make", name="x" * 200_000).status_code == 413
    headers = {"origin": BASE, "content-type": "application/x-www-form-urlencoded"}
    assert reader.client.post("/lists/make", content=b"\xff\xfe", headers=headers).status_code == 400
    many = "&".join(f"a{at}=1" for at in range(100)).encode()
    assert reader.client.post("/lists/make", content=many, headers=headers).status_code == 400


def test_a_restricted_viewer_has_a_desk_of_their_own(reader: Reader, place: Path) -> None:
    with open_archive(place) as archive:
        shown = {hit.key for hit in archive.seen_by(LOW).search("", limit=200).hits}
        secret = next(hit.key for hit in archive.search("", limit=200).hits if hit.key not in shown)
    for key in (KEY, secret):
        reader.open(f"/telegram/{key}")
        reader.send(f"/telegram/{key}/list", new="All the owner's")
        reader.send(f"/telegram/{key}/star", on="1")
    reader.send("/searches/save", query="ferry owners-words", name="")
    low = Reader(create_app(place, LOW))
    for path in ("/kept", "/history", "/searches", "/lists"):
        assert not any(word in low.open(path) for word in (secret, KEY, "owner's", "owners-words")), path
    low.send("/lists/make", name="All the owner's")
    assert "is begun" in low.text
    low.send("/lists/drop", list="All the owner's", sure="1")
    low.open("/history")
    low.send("/history/forget")
    assert "2 telegrams<" in reader.open("/lists")
    assert secret in reader.open("/history")


def test_a_history_of_hidden_telegrams_does_not_show_that_it_goes_on(place: Path) -> None:
    with open_archive(place) as archive:
        shown = {hit.key for hit in archive.seen_by(LOW).search("", limit=200).hits}
        secret = next(hit.key for hit in archive.search("", limit=200).hits if hit.key not in shown)
    seen = min(shown)
    with Workspace(place, reader_of(LOW)) as workspace:
        history.forget(workspace)
        workspace.put(Visit(workspace.who, "2020-01-01T00:00:00", "telegram", seen))
        for day in range(120):
            at = f"2021-{day // 28 + 1:02}-{day % 28 + 1:02}T00:00:00"
            workspace.put(Visit(workspace.who, at, "telegram", secret))
    low = Reader(create_app(place, LOW)).client.get("/history.json").json()
    assert [one["visit"]["what"] for one in low["visits"]] == [seen]
    assert low["before"] is None
