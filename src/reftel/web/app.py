"""The application: the first page, the search, the telegram and its source text, over one archive."""

from __future__ import annotations

import logging
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from litestar import Litestar, Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from reftel.archive import ArchiveError, open_archive
from reftel.web.first_page import first_page
from reftel.web.guard import Guard
from reftel.web.pages import STATIC, page, static
from reftel.web.search_page import search_page
from reftel.web.shelf import Readable, Shelf
from reftel.web.telegram_page import source_text, telegram_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

log = logging.getLogger(__name__)
Page = Response[bytes]
Asked = Request[None, None, State]


@get("/", sync_to_thread=True)
def _first(request: Asked) -> Page:
    return first_page(_archive(request))


@get("/search", sync_to_thread=True)
def _search(request: Asked) -> Page:
    asked = request.query_params
    return search_page(
        _archive(request), asked.get("q", ""), asked.get("page", "1"), asked.get("sort", "relevance")
    )


@get("/telegram/{key:str}", sync_to_thread=True)
def _telegram(request: Asked) -> Page:
    asked = request.query_params
    key = request.path_params["key"]
    return telegram_page(_archive(request), key, asked.get("lit", ""), asked.get("part", "1"))


@get("/telegram/{key:str}/source", sync_to_thread=True)
def _source(request: Asked) -> Page:
    return source_text(_archive(request), request.path_params["key"])


@get("/static/{name:str}", sync_to_thread=False)
def _static(request: Asked) -> Page:
    name = request.path_params["name"]
    content = static(name)
    if content is None:
        return page("missing.html", 404, title="No such page", reason="", suggestions=())
    return Response(content, media_type=STATIC[name])


def _archive(request: Asked) -> Readable:
    shelf: Shelf = request.app.state.shelf
    return shelf.archive()


def _refused(request: Asked, error: HTTPException) -> Page:
    phrase = HTTPStatus(error.status_code).phrase
    title = "No such page" if error.status_code == 404 else phrase
    return page("missing.html", error.status_code, title=title, reason="", suggestions=())


def _unreadable(request: Asked, error: ArchiveError) -> Page:
    return page("missing.html", 503, title="The archive cannot be read", reason=str(error), suggestions=())


def _broken(request: Asked, error: Exception) -> Page:
    log.error("page %s failed", request.url.path, exc_info=error)
    reason = "The fault is in Reftel, not in what you asked; the log of reftel serve says more."
    return page("missing.html", 500, title="This page could not be made", reason=reason, suggestions=())


def application(opening: Callable[[], AbstractContextManager[Readable]]) -> Guard:
    """The reading room over whatever archive `opening` opens, as an ASGI application."""
    shelf = Shelf(opening)
    return Guard(
        Litestar(
            route_handlers=[_first, _search, _telegram, _source, _static],
            exception_handlers={
                HTTPException: _refused,
                ArchiveError: _unreadable,
                Exception: _broken,
            },
            state=State({"shelf": shelf}),
            on_shutdown=[shelf.close],
            openapi_config=None,
            logging_config=None,
        )
    )


def create_app(folder: Path) -> Guard:
    """The reading room over the archive in `folder`, which is opened for reading at the first page."""
    return application(lambda: open_archive(folder))
