"""Telegrams made by chance are the same for the same seed, and reading them gives back their true records."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel import parse
from reftel.model.telegram import Telegram
from reftel.synthetic import synthesize
from reftel.vocabulary import posts

MADE = list(synthesize(120, 1))


@pytest.mark.parametrize(("name", "data", "record"), MADE, ids=[name for name, _, _ in MADE])
def test_reading_gives_back_the_true_record(name: str, data: bytes, record: dict[str, object]) -> None:
    telegram = parse(data)
    seen: dict[str, object] = {
        "mrn": telegram.mrn,
        "layout": telegram.layout,
        "dtg": telegram.dtg,
        "classification": {"level": telegram.classification.level},
        "sections": {"of": telegram.sections.of},
        "captions": list(telegram.captions),
        "tags": list(telegram.tags),
        "subject": telegram.subject,
        "references": [one.mrn for one in telegram.references if one.mrn],
        "signature": telegram.signature,
        "paragraphs": _numbered(telegram),
    }
    assert seen == {key: record[key] for key in seen}


def _numbered(telegram: Telegram) -> list[dict[str, object]]:
    return [{"number": one.number, "marking": one.marking} for one in telegram.paragraphs if one.number]


@settings(max_examples=10)
@given(st.integers(0, 2**32), st.integers(1, 15))
def test_the_same_seed_gives_the_same_telegrams(seed: int, count: int) -> None:
    made = list(synthesize(count, seed))
    assert made == list(synthesize(count, seed))
    assert len({name for name, _, _ in made}) == count


def test_another_seed_gives_other_telegrams() -> None:
    assert {data for _, data, _ in synthesize(20, 2)} & {data for _, data, _ in MADE} == set()


def test_all_layouts_are_drawn_and_references_lead_to_telegrams() -> None:
    numbers = {record["mrn"] for _, _, record in MADE}
    cited = [number for _, _, record in MADE for number in record["references"]]
    assert {record["layout"] for _, _, record in MADE} == {"acp127", "aad", "smart"}
    assert len(numbers) == len(MADE)
    assert 0 < sum(number in numbers for number in cited) < len(cited)


def test_days_rise_within_each_layout() -> None:
    for layout in ("acp127", "aad", "smart"):
        days = [str(record["dtg"])[:10] for _, _, record in MADE if record["layout"] == layout]
        assert all(one <= other for one, other in pairwise(days))


def test_every_post_is_real() -> None:
    assert all(posts.find(record["originator"]["post"]) for _, _, record in MADE)
