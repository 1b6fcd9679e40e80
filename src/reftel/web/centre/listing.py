"""The list of drafts, and the page on which one is begun."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from reftel.archive import Archive
from reftel.exchange.drafting.drafts import template, templates
from reftel.exchange.drafting.progress import Progress, asked_of, done, under_way
from reftel.exchange.drafting.roles import require
from reftel.exchange.telling import moment
from reftel.model.noun import Noun
from reftel.web.centre.centre import the_centre
from reftel.web.centre.seat import Seat, date_time_group, draft_url, number_of, seat_of
from reftel.web.view import Asked, Fault, Missing, View
from reftel.workspace import Workspace

MOST_DONE = 20


class Row(Noun, frozen=True):
    """A draft under way, and what it waits for whoever sits here to do: submit, clear, approve, release, or nothing."""

    progress: Progress
    asks: str


class DraftsPage(View, frozen=True):
    """All drafts under way and the last that were released; `before` asks for those released earlier."""

    template: ClassVar[str] = "drafts.html"

    post: str
    seat: Seat | None
    under_way: tuple[Row, ...]
    done: tuple[Progress, ...]
    before: int | None

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """Moments, and the addresses of drafts."""
        return {"moment": moment, "dtg": date_time_group, "address": draft_url}


class Begin(Noun, frozen=True):
    """A template by its name, and what it is for."""

    name: str
    about: str


class NewPage(View, frozen=True):
    """The templates, and the text of the one that was chosen."""

    template: ClassVar[str] = "draft_new.html"

    post: str
    seat: Seat | None
    templates: tuple[Begin, ...]
    chosen: str
    text: str

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """How high the sheet is."""
        return {"rows": rows(self.text)}


def rows(text: str) -> int:
    """How many rows a sheet needs for a text, its long lines wrapped; bounded."""
    return min(60, max(16, sum(1 + len(line) // 68 for line in text.split("\n")) + 2))


def drafts_page(_archive: Archive, _workspace: Workspace, asked: Asked) -> View:
    """The drafts of the post: how far each is, who must clear it, and who has not."""
    centre, before = the_centre(), number_of(asked, "before")
    with centre.opened() as place:
        who = centre.person(place)
        open_ones = tuple(Row(one, asked_of(one, who) if who else "") for one in under_way(place))
        closed = tuple(done(place, before or None, MOST_DONE + 1))
        more = closed[MOST_DONE - 1].draft if len(closed) > MOST_DONE else None
        return DraftsPage(place.config.post.name, seat_of(who), open_ones, closed[:MOST_DONE], more)


def new_page(_archive: Archive, _workspace: Workspace, asked: Asked) -> View:
    """A draft to be begun from a template."""
    centre, chosen = the_centre(), asked.get("template", "reporting")
    known = templates()
    if chosen not in known:
        message = f"{chosen}: there is no such template; these are: {', '.join(known)}."
        raise Fault(404, "no_such_template", message, Missing("No such template", message))
    with centre.opened() as place:
        require(centre.acting(place), "draft")
        text, seat = template(place, chosen), seat_of(centre.person(place))
        listed = tuple(Begin(one.name, one.about) for one in known.values())
        return NewPage(place.config.post.name, seat, listed, chosen, text)
