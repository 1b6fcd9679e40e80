"""One draft: its text with what the rules say of it, who must clear it, what was said, its versions, its path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from reftel.archive import Archive
from reftel.exchange.drafting import drafts
from reftel.exchange.drafting.drafts import Comment, Version
from reftel.exchange.drafting.examining import Finding, examine
from reftel.exchange.drafting.progress import Progress, acts, asked_of, marking, progress
from reftel.exchange.post.config import PostError
from reftel.exchange.post.place import Place
from reftel.exchange.telling import moment
from reftel.exchange.watch.operating import track
from reftel.model.noun import Noun
from reftel.web.centre.centre import Centre, the_centre
from reftel.web.centre.listing import rows
from reftel.web.centre.noted import noted, summary
from reftel.web.centre.seat import Seat, date_time_group, draft_url, number_of, seat_of, the_draft
from reftel.web.view import Asked, Fault, Missing, View
from reftel.workspace import Workspace

_HEAD = re.compile(r"@@ -[\d,]+ \+(\d+)")


class Step(Noun, frozen=True):
    """What the journal has of a draft and its telegram; `at` is ISO 8601."""

    at: str
    actor: str
    object: str
    event: str


class DraftPage(View, frozen=True):
    """A draft. `version`: the one whose text is shown; `level`: the highest of it and of the newest.

    `acts`: what whoever sits here may do; `asks`: what it waits for them to do. `findings` are of the text
    that is shown, while it may be changed. `filed`: the telegram is in the archive.
    `refused`: why a change was not kept; the text is then the one that was sent.
    """

    template: ClassVar[str] = "draft.html"

    seat: Seat | None
    progress: Progress
    acts: tuple[str, ...]
    asks: str
    version: int
    level: str
    text: str
    findings: tuple[Finding, ...]
    versions: tuple[Version, ...]
    comments: tuple[Comment, ...]
    path: tuple[Step, ...]
    filed: bool
    refused: str = ""

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The findings by line, moments, addresses."""
        return {
            "noted": noted(self.text, self.findings),
            "summary": summary(self.findings),
            "rows": rows(self.text),
            "moment": moment,
            "dtg": date_time_group,
            "address": draft_url,
        }


class Line(Noun, frozen=True):
    """A line of a difference: ` ` in both versions, `-` in the earlier, `+` in the later, `@` for lines left out."""

    sign: str
    text: str


class DifferencePage(View, frozen=True):
    """What changed between two versions of a draft."""

    template: ClassVar[str] = "draft_difference.html"

    draft: int
    subject: str
    level: str
    earlier: int
    later: int
    lines: tuple[Line, ...]

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The addresses of drafts."""
        return {"address": draft_url}


def draft_page(archive: Archive, _workspace: Workspace, asked: Asked) -> View:
    """A draft as it stands, or one of its versions."""
    centre = the_centre()
    with centre.opened() as place:
        return sheet(archive, centre, place, the_draft(place, asked), number_of(asked, "version"))


def sheet(
    archive: Archive,
    centre: Centre,
    place: Place,
    draft: int,
    version: int = 0,
    text: str = "",
    refused: str = "",
) -> DraftPage:
    """The page of a draft: its newest version or the one of that number, or a text that was not kept and why."""
    now, who = progress(place, draft), centre.person(place)
    shown = version or now.version
    text = text or _version(place, draft, shown)
    open_now = now.open and shown == now.version
    findings = examine(place.config, text, place.book.clock(), None).findings if open_now else ()
    path = track(place, now.mrn or f"draft {draft}")
    return DraftPage(
        seat_of(who),
        now,
        acts(now, who) if who else (),
        asked_of(now, who) if who else "",
        shown,
        marking(place, draft, text, drafts.standing(place, draft).text),
        text,
        findings,
        drafts.versions(place, draft),
        drafts.comments(place, draft),
        tuple(Step(one.at, one.actor, one.object, one.event) for one in path),
        bool(now.mrn and archive.holds([now.mrn])),
        refused,
    )


def _version(place: Place, draft: int, number: int) -> str:
    try:
        return drafts.text_of(place, draft, number)
    except PostError as error:
        raise Fault(404, "no_such_version", str(error), Missing("No such version", str(error))) from error


def difference_page(_archive: Archive, _workspace: Workspace, asked: Asked) -> View:
    """What changed between two versions of a draft; by default between the last two."""
    with the_centre().opened() as place:
        draft = the_draft(place, asked)
        now = drafts.standing(place, draft)
        later = number_of(asked, "to") or now.version
        earlier = number_of(asked, "from") or max(later - 1, 1)
        texts = [_version(place, draft, number) for number in (earlier, later)]
        level = marking(place, draft, now.text, *texts)
        told = drafts.difference(place, draft, earlier, later).split("\n")[2:]
    return DifferencePage(draft, now.subject, level, earlier, later, tuple(map(_line, told)))


def _line(told: str) -> Line:
    """A line of a unified difference; of a head (`@@ -11,4 +11,6 @@`) the line at which it goes on in the later one."""
    head = _HEAD.match(told)
    return Line("@", f"from line {head[1]}") if head else Line(told[:1] or " ", told[1:])
