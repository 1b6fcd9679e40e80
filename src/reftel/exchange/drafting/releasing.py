"""Release: the draft becomes a telegram with its number, its date-time group and its transmissions (R-03 to R-12).

Serial, running numbers, journal and queue are written in one transaction: a crash leaves either a draft or a released
telegram, no number without a telegram and none given twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from reftel.exchange.drafting import clearing
from reftel.exchange.drafting.drafts import Standing, require_open, require_version, standing
from reftel.exchange.drafting.examining import FORMAT, Examined, examine, filled, highest
from reftel.exchange.drafting.roles import may, require
from reftel.exchange.keeping import journal, numbers
from reftel.exchange.post.config import Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.queue import minimize
from reftel.exchange.receiving.originating import originate
from reftel.exchange.routing.directory import members_of, reach, serves
from reftel.model.telegram import Addressee, Noun, Telegram
from reftel.vocabulary import posts
from reftel.writing import write

_END = "\nNNNN\n"
CONSIDERED = "MINIMIZE CONSIDERED."


class Released(Noun, frozen=True):
    """A telegram on its way: its number, the moment of its release (ISO 8601), its text as it was written.

    `messages`: one for each section.
    """

    mrn: str
    dtg: str
    messages: tuple[int, ...]
    text: str


class NotReleased(PostError):
    """The draft may not be released; `reasons` are all of them."""

    def __init__(self, draft: int, reasons: tuple[str, ...]) -> None:
        super().__init__(f"draft {draft} is not released: {'; '.join(reasons)}")
        self.reasons = reasons


class Ready(NamedTuple):
    """What would come of a release now.

    `reasons`: everything that stands in its way; `restricted`: the areas under MINIMIZE that it would go into.
    """

    examined: Examined
    reasons: tuple[str, ...]
    restricted: tuple[str, ...]


def ready(place: Place, now: Standing, who: Person) -> Ready:
    """Whether this person could release a draft now."""
    examined = examine(place.config, now.text, place.book.clock(), who)
    telegram = examined.telegram
    restricted = minimize.areas_of(place.book, place.config, telegram) if telegram else ()
    return Ready(examined, tuple(_reasons(place, now, who, examined)), restricted)


def release(
    place: Place, draft: int, who: Person, *, confirmed: bool = False, read: int | None = None
) -> Released:
    """Release a draft. `confirmed`: it is to go although MINIMIZE is in force. Raises `NotReleased`.

    `read`: the version that they read; raises `PostError` where there is a newer one.
    """
    with place.book.transaction():
        now = standing(place, draft)
        require_open(now)
        require_version(now, read)
        _, reasons, restricted = ready(place, now, who)
        if not confirmed:
            reasons += tuple(
                f"MINIMIZE is in force for {area}: confirm that it must go" for area in restricted
            )
        if reasons:
            raise NotReleased(draft, reasons)
        telegram = _numbered(place, now, CONSIDERED if restricted else "", who.signs)
        text = write(telegram, FORMAT).data.decode()
        messages = tuple(_sent(place, telegram, text))
        sql = "UPDATE draft SET state = 'released', released_by = ?, mrn = ? WHERE id = ?"
        place.book.put(sql, who.name, telegram.mrn, draft)
        place.book.put("INSERT INTO own_traffic VALUES (?, ?, ?)", telegram.mrn, draft, messages[0])
        _answer(place, telegram)
        journal.enter(
            place.book, who.name, f"draft {draft}", "released", mrn=telegram.mrn, version=now.version,
            minimize=list(restricted), messages=messages, expanded=_expanded(place, telegram),
        )  # fmt: skip
    return Released(str(telegram.mrn), str(telegram.dtg), messages, text)


def _expanded(place: Place, telegram: Telegram) -> dict[str, tuple[str, ...]]:
    """The members that each collective stood for (R-17): lists change, and the journal says what this one was."""
    groups = reach(place.config, telegram)
    return {one.addressee.name: one.members for group in groups for one in group if one.members}


def _reasons(place: Place, now: Standing, who: Person, examined: Examined) -> Iterator[str]:
    """Everything that keeps this draft from being released by this person now."""
    if not may(who, "release"):
        yield f"{who.name} is no releaser"
    yield from (one.told for one in examined.errors)
    telegram = examined.telegram
    if telegram is None:
        return
    two = highest(telegram) in place.config.post.two_persons
    if who.name == now.author and (two or not who.releases_own):
        yield f"{who.name} drafted it: another releaser must release it"
    for one in clearing.missing(place, now.id):
        yield f"{one.office} must clear it ({one.why}): {one.state}"
    if not may(who, "approve") and not clearing.holds(place, now.id, "approved", telegram):
        yield "no approver has approved it"


def _numbered(place: Place, now: Standing, ending: str, signs: str) -> Telegram:
    """The telegram with its serial in the year and the running number of each addressee."""
    year = datetime.fromtimestamp(place.book.clock(), UTC).year
    serial = numbers.following(place.book, f"reference {year}")
    telegram = filled(place.config, now.text, serial, place.book.clock(), ending, signs)
    action, info = (
        tuple(_counted(place, one) for one in group) for group in (telegram.action, telegram.info)
    )
    return telegram.replace(action=action, info=info)


def _counted(place: Place, addressee: Addressee) -> Addressee:
    """With the next running number of this addressee; posts have one, collectives and other agencies have not."""
    post = posts.find(addressee.name)
    if post is None or not post.numbers_telegrams or members_of(place.config, addressee.name, None):
        return addressee
    number = (numbers.following(place.book, f"to {addressee.name}") - 1) % 9999 + 1
    return msgspec.structs.replace(addressee, continuity_number=number)


def _sent(place: Place, telegram: Telegram, text: str) -> Iterator[int]:
    """Enter and queue each section; the numbers of the messages."""
    for section in sections_of(text):
        message = originate(place.book, place.config, section, telegram.mrn)
        _to_ourselves(place, message, telegram)
        yield message


def sections_of(text: str) -> tuple[str, ...]:
    """The transmissions that were written one behind the other, each up to its NNNN."""
    return tuple(f"{one.strip()}{_END}" for one in text.split("\nNNNN") if one.strip())


def _to_ourselves(place: Place, message: int, telegram: Telegram) -> None:
    """An addressee that this post serves itself has its copy at once (F-55)."""
    for role, group in (("action", telegram.action), ("info", telegram.info)):
        for one in group:
            if serves(place.config, one):
                values = (message, one.name, role, one.precedence, one.continuity_number, place.book.clock())
                place.book.put(
                    "INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", *values
                )


def _answer(place: Place, telegram: Telegram) -> None:
    """The actions that wait for an answer to a telegram that this one refers to have it."""
    for reference in telegram.references:
        sql = "UPDATE task SET answered_by = ?, answered = ? WHERE mrn = ? AND answered_by IS NULL"
        if reference.mrn and place.book.put(sql, telegram.mrn, place.book.clock(), reference.mrn):
            journal.enter(place.book, "release", str(reference.mrn), "answered", by=telegram.mrn)


def withdraw(place: Place, mrn: str, who: Person) -> None:
    """Take a released telegram back; only while no transmission of it has begun (R-07; ACP 127(G) paras 423-424)."""
    require(who, "withdraw")
    with place.book.transaction():
        messages = [
            row for (row,) in place.book.rows("SELECT id FROM message WHERE mrn = ? AND circuit IS NULL", mrn)
        ]
        if not messages:
            raise PostError(f"{mrn}: this post has released no such telegram")
        sql = "SELECT count(*) FROM transmission WHERE message = ? AND attempts > 0"
        if any(place.book.one(sql, message)[0] for message in messages):
            raise PostError(f"{mrn}: its transmission has begun; send a telegram that cancels it")
        for message in messages:
            place.book.put("UPDATE transmission SET state = 'cancelled' WHERE message = ?", message)
            place.book.put("UPDATE message SET state = 'cancelled', archived = 1 WHERE id = ?", message)
        place.book.put("UPDATE draft SET state = 'withdrawn' WHERE mrn = ?", mrn)
        journal.enter(place.book, who.name, mrn, "withdrawn")
