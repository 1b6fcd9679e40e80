"""The description of the addresses with `.json`: it says all of them, and each answers as it says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from litestar.testing import TestClient
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from reftel.web.app import DESK_PAGES, create_app
from reftel.web.description import address_of
from reftel.web.registry import PAGES

HOST = {"Host": "127.0.0.1:8390"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MANY = int(os.environ.get("REFTEL_EXAMPLES", "2"))
KEYS = {
    "2006DUSHANBE417": 200,
    "06STATE31044": 200,
    "1976SUVA188": 200,
    "none": 404,
    "2006DUSHANBE99999": 404,
}


def at_the_machine(app: Any) -> Any:
    """The application as its owner asks it."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        here = {**scope, "client": ("127.0.0.1", 5)} if scope["type"] == "http" else scope
        await app(here, receive, send)

    return asked


@pytest.fixture(scope="module")
def asgi(demo: Path) -> Any:
    return at_the_machine(create_app(demo))


@pytest.fixture(scope="module")
def room(asgi: Any) -> TestClient[Any]:
    return TestClient(asgi, base_url="http://127.0.0.1:8390")


@pytest.fixture(scope="module")
def described(asgi: Any) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", asgi, headers=HOST)


@pytest.mark.parametrize("path", [address_of(entry).path for entry in (*PAGES, *DESK_PAGES)])
def test_whatever_is_asked_is_answered_as_described(described: Any, path: str) -> None:
    @given(described[path]["GET"].as_strategy())
    @settings(max_examples=MANY, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    def ask(case: Any) -> None:
        case.validate_response(case.call(headers=HOST), checks=CHECKS)

    ask()


@pytest.mark.parametrize(
    "path", [address_of(entry).path for entry in (*PAGES, *DESK_PAGES) if "{key" in entry.path]
)
def test_telegrams_are_answered_as_described(described: Any, path: str) -> None:
    for key, status in KEYS.items():
        case = described[path]["GET"].Case(path_parameters={"key": key})
        answer = case.call(headers=HOST)
        case.validate_response(answer, checks=CHECKS)
        assert answer.status_code == status or path.startswith(("/thread", "/answers"))


def test_every_page_is_described_with_what_may_be_asked(room: TestClient[Any]) -> None:
    said = room.get("/openapi.json").json()
    assert said["openapi"] == "3.1.0"
    assert len(said["paths"]) == len(PAGES) + len(DESK_PAGES)
    for entry in (*PAGES, *DESK_PAGES):
        path = entry.path.replace(":str", "") if entry.path != "/" else "/index"
        operation = said["paths"][f"{path}.json"]["get"]
        assert operation["summary"].endswith(".")
        assert {one["name"] for one in operation["parameters"] if one["in"] == "query"} == set(entry.query)
    names = [one["get"]["operationId"] for one in said["paths"].values()]
    assert len(names) == len(set(names))


def test_people_can_read_it_too(room: TestClient[Any]) -> None:
    page = room.get("/openapi").text
    assert "<code>/telegram/{key}.json</code>" in page
    assert 'href="/openapi.json"' in page


def test_an_error_has_one_shape_whoever_makes_it(room: TestClient[Any]) -> None:
    asked = [
        room.get("/none.json"),
        room.get("/telegram/none.json"),
        room.get("/search.json?cursor=x"),
        room.get("/list.json?name=none"),
        room.get("/ingest/none.json"),
        room.get("/lists/make.json"),
        room.delete("/lists.json"),
        room.post("/lists.json"),
        room.get("/index.json", headers={"host": "evil.example"}),
    ]
    assert [answer.status_code for answer in asked] == [404, 404, 400, 404, 404, 405, 405, 403, 421]
    for answer in asked:
        assert answer.headers["content-type"] == "application/json"
        assert set(answer.json()["error"]) == {"status", "code", "message"}
        assert answer.json()["error"]["status"] == answer.status_code
