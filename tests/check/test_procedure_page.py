"""Worked messages of pages that are not part of the project: each gives the codes that its heading announces.

A block is headed by an identifier, a profile, and the codes expected, or `ok`: nothing above a note.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reftel.check import check
from reftel.reading import parse_all

_BLOCK = re.compile(
    r"^```telegram (?P<name>\w+) (?P<profile>\w+) (?P<codes>[^\n]+)\n(?P<text>.*?)^```", re.M | re.S
)


PAGES = Path(__file__).parents[3] / "shared" / "spec"


@pytest.fixture(scope="session")
def blocks() -> list[re.Match[str]]:
    """The messages of all pages beside the project that have some; the test is skipped without them."""
    pages = [page.read_text(encoding="utf-8") for page in sorted(PAGES.glob("*.md"))]
    found = [block for page in pages for block in _BLOCK.finditer(page)]
    if not found:
        pytest.skip("no page with worked messages is here")
    return found


@pytest.mark.parametrize("profile", ["archive", "draft"])
def test_each_message_gives_the_codes_of_its_heading(blocks: list[re.Match[str]], profile: str) -> None:
    assert len(blocks) > 30
    wrong: dict[str, object] = {}
    for block in blocks:
        found = [one for telegram in parse_all(block["text"].encode()) for one in check(telegram, profile)]
        expected = set(block["codes"].split()) - {"ok"}
        above = {one.code for one in found if one.severity != "note"} if not expected else set()
        missing = expected - {one.code for one in found}
        if missing or above:
            wrong[block["name"]] = (missing, above)
    assert wrong == {}


def test_each_message_is_read_under_its_profile(blocks: list[re.Match[str]]) -> None:
    read = {block["name"]: next(parse_all(block["text"].encode())).transmission for block in blocks}
    told = {name: sent.profile if sent else None for name, sent in read.items()}
    assert told == {block["name"]: block["profile"] for block in blocks}
    assert all(sent and sent.chosen_by for sent in read.values())
