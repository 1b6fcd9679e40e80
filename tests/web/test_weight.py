"""No page is heavy, and what is worked out from the whole archive is worked out once."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from benchmarks.web import pages
from reftel.archive import open_archive, view
from reftel.archive.filing.ingest import ingest
from reftel.archive.remembering import MOST_TALLIES, Memory
from reftel.archive.tiers import Viewer
from reftel.synthetic import corpus
from reftel.web.app import create_app

BUDGET = 150_000  # bytes of a page with its styles and scripts
FIGURES = ("gaps", "coverage", "crossed", "campaign", "Replies")
WHOLE = ("/", "/overview", "/gaps", "/coverage", "/post/TALLINN", "/answers/2006STATE40901")


def room(archive: Path, viewer: Viewer | None = None) -> TestClient[Any]:
    return TestClient(create_app(archive, viewer or Viewer()), base_url="http://127.0.0.1:8390")


def weight(client: TestClient[Any], path: str) -> int:
    """The bytes of a page and of all that it loads."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    loaded = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text))
    return len(answer.content) + sum(len(client.get(one).content) for one in loaded)


def heavy(archive: Path) -> dict[str, int]:
    client = room(archive)
    paths = [path for kind in pages(archive).values() for path in kind[:6] if ".json" not in path]
    assert len(paths) > 40
    weights = {path: weight(client, path) for path in paths}
    return {path: found for path, found in weights.items() if found >= BUDGET}


def test_no_page_of_the_demo_is_heavy(demo: Path) -> None:
    assert heavy(demo) == {}


@pytest.mark.slow
def test_no_page_of_three_thousand_telegrams_is_heavy(tmp_path: Path) -> None:
    for at, telegram in enumerate(corpus(3000, 1)):
        for sheet in telegram.sheets:
            file = tmp_path / "telegrams" / f"{at // 500}" / Path(sheet.path).name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(sheet.data)
    ingest(tmp_path / "archive", [tmp_path / "telegrams"])
    assert heavy(tmp_path / "archive") == {}


def test_what_is_of_the_whole_archive_is_worked_out_once(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()

    def counting(name: str) -> Any:
        work = getattr(view, name)

        def counted(*given: Any) -> Any:
            calls[name] += 1
            return work(*given)

        return counted

    for name in FIGURES:
        monkeypatch.setattr(view, name, counting(name))
    for viewer in (Viewer(), Viewer("UNCLASSIFIED")):
        client = room(demo, viewer)
        statuses = {client.get(path).status_code for path in WHOLE}
        once = calls.copy()
        assert {"gaps", "coverage", "crossed", "Replies"} <= set(once)
        statuses |= {client.get(path).status_code for path in WHOLE}
        assert statuses <= {200, 404}
        assert calls == once
        calls.clear()


def test_of_an_archive_that_goes_on_nothing_old_is_told(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("UNCLAS LIMA 000007\n\nSUBJECT: A FERRY\n\n1. A light.\n", "utf-8")
    ingest(tmp_path / "archive", [tmp_path / "one.txt"], workers=1)
    client = room(tmp_path / "archive")
    assert "<strong>1 telegram</strong>" in client.get("/").text
    (tmp_path / "two.txt").write_text("UNCLAS LIMA 000009\n\nSUBJECT: A MOLE\n\n1. A mast.\n", "utf-8")
    ingest(tmp_path / "archive", [tmp_path / "two.txt"], workers=1)
    assert "<strong>2 telegrams</strong>" in client.get("/").text


def test_who_asks_for_what_another_works_out_waits_for_it() -> None:
    memory, worked = Memory(), list[str]()

    def work() -> int:
        worked.append("gaps")
        time.sleep(0.05)
        return 7

    threads = [threading.Thread(target=lambda: memory.figure(1, "gaps", work)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worked == ["gaps"]
    assert memory.figure(1, "gaps", lambda: 8) == 7
    assert memory.figure(2, "gaps", lambda: 8) == 8


def test_the_queries_of_readers_do_not_drive_out_the_figures_of_the_archive() -> None:
    memory = Memory()
    memory.figure(1, "gaps", lambda: "all")
    for number in range(MOST_TALLIES + 1):
        memory.tally(1, number, partial(int, number))
    assert memory.figure(1, "gaps", lambda: "anew") == "all"
    assert memory.tally(1, MOST_TALLIES, lambda: -1) == MOST_TALLIES
    assert memory.tally(1, 0, lambda: -1) == -1


def test_work_that_failed_is_tried_again() -> None:
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.figure(1, "gaps", lambda: 1 // 0)
    assert memory.figure(1, "gaps", lambda: 1) == 1


def test_delays_go_on_where_the_time_was_over(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reftel.archive.figures.delays.PAGE", 10)
    monkeypatch.setattr("reftel.archive.figures.delays.BUDGET", 0.0)
    with open_archive(demo) as archive:
        first, second = (archive.delays("", hurried=True) for _ in range(2))
        whole = archive.delays("")
    assert (first.looked_at, second.looked_at) == (10, 20)
    assert whole.looked_at == whole.referring == first.referring > 20
    assert whole.replies == sum(one.replies for one in whole.bins) > first.replies
