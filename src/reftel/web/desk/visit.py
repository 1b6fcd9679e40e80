"""One request of one browser: its session, the token of its forms, what it is told, what it may do."""

from __future__ import annotations

import base64
import ipaddress
import json
import secrets
from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, NamedTuple

from reftel.web.desk.desk import Desk
from reftel.workspace import history

if TYPE_CHECKING:
    from litestar.types import Scope

SESSION, SAID = "reftel", "reftel-said"
_KEPT = "; Path=/; HttpOnly; SameSite=Lax"
_PROXIES = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"})
_VISIT: ContextVar[Visit | None] = ContextVar("visit", default=None)


class Said(NamedTuple):
    """What a change came to, for the next page to say; `wrong` where it was refused."""

    text: str
    wrong: bool = False


class Visit(NamedTuple):
    """The request that is being answered. `new` sessions are handed to the browser with the answer."""

    desk: Desk
    session: str
    new: bool
    said: Said | None
    owner: bool
    address: str

    @property
    def token(self) -> str:
        """What every form of this session carries."""
        return self.desk.sealed(self.session)

    @property
    def keys(self) -> bool:
        """Whether the reader wants the keyboard."""
        return history.chosen(self.desk.workspace, "keys")


def visit() -> Visit | None:
    """The request that is being answered; None in a reading room without a desk."""
    return _VISIT.get()


def begin(made: Visit) -> None:
    """Let a request be the one that is being answered, in this task and the threads that it starts."""
    _VISIT.set(made)


def visit_of(scope: Scope, desk: Desk) -> Visit:
    """Who comes with a request, and what they are told."""
    cookies = _cookies(scope)
    session = cookies.get(SESSION, "")
    known = len(session) == 32 and session.isalnum()
    query = scope.get("query_string", b"").decode("latin-1")
    address = scope.get("path", "/") + (f"?{query}" if query else "")
    return Visit(
        desk,
        session if known else secrets.token_hex(16),
        not known,
        _told(desk, cookies.get(SAID, "")),
        desk.viewer.sees_all and is_here(scope),
        address,
    )


def is_here(scope: Scope) -> bool:
    """Whether a request comes from this machine itself, and through nothing that brings others' requests."""
    if any(name in _PROXIES for name, _ in scope["headers"]):
        return False
    client = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _cookies(scope: Scope) -> dict[str, str]:
    given = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        return {name: one.value for name, one in SimpleCookie(given.decode("latin-1")).items()}
    except CookieError:
        return {}


def session_cookie(made: Visit) -> str:
    """The header that gives a browser its session."""
    return f"{SESSION}={made.session}{_KEPT}"


def said_cookie(desk: Desk, said: Said) -> str:
    """The header that lets the next page say what came of a change."""
    body = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
    return f"{SAID}={body}.{desk.sealed(body)}{_KEPT}; Max-Age=60"


def unsaid_cookie() -> str:
    """The header that takes away what was said."""
    return f"{SAID}={_KEPT}; Max-Age=0"


def _told(desk: Desk, cookie: str) -> Said | None:
    body, _, seal = cookie.partition(".")
    if not body or not desk.is_sealed(body, seal):
        return None
    text, wrong = json.loads(base64.urlsafe_b64decode(body))
    return Said(text, wrong)
