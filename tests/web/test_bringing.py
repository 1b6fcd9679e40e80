"""Filing from the browser: what is chosen is filed, what failed can be read, and nobody else files anything."""

from __future__ import annotations

import json
import re
import shutil
import time
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from reftel.archive import open_archive
from reftel.archive.tiers import Viewer
from reftel.web.app import create_app
from reftel.web.desk.uploads import safe_name

BASE = "http://127.0.0.1:8390"
HEADERS = {"origin": BASE, "sec-fetch-site": "same-origin"}
SHEET = """O 101039Z MAY 06
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC PRIORITY {serial:04d}
BT
UNCLAS OSLO {serial:06d}

SUBJECT: THE MOLE

1. (U) The harbour master spoke of the {serial} ferries.
BT
"""


class Owner(TestClient[Any]):
    """The owner's browser."""

    def __init__(self, place: Path, viewer: Viewer | None = None, address: str = "127.0.0.1") -> None:
        app: Any = create_app(place, viewer) if viewer else create_app(place)
        self.desk = app.app.desk

        async def here(scope: Any, receive: Any, send: Any) -> None:
            inner = {**scope, "client": (address, 5)} if scope["type"] == "http" else scope
            await app(inner, receive, send)

        super().__init__(here, base_url=BASE)

    def token(self, page: str = "/lists") -> str:
        found = re.search(r'name="token" value="(\w+)"', self.get(page).text)
        assert found
        return found[1]

    def bring(self, *files: tuple[str, bytes], token: str = "") -> Any:
        """Send files as the form does: the token first."""
        parts: list[Any] = [("token", (None, token or self.token()))]
        parts += [("files", (name, content)) for name, content in files]
        return self.post("/ingest/files", files=parts, headers=HEADERS, follow_redirects=False)

    def finished(self, address: str) -> Any:
        """The filing when it is done."""
        for _ in range(600):
            state = self.get(f"{address}.json").json()
            if state["state"] not in {"waiting", "reading"}:
                return state
            time.sleep(0.05)
        raise AssertionError("the filing does not end")


@pytest.fixture
def place(filed_sheet: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filed_sheet, tmp_path / "archive"))


@pytest.fixture(scope="module")
def filed_sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from reftel.archive.filing.ingest import ingest

    folder = tmp_path_factory.mktemp("bringing")
    (folder / "one.txt").write_text(SHEET.format(serial=1), "utf-8")
    ingest(folder / "archive", [folder / "one.txt"], workers=1)
    return folder / "archive"


@pytest.fixture
def owner(place: Path) -> Owner:
    return Owner(place)


def test_a_folder_is_filed_and_what_failed_can_be_read(owner: Owner, place: Path) -> None:
    answer = owner.bring(
        ("box/two.txt", SHEET.format(serial=2).encode()),
        ("box/below/three.txt", SHEET.format(serial=3).encode()),
        ("box/broken.zip", b"PK\x03\x04 no archive at all"),
        ("box/list.md", b"# A list\n\nNo telegram.\n"),
        ("box/list", b"# Another\n\nNone either.\n"),
    )
    address = answer.headers["location"]
    state = owner.finished(address)
    report = state["report"]
    assert (state["state"], report["filed"]) == ("done", 2)
    assert {hit["mrn"] for hit in state["filed"]} == {"2006OSLO2", "2006OSLO3"}
    refused = {one["path"] for one in (*report["failed"], *report["skipped"])}
    assert refused == {"box/broken.zip", "box/list.md", "box/list"}
    page = unescape(owner.get(address).text)
    assert "2 telegrams" in page
    link = re.search(rf'href="({address}/file\?path=box%2Flist.md&line=\d+)"', page)
    assert link
    assert "No telegram." in owner.get(link[1]).text
    for path in ("box/two.txt", "../../reftel.sqlite", "/etc/passwd", ""):
        assert owner.get(f"{address}/file", params={"path": path}).status_code == 404
    assert not (place / "uploads" / address.rpartition("/")[2] / "box" / "two.txt").exists()
    with open_archive(place) as archive:
        assert len(archive.find("2006OSLO3")) == 1
    owner.post("/ingest/forget", data={"token": owner.token(), "run": state["id"]}, headers=HEADERS)
    assert owner.get(address).status_code == 404
    assert list((place / "uploads").iterdir()) == []


def test_filing_is_refused_while_another_writes_and_nothing_is_taken(owner: Owner, place: Path) -> None:
    token = owner.token()
    with open_archive(place, writable=True):
        assert "is being written by" in unescape(owner.get("/ingest").text)
        answer = owner.bring(("a.txt", b"x"), token=token)
    assert answer.status_code == 409
    assert "is being written by" in unescape(answer.text)
    assert not (place / "uploads").exists()
    assert 'type="file"' in owner.get("/ingest").text


def test_what_was_brought_is_kept_where_another_was_quicker_and_filed_later(
    owner: Owner, place: Path
) -> None:
    runs = owner.desk.runs
    run = runs.begin(0)
    (run.folder / "late.txt").write_text(SHEET.format(serial=8), "utf-8")
    with open_archive(place, writable=True):
        run.start()
        state = owner.finished(f"/ingest/{run.id}")
    assert (state["state"], state["report"]) == ("refused", None)
    assert "is being written by" in unescape(owner.get(f"/ingest/{run.id}").text)
    owner.post("/ingest/again", data={"token": owner.token(), "run": run.id}, headers=HEADERS)
    assert owner.finished(f"/ingest/{run.id}")["report"]["filed"] == 1


def test_the_form_comes_from_here_or_nothing_is_written(owner: Owner, place: Path) -> None:
    token = owner.token()
    files: list[Any] = [("files", ("a.txt", SHEET.format(serial=9).encode())), ("token", (None, token))]
    assert owner.post("/ingest/files", files=files, headers=HEADERS).status_code == 403
    assert owner.bring(("a.txt", b"x"), token="0" * 64).status_code == 403
    files = [("token", (None, token)), ("files", ("a.txt", b"x"))]
    for headers in ({}, {"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert owner.post("/ingest/files", files=files, headers=headers).status_code == 403
    assert list((place / "uploads").glob("*")) == []


def test_nobody_files_from_elsewhere(place: Path) -> None:
    for stranger in (Owner(place, address="192.0.2.7"), Owner(place, Viewer("SECRET"))):
        assert stranger.get("/ingest").status_code == 403
        assert 'href="/ingest"' not in stranger.get("/lists").text
        assert stranger.bring(("a.txt", b"x")).status_code == 403
    assert not (place / "uploads").exists()


def test_a_form_without_files_or_with_too_many_bytes_or_cut_off_is_refused(
    owner: Owner, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert owner.bring().status_code == 400
    assert owner.bring(("", b"")).status_code == 400
    monkeypatch.setattr("reftel.web.desk.uploads.MOST_BYTES", 10)
    assert owner.bring(("a.txt", b"x" * 11)).status_code == 400
    headers = {**HEADERS, "content-type": "multipart/form-data; boundary=b"}
    token = owner.token()
    cut = (
        f'--b\r\ncontent-disposition: form-data; name="token"\r\n\r\n{token}\r\n--b\r\ncontent-disp'.encode()
    )
    assert owner.post("/ingest/files", content=cut, headers=headers).status_code == 400
    assert list((place / "uploads").glob("*")) == []


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("box/a.txt", "box/a.txt"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\box\\a.txt", "box/a.txt"),
        ("box/./../a.txt", "box/a.txt"),
        (".bashrc", "_.bashrc"),
        ("con.txt", "_con.txt"),
        ("a\x00b\u202etxt.exe", "a_b_txt.exe"),
        ("", "unnamed"),
        ("...", "unnamed"),
    ],
)
def test_names_are_made_harmless(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == Path(kept)


@given(st.text(st.sampled_from("ab./\\: \x00\u202eé"), max_size=300))
@settings(max_examples=60)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    path = safe_name(name)
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert all(0 < len(part.encode()) <= 113 and "\x00" not in part for part in path.parts)


def test_files_of_one_name_stand_beside_each_other(owner: Owner) -> None:
    answer = owner.bring(
        ("a.txt", SHEET.format(serial=4).encode()),
        ("a.txt", SHEET.format(serial=5).encode()),
        ("a.txt/b.txt", SHEET.format(serial=6).encode()),
    )
    assert owner.finished(answer.headers["location"])["report"]["filed"] == 3


def test_how_far_a_filing_is_is_told_until_it_is_over(place: Path) -> None:
    owner = Owner(place)
    done = owner.bring(*((f"{at}.txt", SHEET.format(serial=at).encode()) for at in range(40, 46)))
    answer = owner.get(f"{done.headers['location']}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: ")]
    assert [one["state"] for one in told[:-1]] == ["reading"] * (len(told) - 1)
    assert (told[-1]["state"], told[-1]["done"]) == ("done", 6)
    assert Owner(place, address="192.0.2.7").get(f"{done.headers['location']}/events").status_code == 403
    assert owner.get("/ingest/nothing/events").status_code == 404
