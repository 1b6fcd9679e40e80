"""What stands at the door of a desk: who comes, with which session, and what the answer hands them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from litestar.enums import ScopeType

from reftel.web.desk.visit import Visit, begin, session_cookie, unsaid_cookie, visit_of

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

    from reftel.web.desk.desk import Desk


class Reception:
    """An application whose pages know who asks, by a cookie of the browser's session."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin the visit; hand out the cookies with a page."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        made = visit_of(scope, self.desk)
        begin(made)

        async def with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                message["headers"] = [*headers, *_cookies(made, message["status"], headers)]
            await send(message)

        await self.app(scope, receive, with_cookies)


def _cookies(made: Visit, status: int, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The cookies of a page; other answers (JSON, styles, scripts) need none, and leave what is to be said."""
    page = any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)
    cookies = [session_cookie(made)] if page and made.new else []
    cookies += [unsaid_cookie()] if page and made.said and status != HTTPStatus.SEE_OTHER else []
    return [(b"set-cookie", cookie.encode()) for cookie in cookies]
