"""The watch: how the post stands, on one page that looks again by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from reftel.archive import Archive
from reftel.exchange.telling import age, moment
from reftel.exchange.watch.operating import accept
from reftel.exchange.watch.standing import Standing, standing
from reftel.web.centre.centre import the_centre
from reftel.web.desk.acting import Acting, Action, Done
from reftel.web.view import Asked, View
from reftel.workspace import Workspace


class WatchPage(View, frozen=True):
    """How the post stands. `filed`: those of the numbers named in it whose telegrams are in the archive.

    `person`: who sits at this machine and accepts alarms; None for nobody of the post.
    """

    template: ClassVar[str] = "watch.html"

    standing: Standing
    filed: tuple[str, ...]
    person: str | None

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """Moments, ages, and the precedences in their order."""
        return {"moment": moment, "age": age, "signs": tuple(one.precedence for one in self.standing.speed)}


def watch_page(archive: Archive, _workspace: Workspace, _asked: Asked) -> View:
    """How the post stands: circuits, queues, speed of service, alarms, what came and went."""
    centre = the_centre()
    with centre.opened() as place:
        now, person = standing(place), centre.person(place)
    told = (*now.received, *now.sent, *now.held)
    named = {mrn for mrn in (*(one.mrn for one in told), *(one.mrn for one in now.tasks)) if mrn}
    return WatchPage(now, tuple(sorted(archive.holds(named))), person.name if person else None)


def _accept(acting: Acting) -> Done:
    centre, alarm = the_centre(), acting.form.number("alarm")
    with centre.opened() as place:
        accept(place, alarm, centre.acting(place))
    return Done(f"Alarm {alarm} is accepted.")


ACTIONS = (Action("/watch/accept", _accept, "/watch"),)
