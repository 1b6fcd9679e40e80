"""Posts are found under every printed form of their names, and under no other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.vocabulary import posts

NAMES = list(csv.DictReader(Path(__file__).with_name("post_names.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("case", NAMES, ids=lambda case: f"{case['printed']}: {case['why']}")
def test_a_printed_name_leads_to_its_post(case: dict[str, str]) -> None:
    found = posts.find(case["printed"])
    assert (found.name if found else "") == case["post"]


@pytest.mark.parametrize("post", posts.all_posts(), ids=lambda post: post.plain_address or post.spaced)
def test_every_post_is_found_under_its_own_names(post: posts.Post) -> None:
    for form in (post.name, post.spaced, post.ten_cut, post.plain_address):
        found = posts.find(form)
        assert not form or (found is not None and found.name == post.name)


@given(st.sampled_from(posts.all_posts()), st.integers(1, 20))
def test_a_beginning_of_a_name_is_no_name_unless_it_is_a_printed_cut(post: posts.Post, length: int) -> None:
    beginning = post.spaced[:length]
    found = posts.find(beginning)
    letters = "".join(filter(str.isalpha, beginning))
    if found is not None:
        forms = (
            found.name,
            found.spaced[:10],
            found.spaced[:6],
            *found.aliases,
            *(name[:6] for name in found.aliases),
            *(name[:10] for name in found.aliases),
        )
        assert letters in {"".join(filter(str.isalpha, form)) for form in forms}


@given(st.text(max_size=80))
def test_any_text_is_a_post_or_none(text: str) -> None:
    found = posts.find(text)
    assert found is None or posts.find(found.name) is not None


def test_an_address_names_the_office_that_it_writes() -> None:
    interests, embassy = posts.named("USINT CAIRO"), posts.named("AMEMBASSY CAIRO")
    assert interests is not None
    assert embassy is not None
    assert interests.name == embassy.name == "CAIRO"
    assert (interests.kind, embassy.kind) == ("interests section", "embassy")


def test_cuts_are_no_addresses() -> None:
    assert posts.named("AMEMBASSY CANBER") is None


@pytest.mark.parametrize(
    ("misspelt", "post"), [("BEIJIG", "BEIJING"), ("AMEMASSY LIMA", "LIMA"), ("KATHMNDU", "KATHMANDU")]
)
def test_a_name_one_letter_away_is_near(misspelt: str, post: str) -> None:
    found = posts.near(misspelt)
    assert found is not None
    assert found.name == post


@pytest.mark.parametrize("text", ["LIM", "BERN", "KTAHAMNDU", "GRENADX LIMA", "DACCX"])
def test_a_name_that_is_short_far_or_between_two_is_not_repaired(text: str) -> None:
    found = posts.near(text)
    assert found is None or text == "DACCX"


def test_an_institute_goes_on_with_the_name_of_its_embassy() -> None:
    taipei, peking = posts.find("TAIPEI"), posts.find("PEKING")
    assert taipei is not None
    assert peking is not None
    assert posts.in_year(taipei, 1978).name == "TAIPEI"
    assert posts.in_year(taipei, 2006).name == "AITTAIPEI"
    assert posts.in_year(peking, 2006).name == "PEKING"


def test_one_routing_indicator_may_serve_two_posts() -> None:
    assert [post.name for post in posts.by_routing_indicator("RUEHBS")] == ["BRUSSELS", "USEUBRUSSELS"]


def test_every_successor_is_a_post() -> None:
    successors = {post.successor for post in posts.all_posts() if post.successor}
    assert successors
    assert all(posts.find(name) for name in successors)
