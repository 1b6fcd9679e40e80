"""What the addresses with `.json` answer, described as OpenAPI 3.1 has it; made from the registries of pages."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Protocol

import msgspec

from reftel import __version__
from reftel.model.noun import Noun
from reftel.web.pages.telegram import ChoicePage
from reftel.web.view import View

Plain = dict[str, Any]
_REF = "#/components/schemas/{name}"
_ABOUT = (
    "Every page of the reading room at the same address with `.json`. Offsets are code points of a telegram's source "
    "text, [start, end). Errors have one shape. Answers carry an ETag; with If-None-Match an unchanged one is 304. "
    "`cursor` of a search asks for the page that follows, to the last."
)


class Page(Protocol):
    """What the registries say of a page."""

    @property
    def path(self) -> str:
        """Its address, with the names of what varies in it."""

    @property
    def make(self) -> Callable[..., View]:
        """What works out its data."""

    @property
    def makes(self) -> type[View]:
        """The type of its data."""

    @property
    def query(self) -> Mapping[str, str]:
        """The names that its query may have, each with its meaning."""


class Trouble(Noun, frozen=True):
    """Why there is no answer: the HTTP status, a code for programs, a sentence for people."""

    status: int
    code: str
    message: str


class Error(Noun, frozen=True):
    """The shape of every error."""

    error: Trouble


class Address(Noun, frozen=True):
    """One address: what it answers, and what its query may say."""

    path: str
    summary: str
    query: dict[str, str]


class DescriptionPage(View, frozen=True):
    """The addresses for people."""

    template: ClassVar[str] = "openapi.html"

    addresses: tuple[Address, ...]


def address_of(page: Page) -> Address:
    """The address at which the data of a page is answered."""
    path = page.path.replace(":str", "") if page.path != "/" else "/index"
    summary = (inspect.getdoc(page.make) or "").partition("\n")[0]
    return Address(f"{path}.json", summary, dict(page.query))


def description(pages: Iterable[Page]) -> Plain:
    """The whole description of these pages, ready to be written as JSON."""
    listed = tuple(pages)
    types: set[type[Any]] = {page.makes for page in listed} | {ChoicePage, Error}
    ordered = sorted(types, key=lambda one: one.__name__)
    schemas, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    known = dict(zip(ordered, schemas, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reftel", "version": __version__, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "paths": {address_of(page).path: {"get": _operation(page, known)} for page in listed},
        "components": {"schemas": components},
    }


def _operation(page: Page, known: dict[type[Any], Plain]) -> Plain:
    address = address_of(page)
    varying = [part[1:].partition(":")[0] for part in page.path.split("/") if part.startswith("{")]
    return {
        "operationId": page.make.__name__,
        "summary": address.summary,
        "parameters": [
            *(_parameter(name, "path", "", required=True) for name in varying),
            *(_parameter(name, "query", meaning) for name, meaning in address.query.items()),
        ],
        "responses": {
            "200": _answer("the data of the page", known[page.makes]),
            **({"300": _answer("several have this name", known[ChoicePage])} if "key" in varying else {}),
            "304": {"description": "still the one that you have"},
            "default": _answer("why there is no answer", known[Error]),
        },
    }


def _parameter(name: str, where: str, meaning: str, *, required: bool = False) -> Plain:
    said = {"description": meaning} if meaning else {}
    return {"name": name, "in": where, "required": required, "schema": {"type": "string"}, **said}


def _answer(meaning: str, schema: Plain) -> Plain:
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}
