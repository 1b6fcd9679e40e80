"""What stands before every page."""

from __future__ import annotations

from typing import Any

import pytest
from litestar.testing import TestClient

from reftel.web.guard import HEADERS, host_name

PATHS = ("/", "/search?q=ferry", "/telegram/2006TBILISI431", "/telegram/none", "/static/reftel.css", "/none")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_every_header(client: TestClient[Any], path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    policy = HEADERS["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert {"frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= set(policy.split("; "))


@pytest.mark.parametrize("host", ["127.0.0.1:8390", "localhost", "LOCALHOST:1", "[::1]:8390", "[::1]"])
def test_loopback_names_are_answered(client: TestClient[Any], host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8390", "127.0.0.1.evil.example", "localhost.evil", "", "192.168.0.7:8390"],
)
def test_other_names_are_refused_before_any_page(client: TestClient[Any], host: str) -> None:
    answer = client.get("/telegram/2006TBILISI431", headers={"host": host})
    assert answer.status_code == 421
    assert "FERRY" not in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_allowed(client: TestClient[Any], method: str) -> None:
    answer = client.request(method, "/search")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_the_name_of_a_host_stands_before_its_port() -> None:
    assert [host_name(text) for text in ("A.b:1", "[::1]:2", "[::1]", "x")] == ["a.b", "[::1]", "[::1]", "x"]
