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
from reftel.web.centre import registry as centre_registry
from reftel.web.centre.centre import Centre
from reftel.web.description import DescriptionPage, address_of, description
from reftel.web.desk import acting
from reftel.web.desk import registry as desk_registry
from reftel.web.desk.bringing import receive
from reftel.web.desk.desk import Desk
from reftel.web.desk.entry import DeskEntry
from reftel.web.desk.reception import Reception
from reftel.web.desk.remembering import remember
from reftel.web.desk.taking_away import list_export
from reftel.web.desk.telling import events
from reftel.web.desk.visit import visit
from reftel.web.guard import Guard
from reftel.web.registry import PAGES, Entry
from reftel.web.shelf import Shelf
from reftel.web.templating import STATIC, static
from reftel.web.view import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from litestar.handlers import HTTPRouteHandler

DESK_PAGES = (*desk_registry.PAGES, *centre_registry.PAGES)
DESK_ACTIONS = (*desk_registry.ACTIONS, *centre_registry.ACTIONS)


def _route(entry: Entry) -> HTTPRouteHandler:
    """The route of a page."""

    @get(entry.path, sync_to_thread=True)
    def handler(request: Browser) -> Page:
        view = entry.make(_archive(request), asked_of(request))
        remember(request, view)
        return answered(request, view)

    return handler


def _desk_route(entry: DeskEntry) -> HTTPRouteHandler:
    """The route of a page of the desk."""

    @get(entry.path, sync_to_thread=True)
    def handler(request: Browser) -> Page:
        here = visit()
        assert here is not None, "an application with these pages has a desk"
        return answered(request, entry.make(_archive(request), here.desk.workspace, asked_of(request)))

    return handler


def _described(pages: tuple[Entry | DeskEntry, ...]) -> HTTPRouteHandler:
    """The route of the description of these pages."""
    described = encoded(description(pages))
    listed = DescriptionPage(tuple(map(address_of, pages)))

    @get("/openapi", sync_to_thread=True)
    def handler(request: Browser) -> Page:
        return answered(request, listed, described)

    return handler


def _routes_of(desk: Desk | None) -> list[HTTPRouteHandler]:
    """The pages and the changes of a desk."""
    if desk is None:
        return []
    return [
        *map(_desk_route, DESK_PAGES),
        *(acting.route(action, _archive) for action in DESK_ACTIONS),
        list_export,
        receive,
        events,
        *centre_registry.ROUTES,
    ]


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


def application(opening: Callable[[], AbstractContextManager[Archive]], desk: Desk | None = None) -> Guard:
    """The reading room over whatever archive `opening` opens, as an ASGI application.

    With a `desk` readers keep and change things there; without one they read.
    """
    shelf = Shelf(opening)
    app = Litestar(
        route_handlers=[
            *map(_route, PAGES),
            *_routes_of(desk),
            _described((*PAGES, *(DESK_PAGES if desk else ()))),
            _static,
        ],
        exception_handlers=HANDLERS,
        state=State({"shelf": shelf}),
        on_shutdown=[shelf.close, *([desk.close] if desk else [])],
        openapi_config=None,
        logging_config=None,
    )
    pages = JsonAddresses(app)
    return Guard(Reception(pages, desk), changes=True) if desk else Guard(pages)


def create_app(folder: Path, viewer: Viewer = OWNER, centre: Centre | None = None) -> Guard:
    """The reading room over the archive in `folder`, opened at the first page, as `viewer` may see it.

    `centre`: the post whose archive it is.
    """
    return application(lambda: _viewed(folder, viewer), Desk(folder, viewer, centre))


@contextmanager
def _viewed(folder: Path, viewer: Viewer) -> Iterator[Archive]:
    with open_archive(folder) as archive:
        yield archive.seen_by(viewer)
