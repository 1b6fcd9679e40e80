"""The tasks of a day in the reading room, in Chromium: as the owner does them, with the script and without it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reftel.archive import open_archive
from reftel.web.app import create_app
from reftel.workspace import Workspace, marks

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SHOTS = Path(__file__).parents[1] / "screenshots"
KEY, OTHER = "2006DUSHANBE417", "1976SUVA188"
SHEET = """O 101039Z MAY 06
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC PRIORITY 0007
BT
UNCLAS OSLO 000007

SUBJECT: THE MOLE

1. (U) The harbour master spoke of two ferries.
BT
"""


@pytest.fixture(scope="module")
def place(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the module's own."""
    return Path(shutil.copytree(demo, tmp_path_factory.mktemp("day") / "archive"))


@pytest.fixture(scope="module")
def room(place: Path) -> Any:
    return create_app(place)


def _shot(page: Any, name: str) -> None:
    """A picture of a page in four forms; none of them is wider than the screen."""
    SHOTS.mkdir(exist_ok=True)
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=str(SHOTS / f"desk-{name}-{width}-{scheme}.png"), full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reading_list_is_made_ordered_and_its_citations_are_taken_away(
    reader: Callable[..., Any], javascript: bool
) -> None:
    name = f"Moles {javascript}"
    page = reader(f"/telegram/{KEY}", java_script_enabled=javascript, accept_downloads=True)
    for key in (KEY, OTHER):
        page.goto(page.url.rpartition("/")[0] + f"/{key}")
        page.get_by_text("Add to a list", exact=True).click()
        page.locator("#desknew").fill(name)
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_role("status").get_by_text("is in the list").wait_for()
    page.get_by_role("link", name=name).click()
    assert page.locator(".ordered .mrn").all_inner_texts() == [KEY, OTHER]
    page.get_by_role("button", name=f"Move {OTHER} up").click()
    page.get_by_role("status").wait_for()
    assert page.locator(".ordered .mrn").all_inner_texts() == [OTHER, KEY]
    page.get_by_role("link", name="Foreign Relations series").click()
    assert (
        page.locator(".citations li").first.inner_text().startswith("Telegram 188 From the Embassy in Suva")
    )
    page.get_by_label("Take the list away as").select_option("ris")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert Path(download.value.path()).read_text("utf-8").count("TY  - ") == 2
    if javascript:
        _shot(page, "list")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_folder_is_filed_and_what_failed_is_read(
    reader: Callable[..., Any], tmp_path: Path, javascript: bool
) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "oslo.txt").write_text(SHEET.replace("7", "7" if javascript else "8"), "utf-8")
    (box / "about.md").write_text("# About the box\n\nNo telegram.\n", "utf-8")
    page = reader("/", java_script_enabled=javascript)
    page.get_by_role("link", name="File", exact=True).click()
    if javascript:
        page.locator("#folder").set_input_files(str(box))
    else:
        page.locator("#files").set_input_files([str(file) for file in box.iterdir()])
    page.get_by_role("button", name="File them").click()
    report = page.get_by_text("1 telegram", exact=True)
    for _ in range(50):
        if javascript or report.count():
            break
        page.get_by_role("link", name="Look again").click()
    report.wait_for()
    if javascript:
        _shot(page, "run")
    page.get_by_role("link", name="Go to what gave no telegram").click()
    page.get_by_role("link", name="about.md").click()
    assert "No telegram." in page.locator(".excerpt").inner_text()


def test_a_correction_shows_and_survives(reader: Callable[..., Any], place: Path) -> None:
    page = reader(f"/telegram/{OTHER}")
    page.get_by_role("link", name="Correct", exact=True).click()
    page.get_by_label("Field").select_option("signature")
    page.get_by_role("button", name="Take this field").click()
    page.get_by_label("What signature should be").fill("ROE")
    page.get_by_label("Why").fill("the carbon copy says so")
    _shot(page, "correct")
    page.get_by_role("button", name="Correct it").click()
    page.get_by_role("status").get_by_text("signature of 1976SUVA188").wait_for()
    assert page.locator(".signature").inner_text() == "ROE"
    assert "the carbon copy says so" in page.locator("main").inner_text()
    with open_archive(place, writable=True) as writer:
        writer.reparse(None)
        assert writer.find(OTHER)[0].telegram.signature == "ROE"


def test_a_passage_that_is_selected_gets_a_note_and_is_lit_again(
    reader: Callable[..., Any], place: Path
) -> None:
    page = reader(f"/telegram/{KEY}")
    words = page.evaluate(
        """() => {
            const node = document.querySelector(".para .said p").firstChild;
            const range = document.createRange();
            range.setStart(node, 0);
            range.setEnd(node, 40);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return range.toString();
        }"""
    )
    page.get_by_role("button", name="Note to these words").click()
    assert page.locator("#deskwords").input_value() == words.strip()
    page.keyboard.type("Is that so?")
    page.get_by_role("button", name="Keep the note").click()
    page.locator(".own").get_by_text("Is that so?").wait_for()
    _shot(page, "telegram")
    lit = " ".join(page.locator(".said mark.noted").all_inner_texts())
    assert lit.split() == words.split()
    page.locator(".notes a.pick").click()
    assert " ".join(page.locator("#source mark").all_inner_texts()).split() == words.split()
    with Workspace(place) as workspace:
        (note,) = marks.marks_of(workspace, [KEY]).notes
    assert note.words.split() == words.split()


def test_the_day_can_be_done_by_keyboard_and_the_letters_switched_off(reader: Callable[..., Any]) -> None:
    page = reader("/search?q=minister")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert "star this telegram" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/telegram/**")
    page.keyboard.press("s")
    page.get_by_role("button", name="Starred").wait_for()
    page.keyboard.press("t")
    page.keyboard.type("s? to ask")
    page.keyboard.press("Enter")
    page.locator(".owntag").wait_for()
    assert page.locator(".owntag").inner_text().startswith("s? to ask")
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.wait_for_url("**/kept")
    _shot(page, "kept")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/history")
    _shot(page, "history")
    page.get_by_role("button", name="Switch the letters off").click()
    page.get_by_role("status").wait_for()
    page.keyboard.press("?")
    page.keyboard.press("g")
    page.keyboard.press("l")
    assert page.get_by_role("dialog").count() == 0
    assert page.url.endswith("/history")
