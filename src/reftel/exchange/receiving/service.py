"""Service messages: what stations write each other about traffic (ACP 127(G) paras 404-438; R-37).

Each goes to the service position and to the request that it answers, never to addressees. Signals whose meaning the
lists have only from memory are shown and not acted on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from reftel.exchange.keeping import journal, numbers
from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.queue.waiting import Queued, enqueue
from reftel.exchange.receiving.analysis import Analysed, analyse
from reftel.exchange.receiving.entering import Fate, enter_message
from reftel.exchange.routing.circuits import ways_to
from reftel.model.dtg import group

_NAMED = re.compile(r"\bZUI ([RQU][A-Z]{3,7}) #?([0-9]{4})\b")
_REPEATED = re.compile(r" ZAR[0-9]\Z")
_MOST_READ = 2000


def named(found: Analysed) -> str:
    """A message as service messages name it: calling station, serial, filing time."""
    sent = found.transmission
    filed = f"{datetime.fromisoformat(sent.filed):%j%H%M}" if sent.filed else None
    return " ".join(filter(None, (sent.calling, f"{sent.station_serial or 0:04d}", filed)))


def compose(book: Book, config: Config, station: str, words: str, prosign: str) -> str:
    """A service message that relays pass on: serial, security warning, breaks, `UNCLAS SVC` (para 406)."""
    now = datetime.fromtimestamp(book.clock(), UTC)
    serial = (numbers.following(book, "service") - 1) % 9999 + 1
    return (
        f"{prosign * 2} {station}\nDE {config.indicator} #{serial:04d} {now:%j%H%M}\nZNR UUUUU\n"
        f"{prosign} {group(now)}\nFM {config.indicator}\nTO {station}\nBT\nUNCLAS SVC\n{words}\n"
        f"BT\n#{serial:04d}\n\n\n\n\n\n\n\nNNNN\n"
    )


def send(book: Book, config: Config, station: str, words: str, prosign: str = "P") -> bool:
    """Queue a service message for a station; False, and an alarm, where no circuit leads to it."""
    ways = ways_to(config, station)
    if not ways:
        alarm(book, "", f"no circuit leads to {station}, which should be told: {words}")
        return False
    found = analyse(compose(book, config, station, words, prosign))
    message = own(book, found)
    enqueue(book, Queued(message, ways[0].name, prosign, (station,), book.clock()))
    journal.enter(book, "service", f"message {message}", "service message", station=station, words=words)
    return True


def to_neighbour(book: Book, config: Config, circuit: str, words: str, prosign: str) -> int:
    """Queue an abbreviated one for the station at the other end of a circuit (para 404)."""
    now = datetime.fromtimestamp(book.clock(), UTC)
    far = config.circuits[circuit].far
    text = f"{prosign * 2} {far}\nDE {config.indicator} {now:%d/%H%M}Z\nZNR UUUUU\n{words}\nNNNN\n"
    message = own(book, analyse(text))
    return enqueue(book, Queued(message, circuit, prosign, (far,), book.clock()))


def own(book: Book, found: Analysed) -> int:
    """Enter a service message of our own."""
    return enter_message(book, found._replace(service=True), None)


def take_in(book: Book, config: Config, circuit: str, found: Analysed) -> Fate:
    """One that came for this post: kept, shown on the watch, matched to the request that it answers."""
    known = book.one("SELECT id FROM message WHERE identity = ?", found.identity)
    if known and not found.heading.abbreviated:
        return Fate("duplicate", "the same service message again", known[0])
    message = enter_message(book, found, circuit)
    answered = list(_answered(book, config, found))
    for request in answered:
        close(book, request, f"service message {message}")
    if not answered:
        alarm(
            book,
            circuit,
            f"service message {message} from {found.transmission.calling}: see `reftel post service`",
        )
    return Fate("taken", "service message", message)


def question(kind: str, subject: str) -> str:
    """What a station is asked about something that did not come."""
    return f"INT ZDK {kind.upper()} {subject}"


def _answered(book: Book, config: Config, found: Analysed) -> Iterator[int]:
    """The open requests that a message answers: it names our question (`ZUI RUEHTU 0017`), from whom it was put to."""
    for station, serial in _NAMED.findall(found.text[-_MOST_READ:]):
        if station not in config.own_indicators:
            continue
        sql = (
            "SELECT m.text, t.called FROM message m JOIN transmission t ON t.message = m.id WHERE m.kind = 'service'"
            " AND m.circuit IS NULL AND m.calling = ? AND m.serial = ? ORDER BY m.id DESC LIMIT 1"
        )
        text, called = book.one(sql, station, int(serial)) or ("", "")
        if found.transmission.calling not in called.split():
            continue
        asked = {_REPEATED.sub("", line) for line in text.splitlines()}
        for request, kind, subject in book.rows("SELECT id, kind, subject FROM request WHERE closed IS NULL"):
            if question(kind, subject) in asked:
                yield request


def ask(book: Book, kind: str, subject: str) -> bool:
    """Open a request; False where it is open, or was closed before."""
    sql = "INSERT INTO request (kind, subject, at, asked) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING RETURNING id"
    opened = bool(book.rows(sql, kind, subject, book.clock()))
    if opened:
        journal.enter(book, "service", subject, f"missing: {kind}")
    return opened


def close(book: Book, request: int, outcome: str) -> None:
    """A request was answered, or an operator closed it; either is told (para 419)."""
    book.put("UPDATE request SET closed = ?, outcome = ? WHERE id = ?", book.clock(), outcome, request)
    subject = book.one("SELECT subject FROM request WHERE id = ?", request)[0]
    journal.enter(book, "service", subject, "request closed", outcome=outcome)
