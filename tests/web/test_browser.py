"""The pages in Chromium: what a reader sees and can do, with the script and without it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SHOTS = Path(__file__).parents[1] / "screenshots"
PAGES = {
    "first": "/",
    "search": "/search?q=ferry+colour:red",
    "telegram": "/telegram/2006TBILISI431?lit=/tags/1",
}

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("name", list(PAGES))
def test_pages_fit_the_screen_and_ask_no_other_host(
    reader: Callable[..., Any], name: str, width: int, scheme: str
) -> None:
    page = reader(PAGES[name], width, color_scheme=scheme)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SHOTS / f"{name}-{width}-{scheme}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 400])
def test_hostile_words_neither_run_nor_widen_the_page(reader: Callable[..., Any], width: int) -> None:
    page = reader(f"/telegram/{'ab' * 6}", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("main script, main img").count() == 0


def test_the_marking_is_seen_at_the_top_and_bottom_however_far_one_reads(reader: Callable[..., Any]) -> None:
    page = reader("/telegram/2006TBILISI431", 400)
    for down in (0, 900, 100_000):
        page.evaluate("y => window.scrollTo(0, y)", down)
        above, below = (page.locator(f".banner.{side}").bounding_box() for side in ("above", "below"))
        assert above["y"] == pytest.approx(0, abs=1)
        assert below["y"] + below["height"] == pytest.approx(900, abs=1)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 400])
def test_keyboard_focus_shows_what_a_code_means(
    reader: Callable[..., Any], javascript: bool, width: int
) -> None:
    page = reader("/telegram/2006TBILISI431", width, java_script_enabled=javascript)
    code = page.get_by_role("link", name="EWWT", exact=True)
    gloss = page.locator(f"#{code.get_attribute('aria-describedby')}")
    assert not gloss.is_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if code.evaluate("link => link === document.activeElement"):
            break
    gloss.wait_for(state="visible")
    box = gloss.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_the_mouse_shows_it_too_and_escape_puts_it_away(reader: Callable[..., Any]) -> None:
    page = reader("/telegram/2006TBILISI431")
    code = page.get_by_role("link", name="EWWT", exact=True)
    gloss = page.locator(f"#{code.get_attribute('aria-describedby')}")
    code.hover()
    gloss.wait_for(state="visible")
    page.keyboard.press("Escape")
    gloss.wait_for(state="hidden")


@pytest.mark.parametrize("javascript", [True, False])
def test_choosing_a_field_lights_its_letters(reader: Callable[..., Any], javascript: bool) -> None:
    page = reader("/telegram/2006TBILISI431", java_script_enabled=javascript)
    loads = []
    page.on("request", lambda sent: loads.append(sent.url) if sent.resource_type == "document" else None)
    for name, letters in (("EWWT", ["EWWT"]), ("STATE FOR EUR/CARC", ["STATE FOR EUR/CARC"])):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_selector(f"#chosen q:text-is('{name}')")
        assert page.locator(".line mark").all_inner_texts() == letters
        assert "lit=/" in page.url.replace("%2F", "/")
    assert bool(loads) != javascript


def test_a_paragraph_lights_on_both_sides_of_the_page_line(reader: Callable[..., Any]) -> None:
    with_script = reader("/telegram/2006TBILISI431")
    with_script.locator("#p2 .margin a.pick").click()
    without = reader("/telegram/2006TBILISI431?lit=/paragraphs/1", java_script_enabled=False)
    lit = with_script.locator(".line mark").all_inner_texts()
    assert lit == without.locator(".line mark").all_inner_texts()
    assert any("tariff has been settled" in line for line in lit)
    assert not any("TBILISI 00000431" in line for line in lit)


def test_without_script_a_reader_finds_narrows_turns_pages_and_follows_a_reference(
    reader: Callable[..., Any],
) -> None:
    page = reader("/", java_script_enabled=False)
    page.get_by_label("Search the archive").fill("ferry")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="CONFIDENTIAL 50").click()
    assert page.get_by_label("Search the archive").input_value() == "ferry class:CONFIDENTIAL"
    page.get_by_role("link", name="further").click()
    assert "21 to 40" in page.locator(".total").inner_text()
    page.get_by_role("link", name="2006TBILISI431").first.click()
    page.get_by_text("10 addressees").click()
    assert page.get_by_role("link", name="AMEMBASSY PARIS").is_visible()
    page.get_by_role("link", name="open A. 2006STATE30112").click()
    assert page.locator(".number").inner_text() == "2006STATE30112"


def test_the_first_key_leads_past_the_head_to_the_text(reader: Callable[..., Any]) -> None:
    page = reader("/telegram/2006TBILISI431")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_slash_leads_to_the_search_box(reader: Callable[..., Any]) -> None:
    page = reader("/telegram/2006TBILISI431")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def test_on_a_phone_the_whole_width_is_for_the_text(reader: Callable[..., Any]) -> None:
    page = reader("/telegram/2006TBILISI431", 400)
    page.get_by_text("Transmission").click()
    for part in (".opening h1", "#p2 .said", ".signature", ".wire .head dt", "#copies", ".text h2"):
        assert page.locator(part).first.bounding_box()["x"] <= 40, part


def test_on_a_phone_ways_to_narrow_are_folded_above_the_hits(reader: Callable[..., Any]) -> None:
    phone = reader("/search?q=ferry", 400, java_script_enabled=False)
    narrow, choice = phone.locator(".narrow > summary"), phone.locator(".facet li a").first
    assert narrow.bounding_box()["y"] < phone.locator(".hits .card").first.bounding_box()["y"]
    assert not choice.is_visible()
    narrow.click()
    assert choice.is_visible()
    wide = reader("/search?q=ferry", 1280)
    assert wide.locator(".facet li a").first.is_visible()
    assert not wide.locator(".narrow > summary").is_visible()


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_no_label_of_the_plot_is_cut_off_or_runs_into_the_next(
    reader: Callable[..., Any], width: int
) -> None:
    page = reader("/", width)
    frame = page.locator(".ticks").bounding_box()
    ticks = [one.bounding_box() for one in page.locator(".ticks text").all() if one.is_visible()]
    assert len(ticks) >= 2
    assert all(one["x"] >= frame["x"] - 1 for one in ticks)
    assert all(one["x"] + one["width"] <= frame["x"] + frame["width"] + 1 for one in ticks)
    assert all(one["x"] + one["width"] <= after["x"] for one, after in pairwise(ticks))


CONTRAST = """() => {
  const channel = value => { value /= 255; return value <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const under = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (element.closest('svg, .pagejoint')) continue;
    const [one, two] = [light(parse(getComputedStyle(element).color)), light(under(element))].sort((a, b) => b - a);
    const ratio = (one + .05) / (two + .05);
    if (ratio < 4.5) poor.push(`${element.className} ${element.textContent.slice(0, 20)} ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", list(PAGES))
def test_words_stand_out_from_what_is_behind_them(reader: Callable[..., Any], name: str, scheme: str) -> None:
    page = reader(PAGES[name], color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []


def test_on_paper_the_folded_addressees_are_there_and_the_source_is_not(reader: Callable[..., Any]) -> None:
    page = reader("/telegram/2006TBILISI431")
    page.emulate_media(media="print")
    assert page.get_by_text("AMEMBASSY BUCHAREST", exact=True).first.is_visible()
    assert not page.locator("#source").is_visible()
