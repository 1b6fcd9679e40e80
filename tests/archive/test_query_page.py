"""The page `docs/query.md`: every example means and finds what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from reftel.archive import Archive
from reftel.archive.query.fields import FIELDS
from reftel.archive.query.language import parse_query

PAGE = (Path(__file__).parents[2] / "docs" / "query.md").read_text("utf-8")
DOUBTS = PAGE.index("## Doubts")
_ROW = re.compile(r"^\| `((?:[^`])+)` \| `([^`]*)` \| (\d+) \|", re.MULTILINE)


class Example(NamedTuple):
    typed: str
    understood: str
    finds: int
    doubtful: bool


EXAMPLES = [
    Example(
        row[1].replace("\\|", "|"),
        row[2].replace("\\|", "|"),
        int(row[3]),
        DOUBTS < row.start() < DOUBTS + 1000,
    )
    for row in _ROW.finditer(PAGE)
]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.typed for example in EXAMPLES])
def test_an_example_means_and_finds_what_the_page_says(demo: Archive, example: Example) -> None:
    results = demo.search(example.typed)
    assert (results.understood, results.total) == (example.understood, example.finds)
    assert bool(results.doubts) == example.doubtful


def test_the_page_shows_every_field() -> None:
    shown = {name for example in EXAMPLES for name in re.findall(r"([a-z]+):", example.typed)}
    assert shown >= FIELDS - {"source", "month"}


def test_a_doubt_points_at_the_letters_that_it_is_about() -> None:
    typed = "ferry colour:red date:2006-02-31"
    assert [typed[doubt.start : doubt.end] for doubt in parse_query(typed).doubts] == [
        "colour:red",
        "date:2006-02-31",
    ]
