"""The queue of a circuit: what waits, what is under way, what became of it (R-21 to R-28, R-70).

All of this runs within a transaction of the caller. A transmission is `waiting`, `taken` (its channel number is used
up), `acknowledged`, `held` (with the reason) or `cancelled`. One that was taken and not acknowledged when the post
stopped waits again as a suspected duplicate.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from reftel.exchange.keeping import journal, numbers
from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config, Route, urgency
from reftel.exchange.routing.copies import Copy, copy_of
from reftel.exchange.seam import Circuit, Outgoing
from reftel.vocabulary import classification

CYCLE = 999
_SETUP = 30.0  # seconds that breaking off and beginning again cost; below that IMMEDIATE waits (para 150)
_EXTRA_LONG = 5 * 20 * 69  # characters of a full section: what PRIORITY breaks in on
_RELEASE = re.compile(r"^ZNY (?P<level>[A-Z])(?P=level){2}(?P<code>[A-Z]{2})\b", re.MULTILINE)
_HEAD = 50_000  # letters within which line 4 stands
_NEXT = (
    "SELECT t.id, t.message, t.precedence, t.called, t.suspected, t.pilot, m.text, m.calling, m.serial, m.filed,"
    " m.earlier, m.handling, m.level, m.kind FROM transmission t JOIN message m ON m.id = t.message"
    " WHERE t.circuit = ? AND t.state = 'waiting' ORDER BY t.urgency, t.id LIMIT 1"
)


class _Next(NamedTuple):
    """A row of `_NEXT`."""

    id: int
    message: int
    precedence: str
    called: str
    suspected: int
    pilot: str
    text: str
    calling: str | None
    serial: int | None
    filed: str | None
    earlier: str
    handling: str
    level: int
    kind: str


class Queued(NamedTuple):
    """A message to be sent over one circuit. `since`: the moment from which its objective counts."""

    message: int
    circuit: str
    prosign: str
    called: tuple[str, ...]
    since: float
    pilot: str = ""
    held: str = ""


def enqueue(book: Book, one: Queued) -> int:
    """Put it behind those of its precedence; the number of the transmission."""
    return book.put(
        "INSERT INTO transmission (message, circuit, precedence, urgency, called, state, since, queued, reason, pilot)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(one.message, one.circuit, one.prosign, urgency(one.prosign), " ".join(one.called)),
        *("held" if one.held else "waiting", one.since, book.clock(), one.held, one.pilot),
    )


def take(book: Book, config: Config, route: Route | Circuit) -> Outgoing | None:
    """The next one that may be sent over this circuit, with its channel number; None for none.

    The level is checked here too: what a circuit is approved for may have changed since (R-24).
    """
    while found := book.one(_NEXT, route.name):
        row = _Next(*found)
        reason = _refused(config.circuits[route.name], row)
        if not reason:
            return _taken(book, route, row)
        hold(book, row.id, reason)
    return None


def _refused(route: Route, row: _Next) -> str:
    """Why this circuit may not carry it; empty if it may."""
    if row.level > classification.rank(route.level):
        return f"level: {route.name} is approved for {route.level}"
    released = released_to(row.text) if route.release and row.level > 0 else frozenset(route.release)
    if not released.issuperset(route.release):
        said = f"released to {''.join(sorted(released))}" if released else "not released to partners"
        return f"release: {route.name} is the circuit of {route.release}, the message is {said}"
    return ""


def released_to(text: str) -> frozenset[str]:
    """The partners that the security letters of line 4 name: B of `ZNY SSSBB`, none of `ZNY SSSSS` (F-19)."""
    found = _RELEASE.search(text[:_HEAD])
    return frozenset(found["code"]) if found and found["code"] != 2 * found["level"] else frozenset()


def _taken(book: Book, route: Route | Circuit, row: _Next) -> Outgoing:
    """Use up the next channel number for it."""
    number, cycle = _channel_number(book, route)
    now, channel = book.clock(), f"{route.name}{number:03d}"
    book.put(
        "UPDATE transmission SET state = 'taken', number = ?, taken = ?, attempts = attempts + 1 WHERE id = ?",
        *(number, now, row.id),
    )
    book.put("INSERT INTO attempt VALUES (?, ?, ?, ?, ?)", route.name, number, cycle, row.id, now)
    suspected = bool(row.suspected)
    journal.enter(
        book, "queue", f"message {row.message}", "transmission begun", channel=channel, suspected=suspected
    )
    return _outgoing(row, route.name, channel)


def _outgoing(row: _Next, circuit: str, channel: str) -> Outgoing:
    """It as its transport is given it."""
    stations = tuple(row.called.split())
    handling = row.handling
    if row.suspected and "ZFD" not in handling:
        handling = f"{handling} ZFD {row.calling or ''}".strip()
    return Outgoing(
        id=row.id,
        circuit=circuit,
        channel=channel,
        precedence=row.precedence,
        text=copy_of(row.text, Copy(row.precedence, stations), row.pilot),
        calling=row.calling or None,
        called=stations,
        station_serial=row.serial,
        filed=row.filed or None,
        earlier=msgspec.json.decode(row.earlier, type=tuple[str, ...]),
        handling=handling,
        suspected_duplicate=bool(row.suspected),
        no_receipt="ZGC" in row.text[:2000].split(),
        service=row.kind == "service",
    )


def _channel_number(book: Book, route: Route | Circuit) -> tuple[int, int]:
    """The number and the cycle that it belongs to: the day, or the count of its rounds."""
    if route.numbers == "daily":
        day = int(book.clock() // 86_400)
        count = numbers.following(book, f"channel {route.name} {day}")
        return (count - 1) % CYCLE + 1, day * 1000 + (count - 1) // CYCLE
    count = numbers.following(book, f"channel {route.name}")
    return (count - 1) % CYCLE + 1, (count - 1) // CYCLE


def last_number(book: Book, route: Route | Circuit) -> int:
    """The channel number used last; 0 for none."""
    name = f"channel {route.name}"
    if route.numbers == "daily":
        name = f"{name} {int(book.clock() // 86_400)}"
    count = numbers.last(book, name)
    return (count - 1) % CYCLE + 1 if count else 0


def acknowledged(book: Book, sent: int) -> None:
    """The next station has it on its disk."""
    row = book.one("SELECT message, circuit, number, since, state FROM transmission WHERE id = ?", sent)
    if not row or row[4] == "acknowledged":
        return
    now = book.clock()
    book.put("UPDATE transmission SET state = 'acknowledged', done = ? WHERE id = ?", now, sent)
    book.put("UPDATE circuit SET last_out = ? WHERE name = ?", now, row[1])
    channel = f"{row[1]}{row[2] or 0:03d}"
    journal.enter(
        book, "queue", f"message {row[0]}", "acknowledged", channel=channel, seconds=round(now - row[3], 3)
    )


def broken_off(book: Book, sent: int, reason: str, *, perhaps_arrived: bool) -> None:
    """It waits again in its old place, under a new channel number; a suspected duplicate if it may have arrived."""
    changed = book.put(
        "UPDATE transmission SET state = 'waiting', suspected = max(suspected, ?), reason = ?"
        " WHERE id = ? AND state = 'taken'",
        *(perhaps_arrived, reason, sent),
    )
    if changed:
        _tell(book, sent, "broken off", reason)


def hold(book: Book, sent: int, reason: str) -> None:
    """It is not sent until an operator says so; the watch is told."""
    book.put("UPDATE transmission SET state = 'held', reason = ? WHERE id = ?", reason, sent)
    _tell(book, sent, "held", reason)
    circuit, message = book.one("SELECT circuit, message FROM transmission WHERE id = ?", sent)
    alarm(book, circuit, f"message {message} is held: {reason}")


def release(book: Book, sent: int, who: str) -> bool:
    """An operator lets a held transmission go."""
    changed = book.put(
        "UPDATE transmission SET state = 'waiting', reason = '' WHERE id = ? AND state = 'held'", sent
    )
    if changed:
        _tell(book, sent, f"let go by {who}", "")
    return bool(changed)


def _tell(book: Book, sent: int, event: str, reason: str) -> None:
    message, circuit, number = book.one(
        "SELECT message, circuit, number FROM transmission WHERE id = ?", sent
    )
    journal.enter(
        book, "queue", f"message {message}", event, channel=f"{circuit}{number or 0:03d}", reason=reason
    )


def recover(book: Book) -> int:
    """After a stop: what was under way waits again as a suspected duplicate (R-70). How many those are."""
    under_way = book.rows("SELECT id FROM transmission WHERE state = 'taken'")
    for (sent,) in under_way:
        broken_off(book, sent, "the post stopped while it was under way", perhaps_arrived=True)
    return len(under_way)


def interrupts(book: Book, sending: Outgoing, remaining: float) -> bool:
    """Whether what waits breaks in on what is being sent (R-22; ACP 127(G) paras 150-152).

    FLASH and above at once; IMMEDIATE where finishing would take longer than breaking off; PRIORITY on extra long
    messages; ROUTINE never.
    """
    sql = "SELECT urgency FROM transmission WHERE circuit = ? AND state = 'waiting' ORDER BY urgency LIMIT 1"
    found = book.one(sql, sending.circuit)
    if not found or found[0] >= urgency(sending.precedence):
        return False
    if found[0] <= urgency("Z"):
        return True
    if found[0] == urgency("O"):
        return remaining > _SETUP
    return found[0] == urgency("P") and len(sending.text) > _EXTRA_LONG


def repeat(book: Book, circuit: str, number: int, *, suspected: bool) -> bool:
    """Send again what went out last under a channel number; False where nothing did."""
    found = book.one(
        "SELECT transmission FROM attempt WHERE circuit = ? AND number = ? ORDER BY cycle DESC LIMIT 1",
        *(circuit, number),
    )
    if not found:
        return False
    changed = book.put(
        "UPDATE transmission SET state = 'waiting', suspected = ?, reason = 'asked for again'"
        " WHERE id = ? AND state IN ('acknowledged', 'taken', 'waiting')",
        *(suspected, found[0]),
    )
    if changed:
        _tell(book, found[0], "asked for again", f"{circuit}{number:03d}")
    return bool(changed)
