"""A corpus behaves like traffic, is the same for the same seed, and its files are read as what is true of them."""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fidelity import expected, found
from reftel import parse
from reftel.synthetic import LAYOUTS, Made, corpus
from reftel.vocabulary import posts

COUNT = 1200
MADE = list(corpus(COUNT, 1))
RECORDS = [telegram.record for telegram in MADE]
SOME = [(sheet, telegram.record) for telegram in MADE[::20] for sheet in telegram.sheets]


def sent(record: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(record["dtg"])


@pytest.mark.parametrize(("sheet", "record"), SOME, ids=[sheet.path for sheet, _ in SOME])
def test_reading_a_file_gives_back_the_true_record(sheet: Any, record: dict[str, Any]) -> None:
    right = expected(record, sheet)
    read = found(parse(sheet.data), sheet)
    assert {name: read[name] for name in right} == right


@settings(max_examples=5)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_the_same_seed_gives_the_same_telegrams(seed: int, count: int) -> None:
    made = list(corpus(count, seed, faults=0.2, remove=0.1))
    assert made == list(corpus(count, seed, faults=0.2, remove=0.1))
    assert len(made) == count


def test_another_seed_gives_other_telegrams() -> None:
    other = {sheet.data for telegram in corpus(30, 2) for sheet in telegram.sheets}
    assert other & {sheet.data for telegram in MADE for sheet in telegram.sheets} == set()


@pytest.mark.parametrize("hash_seed", ["0", "862"])
def test_the_same_seed_gives_the_same_bytes_in_another_process(hash_seed: str) -> None:
    script = (
        "import hashlib; from reftel.synthetic import corpus;"
        "print(hashlib.sha256(repr(list(corpus(60, 7, faults=0.5))).encode()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True)
    here = hashlib.sha256(repr(list(corpus(60, 7, faults=0.5))).encode()).hexdigest()
    assert run.stdout.decode().strip() == here


def test_numbers_run_on_from_one_for_each_post_and_year() -> None:
    numbers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for record in RECORDS:
        year, post = sent(record).year, record["originator"]["post"]
        numbers[post, year].append(int(record["mrn"].removeprefix(f"{year}{post}")))
    assert all(serials == list(range(1, len(serials) + 1)) for serials in numbers.values())


def test_continuity_numbers_run_on_for_each_sender_and_addressee() -> None:
    last: dict[tuple[str, str], int] = {}
    for record in RECORDS:
        for one in (*record["action"], *record["info"]):
            pair = record["originator"]["post"], one["name"]
            assert one["continuity_number"] == last.get(pair, one["continuity_number"] - 1) + 1
            last[pair] = one["continuity_number"]


def test_telegrams_come_in_the_order_of_time_over_all_years() -> None:
    days = [sent(record) for record in RECORDS]
    assert all(one <= other for one, other in pairwise(days))
    assert {day.year for day in days} == set(range(1973, 2011))


def test_hundreds_of_posts_send_and_the_department_sends_three_in_ten() -> None:
    senders = Counter(record["originator"]["post"] for record in RECORDS)
    assert len(senders) > 200
    assert 0.2 < senders["STATE"] / len(RECORDS) < 0.4
    assert all(posts.find(name) for name in senders)


def test_every_reference_leads_to_an_earlier_telegram() -> None:
    seen: set[str] = set()
    for record in RECORDS:
        assert seen.issuperset(record["references"])
        seen.add(record["mrn"])
    assert len(seen) == len(RECORDS)


def test_replies_come_days_later_and_some_much_later() -> None:
    day = {record["mrn"]: sent(record) for record in RECORDS}
    waits = (sent(record) - day[record["answers"]] for record in RECORDS if record["answers"])
    delays = sorted(wait / timedelta(days=1) for wait in waits)
    assert len(delays) > len(RECORDS) / 10
    assert 1 < statistics.median(delays) < 10
    assert delays[-1] > 10 * statistics.median(delays)


def test_a_reply_refers_to_what_it_answers_and_stays_in_its_thread() -> None:
    by_number = {record["mrn"]: record for record in RECORDS}
    for record in RECORDS:
        if record["answers"]:
            answered = by_number[record["answers"]]
            assert record["references"][0] == answered["mrn"]
            assert record["thread"] == answered["thread"]
            assert answered["originator"]["name"] in {one["name"] for one in record["action"]}


def test_most_posts_answer_an_instruction_to_many() -> None:
    asked = {record["mrn"]: len(record["action"]) for record in RECORDS if record["instructs"]}
    answers = Counter(record["campaign"] for record in RECORDS if record["campaign"])
    assert sum(asked.values()) >= 30
    assert 0.55 < answers.total() / sum(asked.values()) < 0.9


def test_levels_stand_in_the_proportions_that_were_counted() -> None:
    early = Counter(one["classification"]["level"] for one in RECORDS if sent(one).year < 1995)
    late = Counter(one["classification"]["level"] for one in RECORDS if sent(one).year >= 1995)
    assert 0.42 < early["UNCLASSIFIED"] / early.total() < 0.58
    assert 0.02 < early["SECRET"] / early.total() < 0.09
    assert late["LIMITED OFFICIAL USE"] == 0


def test_few_telegrams_are_sent_at_weekends() -> None:
    weekend = sum(sent(record).weekday() >= 5 for record in RECORDS)
    assert weekend / len(RECORDS) < 0.15


def test_words_fall_off_as_in_language() -> None:
    words = Counter(
        word
        for telegram in MADE
        for sheet in telegram.sheets[:1]
        for word in sheet.data.decode().lower().split()
        if word.isalpha()
    )
    ranked = [count for _, count in words.most_common()]
    assert len(ranked) > 3000
    assert ranked[9] > 8 * ranked[199] > 8 * 8 * ranked[1999]


@pytest.mark.parametrize("seed", range(1, 4))
def test_files_have_four_kilobytes_on_average(seed: int) -> None:
    made = MADE if seed == 1 else corpus(COUNT, seed)
    lengths = [len(sheet.data) for telegram in made for sheet in telegram.sheets]
    assert 3600 < statistics.mean(lengths) < 4400
    assert max(lengths) > 5 * statistics.median(lengths)


def test_all_layouts_several_copies_and_sections_apart_are_there() -> None:
    layouts = Counter(sheet.layout for telegram in MADE for sheet in telegram.sheets)
    assert set(layouts) == {"acp127", "aad", "aad+attributes", "smart", "bare", "text", "card"}
    assert sum(len({sheet.layout for sheet in one.sheets}) > 1 for one in MADE) > 30
    assert any(sheet.section == 2 for one in MADE for sheet in one.sheets)


def test_sections_apart_are_together_the_whole_text() -> None:
    for telegram in MADE:
        apart = defaultdict(list)
        for sheet in telegram.sheets:
            if sheet.section:
                apart[sheet.layout].append(sheet.section)
        for sections in apart.values():
            assert sections == list(range(1, telegram.record["sections"]["of"] + 1))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_layouts_that_are_asked_for_are_used(layout: str) -> None:
    sheets = [sheet for telegram in corpus(40, 3, layouts=[layout]) for sheet in telegram.sheets]
    assert {sheet.layout.partition("+")[0] for sheet in sheets} == {layout}


def test_only_the_years_that_are_asked_for_are_used() -> None:
    days = [sent(telegram.record).date() for telegram in corpus(200, 3, years=(1976, 1977))]
    assert date(1976, 1, 1) <= min(days) < date(1976, 2, 1)
    assert date(1977, 12, 1) <= max(days) < date(1978, 1, 1)


def test_faults_are_put_in_at_the_rate_and_named() -> None:
    clean = {sheet.path: sheet for telegram in MADE for sheet in telegram.sheets}
    faulty = {sheet.path: sheet for telegram in corpus(COUNT, 1, faults=0.1) for sheet in telegram.sheets}
    changed = {path for path, sheet in faulty.items() if sheet.data != clean[path].data}
    assert changed == {path for path, sheet in faulty.items() if sheet.faults}
    assert 0.07 < len(changed) / len(faulty) < 0.13
    assert len({fault for sheet in faulty.values() for fault in sheet.faults}) >= 12


def test_what_is_removed_stands_in_the_truth_and_nowhere_else() -> None:
    whole = {telegram.record["mrn"]: telegram for telegram in MADE}
    removed: list[Made] = []
    for telegram in corpus(COUNT, 1, remove=0.1):
        assert telegram.sheets == (() if telegram.record["removed"] else whole[telegram.record["mrn"]].sheets)
        removed += [telegram] if telegram.record["removed"] else []
    assert 0.07 < len(removed) / len(MADE) < 0.13


def test_a_card_stands_for_what_was_withheld() -> None:
    withheld = [telegram for telegram in MADE if telegram.record["withheld"]]
    assert withheld
    for telegram in withheld:
        (sheet,) = telegram.sheets
        assert sheet.layout == "card"
        assert parse(sheet.data).completeness == "header only"


def test_the_folder_holds_the_files_and_the_truth(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "reftel",
        "synthesize",
        "--count",
        "30",
        "--seed",
        "4",
        "--years",
        "2006-2007",
    ]
    subprocess.run([*command, "--faults", "0.1", "--out", str(tmp_path)], check=True)
    truths = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text("utf-8").splitlines()]
    made = list(corpus(30, 4, years=(2006, 2007), faults=0.1))
    assert truths == [json.loads(json.dumps(telegram.record)) for telegram in made]
    told = {one["path"] for record in truths for one in record["files"]}
    telegrams = tmp_path / "telegrams"
    assert told == {path.relative_to(telegrams).as_posix() for path in telegrams.rglob("*.txt")}
    assert all((telegrams / sheet.path).read_bytes() == sheet.data for one in made for sheet in one.sheets)


@pytest.mark.parametrize("years", ["2010-2006", "1066", "some"])
def test_years_that_cannot_be_are_refused(years: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reftel", "synthesize", "--years", years, "--out", str(tmp_path / "new")]
    run = subprocess.run(command, capture_output=True, check=False)
    assert run.returncode == 2
    assert years.encode() in run.stderr
    assert not (tmp_path / "new").exists()
