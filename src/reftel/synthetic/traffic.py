"""Who sends what to whom, and when: reports, instructions, replies after a while, campaigns to many posts.

Telegrams come in the order of time, so that a post's numbers run on and references lead back. What is remembered is
bounded: replies that are still due, and the last some thousand telegrams.
"""

from __future__ import annotations

import math
import random
from collections import Counter, deque
from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Any, NamedTuple

from reftel.synthetic.matter import Matter, matter
from reftel.synthetic.network import DEPARTMENT, network
from reftel.synthetic.prose import Words
from reftel.synthetic.shares import shares
from reftel.synthetic.timeline import DAY, Timeline, moment

BLOCK = 1000  # telegrams that are written together and whose files share a folder
_REMEMBERED = 4000  # telegrams that a later one may refer to
_INFO = (3, 3, 2, 2, 1, 1, 1)  # how often a telegram has no, one, two ... information addressees
_CITED = (6, 3, 2, 1)  # how often it refers to no, one, two, three more than it answers


class Earlier(NamedTuple):
    """What later telegrams need to know of one that was sent: its number, its matter, the first of its thread."""

    sender: str
    serial: int
    year: int
    minute: int
    matter: Matter
    thread: str

    @property
    def mrn(self) -> str:
        """The canonical message reference number."""
        return f"{self.year}{self.sender}{self.serial}"


class Sending(NamedTuple):
    """One telegram before it is written. `sent` is told apart from `cites`, whose first is what it `answers`, if any.

    `instructs`: it asks its action addressees for answers; `campaign`: the instruction to many that it answers.
    """

    sent: Earlier
    action: tuple[str, ...]
    info: tuple[str, ...]
    cites: tuple[Earlier, ...] = ()
    answers: Earlier | None = None
    campaign: Earlier | None = None
    instructs: bool = False


class _Due(NamedTuple):
    """A reply that will be sent; the order tells replies of one minute apart."""

    minute: int
    order: int
    sender: str
    answers: Earlier
    campaign: bool


class Traffic:
    """The traffic of some years, `count` telegrams in all; the same `count`, `seed` and `years` give the same."""

    def __init__(self, count: int, seed: int, years: tuple[int, int]) -> None:
        self._count = count
        self._chance = random.Random(f"{seed} traffic")  # noqa: S311 - chance for prose, not for secrets
        self._words = Words(self._chance)
        self._line = Timeline(*years)
        self._reached = 0.0  # the part of all traffic that spontaneous telegrams have passed
        self._due: list[_Due] = []
        self._made = self._ordered = 0
        self._serials: Counter[tuple[str, int]] = Counter()
        self._year = 0
        self._earlier: deque[Earlier] = deque(maxlen=_REMEMBERED)
        self._rules: dict[str, Any] = shares()["replies"]

    def __iter__(self) -> Iterator[Sending]:
        at = self._next()
        while self._made < self._count:
            if self._due and self._due[0].minute <= at:
                sending = self._reply(heappop(self._due))
            else:
                sending = self._unasked(at)
                at = self._next()
            self._made += 1
            self._earlier.append(sending.sent)
            self._call_for_replies(sending)
            yield sending

    def _next(self) -> int:
        """When the next telegram is sent that answers none: as if those that are left were strewn over what is left."""
        left = max(1.0, (self._count - self._made - len(self._due)) / (1 + _following(self._rules)))
        self._reached += (1 - self._reached) * (1 - (1 - self._chance.random()) ** (1 / left))
        return self._line.minute(self._reached)

    def _unasked(self, minute: int) -> Sending:
        chance, year = self._chance, moment(minute).year
        department = chance.random() < shares()["posts"]["department"]
        sender = DEPARTMENT if department else network(year).one(chance)
        campaign = department and chance.random() < self._rules["campaign"]
        action = self._many(year) if campaign else self._addressed(sender, year)
        sent = self._sent(minute, sender, matter(self._words, year, sender), None)
        return Sending(sent, action, self._info(action, sender, year), self._cited(year), instructs=campaign)

    def _reply(self, due: _Due) -> Sending:
        year = moment(due.minute).year
        answered = due.answers
        about = answered.matter._replace(subject=_replying(answered.matter.subject))
        sent = self._sent(due.minute, due.sender, about, answered)
        action = (answered.sender,)
        cites = tuple(dict.fromkeys((answered, *self._cited(year))))
        campaign = answered if due.campaign else None
        return Sending(sent, action, self._info(action, due.sender, year), cites, answered, campaign)

    def _sent(self, minute: int, sender: str, about: Matter, answered: Earlier | None) -> Earlier:
        """The telegram under the next number of its sender; the numbers begin with 1 each year."""
        year = moment(minute).year
        if year != self._year:
            self._serials.clear()
            self._year = year
        self._serials[sender, year] += 1
        serial = self._serials[sender, year]
        thread = answered.thread if answered else f"{year}{sender}{serial}"
        return Earlier(sender, serial, year, minute, about, thread)

    def _addressed(self, sender: str, year: int) -> tuple[str, ...]:
        """The Department, or another post now and then; one to three posts where the Department writes."""
        chance = self._chance
        if sender != DEPARTMENT and chance.random() < 0.9:
            return (DEPARTMENT,)
        found = network(year).some(chance, 1 if sender != DEPARTMENT else 1 + int(chance.random() * 3))
        return tuple(name for name in found if name != sender) or (DEPARTMENT,)

    def _many(self, year: int) -> tuple[str, ...]:
        """The posts that an instruction goes to; not more than the corpus has room for."""
        low, high = self._rules["addressees"]
        wanted = int(math.exp(self._chance.uniform(math.log(low), math.log(high))))
        return tuple(network(year).some(self._chance, wanted * 2)[: max(2, min(wanted, self._count // 25))])

    def _info(self, action: tuple[str, ...], sender: str, year: int) -> tuple[str, ...]:
        count = self._chance.choices(range(len(_INFO)), _INFO)[0]
        others = network(year).some(self._chance, count) if count else []
        return tuple(name for name in others if name != sender and name not in action)

    def _cited(self, year: int) -> tuple[Earlier, ...]:
        """Earlier telegrams, those of late more often; none that is more than a year old."""
        count, pool = self._chance.choices(range(len(_CITED)), _CITED)[0], self._earlier
        places = [int(len(pool) * self._chance.random() ** 0.5) for _ in range(count if pool else 0)]
        return tuple({one: None for at in places if (one := pool[at]).year >= year - 1})

    def _call_for_replies(self, sending: Sending) -> None:
        """Let some of those that it went to answer, each after a while of its own."""
        rules, chance = self._rules, self._chance
        share = (
            rules["answering"] if sending.instructs else rules["again"] if sending.answers else rules["share"]
        )
        delay = rules["campaign_delay"] if sending.instructs else rules["delay"]
        for post in sending.action if sending.instructs else sending.action[:1]:
            if chance.random() < share:
                hours = chance.lognormvariate(math.log(delay["median"]), delay["sigma"])
                self._fall_due(sending, post, sending.sent.minute + 1 + int(60 * hours))

    def _fall_due(self, sending: Sending, post: str, minute: int) -> None:
        minute = _working(minute)
        if minute < self._line.end:
            self._ordered += 1
            heappush(self._due, _Due(minute, self._ordered, post, sending.sent, sending.instructs))


def _following(rules: dict[str, Any]) -> float:
    """How many replies a telegram that answers none has after it, in the mean."""
    low, high = rules["addressees"]
    posts_asked = (high - low) / math.log(high / low)
    campaigns = rules["campaign"] * shares()["posts"]["department"] * posts_asked * rules["answering"]
    again: float = rules["again"]
    return float(campaigns + rules["share"]) / (1 - again)


def _working(minute: int) -> int:
    """The minute itself, or one some days later where it falls on a weekend."""
    weekday = moment(minute).weekday()
    return minute if weekday < 5 else minute + (7 - weekday) * DAY


def _replying(subject: str) -> str:
    return subject if subject.startswith("REPLY: ") else f"REPLY: {subject}"
