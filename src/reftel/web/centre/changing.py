"""What is done to drafts: each by the function that the command line calls, in the name of who sits here."""

from __future__ import annotations

from litestar import Response, post
from litestar.concurrency import sync_to_thread

from reftel.exchange.drafting import clearing, drafts
from reftel.exchange.drafting.examining import examine
from reftel.exchange.drafting.releasing import release, withdraw
from reftel.exchange.post.config import NotAllowed, PostError
from reftel.web.answering import Browser, Page, refused
from reftel.web.centre.centre import the_centre
from reftel.web.centre.noted import noted, summary
from reftel.web.centre.seat import date_time_group, draft_url
from reftel.web.centre.sheet import sheet
from reftel.web.desk.acting import Acting, Action, Done, forged
from reftel.web.desk.forms import Form
from reftel.web.desk.visit import visit
from reftel.web.templating import render
from reftel.web.view import Fault

MOST_BYTES = 2 << 20
"""Of a form with the text of a draft; the longest telegram that posts were asked to send is far below."""


def _draft(acting: Acting) -> int:
    return acting.form.number("draft")


def _read(acting: Acting) -> int:
    """The version that was before whoever acts: 0, which is none, where the form does not say."""
    return acting.form.number("read")


def _enter(acting: Acting) -> Done:
    centre = the_centre()
    with centre.opened() as place:
        draft = drafts.new(place, centre.acting(place), acting.form.get("text"))
    return Done(f"Draft {draft} is entered.", draft_url(draft))


def _save(acting: Acting) -> Done:
    centre, draft, text = the_centre(), _draft(acting), acting.form.get("text")
    with centre.opened() as place:
        who = centre.acting(place)
        try:
            version = drafts.edit(place, draft, who, text, _read(acting))
        except NotAllowed:
            raise
        except PostError as error:
            drafts.standing(place, draft)
            page = sheet(acting.archive, centre, place, draft, text=text, refused=str(error))
            raise Fault(409, "not_saved", str(error), page) from error
    return Done(f"Version {version} is kept.", draft_url(draft))


def _submit(acting: Acting) -> Done:
    centre, draft = the_centre(), _draft(acting)
    with centre.opened() as place:
        clearing.submit(place, draft, centre.acting(place), _read(acting))
    return Done("It is submitted: those who must clear it see that it waits for them.", draft_url(draft))


def _clear(acting: Acting) -> Done:
    centre, draft, form = the_centre(), _draft(acting), acting.form
    with centre.opened() as place:
        who, state = centre.acting(place), form.get("state")
        clearing.clear(place, draft, who, state, form.get("note").strip(), read=_read(acting))
    return Done(f"{who.office}: {state}.", draft_url(draft))


def _comment(acting: Acting) -> Done:
    centre, draft, form = the_centre(), _draft(acting), acting.form
    with centre.opened() as place:
        who = centre.acting(place)
        drafts.comment(place, draft, who, form.get("text").strip(), form.number("paragraph") or None)
    return Done("Your comment stands with the draft.", f"{draft_url(draft)}#comments")


def _release(acting: Acting) -> Done:
    centre, draft, form = the_centre(), _draft(acting), acting.form
    if form.get("sure") != "1":
        raise PostError("tick the box to say that it is to go")
    with centre.opened() as place:
        come = release(
            place, draft, centre.acting(place), confirmed=form.get("minimize") == "1", read=_read(acting)
        )
    return Done(f"Released as {come.mrn}, {date_time_group(come.dtg)}.", draft_url(draft))


def _withdraw(acting: Acting) -> Done:
    centre, draft = the_centre(), _draft(acting)
    with centre.opened() as place:
        number = drafts.standing(place, draft).mrn
        withdraw(place, number or "", centre.acting(place))
    return Done(f"{number} is withdrawn: none of it was sent.", draft_url(draft))


@post("/drafts/check", request_max_body_size=MOST_BYTES, status_code=200)
async def check(request: Browser) -> Page:
    """What the rules say of a text as it is typed, as the part of a page."""
    return await sync_to_thread(_checked, request, Form(await request.body()))


def _checked(request: Browser, form: Form) -> Page:
    centre, here = the_centre(), visit()
    if here is None or not here.desk.is_sealed(here.session, form.get("token")):
        return refused(request, forged())
    text = form.get("text")
    with centre.opened() as place:
        found = examine(place.config, text, place.book.clock()).findings
    body = render("_findings.html", noted=noted(text, found), summary=summary(found))
    return Response(body, media_type="text/html")


ACTIONS = (
    Action("/drafts/enter", _enter, "/drafts", MOST_BYTES),
    Action("/drafts/save", _save, "/drafts", MOST_BYTES),
    Action("/drafts/submit", _submit, "/drafts"),
    Action("/drafts/clear", _clear, "/drafts"),
    Action("/drafts/comment", _comment, "/drafts"),
    Action("/drafts/release", _release, "/drafts"),
    Action("/drafts/withdraw", _withdraw, "/drafts"),
)
