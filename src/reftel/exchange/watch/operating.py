"""What an operator does at the watch: accept alarms, settle what is held, close circuits, look up a message's path."""

from __future__ import annotations

from reftel.exchange.keeping import journal
from reftel.exchange.keeping.journal import Entry
from reftel.exchange.post.config import Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.queue import waiting
from reftel.exchange.receiving.passing_on import is_up
from reftel.exchange.routing.circuits import plan
from reftel.exchange.watch.standing import Told
from reftel.model.mrn import parse_mrn


def accept(place: Place, alarm: int, who: Person) -> None:
    """Someone has seen an alarm and acts (R-42); who and when stands in the journal."""
    with place.book.transaction():
        changed = place.book.put(
            "UPDATE alarm SET accepted_by = ?, accepted = ? WHERE id = ? AND accepted IS NULL",
            *(who.name, place.book.clock(), alarm),
        )
        if not changed:
            raise PostError(f"there is no open alarm {alarm}")
        journal.enter(place.book, who.name, f"alarm {alarm}", "accepted")


def let_go(place: Place, transmission: int, who: Person) -> None:
    """Let a held transmission go; what no circuit led to goes by the one that leads there now."""
    who.require("communicator")
    with place.book.transaction():
        message, circuit, called, came = _held(place, transmission)
        if not circuit:
            way = _way(place, transmission, message, called.split(), came)
            place.book.put("UPDATE transmission SET circuit = ? WHERE id = ?", way, transmission)
        waiting.release(place.book, transmission, who.name)


def _held(place: Place, transmission: int) -> tuple[int, str, str, str | None]:
    """Message, circuit and stations of a held transmission, and the circuit that its message came over."""
    found = place.book.one(
        "SELECT t.message, t.circuit, t.called, m.circuit FROM transmission t JOIN message m ON m.id = t.message"
        " WHERE t.id = ? AND t.state = 'held'",
        transmission,
    )
    if not found:
        raise PostError(
            f"there is no held transmission {transmission}: `reftel post status` names those there are"
        )
    return found[0], found[1], found[2], found[3]


def _way(place: Place, transmission: int, message: int, called: list[str], came: str | None) -> str:
    """The circuit that leads to the station of a transmission that had none."""
    level = place.book.one("SELECT level FROM message WHERE id = ?", message)[0]
    found = plan(place.config, called, level, lambda name: is_up(place.book, name), came)
    if not found.over:
        reason = "; ".join(found.held.values()) or f"{', '.join(found.own)} is served here"
        raise PostError(
            f"transmission {transmission} is still held: {reason}: enter a route for it in post.toml,"
            f" or `reftel post drop {transmission}`"
        )
    return next(iter(found.over))


def drop(place: Place, transmission: int, who: Person, reason: str) -> None:
    """Send a held transmission never; the message stays in the book, and in the archive. The reason is journalled."""
    who.require("communicator")
    if not reason.strip():
        raise PostError(f"say why transmission {transmission} is not sent")
    with place.book.transaction():
        message, *_ = _held(place, transmission)
        words = f"dropped: {reason.strip()}"
        place.book.put(
            "UPDATE transmission SET state = 'cancelled', reason = ? WHERE id = ?", words, transmission
        )
        journal.enter(
            place.book, who.name, f"message {message}", "dropped", transmission=transmission, reason=reason
        )


def set_closed(place: Place, circuit: str, closed: bool, who: Person) -> None:
    """Close a circuit to traffic, or open it (R-27)."""
    who.require("communicator")
    if circuit not in place.config.circuits:
        raise PostError(f"there is no circuit {circuit}: it is one of {', '.join(place.config.circuits)}")
    with place.book.transaction():
        place.book.put(
            "UPDATE circuit SET closed = ?, changed = ? WHERE name = ?", closed, place.book.clock(), circuit
        )
        journal.enter(place.book, who.name, circuit, "closed" if closed else "opened")


def track(place: Place, subject: str) -> tuple[Entry, ...]:
    """The journal of one object (R-66); of a number, in any form, its messages' too, in order of time."""
    number = parse_mrn(subject)
    subject = str(number) if number else subject
    subjects = [subject]
    subjects += (
        f"message {row}" for (row,) in place.book.rows("SELECT id FROM message WHERE mrn = ?", subject)
    )
    subjects += (f"draft {row}" for (row,) in place.book.rows("SELECT id FROM draft WHERE mrn = ?", subject))
    found = [entry for one in subjects for entry in journal.entries(place.book, one)]
    return tuple(sorted(found, key=lambda entry: entry.seq))


def service_position(place: Place) -> tuple[Told, ...]:
    """Service messages, and receptions that could not be handled, with the reason."""
    sql = (
        "SELECT id, since, coalesce(circuit, ''), text FROM message WHERE kind = 'service' AND circuit IS NOT NULL"
        " UNION ALL SELECT id, at, circuit, 'inbound ' || id || ': ' || fate || ': ' || reason FROM inbound"
        " WHERE fate NOT IN ('taken', 'duplicate') ORDER BY 2"
    )
    return tuple(
        Told(row, at, circuit, " ".join(text.split())) for row, at, circuit, text in place.book.rows(sql)
    )
