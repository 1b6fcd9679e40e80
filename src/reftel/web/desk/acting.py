"""How a form is answered: its token is looked at, what it asks is done, and the browser is led on and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from litestar import Response, post
from litestar.concurrency import sync_to_thread
from litestar.handlers import HTTPRouteHandler

from reftel.archive import Archive, ArchiveError
from reftel.exchange.keeping.book import BookError
from reftel.exchange.post.config import NotAllowed, PostError
from reftel.web.answering import Browser, Page, refused
from reftel.web.desk.forms import FORGED, MOST_BYTES, Form, local
from reftel.web.desk.visit import Said, Visit, said_cookie, visit
from reftel.web.view import Fault, Missing
from reftel.workspace import Workspace

REFUSALS = (ArchiveError, PostError, BookError)
"""Why a change is not made, in words for whoever asked for it."""


class Acting(NamedTuple):
    """What a change has to hand: the archive as the viewer sees it, the visit, the form, the key of the path."""

    archive: Archive
    visit: Visit
    form: Form
    key: str = ""

    @property
    def workspace(self) -> Workspace:
        """What the reader keeps."""
        return self.visit.desk.workspace


class Done(NamedTuple):
    """What came of a change: what the next page says, and the address of that page where it is not the one before."""

    text: str
    to: str = ""


class Action(NamedTuple):
    """A change: its address, what does it, where the browser goes when the form does not say, the longest form."""

    path: str
    act: Callable[[Acting], Done]
    to: str
    most: int = MOST_BYTES


def route(action: Action, archive_of: Callable[[Browser], Archive]) -> HTTPRouteHandler:
    """The route of a change."""

    @post(action.path, request_max_body_size=action.most, status_code=303)
    async def handler(request: Browser) -> Page:
        form = Form(await request.body())
        return await sync_to_thread(_answer, action, archive_of, request, form)

    return handler


def _answer(action: Action, archive_of: Callable[[Browser], Archive], request: Browser, form: Form) -> Page:
    here = visit()
    assert here is not None, "an application with changes has a desk"
    if not here.desk.is_sealed(here.session, form.get("token")):
        return refused(request, forged())
    return _done(action, Acting(archive_of(request), here, form, str(request.path_params.get("key", ""))))


def forged() -> Fault:
    """Why a form was refused that no page of ours made."""
    return Fault(403, "forged", FORGED, Missing("This form was not taken", FORGED))


def for_the_owner() -> Visit:
    """The visit, if it is that of the archive's owner at their machine. A `Fault` if it is not."""
    here = visit()
    if here is None or not here.owner:
        message = "Only the owner of the archive changes it, and only on the machine that it is on."
        raise Fault(403, "not_the_owner", message, Missing("Not from here", message))
    return here


def _done(action: Action, acting: Acting) -> Page:
    back = local(acting.form.get("back"), action.to.format(key=acting.key))
    try:
        done = action.act(acting)
        said, to = Said(done.text), local(done.to, back)
    except NotAllowed:
        raise  # with a page of its own
    except REFUSALS as error:
        said, to = Said(str(error), wrong=True), back
    return led_on(acting.visit, said, to)


def led_on(here: Visit, said: Said, to: str) -> Page:
    """A redirect, and what the next page says."""
    headers = {"location": to.encode("ascii", "ignore").decode(), "set-cookie": said_cookie(here.desk, said)}
    return Response(b"", status_code=303, media_type="text/html", headers=headers)
