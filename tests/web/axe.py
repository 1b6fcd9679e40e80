"""Axe over pages of a reading room, by the rules of WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCREENS = [
    (1280, "light"),
    *(
        pytest.param(width, scheme, marks=pytest.mark.slow)
        for width, scheme in ((1280, "dark"), (400, "light"), (400, "dark"))
    ),
]


def violations(browser: Any, address: str, paths: Iterable[str], width: int, scheme: str) -> list[str]:
    """What axe finds on these pages, and which of them are wider than the screen."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(60_000)
    found = []
    for path in paths:
        page.goto(address + path)
        answer = axe.run(
            page, options={"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
        )
        for one in answer.response["violations"]:
            found += [f"{path}: {one['id']} {node['html'][:160]}" for node in one["nodes"][:4]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path}: {wide} wide"] if wide > width else []
    context.close()
    return found
