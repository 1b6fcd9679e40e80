"""How far drafts are: what they wait for, and what became of those that are done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from reftel.exchange.drafting import clearing
from reftel.exchange.drafting.clearing import SUBMITTED, Word
from reftel.exchange.drafting.drafts import OPEN, Standing, standing
from reftel.exchange.drafting.roles import ACTS, may
from reftel.exchange.post.config import Person, PostError
from reftel.exchange.post.place import Place
from reftel.model.noun import Noun
from reftel.vocabulary import classification

CLEARED = "cleared"


class Progress(Noun, frozen=True):
    """How far a draft is. `stage`: draft, submitted, cleared (by all who must), released, withdrawn.

    `changed`: seconds since 1970, when the newest version was written. `trouble`: why it cannot be set as a telegram;
    nobody can be named then who must clear it. `dtg`: ISO 8601, of one that is released.
    """

    draft: int
    author: str
    stage: str
    version: int
    changed: float
    subject: str
    clearances: tuple[Word, ...] = ()
    submitted: bool = False
    approved: bool = False
    trouble: str = ""
    mrn: str | None = None
    dtg: str | None = None

    @property
    def missing(self) -> tuple[Word, ...]:
        """The clearances without which it may not be released."""
        return tuple(one for one in self.clearances if not one.holds)

    @property
    def open(self) -> bool:
        """Whether its text may still be changed."""
        return self.stage in {OPEN, SUBMITTED, CLEARED}


def acts(one: Progress, who: Person) -> tuple[str, ...]:
    """What someone may do with a draft as it stands: names of `roles.ACTS`, which are checked again when they do it."""
    possible = {"withdraw"} if one.stage == "released" else set()
    if one.open:
        possible = {"edit", "approve", "release", *(() if one.submitted or one.trouble else ("submit",))}
        possible |= {"clear" for word in one.clearances if word.office == who.office}
    return tuple(act for act in ACTS if act in possible and may(who, act))


def asked_of(one: Progress, who: Person) -> str:
    """What a draft waits for someone to do: `submit`, `clear`, `approve`, `release`; empty if it is not for them."""
    can = acts(one, who)
    if one.stage == OPEN:
        return "submit" if who.name == one.author and "edit" in can else ""
    if one.stage == SUBMITTED:
        return "clear" if "clear" in can and any(word.office == who.office for word in one.missing) else ""
    if one.stage == CLEARED and "approve" in can and "release" not in can:
        return "" if one.approved else "approve"
    return "release" if "release" in can else ""


def progress(place: Place, draft: int) -> Progress:
    """How far one draft is; raises `PostError` for one that there is not."""
    now = standing(place, draft)
    try:
        telegram = clearing.set_draft(place, now)
    except PostError as error:
        return _told(place, now, now.state, trouble=str(error))
    words = clearing.words_about(place, now, telegram)
    submitted, approved = (clearing.holds(place, draft, one, telegram) for one in (SUBMITTED, "approved"))
    waiting = not all(one.holds for one in words)
    stage = now.state if now.state != OPEN or not submitted else SUBMITTED if waiting else CLEARED
    return _told(place, now, stage, words, submitted, approved)


def _told(
    place: Place,
    now: Standing,
    stage: str,
    words: tuple[Word, ...] = (),
    submitted: bool = False,
    approved: bool = False,
    trouble: str = "",
) -> Progress:
    sql = "SELECT v.at, m.dtg FROM version v LEFT JOIN own_traffic o ON o.draft = v.draft"
    sql += " LEFT JOIN message m ON m.id = o.message WHERE v.draft = ? AND v.number = ?"
    changed, dtg = place.book.one(sql, now.id, now.version)
    facts = (now.id, now.author, stage, now.version, changed, now.subject)
    return Progress(*facts, words, submitted, approved, trouble, now.mrn, dtg)


def marking(place: Place, draft: int, *texts: str) -> str:
    """The highest level among these texts of a draft; empty where none of them can be set as a telegram."""
    now, levels = standing(place, draft), []
    for text in texts:
        with suppress(PostError):
            levels.append(clearing.set_draft(place, now._replace(text=text)).classification.level or "")
    return max(levels, key=classification.rank, default="")


def every(place: Place) -> Iterator[Progress]:
    """All drafts, the newest first."""
    for (draft,) in place.book.rows("SELECT id FROM draft ORDER BY id DESC"):
        yield progress(place, draft)


def under_way(place: Place) -> Iterator[Progress]:
    """The drafts that are not released, the newest first."""
    for (draft,) in place.book.rows("SELECT id FROM draft WHERE state = ? ORDER BY id DESC", OPEN):
        yield progress(place, draft)


def done(place: Place, before: int | None = None, most: int = 50) -> Iterator[Progress]:
    """The drafts that were released, the newest first; those with lower numbers than `before`."""
    sql = "SELECT id FROM draft WHERE state <> ? AND id < ? ORDER BY id DESC LIMIT ?"
    for (draft,) in place.book.rows(sql, OPEN, before or 1 << 62, most):
        yield progress(place, draft)
