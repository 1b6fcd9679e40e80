"""One way to answer: the data of a page as HTML, or as JSON at the same address with `.json`; errors in one shape."""

from __future__ import annotations

import hashlib
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException

from reftel.archive import ArchiveError
from reftel.exchange.keeping.book import BookError
from reftel.exchange.post.config import NotAllowed, PostError
from reftel.web.view import Asked, Fault, Missing, View, encoded

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger(__name__)
Page = Response[bytes]
Browser = Request[None, None, State]
SUFFIX = ".json"
JSON = "application/json"
ROOT = "/index"
WANTS_JSON = "wants_json"


class JsonAddresses:
    """An application at whose addresses with `.json` the same data is answered as JSON; `/index.json` is `/`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the suffix off, and remember it."""
        path = scope.get("path", "")
        if scope["type"] == ScopeType.HTTP and path.endswith(SUFFIX):
            plain = path.removesuffix(SUFFIX)
            bare = "/" if plain == ROOT else plain
            state = {**scope.get("state", {}), WANTS_JSON: True}
            scope = {**scope, "path": bare, "raw_path": bare.encode(), "state": state}
        await self.app(scope, receive, send)


def asked_of(request: Browser) -> Asked:
    """What a request asks."""
    query: dict[str, tuple[str, ...]] = {}
    for name, value in request.query_params.multi_items():
        query[name] = (*query.get(name, ()), value)
    return Asked({name: str(value) for name, value in request.path_params.items()}, query)


def answered(request: Browser, view: View, data: bytes | None = None) -> Page:
    """The data of a page as it was asked for, or word that it is still the one that the browser has.

    `data` is what is answered as JSON in place of the view's own fields.
    """
    if _wants_json(request):
        return _tagged(request, data or encoded(view), JSON, view.status)
    return _tagged(request, view.body(asked_of(request)), view.media, view.status)


def _wants_json(request: Browser) -> bool:
    return bool(request.scope.get("state", {}).get(WANTS_JSON))


def _tagged(request: Browser, body: bytes, media: str, status: int) -> Page:
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    known = (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(","))
    if status == HTTPStatus.OK and tag in known:
        return Response(b"", status_code=304, media_type=media, headers={"etag": tag})
    return Response(body, status_code=status, media_type=media, headers={"etag": tag})


def refused(request: Browser, fault: Fault) -> Page:
    """The answer where there is no page."""
    if _wants_json(request):
        return Response(fault.body(), status_code=fault.status, media_type=JSON)
    instead = fault.instead or Missing(fault.message)
    return Response(instead.body(asked_of(request)), status_code=fault.status, media_type="text/html")


def _http_error(request: Browser, error: HTTPException) -> Page:
    status = HTTPStatus(error.status_code)
    title = "No such page" if status == HTTPStatus.NOT_FOUND else status.phrase
    return refused(request, Fault(status, status.name.lower(), title))


def _unreadable(request: Browser, error: ArchiveError) -> Page:
    page = Missing("The archive cannot be read", str(error))
    return refused(request, Fault(503, "archive_unreadable", str(error), page))


def _unusable(request: Browser, error: Exception) -> Page:
    page = Missing("The post cannot be opened", str(error))
    return refused(request, Fault(503, "post_unusable", str(error), page))


def _not_allowed(request: Browser, error: NotAllowed) -> Page:
    page = Missing("Not yours to do", str(error))
    return refused(request, Fault(403, "not_allowed", str(error), page))


def _broken(request: Browser, error: Exception) -> Page:
    log.error("page %s failed", request.url.path, exc_info=error)
    reason = "The fault is in Reftel, not in what you asked; the log of reftel serve says more."
    return refused(request, Fault(500, "fault", reason, Missing("This page could not be made", reason)))


HANDLERS: dict[type[Exception] | int, Any] = {
    Fault: refused,
    HTTPException: _http_error,
    ArchiveError: _unreadable,
    NotAllowed: _not_allowed,
    PostError: _unusable,
    BookError: _unusable,
    Exception: _broken,
}
"""What answers each kind of error."""
