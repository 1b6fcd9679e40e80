"""Every page under axe, by the rules of WCAG 2.2 AA, in light and dark, on wide and narrow screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reftel.web.app import create_app
from reftel.web.guard import Guard

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
KEY = "2006STATE40901"
PAGES = (
    "/",
    "/search?q=minister kolor:red",
    "/search?q=ferry",
    "/search?q=ferry&view=table",
    "/search?q=ferry&view=timeline",
    f"/telegram/{KEY}?lit=/tags/0",
    "/telegram/2012STATE47020",
    "/telegram/2006NOWHERE1",
    f"/telegram/{KEY}/copies",
    f"/thread/{KEY}",
    f"/answers/{KEY}",
    "/overview",
    "/gaps",
    "/gaps?post=TALLINN",
    "/coverage?post=TALLINN",
    "/post/TALLINN",
    "/tag/EWWT",
    "/complete?q=post:TA",
    "/lists",
    "/kept",
    "/searches",
    "/history",
    "/ingest",
)
SLOW = [
    pytest.param(width, scheme, marks=pytest.mark.slow)
    for width, scheme in ((1280, "dark"), (400, "light"), (400, "dark"))
]


@pytest.fixture(scope="module")
def room(demo: Path) -> Guard:
    """The reading room over the invented telegrams."""
    return create_app(demo)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), *SLOW])
def test_axe_finds_nothing_on_any_page(browser: Any, address: str, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(60_000)
    found = []
    for path in PAGES:
        page.goto(address + path)
        answer = axe.run(
            page, options={"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
        )
        for one in answer.response["violations"]:
            found += [f"{path}: {one['id']} {node['html'][:160]}" for node in one["nodes"][:4]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path}: {wide} wide"] if wide > width else []
    context.close()
    assert found == []


def test_the_first_page_is_small(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(address + "/")
    context.close()
    assert len(sizes) >= 3
    assert sum(sizes) < 150_000
