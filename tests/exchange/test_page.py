"""`docs/exchange.md` has a row for each requirement, and each test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (R-\d\d) \|", re.MULTILINE)


def test_each_requirement_has_its_row() -> None:
    page = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    assert ROW.findall(page) == [f"R-{number:02d}" for number in range(1, 79)]


def test_each_failure_case_has_its_row() -> None:
    page = (ROOT / "docs" / "exchange.md").read_text("utf-8").partition("## The faults")[2]
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| F-")]
    named = {int(number) for row in rows for number in re.findall(r"F-(\d\d)", row)}
    assert named == set(range(1, 81))


def test_each_test_that_is_named_is_there() -> None:
    page = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    found = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert named <= found, named - found
    assert len(named) > 40
