"""What a circuit cannot carry moves to an alternate: it is down or closed (R-27), or the far station will not take it.

What may have arrived goes as a suspected duplicate. What neighbours write each other about the numbers of their own
circuit, which has no serial, goes no other way.
"""

from __future__ import annotations

from typing import NamedTuple

from reftel.exchange.keeping import journal
from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.queue.waiting import Queued, enqueue, hold
from reftel.exchange.receiving.passing_on import is_up
from reftel.exchange.routing.circuits import plan

_COLUMNS = "t.id, t.message, t.precedence, t.called, t.since, t.pilot, m.level, m.circuit"
_MESSAGE = "transmission t JOIN message m ON m.id = t.message"
_WAITING = (
    f"SELECT {_COLUMNS}, t.attempts > 0 FROM {_MESSAGE} WHERE t.circuit = ? AND t.state = 'waiting'"  # noqa: S608
    " AND NOT (m.kind = 'service' AND m.serial IS NULL) ORDER BY t.urgency, t.id LIMIT 1000"
)
_SENT = (
    f"SELECT {_COLUMNS}, t.state = 'acknowledged', t.circuit FROM {_MESSAGE} WHERE t.id = ?"  # noqa: S608
    " AND t.state IN ('taken', 'acknowledged') AND (? IS NULL OR t.number = ?)"
)


class _Moving(NamedTuple):
    """A transmission that is to go another way; `came` is the circuit over which its message came."""

    id: int
    message: int
    precedence: str
    called: str
    since: float
    pilot: str
    level: int
    came: str | None
    suspected: int


def reroute(book: Book, config: Config) -> int:
    """Move what waits for circuits that have been down for a while; how many transmissions were moved."""
    patience = config.post.reroute_after_seconds
    moved = 0
    for name, changed, closed in book.rows(
        "SELECT name, changed, closed FROM circuit WHERE up = 0 OR closed = 1"
    ):
        if name in config.circuits and (closed or book.clock() - (changed or 0.0) >= patience):
            waiting = [_Moving(*row) for row in book.rows(_WAITING, name)]
            moved += sum(_moved(book, config, one, name, "rerouted") for one in waiting)
    return moved


def refuse(book: Book, config: Config, sent: int, reason: str, number: int | None = None) -> None:
    """The far station will never take it: it goes by an alternate, else it is held; the watch is told of either.

    `number`: the channel number under which it was refused. A refusal that is told again, or of an earlier sending,
    changes nothing.
    """
    found = book.one(_SENT, sent, number, number)
    if not found:
        return
    *row, circuit = found
    moving, words = _Moving(*row), f"refused: {reason}"
    if _moved(book, config, moving, circuit, words, wait=True):
        alarm(book, circuit, f"message {moving.message} goes by an alternate: {circuit} {words}")
    else:
        hold(book, sent, words)


def _moved(book: Book, config: Config, one: _Moving, name: str, reason: str, *, wait: bool = False) -> bool:
    """Queue it for alternates of this circuit; False where some station has none that is up, unless it may `wait`.

    A circuit that refused it is no alternate.
    """
    before = "SELECT circuit FROM transmission WHERE message = ? AND called = ? AND reason LIKE 'refused:%'"
    refusing = [other for (other,) in book.rows(before, one.message, one.called)]
    barred = (one.came, name, *refusing)
    parted = plan(config, one.called.split(), one.level, lambda other: is_up(book, other), *barred)
    if parted.held or not (wait or all(is_up(book, other) for other in parted.over)):
        return False
    book.put("UPDATE transmission SET state = 'cancelled', reason = ? WHERE id = ?", reason, one.id)
    for other, stations in parted.over.items():
        new = enqueue(book, Queued(one.message, other, one.precedence, stations, one.since, one.pilot))
        book.put("UPDATE transmission SET suspected = ? WHERE id = ?", one.suspected, new)
    now = sorted(parted.over)
    journal.enter(book, "router", f"message {one.message}", "rerouted", was=name, now=now, reason=reason)
    return True
