"""Clearance: who must clear a draft, who has, and what a change undoes (R-01, R-02).

Which offices must clear follows from the table of clearances and from the TAGS that offices clear. A clearance belongs
to what was read: after a change of text, subject, level, captions, precedence or addressees it is asked for again.
"""

from __future__ import annotations

import hashlib

import msgspec

from reftel.exchange.drafting.drafts import Standing, require_open, require_version, standing
from reftel.exchange.drafting.examining import examine, filled
from reftel.exchange.drafting.roles import require, require_level
from reftel.exchange.keeping import journal
from reftel.exchange.post.config import Clearing, Config, NotAllowed, Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.routing.directory import canonical
from reftel.model.telegram import Noun, Telegram
from reftel.writing.draft_form import DraftError

STATES = ("cleared", "cleared by phone", "not cleared", "approved")
SUBMITTED = "submitted"
_GIVEN = frozenset({"cleared", "cleared by phone"})


class Word(Noun, frozen=True):
    """The word of an office about a draft. `state`: needed, one of `STATES`, or `changed since`."""

    office: str
    why: str
    state: str
    person: str | None = None
    version: int | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the office has cleared what the draft says now."""
        return self.state in _GIVEN


def needed(config: Config, telegram: Telegram, author: Person | None = None) -> dict[str, str]:
    """The offices that must clear, each with the reason; the author's own need not clear for itself by its TAGS."""
    found: dict[str, str] = {}
    for line in config.clearance:
        if _asks(line, telegram):
            found.setdefault(line.office, line.name)
    for office in config.office:
        shared = [tag for tag in office.clears if tag in telegram.tags]
        if shared and not (author and author.office == office.symbol):
            found.setdefault(office.symbol, f"TAGS {', '.join(shared)}")
    return found


def _asks(line: Clearing, telegram: Telegram) -> bool:
    everyone = (*telegram.action, *telegram.info)
    words = {one.precedence or "ROUTINE" for one in everyone}
    names = {canonical(one.name) for one in everyone}
    return bool(
        words.intersection(line.precedences)
        or set(telegram.captions).intersection(line.captions)
        or telegram.classification.level in line.levels
        or names.intersection(map(canonical, line.addressees))
        or set(telegram.tags).intersection(line.tags)
    )


def material(telegram: Telegram) -> bytes:
    """The hash of what a clearance is about."""
    said = (
        [(one.marking, " ".join(one.text.split())) for one in telegram.paragraphs],
        (telegram.subject, telegram.classification, telegram.captions, telegram.tags, telegram.passing),
        [(one.name, one.precedence) for one in (*telegram.action, *telegram.info, *telegram.exempt)],
        (telegram.references, telegram.signature, telegram.classified_by, telegram.reasons),
    )
    return hashlib.sha256(msgspec.json.encode(said)).digest()


def set_draft(place: Place, now: Standing) -> Telegram:
    """The telegram that a draft describes; raises `PostError` where it cannot be set."""
    try:
        return filled(place.config, now.text, 1, place.book.clock())
    except DraftError as error:
        raise PostError(f"draft {now.id}: {error}") from error


def words(place: Place, draft: int) -> tuple[Word, ...]:
    """What each office that must clear has said, and whether it still holds."""
    now = standing(place, draft)
    return words_about(place, now, set_draft(place, now))


def words_about(place: Place, now: Standing, telegram: Telegram) -> tuple[Word, ...]:
    """As `words`, of a draft that is set already."""
    author = next((one for one in place.config.person if one.name == now.author), None)
    said = _said(place, now.id)
    present = material(telegram)
    return tuple(
        _word(office, why, said.get(office), present)
        for office, why in needed(place.config, telegram, author).items()
    )


def _said(place: Place, draft: int) -> dict[str, tuple[str, str, bytes, int, str]]:
    """The last word of each office: state, person, what it was about, version, note."""
    sql = (
        "SELECT office, state, person, words, version, note FROM clearance"
        " WHERE draft = ? AND state NOT IN ('approved', 'submitted') ORDER BY id"
    )
    return {
        office: (state, person, about, version, note)
        for office, state, person, about, version, note in place.book.rows(sql, draft)
    }


def _word(office: str, why: str, said: tuple[str, str, bytes, int, str] | None, present: bytes) -> Word:
    if said is None:
        return Word(office, why, "needed")
    state, person, about, version, note = said
    return Word(office, why, state if about == present else "changed since", person, version, note)


def missing(place: Place, draft: int) -> tuple[Word, ...]:
    """The clearances without which it may not be released."""
    return tuple(one for one in words(place, draft) if not one.holds)


def clear(
    place: Place,
    draft: int,
    who: Person,
    state: str = "cleared",
    note: str = "",
    office: str | None = None,
    read: int | None = None,
) -> None:
    """Say the word of an office about the newest version. Only a clearer of that office may; nobody for another's.

    `read`: the version that they read; raises `PostError` where there is a newer one.
    """
    if state not in STATES:
        raise PostError(f"{state!r} is no word of a clearer: say one of {', '.join(STATES)}")
    if state == "not cleared" and not note.strip():
        raise PostError("say why it is not cleared: a note goes with a refusal")
    require(who, "approve" if state == "approved" else "clear")
    if office is not None and office != who.office:
        raise NotAllowed(f"{who.name} is of {who.office} and cannot clear for {office}")
    with place.book.transaction():
        now = standing(place, draft)
        require_open(now)
        require_version(now, read)
        _enter(place, now, who, state, note)


def submit(place: Place, draft: int, who: Person, read: int | None = None) -> None:
    """Put the newest version up for clearance: those who must clear see that it waits for them.

    Raises `PostError` where something must be mended first. A change takes it back.
    """
    require(who, "submit")
    with place.book.transaction():
        now = standing(place, draft)
        require_open(now)
        require_version(now, read)
        errors = examine(place.config, now.text, place.book.clock()).errors
        if errors:
            raise PostError(f"draft {draft} is not submitted: {'; '.join(one.told for one in errors)}")
        _enter(place, now, who, SUBMITTED, "")


def _enter(place: Place, now: Standing, who: Person, state: str, note: str) -> None:
    telegram = set_draft(place, now)
    require_level(who, telegram.classification.level)
    about = material(telegram)
    sql = (
        "INSERT INTO clearance (draft, version, office, person, state, words, at, note)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    )
    place.book.put(sql, now.id, now.version, who.office, who.name, state, about, place.book.clock(), note)
    journal.enter(
        place.book, who.name, f"draft {now.id}", state, office=who.office, version=now.version, note=note
    )


def holds(place: Place, draft: int, state: str, telegram: Telegram) -> bool:
    """Whether what the draft says now has been approved, or submitted."""
    sql = "SELECT words FROM clearance WHERE draft = ? AND state = ? ORDER BY id DESC LIMIT 1"
    found = place.book.one(sql, draft, state)
    return bool(found and found[0] == material(telegram))
