"""Drafts: the example of the manual, each entry, and the messages for each mistake."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from reftel import parse, write
from reftel.check import check
from reftel.writing import FORMATS
from reftel.writing.draft import read_draft
from reftel.writing.draft_form import KEYS, DraftError

MANUAL = (Path(__file__).parents[2] / "docs" / "drafts.md").read_text(encoding="utf-8")
CASES = tomllib.loads((Path(__file__).parent / "draft_mistakes.toml").read_text(encoding="utf-8"))["case"]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", MANUAL, re.DOTALL)


EXAMPLE = blocks("toml")[0]


def test_the_example_of_the_manual_becomes_what_the_manual_shows() -> None:
    written = write(read_draft(EXAMPLE), "acp127us")
    assert written.data.decode().startswith(blocks("text")[0])
    assert written.left_out == ()


def test_the_example_of_the_manual_passes_the_check_of_a_draft() -> None:
    found = check(parse(write(read_draft(EXAMPLE), "acp127us").data), "draft")
    assert [one for one in found if one.severity == "error"] == []


def test_the_manual_explains_every_entry() -> None:
    table = MANUAL.partition("## The entries")[2].partition("## The formats")[0]
    named = set(
        re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines() if "|" in line))
    )
    assert named == set(KEYS)


def test_the_manual_explains_every_format() -> None:
    table = MANUAL.partition("## The formats")[2]
    rows = (line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`(\w+)`", "".join(rows))) == set(FORMATS)


@pytest.mark.parametrize("to", [name for name in FORMATS if name != "source"])
def test_the_example_of_the_manual_can_be_set_in_every_format(to: str) -> None:
    written = parse(write(read_draft(EXAMPLE), to).data)
    assert [one.number for one in written.paragraphs] == [1, 2, 3]
    assert [one for one in check(written, "draft") if one.severity == "error"] == []


@pytest.mark.parametrize(
    "to", ["acp127us", "acp127", "acp126", "janap128", "acp128", "aad", "smart", "plain"]
)
def test_a_long_draft_goes_in_sections_and_passes_the_check_of_a_draft(to: str) -> None:
    more = "(C) The board met again and again, and the harbor was full of boats that came from the north."
    draft = EXAMPLE + "".join(f"\n{number}. {more}\n" for number in range(4, 40))
    written = write(read_draft(draft), to)
    telegram = parse(written.data)
    assert [one.number for one in telegram.paragraphs] == list(range(1, 40))
    assert (telegram.sections.of > 1) == (to not in {"acp126", "aad", "smart", "plain"})
    graver = {one.code for one in check(telegram, "draft") if one.severity != "note"}
    assert graver <= {"S0102"}, "a line of addresses or of a page may be longer than 55 letters"


def test_a_draft_in_json_is_the_same_telegram() -> None:
    front, _, text = EXAMPLE.partition("---\n")
    entries = {**tomllib.loads(front), "text": text}
    entries["sent"] = entries["sent"].isoformat()
    assert read_draft(json.dumps(entries)) == read_draft(EXAMPLE)


def test_the_text_may_stand_in_its_entry_and_the_front_between_hyphens() -> None:
    front, _, text = EXAMPLE.partition("---\n")
    assert read_draft(f'{front}text = """\n{text}"""\n').paragraphs[1].heading == "THE BOARD"
    assert read_draft(f"---\n{front}---\n{text}") == read_draft(EXAMPLE)


def test_what_a_draft_leaves_open_follows_from_what_it_says() -> None:
    telegram = read_draft(
        'from = "TUNIS"\nlevel = "unclas"\nsubject = "TIDES"\nsent = "041415Z NOV 08"\n---\nHIGH.\n'
    )
    assert telegram.classification.level == "UNCLASSIFIED"
    assert telegram.declassification is not None
    assert (telegram.declassification.order, telegram.declassification.instruction) == ("12958", "N/A")
    assert telegram.originator is not None
    assert (telegram.originator.name, telegram.dtg) == ("AMEMBASSY TUNIS", "2008-11-04T14:15:00Z")


def test_captions_are_put_in_order_the_most_restrictive_first() -> None:
    draft = EXAMPLE.replace('["SIPDIS"]', '["SIPDIS", "ROGER CHANNEL", "STADIS", "NODIS"]')
    assert read_draft(draft).captions == ("NODIS", "STADIS", "SIPDIS", "ROGER CHANNEL")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_mistake_is_told_with_its_line_and_its_remedy(case: dict[str, str]) -> None:
    assert case["find"] in EXAMPLE
    with pytest.raises(DraftError) as refusal:
        read_draft(EXAMPLE.replace(case["find"], case["write"], 1))
    assert str(refusal.value) == case["message"]
