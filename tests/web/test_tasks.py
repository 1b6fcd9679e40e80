"""What a historian comes for, done in Chromium from the first page to the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reftel.web.app import create_app
from reftel.web.guard import Guard

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
Reader = Callable[..., Any]


@pytest.fixture(scope="module")
def room(demo: Path) -> Guard:
    """The reading room over the invented telegrams."""
    return create_app(demo)


def test_a_telegram_is_found_by_half_remembered_words(reader: Reader) -> None:
    page = reader("/")
    page.get_by_label("Search the archive").fill("exercise books barom*")
    page.keyboard.press("Enter")
    assert "words that begin “barom”" in page.locator(".total").inner_text()
    page.get_by_role("link", name="What the Exercise Books Show").click()
    assert page.locator("h1").inner_text().endswith("What the Exercise Books Show")


def test_what_is_being_typed_is_completed(reader: Reader) -> None:
    page = reader("/")
    box = page.get_by_label("Search the archive")
    box.press_sequentially("ferry post:TALL", delay=5)
    page.wait_for_selector("datalist option[value='ferry post:TALLINN']", state="attached")


def test_a_reference_is_followed_and_the_reader_comes_back_to_the_place(reader: Reader) -> None:
    page = reader("/telegram/2012STATE47020")
    page.get_by_role("link", name="ref A", exact=True).click()
    page.wait_for_selector(".number:has-text('2012KAMPALA1377')")
    page.go_back()
    page.wait_for_selector(".number:has-text('2012STATE47020')")
    page.get_by_role("link", name="open B. 2012KAMPALA1590").click()
    assert page.locator(".opening .number").inner_text().startswith("2012KAMPALA1590")


def test_who_never_answered_an_instruction_is_seen(reader: Reader) -> None:
    page = reader("/search?q=new text of article 7")
    page.get_by_role("link", name="FERRY CODE: NEW TEXT OF ARTICLE 7").first.click()
    page.get_by_role("link", name="Who answered it").click()
    assert "1 answered and 5 never did" in page.locator(".lead").all_inner_texts()[1]
    never = page.locator("section:has(#never) li").all_inner_texts()
    assert never == ["KABUL", "TASHKENT", "BISHKEK", "ASHGABAT", "ASTANA"]


def test_letters_of_the_source_lead_to_the_field_that_was_read_from_them(reader: Reader) -> None:
    page = reader("/telegram/2012STATE47020")
    page.get_by_text("TAGS: SENV, EAID, UG").click(position={"x": 60, "y": 8})
    assert page.locator(".pick[aria-current]").inner_text() == "SENV"
    assert page.locator(".line mark").all_inner_texts() == ["SENV"]


def test_a_stretch_of_the_time_line_is_chosen_by_brushing(reader: Reader) -> None:
    page = reader("/search?q=minister")
    bars = page.locator(".plot[data-base] a .reach")
    first, last = bars.first.bounding_box(), bars.last.bounding_box()
    page.mouse.move(first["x"] + 2, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + 2, last["y"] + 20, steps=4)
    page.mouse.up()
    page.wait_for_url("**/search?q=minister%20date%3A1975..2006")
    assert page.locator(".total strong").inner_text() == "14 telegrams"


def test_every_choice_of_a_search_can_be_made_without_a_script(reader: Reader) -> None:
    page = reader("/search?q=minister", java_script_enabled=False)
    total = int(page.locator(".total strong").inner_text().split()[0])
    page.locator(".facet li").first.hover()
    page.locator(".exclude").first.click()
    assert int(page.locator(".total strong").inner_text().split()[0]) < total
    page.get_by_role("link", name="table", exact=True).click()
    assert page.locator(".hitstable tbody tr").count() > 0
    page.get_by_text("Columns").click()
    page.get_by_label("Layout").check()
    page.get_by_role("button", name="Show these").click()
    assert page.get_by_role("columnheader", name="Layout").is_visible()


def test_from_the_first_page_to_a_paragraph_with_the_keyboard_alone(reader: Reader) -> None:
    page = reader("/")
    page.keyboard.press("/")
    page.keyboard.type("exercise books barom*")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hits .card")
    _tab_to(page, "What the Exercise Books Show")
    page.keyboard.press("Enter")
    page.wait_for_selector(".document")
    _tab_to(page, "ref A")
    page.keyboard.press("Enter")
    page.wait_for_selector(".number:has-text('2012KAMPALA1377')")


def _tab_to(page: Any, words: str) -> None:
    """Press Tab until the link with these words has the focus, which must be seen."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"no way to {words!r} with the keyboard")


@pytest.mark.parametrize(
    "path", ["/search?q=minister&view=table", "/telegram/2012STATE47020", "/overview", "/gaps"]
)
def test_at_four_hundred_per_cent_nothing_runs_out_of_the_screen(reader: Reader, path: str) -> None:
    page = reader(path, 320)  # 1280 pixels at 400 %
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
