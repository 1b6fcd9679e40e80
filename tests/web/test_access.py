"""Every page under axe, by the rules of WCAG 2.2 AA, in light and dark, on wide and narrow screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.web.axe import SCREENS, violations

from reftel.web.app import create_app
from reftel.web.guard import Guard

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
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


@pytest.fixture(scope="module")
def room(demo: Path) -> Guard:
    """The reading room over the invented telegrams."""
    return create_app(demo)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_on_any_page(browser: Any, address: str, width: int, scheme: str) -> None:
    assert violations(browser, address, PAGES, width, scheme) == []


def test_the_first_page_is_small(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(address + "/")
    context.close()
    assert len(sizes) >= 3
    assert sum(sizes) < 150_000
