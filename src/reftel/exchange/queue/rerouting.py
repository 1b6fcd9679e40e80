"""Queues of circuits that are down or closed move to alternates (R-27), suspected duplicates where they were begun."""

from __future__ import annotations

from reftel.exchange.keeping import journal
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.queue.waiting import Queued, enqueue
from reftel.exchange.receiving.passing_on import is_up
from reftel.exchange.routing.circuits import plan

_WAITING = (
    "SELECT t.id, t.message, t.precedence, t.called, t.since, t.pilot, t.attempts, m.level, m.circuit"
    " FROM transmission t JOIN message m ON m.id = t.message"
    " WHERE t.circuit = ? AND t.state = 'waiting' ORDER BY t.urgency, t.id LIMIT 1000"
)


def reroute(book: Book, config: Config) -> int:
    """Move what waits for circuits that have been down for a while; how many transmissions were moved."""
    patience = config.post.reroute_after_seconds
    moved = 0
    for name, changed, closed in book.rows(
        "SELECT name, changed, closed FROM circuit WHERE up = 0 OR closed = 1"
    ):
        if name in config.circuits and (closed or book.clock() - (changed or 0.0) >= patience):
            moved += sum(_moved(book, config, name, row) for row in book.rows(_WAITING, name))
    return moved


def _moved(book: Book, config: Config, name: str, row: tuple[object, ...]) -> bool:
    sent, message, prosign, called, since, pilot, attempts, level, came = row
    came_over = str(came) if came else None
    over = plan(config, str(called).split(), int(str(level)), lambda one: is_up(book, one), came_over).over
    if not over or name in over or not all(is_up(book, one) for one in over):
        return False
    book.put("UPDATE transmission SET state = 'cancelled', reason = 'rerouted' WHERE id = ?", sent)
    for other, stations in over.items():
        again = Queued(int(str(message)), other, str(prosign), stations, float(str(since)), str(pilot))
        new = enqueue(book, again)
        book.put("UPDATE transmission SET suspected = ? WHERE id = ?", bool(attempts), new)
    journal.enter(book, "router", f"message {message}", "rerouted", was=name, now=sorted(over))
    return True
