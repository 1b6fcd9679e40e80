"""What every page of the drafting desk shows: who sits at it; and which draft an address names."""

from __future__ import annotations

from datetime import datetime

from reftel.exchange.drafting.drafts import standing
from reftel.exchange.post.config import Person, PostError
from reftel.exchange.post.place import Place
from reftel.model.dtg import group
from reftel.model.noun import Noun
from reftel.web.desk.forms import number
from reftel.web.view import Asked, Fault, Missing


class Seat(Noun, frozen=True):
    """Who sits at this machine, of which office, with which roles."""

    name: str
    office: str
    roles: tuple[str, ...]


def seat_of(who: Person | None) -> Seat | None:
    """The seat of a person; None for nobody of the post."""
    return Seat(who.name, who.office, who.roles) if who else None


def draft_url(draft: int, page: str = "") -> str:
    """The address of a draft, or of a page of it."""
    return f"/drafts/{draft}{f'/{page}' if page else ''}"


def date_time_group(iso: str) -> str:
    """`101039Z MAY 06` of the moment of a release."""
    return group(datetime.fromisoformat(iso))


def the_draft(place: Place, asked: Asked) -> int:
    """The draft that the address names. A `Fault` where there is none."""
    words = asked.path["draft"]
    try:
        return standing(place, number(words)).id
    except PostError as error:
        message = f"{words}: this post has no such draft."
        raise Fault(404, "no_such_draft", message, Missing("No such draft", message)) from error


def number_of(asked: Asked, name: str) -> int:
    """A number in the query of an address; 0 where there is none."""
    return number(asked.get(name))
