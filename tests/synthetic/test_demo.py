"""The telegrams of the demo are what their stories say, and reading them gives it back."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reftel import parse
from reftel.model.telegram import Telegram
from reftel.synthetic import demo, write_demo
from reftel.synthetic.damage import DAMAGE
from reftel.synthetic.demo import entries
from reftel.synthetic.entry import Entry
from reftel.synthetic.truth import truth
from reftel.vocabulary import posts

ENTRIES = dict(entries())
WRITTEN = dict(demo())
ACP127 = [name for name, entry in ENTRIES.items() if entry.layout == "acp127"]


def read(telegram: Telegram) -> dict[str, Any]:
    """What was read, in the form of a true record."""
    sender = telegram.originator
    return {
        "mrn": telegram.mrn,
        "layout": telegram.layout,
        "dtg": telegram.dtg,
        "precedence": {"action": telegram.precedence.action, "info": telegram.precedence.info},
        "originator": {"name": sender.name, "post": sender.post} if sender else None,
        "action": [{"name": one.name, "precedence": one.precedence} for one in telegram.action],
        "info": [{"name": one.name, "precedence": one.precedence} for one in telegram.info],
        "classification": {"level": telegram.classification.level},
        "sections": {"of": telegram.sections.of},
        "captions": list(telegram.captions),
        "tags": list(telegram.tags),
        "subject": telegram.subject,
        "references": [one.mrn for one in telegram.references if one.mrn],
        "paragraphs": [
            {"number": one.number, "marking": one.marking} for one in telegram.paragraphs if one.number
        ],
        "signature": telegram.signature,
    }


@pytest.mark.parametrize("name", ENTRIES)
def test_reading_gives_back_what_was_written(name: str) -> None:
    assert read(parse(WRITTEN[name])) == truth(ENTRIES[name])


def test_there_are_enough_of_each_layout() -> None:
    layouts: dict[str, int] = defaultdict(int)
    for entry in ENTRIES.values():
        layouts[entry.layout] += 1
    assert set(layouts) == {"acp127", "aad", "smart"}
    assert min(layouts.values()) >= 10
    assert len(ENTRIES) == len(WRITTEN) >= 80


def test_at_least_four_stories_run_over_some_weeks() -> None:
    days: dict[str, list[Entry]] = defaultdict(list)
    for name, entry in ENTRIES.items():
        days[name.partition("/")[0]].append(entry)
    spans = [max(one.sent for one in story) - min(one.sent for one in story) for story in days.values()]
    assert sum(span >= timedelta(weeks=3) for span in spans) >= 4


def test_no_two_telegrams_have_one_number() -> None:
    assert len({entry.mrn for entry in ENTRIES.values()}) == len(ENTRIES)


def test_some_references_lead_to_telegrams_of_the_demo_and_some_nowhere() -> None:
    held = {entry.mrn for entry in ENTRIES.values()}
    cited = [number for entry in ENTRIES.values() for number in truth(entry)["references"]]
    assert sum(number in held for number in cited) >= 80
    assert sum(number not in held for number in cited) >= 8


def test_a_telegram_refers_only_to_earlier_ones() -> None:
    sent = {entry.mrn: entry.sent for entry in ENTRIES.values()}
    late = [
        (entry.mrn, number)
        for entry in ENTRIES.values()
        for number in truth(entry)["references"]
        if sent.get(number, entry.sent - timedelta(1)) >= entry.sent
    ]
    assert late == []


def test_there_are_sections_collectives_and_damage() -> None:
    everyone = list(ENTRIES.values())
    assert {entry.layout for entry in everyone if entry.sections > 1} == {"acp127", "aad"}
    assert any("COLLECTIVE" in one for entry in everyone for one in entry.info)
    kinds = {quirk for entry in everyone for quirk in entry.damage}
    assert len(kinds) >= 8
    assert kinds <= DAMAGE.keys()


@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if entry.damage])
def test_damage_changes_the_text(name: str) -> None:
    whole = dict(demo(damage=False))
    assert WRITTEN[name] != whole[name]


def test_every_sender_and_its_station_are_in_the_list_of_posts() -> None:
    senders = {entry.sender: posts.find(entry.sender) for entry in ENTRIES.values()}
    assert [name for name, post in senders.items() if post is None or post.name != name] == []


def test_continuity_numbers_rise_for_each_pair_of_posts() -> None:
    line = re.compile(
        r"(?m)^(?:TO |INFO )?(?:R[A-Z]{3,6}/)?((?:SECSTATE|AMEMBASSY|AMCONSUL)[A-Z ]*?)"
        r"(?: (?:IMMEDIATE|PRIORITY))? ([0-9]{4})$"
    )
    last: dict[tuple[str, str], int] = {}
    for name in ACP127:
        heading = WRITTEN[name].decode().replace("\r\n", "\n").partition("\n\n")[0]
        for address, number in line.findall(heading):
            pair = (ENTRIES[name].sender, address)
            assert int(number) > last.get(pair, 0)
            last[pair] = int(number)
    assert len(last) > 20


@pytest.mark.parametrize("name", ACP127)
def test_the_transmission_lines_agree_with_the_telegram(name: str) -> None:
    entry, heading = ENTRIES[name], WRITTEN[name].decode().replace("\r\n", "\n").partition("\n\n")[0]
    assert f"#{entry.serial % 10000:04d}" in heading
    assert f" {entry.sent:%j%H%M}" in heading
    letter = {"UNCLASSIFIED": "ZNR UUUUU", "CONFIDENTIAL": "ZNY CCCCC", "SECRET": "ZNY SSSSS"}[entry.level]
    assert letter in heading


@pytest.mark.parametrize(
    "name", [name for name, entry in ENTRIES.items() if entry.layout != "smart" and not entry.damage]
)
def test_no_line_is_longer_than_69_characters(name: str) -> None:
    text = WRITTEN[name].decode().partition("\n*** Current")[0]
    assert max(map(len, text.splitlines())) <= 69


def test_writing_the_demo_twice_changes_nothing(tmp_path: Path) -> None:
    write_demo(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.txt")}
    write_demo(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.txt")} == before
    assert len(before) == len(ENTRIES)


def test_no_signature_is_that_of_a_secretary_of_the_time() -> None:
    real = {
        "KISSINGER",
        "VANCE",
        "CHRISTOPHER",
        "INGERSOLL",
        "INGERSOL",
        "RICE",
        "ALBRIGHT",
        "CLINTON",
        "KERRY",
        "POWELL",
    }
    assert {entry.sign for entry in ENTRIES.values()} & real == set()
