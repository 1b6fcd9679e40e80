"""How long replies took: the time from a telegram to the first that it refers to, over all that refer to one."""

from __future__ import annotations

from bisect import bisect_left
from statistics import median
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from reftel.archive.addresses import keys_of
from reftel.archive.index.documents import post_of
from reftel.archive.links.answers import hours_between
from reftel.archive.links.threads import Links
from reftel.archive.query.language import parse_query
from reftel.archive.query.paging import Place
from reftel.archive.query.search import Wanted, find
from reftel.model.telegram import Noun

if TYPE_CHECKING:
    from reftel.archive.view import View

PAGE = 50
BUDGET = 0.05  # seconds
MOST_OF_SOME = 1000  # telegrams looked at for a viewer who may not see all, whose answer no clock may cut
NAMED = 20
BOUNDS = (6.0, 24.0, 72.0, 168.0, 720.0)  # hours
BINS = ("within 6 hours", "within a day", "2 or 3 days", "within a week", "within a month", "longer")


class Delay(Noun, frozen=True):
    """One reply: the telegram that refers, the first that it refers to of another post, and the hours between."""

    key: str
    to: str
    post: str
    hours: float


class Bin(Noun, frozen=True):
    """How many replies took so long, and the newest of them."""

    within: str
    replies: int
    newest: tuple[str, ...] = ()


class Delays(Noun, frozen=True):
    """The delays of `replies`, found among the newest `looked_at` of the `referring` telegrams that refer to any."""

    replies: int
    looked_at: int
    referring: int
    median_hours: float | None
    bins: tuple[Bin, ...]


class Replies:
    """The delays of a query's replies, counted from the newest on; whoever asks again goes on where the time was over.

    A reply refers in its REF line or its text to a telegram of another post that the archive holds; both must be dated
    to the minute, and the reply must be the later one. Several threads may ask at once.
    """

    def __init__(self, archive: View, query: str) -> None:
        self._archive = archive
        self._compiler = archive.compiler()
        self._tree = parse_query(f"({query}) has:reference" if query.strip() else "has:reference").tree
        self._lock = Lock()
        self._after: Place | None = None
        self._referring: int | None = None
        self._told: Delays | None = None
        self._looked_at = 0
        self._hours: list[float] = []
        self._counts = [0] * len(BINS)
        self._newest: list[list[str]] = [[] for _ in BINS]

    def counted(self, hurried: bool) -> Delays:
        """The delays so far, after `BUDGET` more seconds of looking or, without hurry, to the end.

        Where another is looking, who is in a hurry is told what was found before.
        """
        told = self._told
        if hurried and told is not None and self._lock.locked():
            return told
        with self._lock:
            self._look(hurried)
            self._told = self._summed()
            return self._told

    def _look(self, hurried: bool) -> None:
        all_seen = self._compiler.viewer.sees_all
        until = monotonic() + BUDGET if hurried and all_seen else None
        while self._referring is None or self._after:
            self._look_on()
            late = until is not None and monotonic() >= until
            if late or (hurried and not all_seen and self._looked_at >= MOST_OF_SOME):
                break

    def _summed(self) -> Delays:
        middle = round(median(self._hours), 1) if self._hours else None
        bins = tuple(map(Bin, BINS, self._counts, map(tuple, self._newest)))
        return Delays(len(self._hours), self._looked_at, self._referring or 0, middle, bins)

    def _look_on(self) -> None:
        archive, compiler = self._archive, self._compiler
        page = find(archive.index, compiler, self._tree, Wanted(PAGE, 0, "-date", self._after))
        self._referring, self._after = page.total, page.following
        rows = [row for row, _ in page.rows]
        self._looked_at += len(rows)
        keys = keys_of(archive.store, rows, compiler.viewer)
        for one in delays_of(Links(archive), [keys[row] for row in rows if row in keys]):
            at = bisect_left(BOUNDS, one.hours)
            self._hours.append(one.hours)
            self._counts[at] += 1
            if len(self._newest[at]) < NAMED:
                self._newest[at].append(one.key)


def delays_of(links: Links, keys: list[str]) -> list[Delay]:
    """The delays of those of some telegrams that are replies, in their order."""
    links.load(keys)
    links.load({number for key in keys for number in links.cites(key)})
    return [one for key in keys if (one := _delay(links, key))]


def _delay(links: Links, key: str) -> Delay | None:
    reply = links.record(key)
    post = post_of(reply.telegram) if reply else None
    for number in links.cites(key) if reply and post else ():
        earlier = links.record(number)
        if earlier is None or post_of(earlier.telegram) == post:
            continue
        hours = hours_between(earlier.telegram.dtg, reply.telegram.dtg) if reply else None
        if hours is not None and hours >= 0 and post:
            return Delay(key, earlier.key, post, hours)
    return None
