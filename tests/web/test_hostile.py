"""Telegrams that mean harm or are out of all proportion: pages stay safe, small and quick."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from reftel.archive.results import Filed
from reftel.model.telegram import Addressee, Paragraph, Telegram

KEY = "ab" * 6
LARGEST = 700_000  # bytes of a page, whatever a telegram holds


def filed(small: Any, telegram: Telegram) -> Any:
    small.filed["2006HUGE1"] = (Filed("2006HUGE1", telegram),)
    return small


@pytest.mark.parametrize("size", [1_000_000, pytest.param(10_000_000, marks=pytest.mark.slow)])
def test_a_body_of_megabytes_is_shown_in_a_page_of_bounded_size(
    client_of: Callable[[Any], TestClient[Any]], small: Any, size: int
) -> None:
    line = "THE MINISTER SAID THAT THE FERRY WOULD LEAVE WHEN IT WAS FULL AND NOT BEFORE.\n"
    text = line * (size // len(line))
    body = Paragraph(1, "U", None, None, 1, text, 0, len(text))
    client = client_of(filed(small, Telegram(mrn="2006HUGE1", paragraphs=(body,)).with_text(text)))
    begun = time.process_time()
    answer = client.get("/telegram/2006HUGE1")
    assert time.process_time() - begun < 20
    assert answer.status_code == 200
    assert len(answer.content) < LARGEST
    assert 'href="/telegram/2006HUGE1/source"' in answer.text
    assert "the plain text has all of it" in answer.text
    assert len(client.get("/telegram/2006HUGE1/source").content) == len(text)


def test_five_thousand_addressees_are_folded_and_all_there(
    client_of: Callable[[Any], TestClient[Any]], small: Any
) -> None:
    many = tuple(Addressee(f"AMEMBASSY PLACE{at:04}", None, "ROUTINE") for at in range(5000))
    client = client_of(filed(small, Telegram(mrn="2006HUGE1", action=many[:1], info=many).with_text("x")))
    text = client.get("/telegram/2006HUGE1").text
    assert "<summary>5000 addressees: AMEMBASSY PLACE0000" in text
    assert "AMEMBASSY PLACE4999" in text


def test_the_direction_of_hostile_letters_ends_with_their_element(
    client: TestClient[Any], hostile_words: str
) -> None:
    text = client.get("/search?q=x").text
    assert "\u202e" in hostile_words
    for element in re.findall(r"<(\w+)[^>]*>[^<]*\u202e", text):
        assert element in {"bdi", "a", "h2", "title", "span", "small", "p", "mark", "input"}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=x",
        "/search.json?q=x",
        f"/telegram/{KEY}",
        f"/telegram/{KEY}.json",
        "/none",
        "/none.json",
    ],
)
def test_every_answer_has_every_header(client: TestClient[Any], path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/post/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/tag/%22%3E%3Cimg%20src=x%3E",
        "/gaps?post=%3Cscript%3E",
        "/coverage?post=%22%3E%3Cscript%3E",
        "/complete?q=%3Cscript%3E",
        "/thread/%3Cscript%3E",
        "/answers/%00",
        "/telegram/%3Cscript%3E/copies",
    ],
)
def test_markup_in_an_address_stays_text(demo: Any, path: str) -> None:
    from reftel.web.app import create_app

    answer = TestClient(create_app(demo), base_url="http://127.0.0.1:8390").get(path)
    assert answer.status_code in {200, 404}
    assert "<script>" not in answer.text
    assert "<img" not in answer.text
