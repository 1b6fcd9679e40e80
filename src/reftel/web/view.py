"""What a page is: a frozen value that is worked out once and answered as HTML or, at `….json`, as itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

import msgspec

from reftel.model.telegram import Noun
from reftel.web.templating import render


class Asked(NamedTuple):
    """What an address asks: the parts of its path that vary, and the values of each name of its query."""

    path: Mapping[str, str] = {}
    query: Mapping[str, tuple[str, ...]] = {}

    def get(self, name: str, otherwise: str = "") -> str:
        """The last value of a name of the query."""
        return (self.query.get(name) or (otherwise,))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a name of the query."""
        return self.query.get(name, ())


class View(Noun, frozen=True):
    """Base of what pages show. The fields are the page's data, and its JSON.

    A page names its template, which sees the fields and what `shown` adds to them: how they are set, never what
    only the archive knows.
    """

    template: ClassVar[str]
    status: ClassVar[int] = 200
    media: ClassVar[str] = "text/html"

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """What the template needs besides the fields."""
        return {}

    def body(self, asked: Asked) -> bytes:
        """The page as it goes to the browser."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return render(self.template, **{**fields, **self.shown(asked)})


class Fault(Exception):
    """Why there is no page: an HTTP status, a code for programs, a sentence for people, what may help instead."""

    def __init__(self, status: int, code: str, message: str, instead: View | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.instead = instead

    def body(self) -> bytes:
        """The error as JSON, of one shape for all: `{"error": {"status", "code", "message"}}`."""
        said = {"status": self.status, "code": self.code, "message": self.message}
        return encoded({"error": said})


class Missing(View, frozen=True):
    """The page that stands where there is none."""

    template: ClassVar[str] = "missing.html"

    title: str
    reason: str = ""


def encoded(value: object) -> bytes:
    """A value as JSON. Letters that UTF-8 cannot carry (lone surrogates) become `?`."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_sendable(msgspec.to_builtins(value)))


def _sendable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_sendable(name): _sendable(one) for name, one in value.items()}
    return [_sendable(one) for one in value] if isinstance(value, list | tuple) else value
