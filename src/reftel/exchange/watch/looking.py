"""What the watch does by itself, again and again: tells what is late, moves queues, asks for what is missing."""

from __future__ import annotations

from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.post.place import Place
from reftel.exchange.queue.objectives import objectives
from reftel.exchange.queue.rerouting import reroute
from reftel.exchange.receiving import service
from reftel.exchange.routing.directory import indicators_of

_HOUR = 3600.0
ASK_AFTER = (6 * _HOUR, 16 * _HOUR, 16 * _HOUR)
"""Seconds until a missing running number is asked for, until ZAR2 and until ZAR3 (paras 416-419; the first is ours:
a ROUTINE may be six hours behind the FLASH that overtook it)."""


def look(place: Place) -> None:
    """One look, in one transaction."""
    with place.book.transaction():
        reroute(place.book, place.config)
        _late(place.book)
        _due(place.book)
        _ask(place.book, place.config)


def _late(book: Book) -> None:
    """Alarm at half the objective, and again when it is missed (R-25). Lateness is told, whatever the precedence."""
    now = book.clock()
    for prosign, one in objectives().items():
        sql = (
            "SELECT id, circuit, message, since FROM transmission"
            " WHERE state IN ('waiting', 'taken') AND precedence = ? AND since < ?"
        )
        for sent, circuit, message, since in book.rows(sql, prosign, now - one.alarm):
            late = now - since >= one.late
            words = "has missed its objective of" if late else "has used half its objective of"
            text = f"message {message} ({one.word}) {words} {one.late / 60:.0f} minutes"
            alarm(book, circuit, text, f"{'late' if late else 'slow'} {sent}")


def _due(book: Book) -> None:
    """Actions whose answer did not go out in time."""
    sql = "SELECT message, office, mrn, due FROM task WHERE answered IS NULL AND due < ?"
    for message, office, mrn, due in book.rows(sql, book.clock()):
        words = f"{office} has not answered {mrn or f'message {message}'} in time"
        alarm(book, "", words, f"due {message} {due:.0f}")


def _ask(book: Book, config: Config) -> None:
    """Ask the originator for running numbers and sections that did not come, three times at most."""
    now = book.clock()
    for request, kind, subject, at, asked in book.rows(
        "SELECT id, kind, subject, at, asked FROM request WHERE closed IS NULL AND asked < ?", len(ASK_AFTER)
    ):
        if now - at < sum(ASK_AFTER[: asked + 1]):
            continue
        repeated = f" ZAR{asked + 1}" if asked else ""
        for station in indicators_of(config, _originator(kind, subject))[:1]:
            service.send(book, config, station, f"{service.question(kind, subject)}{repeated}")
        book.put("UPDATE request SET asked = asked + 1 WHERE id = ?", request)


def _originator(kind: str, subject: str) -> str:
    """Whom a request is put to: `0012 AMEMBASSY TUNIS TO SECSTATE WASHDC`, `02 OF 03 AMEMBASSY TUNIS 2006-...`."""
    if kind == "section":
        return subject.split(" ", 3)[3].rpartition(" ")[0]
    return subject.partition(" ")[2].rpartition(" TO ")[0]
