"""The front door: what `import reftel` offers works at any time and in any order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TWICE = """
from reftel.check.examples import compose
telegram = reftel.parse(compose("E.O. 12958: N/A"))
assert [one.code for one in reftel.check(telegram)] == ["S0703"]
assert [one.code for one in reftel.check(telegram, "draft")] == ["S0703"]
assert reftel.check(telegram, profile="draft")[0].severity == "error"
"""
BEFORE = {
    "nothing else": "import reftel",
    "the room of checking": "import reftel.check",
    "the archive": "import reftel; import reftel.archive",
    "a first call": "import reftel; reftel.check(reftel.Telegram())",
    "the function itself": "import reftel; from reftel.check import check",
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE.keys())
def test_checking_can_be_called_again_whatever_was_imported(before: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", before + "\n" + TWICE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_who_only_searches_does_not_enter_the_reading_room() -> None:
    rooms = "import sys, reftel.archive; print([one for one in sys.modules if one.count('.') == 1])"
    done = subprocess.run([sys.executable, "-c", rooms], capture_output=True, text=True, check=True)
    assert "'reftel.archive'" in done.stdout
    for heavy in ("reading", "check", "wire", "text", "synthetic"):
        assert f"'reftel.{heavy}'" not in done.stdout, heavy


def test_the_first_page_leads_to_every_page() -> None:
    root = Path(__file__).parents[1]
    first = (root / "README.md").read_text("utf-8")
    assert [page.name for page in (root / "docs").glob("*.md") if f"](docs/{page.name})" not in first] == []
