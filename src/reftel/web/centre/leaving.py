"""The page before a release: what would go to whom, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from reftel.archive import Archive
from reftel.exchange.drafting.drafts import standing
from reftel.exchange.drafting.examining import highest
from reftel.exchange.drafting.progress import Progress, progress
from reftel.exchange.drafting.releasing import ready
from reftel.model.noun import Noun
from reftel.model.telegram import Telegram
from reftel.web.centre.centre import the_centre
from reftel.web.centre.seat import Seat, draft_url, seat_of, the_draft
from reftel.web.view import Asked, View
from reftel.workspace import Workspace


class Going(Noun, frozen=True):
    """An addressee: `role` is action or info."""

    role: str
    name: str
    precedence: str
    indicator: str | None


class ReleasePage(View, frozen=True):
    """What a release would send. `reasons`: all that stands in its way; `minimize`: the areas it must be confirmed for.

    Nothing is known of what would go where the draft cannot be set as a telegram.
    """

    template: ClassVar[str] = "draft_release.html"

    seat: Seat | None
    progress: Progress
    reasons: tuple[str, ...]
    minimize: tuple[str, ...]
    level: str
    captions: tuple[str, ...]
    precedence: str
    words: int
    going: tuple[Going, ...]

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The address of the draft."""
        return {"address": draft_url(self.progress.draft)}


def release_page(_archive: Archive, _workspace: Workspace, asked: Asked) -> View:
    """What a release of the draft would send, to be confirmed."""
    centre = the_centre()
    with centre.opened() as place:
        draft, who = the_draft(place, asked), centre.acting(place)
        now = progress(place, draft)
        found = ready(place, standing(place, draft), who) if now.open else None
    telegram = found.examined.telegram if found else None
    closed = (f"it is {now.stage} already",)
    return ReleasePage(
        seat_of(who),
        now,
        found.reasons if found else closed,
        found.restricted if found else (),
        (telegram.classification.level or "") if telegram else "",
        telegram.captions if telegram else (),
        highest(telegram) if telegram else "",
        sum(len(one.text.split()) for one in telegram.paragraphs) if telegram else 0,
        _going(telegram) if telegram else (),
    )


def _going(telegram: Telegram) -> tuple[Going, ...]:
    groups = (("action", telegram.action), ("info", telegram.info))
    return tuple(
        Going(role, one.name, one.precedence or "ROUTINE", one.routing_indicator)
        for role, group in groups
        for one in group
    )
