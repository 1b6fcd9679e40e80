"""What an operator does at the watch: accept alarms, let held messages go, close circuits, look up a message's path."""

from __future__ import annotations

from reftel.exchange.keeping import journal
from reftel.exchange.keeping.journal import Entry
from reftel.exchange.post.config import Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.queue import waiting
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
    """Let a held transmission go. One that no circuit leads to needs a circuit first."""
    who.require("communicator")
    with place.book.transaction():
        found = place.book.one("SELECT circuit, state FROM transmission WHERE id = ?", transmission)
        if not found or found[1] != "held":
            raise PostError(f"there is no held transmission {transmission}")
        if not found[0]:
            raise PostError(
                f"transmission {transmission} has no circuit: enter a route for it in post.toml first"
            )
        waiting.release(place.book, transmission, who.name)


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
