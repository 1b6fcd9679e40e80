"""How a post stands: circuits, queues, speed of service, alarms. What `status`, the watch floor and metrics show."""

from __future__ import annotations

from statistics import median, quantiles

from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.post.place import Place
from reftel.exchange.queue import minimize
from reftel.exchange.queue.objectives import objective, objectives
from reftel.exchange.queue.waiting import last_number
from reftel.exchange.receiving.held_by_offices import Held, waiting
from reftel.model.noun import Noun

_RECENT = 1000  # transmissions that the speed of service is measured on, for each precedence
_LAST = 8


class Queue(Noun, frozen=True):
    """What waits at one precedence: how many, the age of the oldest in seconds, how many are past their objective."""

    precedence: str
    waiting: int
    oldest: float
    late: int


class Line(Noun, frozen=True):
    """A circuit. Times are seconds since 1970; `under_way` are sent and not yet acknowledged."""

    name: str
    kind: str
    far: str
    up: bool
    closed: bool
    reason: str
    changed: float | None
    last_in: float | None
    last_out: float | None
    last_number: int
    under_way: int
    held: int
    queues: tuple[Queue, ...]

    @property
    def state(self) -> str:
        """In a word: closed, up, or DOWN with the reason."""
        if self.closed:
            return "closed"
        return "up" if self.up else f"DOWN {self.reason}".rstrip()


class Speed(Noun, frozen=True):
    """Seconds from release, or reception here, to the next station's word that it has the message."""

    precedence: str
    word: str
    objective: float
    measured: int
    median: float | None
    p95: float | None
    missed: int


class Told(Noun, frozen=True):
    """An alarm, a service message, or a message that came or went; `mrn`: the number of its telegram, where known."""

    id: int
    at: float
    circuit: str
    text: str
    mrn: str | None = None


class Standing(Noun, frozen=True):
    """A post at one moment. `aside`: what lies at the service position; `due`: actions past their time.

    `tasks`: the actions whose answer is to go out first.
    """

    post: str
    at: float
    circuits: tuple[Line, ...]
    speed: tuple[Speed, ...]
    alarms: tuple[Told, ...]
    service: tuple[Told, ...]
    received: tuple[Told, ...]
    sent: tuple[Told, ...]
    held: tuple[Told, ...]
    messages: int
    aside: int
    to_file: int
    open_requests: int
    actions: int
    due: int
    tasks: tuple[Held, ...] = ()
    minimize: tuple[str, ...] = ()


def standing(place: Place) -> Standing:
    """How the post stands now."""
    book, config = place.book, place.config
    now = book.clock()
    return Standing(
        post=config.post.name,
        at=now,
        circuits=tuple(_line(book, config, name) for name in config.circuits),
        speed=tuple(_speed(book, prosign) for prosign in objectives()),
        alarms=alarms(book),
        service=_told(book, _SERVICE),
        received=_told(book, _RECEIVED),
        sent=_told(book, _SENT),
        held=_told(book, _HELD),
        messages=_count(book, "message"),
        aside=_count(book, "inbound WHERE fate NOT IN ('taken', 'duplicate')"),
        to_file=_count(book, "message WHERE archived = 0"),
        open_requests=_count(book, "request WHERE closed IS NULL"),
        actions=_count(book, "task WHERE answered IS NULL"),
        due=book.one("SELECT count(*) FROM task WHERE answered IS NULL AND due < ?", now)[0],
        tasks=waiting(place)[:_LAST],
        minimize=tuple(order.area for order in minimize.in_force(book)),
    )


_SERVICE = (
    "SELECT id, since, coalesce(circuit, ''), substr(text, -400), NULL FROM message WHERE kind = 'service'"
    " AND circuit IS NOT NULL ORDER BY id DESC LIMIT ?"
)
_RECEIVED = (
    "SELECT i.id, at, coalesce(channel, i.circuit), fate || CASE i.reason WHEN '' THEN '' ELSE ': ' || i.reason END,"
    " mrn FROM inbound i LEFT JOIN message m ON m.id = message ORDER BY i.id DESC LIMIT ?"
)
_SENT = (
    "SELECT t.id, done, t.circuit || printf('%03d', number), t.precedence || ' to ' || called, mrn FROM transmission t"
    " LEFT JOIN message m ON m.id = message WHERE t.state = 'acknowledged' ORDER BY done DESC LIMIT ?"
)
_HELD = (
    "SELECT t.id, queued, t.circuit, t.precedence || ' for ' || called || ': ' || t.reason, mrn FROM transmission t"
    " LEFT JOIN message m ON m.id = message WHERE t.state = 'held' ORDER BY t.id DESC LIMIT ?"
)


def _told(book: Book, sql: str) -> tuple[Told, ...]:
    return tuple(
        Told(row, at or 0.0, circuit, " ".join(text.split()), mrn)
        for row, at, circuit, text, mrn in book.rows(sql, _LAST)
    )


def alarms(book: Book) -> tuple[Told, ...]:
    """The alarms that nobody has accepted yet, the oldest first."""
    sql = "SELECT id, at, circuit, message FROM alarm WHERE accepted IS NULL ORDER BY id"
    return tuple(Told(*row) for row in book.rows(sql))


def _count(book: Book, what: str) -> int:
    return int(book.one(f"SELECT count(*) FROM {what}")[0])  # noqa: S608 - constants of this module


def _line(book: Book, config: Config, name: str) -> Line:
    route = config.circuits[name]
    row = book.one("SELECT up, closed, reason, changed, last_in, last_out FROM circuit WHERE name = ?", name)
    up, closed, reason, changed, last_in, last_out = row
    sql = "SELECT count(*) FROM transmission WHERE circuit = ? AND state = ?"
    under_way, held = (book.one(sql, name, state)[0] for state in ("taken", "held"))
    return Line(
        *(name, route.kind, route.far, bool(up), bool(closed), reason, changed, last_in, last_out),
        *(last_number(book, route), under_way, held, queues(book, name)),
    )


def queues(book: Book, circuit: str) -> tuple[Queue, ...]:
    """What waits for a circuit, by precedence."""
    now = book.clock()
    found = []
    for prosign, one in objectives().items():
        sql = (
            "SELECT count(*), min(since), coalesce(sum(since < ?), 0) FROM transmission"
            " WHERE circuit = ? AND state = 'waiting' AND precedence = ?"
        )
        count, oldest, late = book.one(sql, now - one.late, circuit, prosign)
        if count:
            found.append(Queue(prosign, count, round(now - oldest, 1), late))
    return tuple(found)


def _speed(book: Book, prosign: str) -> Speed:
    one = objective(prosign)
    sql = (
        "SELECT done - since FROM transmission WHERE state = 'acknowledged' AND precedence = ? ORDER BY id DESC"
        " LIMIT ?"
    )
    times = [seconds for (seconds,) in book.rows(sql, prosign, _RECENT)]
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else (times[0] if times else None)
    middle = round(median(times), 3) if times else None
    missed = sum(seconds > one.late for seconds in times)
    return Speed(
        prosign, one.word, one.late, len(times), middle, round(p95, 3) if p95 is not None else None, missed
    )
