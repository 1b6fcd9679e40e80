"""A TAG is decoded for its day, or not at all."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.vocabulary import tags
from reftel.vocabulary.table import rows

CASES = list(csv.DictReader(Path(__file__).with_name("tag_meanings.csv").read_text("utf-8").splitlines()))
COUNTRIES = sorted({row["code"] for row in rows("geographic_tags")})


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']} {case['year']}: {case['why']}")
def test_a_code_means_what_its_time_meant(case: dict[str, str]) -> None:
    found = tags.meaning(case["code"], date(int(case["year"]), 6, 1) if case["year"] else None)
    assert (found.name.removesuffix(" (mainland)") if found else "") == case["meaning"]


@given(st.sampled_from(COUNTRIES), st.dates(date(1973, 1, 1), date(2030, 1, 1)))
def test_a_country_code_is_decoded_only_where_its_lists_agree(code: str, day: date) -> None:
    found = tags.meaning(code, day)
    possible = [tag for tag in tags.find(code) if tag.first_year <= day.year <= tag.last_year]
    if found is not None:
        assert all((tag.place or tag.name) == (found.place or found.name) for tag in possible)
    assert tags.known(code, day) == bool(possible)


def test_all_letters_of_a_subject_code_stand_in_the_list() -> None:
    assert {tag.kind for tag in tags.find("PREL")} == {"subject"}
    assert {tag.kind for tag in tags.find("KDEM")} == {"program"}
    assert tags.find("PRELX") == ()
