"""The application: every page of the registry over one archive."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException

from reftel.archive import Archive, open_archive
from reftel.archive.tiers import OWNER, Viewer
from reftel.web.answering import HANDLERS, Browser, JsonAddresses, Page, answered, asked_of
from reftel.web.guard import Guard
from reftel.web.registry import PAGES, Entry
from reftel.web.shelf import Shelf
from reftel.web.templating import STATIC, static

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from litestar.handlers import HTTPRouteHandler


def _route(entry: Entry) -> HTTPRouteHandler:
    """The route of a page."""

    @get(entry.path, sync_to_thread=True)
    def handler(request: Browser) -> Page:
        return answered(request, entry.make(_archive(request), asked_of(request)))

    return handler


@get("/static/{name:str}", sync_to_thread=False)
def _static(request: Browser) -> Page:
    name = request.path_params["name"]
    content = static(name)
    if content is None:
        raise NotFoundException
    return Response(content, media_type=STATIC[name])


def _archive(request: Browser) -> Archive:
    shelf: Shelf = request.app.state.shelf
    return shelf.archive()


def application(opening: Callable[[], AbstractContextManager[Archive]]) -> Guard:
    """The reading room over whatever archive `opening` opens, as an ASGI application."""
    shelf = Shelf(opening)
    app = Litestar(
        route_handlers=[*map(_route, PAGES), _static],
        exception_handlers=HANDLERS,
        state=State({"shelf": shelf}),
        on_shutdown=[shelf.close],
        openapi_config=None,
        logging_config=None,
    )
    return Guard(JsonAddresses(app))


def create_app(folder: Path, viewer: Viewer = OWNER) -> Guard:
    """The reading room over the archive in `folder`, opened at the first page, as `viewer` may see it."""
    return application(lambda: _viewed(folder, viewer))


@contextmanager
def _viewed(folder: Path, viewer: Viewer) -> Iterator[Archive]:
    with open_archive(folder) as archive:
        yield archive.seen_by(viewer)
