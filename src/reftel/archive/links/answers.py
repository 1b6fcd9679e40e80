"""Campaigns: one instruction to many posts, who answered, when and after how long, and who never did."""

from __future__ import annotations

from datetime import datetime
from statistics import median

from reftel.archive.index.documents import addressee_name, post_of
from reftel.archive.links.threads import Links
from reftel.archive.results import ArchiveError
from reftel.model.telegram import Noun, Telegram
from reftel.vocabulary import collectives, posts


class Answer(Noun, frozen=True):
    """A telegram that refers to the instruction.

    `hours` is the time between both; `asked`: the post was addressed for action; `first`: the first answer of its post.
    """

    post: str
    key: str
    mrn: str | None
    dtg: str | None
    hours: float | None
    subject: str | None
    asked: bool
    first: bool


class Campaign(Noun, frozen=True):
    """An instruction and what came of it. `unanswered` are the posts asked of which the archive has no answer.

    `collectives` are addressees whose posts are not known one by one; `median_hours` is that of the first answers.
    """

    key: str
    mrn: str | None
    dtg: str | None
    subject: str | None
    asked: tuple[str, ...]
    answers: tuple[Answer, ...]
    unanswered: tuple[str, ...]
    collectives: tuple[str, ...] = ()
    median_hours: float | None = None


def campaign(links: Links, number: str) -> Campaign:
    """What came of the instruction that a number names. Raises `ArchiveError` where the archive has it not."""
    record = links.record(number)
    if record is None:
        raise ArchiveError(f"{number}: no such telegram in this archive")
    instruction = record.telegram
    asked, unknown = _asked(instruction)
    answers: list[Answer] = []
    citing = links.citing(instruction.mrn) if instruction.mrn else ()
    links.load(citing)
    for named in citing:
        found = links.record(named)
        post = post_of(found.telegram) if found else None
        if found and post and post != post_of(instruction):
            first = all(earlier.post != post for earlier in answers)
            answers.append(_answer(found.key, found.telegram, post, instruction, post in asked, first))
    delays = [one.hours for one in answers if one.first and one.hours is not None]
    answered = {one.post for one in answers}
    return Campaign(
        key=record.key,
        mrn=instruction.mrn,
        dtg=instruction.dtg,
        subject=instruction.subject,
        asked=asked,
        answers=tuple(answers),
        unanswered=tuple(post for post in asked if post not in answered),
        collectives=unknown,
        median_hours=round(median(delays), 1) if delays else None,
    )


def _answer(key: str, telegram: Telegram, post: str, to: Telegram, asked: bool, first: bool) -> Answer:
    hours = hours_between(to.dtg, telegram.dtg)
    return Answer(post, key, telegram.mrn, telegram.dtg, hours, telegram.subject, asked, first)


def hours_between(earlier: str | None, later: str | None) -> float | None:
    """Hours from one moment to another (ISO 8601); None where either is not known to the minute."""
    if not earlier or not later or "T" not in earlier or "T" not in later:
        return None
    apart = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return round(apart.total_seconds() / 3600, 1)


def _asked(instruction: Telegram) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The posts addressed for action, those of collectives too; and the collectives whose posts no list tells."""
    named: list[str] = []
    unknown: list[str] = []
    year = int(instruction.dtg[:4]) if instruction.dtg else 0
    for addressee in instruction.action:
        if not addressee.collective:
            named.append(addressee_name(addressee))
        elif states := collectives.members(addressee.name):
            named += _embassies(states, year)
        else:
            unknown.append(addressee.name)
    own = post_of(instruction)
    return tuple(dict.fromkeys(post for post in named if post != own)), tuple(unknown)


def _embassies(states: frozenset[str], year: int) -> list[str]:
    """The embassies in some states in a year, as far as the list of posts has them."""
    found = []
    for post in posts.all_posts():
        since, until = posts.years_of_name(post)
        there = (since or 0) <= (year or 9999) and (not until or not year or year <= until)
        if post.kind == "embassy" and post.iso3166 in states and there:
            found.append(post.name)
    return found
