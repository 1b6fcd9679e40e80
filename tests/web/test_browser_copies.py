"""Comparing copies as a reader does: from a telegram to its copies, to those of them that matter, to what differs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reftel.archive.filing.ingest import ingest
from reftel.web.app import create_app
from reftel.web.guard import Guard

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
FERRY = (Path(__file__).parent / "telegrams" / "ferry.txt").read_text(encoding="utf-8")
CHANGES = {"first": "three yards", "second": "four yards", "third": "three metres"}
Reader = Callable[..., Any]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Guard:
    """The reading room over one telegram in three copies."""
    folder = tmp_path_factory.mktemp("copies")
    for name, words in CHANGES.items():
        (folder / f"{name}.txt").write_text(FERRY.replace("three yards", words), encoding="utf-8")
    ingest(folder / "archive", [folder / f"{name}.txt" for name in CHANGES], workers=1)
    return create_app(folder / "archive")


def test_two_copies_are_compared(reader: Reader) -> None:
    page = reader("/telegram/2006TBILISI431")
    page.get_by_role("link", name="Compare the 3 copies").click()
    marks = page.locator("mark.own")
    both = [" ".join(text.removeprefix("only here: ").split()) for text in marks.all_text_contents()]
    assert len(both) == 2
    assert set(both) <= {"three", "four", "yards", "metres", "three metres", "four yards"}
    left, right = (marks.nth(at).bounding_box() for at in (0, 1))
    assert left["x"] + left["width"] < right["x"]
    assert abs(left["y"] - right["y"]) < 40
    page.get_by_role("link", name="To the first").click()
    assert page.locator(".pairing:target mark.own").count() == 2
    options = page.get_by_label("Right").locator("option").all_inner_texts()
    page.get_by_label("Left").select_option(
        index=next(at for at, text in enumerate(options) if "first" in text)
    )
    page.get_by_label("Right").select_option(
        index=next(at for at, text in enumerate(options) if "third" in text)
    )
    page.get_by_role("button", name="Compare").click()
    assert [text.removeprefix("only here: ") for text in marks.all_text_contents()] == ["yards", "metres"]


def test_on_a_phone_one_copy_stands_below_the_other(reader: Reader) -> None:
    page = reader("/telegram/2006TBILISI431/copies", 400)
    left, right = (page.locator("mark.own").nth(at).bounding_box() for at in (0, 1))
    assert left["y"] + left["height"] <= right["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert "".join(page.locator(".pairing.differs .which").all_inner_texts()) == "Copy 1: Copy 2: "
