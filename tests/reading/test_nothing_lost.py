"""Every line of a copy is accounted for: read, part of the text, cut as page matter, repaired, or remarked on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.fuzz.laws import read, unaccounted
from reftel.reading import parse
from reftel.synthetic.demo import demo

INVENTED = sorted((Path(__file__).parent / "telegrams").glob("*.txt"))
# Printed forms and stub sheets are read as far as it is safe, and say so.
LINES = [path for path in INVENTED if not path.name.startswith(("form", "stubs"))]
# The numbers on the dash line are those of the Department's own wire room; a break stands alone among labels.
DASHES = re.compile(r"-{10,40}[ ]?[0-9Z /]{4,30}|BT")
# Lines of real telegrams that belong to nothing yet.
KNOWN = {
    "1973BONN07634.body.txt": 1,  # a line of stars that is broken in two
    "1973STATE237171.head.txt": 1,  # the level of the message that passes another one on
    "1975STATE105676.body.txt": 1,  # UNQUOTE below the signature
    "1976TOKYO14817.head.txt": 1,  # the second line of what a corrected copy corrects
    "1979STATE235014.body.txt": 1,  # REFTEL: alone above lettered references
}


def _lost(data: bytes) -> list[str]:
    return [line for line in unaccounted(read(data)) if not DASHES.fullmatch(line)]


@pytest.mark.parametrize(("name", "data"), [pytest.param(name, data, id=name) for name, data in demo()])
def test_no_line_of_the_demo_is_lost(name: str, data: bytes) -> None:
    assert _lost(data) == [], name


@pytest.mark.parametrize("path", LINES, ids=lambda path: path.name)
def test_no_line_of_an_invented_telegram_is_lost(path: Path) -> None:
    assert _lost(path.read_bytes()) == []


def test_no_line_of_a_real_telegram_is_lost_but_those_that_are_known(samples: Path) -> None:
    paths = [*sorted(samples.glob("nara/*.txt")), *sorted(samples.glob("seed/*.txt"))]
    lost = {path.name: len(found) for path in paths if (found := _lost(path.read_bytes()))}
    assert {name: count for name, count in lost.items() if count > KNOWN.get(name, 0)} == {}


def test_what_was_cut_is_named_with_its_place() -> None:
    data = (INVENTED[0].parent / "department-1979.txt").read_bytes()
    telegram = parse(data)
    cut = [telegram.text[span.start : span.end].split("\n") for span in telegram.spans["/cuts"]]
    assert any(line.startswith("PAGE 02") for lines in cut for line in lines)
    assert not any("PAGE 02" in paragraph.text for paragraph in telegram.paragraphs)


def test_the_attribute_block_is_named_as_the_place_of_the_facts() -> None:
    telegram = parse((INVENTED[0].parent / "department-1975.txt").read_bytes())
    [span] = telegram.spans["/provenance/facts"]
    assert telegram.text[span.start : span.end].startswith("Message Attributes\nAutomatic Decaptioning")
