"""What stands before every page: only this machine's names, no form from elsewhere, strict headers on every answer."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from litestar.enums import ScopeType

from reftel.web.view import Fault

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer a browser does not say where a form comes from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
READING = ("GET", "HEAD")
CHANGING = "POST"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def host_name(header: str) -> str:
    """The name in a Host header without its port, in lower case: `[::1]` of `[::1]:8390` (RFC 9110, 7.2)."""
    name, colon, port = header.strip().lower().rpartition(":")
    return name if colon and port.isdigit() else header.strip().lower()


class Guard:
    """An application that answers reading requests to a loopback name and refuses all others.

    With `changes` also forms are taken, those that the browser says come from a page of the application itself.
    A page elsewhere that makes its own name resolve to this machine (DNS rebinding) still sends that name.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str] = LOOPBACK, *, changes: bool = False) -> None:
        self.app = app
        self.methods = (*READING, CHANGING) if changes else READING
        self.names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it; put the headers on what comes back."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _headers(message["headers"])
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await _answer(with_headers, *_worded(scope, *refusal), self.methods)
        else:
            await self.app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        hosts = _values(scope, b"host")
        if len(hosts) != 1 or host_name(hosts[0]) not in self.names:
            return 421, "This reading room answers to localhost, 127.0.0.1 and [::1] only."
        method: str = scope["method"]  # type: ignore[typeddict-item]
        if method not in self.methods:
            return 405, f"This reading room takes {', '.join(self.methods)} only."
        if method == CHANGING and not _from_here(scope, hosts[0]):
            return 403, "This form does not come from a page of this reading room."
        return None


def _values(scope: Scope, wanted: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == wanted]


def _from_here(scope: Scope, host: str) -> bool:
    """Whether the browser says that a request comes from a page of the same origin; it must say so."""
    origins, sites = _values(scope, b"origin"), _values(scope, b"sec-fetch-site")
    own = f"{scope.get('scheme', 'http')}://{host}".lower()
    said = [origin.lower() == own for origin in origins] + [site == "same-origin" for site in sites]
    return bool(said) and all(said)


def _headers(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in given if name.decode("latin-1").lower() not in HEADERS]
    return kept + [(name.encode(), value.encode()) for name, value in HEADERS.items()]


def _worded(scope: Scope, status: int, text: str) -> tuple[int, bytes, bytes]:
    """A refusal as it was asked for: in words, or in the shape that every error has as JSON."""
    if not scope.get("path", "").endswith(".json"):
        return status, f"{text}\n".encode(), b"text/plain; charset=utf-8"
    return status, Fault(status, HTTPStatus(status).name.lower(), text).body(), b"application/json"


async def _answer(send: Send, status: int, body: bytes, media: bytes, allowed: Iterable[str]) -> None:
    headers = [(b"content-type", media), (b"content-length", b"%d" % len(body))]
    if status == 405:
        headers.append((b"allow", ", ".join(allowed).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
