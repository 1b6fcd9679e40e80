"""Delivery to the addressees that this post serves, and what their running numbers tell (R-12, section 12).

An addressee's running number counts what the originator sent to that addressee: a hole means a lost telegram, or one
that a more urgent one has overtaken. So it is asked for only after a while.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import takewhile

from reftel.exchange.keeping import journal, numbers
from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.receiving import service
from reftel.exchange.receiving.analysis import Analysed
from reftel.exchange.routing.directory import serves
from reftel.model import dtg
from reftel.model.telegram import Addressee

_MOST_MISSING = 100
_HALF = 5000


def deliver(book: Book, config: Config, message: int, found: Analysed) -> None:
    """Give the message to each of our addressees once; the action copy where one stands in both lists (F-54)."""
    ours = list(_ours(config, found))
    if not ours:
        ours = [("collective" if _collective(found) else "unaddressed", Addressee(config.plain_address))]
    for role, addressee in ours:
        sql = "INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        number = addressee.continuity_number
        book.put(sql, message, addressee.name, role, addressee.precedence, number, book.clock())
        journal.enter(
            book, "receiver", f"message {message}", "delivered", addressee=addressee.name, role=role
        )
        if number and found.section in {None, 1} and not found.anew:
            _count(book, found, addressee.name, number)
    _acknowledge(book, config, found, ours)
    if ours[0][0] == "unaddressed":
        alarm(book, "", f"message {message} was sent here and names no addressee of this post")
    if found.prosign in "YZ":
        alarm(book, "", f"FLASH: message {message} waits for a person to accept it", f"flash {message}")
    _call_out(book, message, ours)


def _acknowledge(book: Book, config: Config, found: Analysed, ours: list[tuple[str, Addressee]]) -> None:
    """Tell the calling station that its message has come, where it asks for that with ZFF (5 FAH-2 H-232).

    What the numbered forms (ZFF4) ask for is not published: they are shown and not acted on.
    """
    signals = (one for one in found.transmission.signals if one.signal == "ZFF")
    asked = [" ".join(takewhile("FM".__ne__, one.parameters)) for one in signals]
    reached = [one.name for _, one in ours if any(_is_meant(config, words, one.name) for words in asked)]
    if reached and found.section in {None, 1}:
        at = dtg.group(datetime.fromtimestamp(book.clock(), UTC))
        words = "\n".join(f"ZUI {service.named(found)} RECEIVED FOR {name} {at}" for name in reached)
        service.send(book, config, str(found.transmission.calling), words, found.prosign)


def _is_meant(config: Config, asked: str, name: str) -> bool:
    """Whether a ZFF asks about this addressee: it names it, or a station of ours, or nobody."""
    return not asked or name in asked or bool(config.own_indicators.intersection(asked.split()))


def _call_out(book: Book, message: int, ours: list[tuple[str, Addressee]]) -> None:
    """NIACT calls the duty officer at any hour (5 FAH-2 H-421)."""
    if any(one.precedence == "NIACT IMMEDIATE" for _, one in ours):
        alarm(book, "", f"NIACT: call the duty officer for message {message}", f"niact {message}")


def _ours(config: Config, found: Analysed) -> Iterator[tuple[str, Addressee]]:
    for role, group in (("action", found.heading.action), ("info", found.heading.info)):
        yield from ((role, one) for one in group if not one.zen and serves(config, one))


def _collective(found: Analysed) -> bool:
    return any(one.collective for one in (*found.heading.action, *found.heading.info))


def _count(book: Book, found: Analysed, addressee: str, number: int) -> None:
    """Follow the running numbers of one originator to one addressee; open a request for each that is missing."""
    sender = found.heading.originator.name if found.heading.originator else found.transmission.calling
    series = f"heard {sender} > {addressee}"
    before = numbers.last(book, series)
    late = book.one(
        "SELECT id FROM request WHERE subject = ? AND closed IS NULL", _subject(sender, addressee, number)
    )
    if late:
        service.close(book, late[0], "it came late")
        return
    if before and number > before + _MOST_MISSING:
        words = f"{sender} gave {addressee} the running number {number:04d} behind {before:04d}: ask what became of"
        alarm(book, "", f"{words} those between")
    elif before and number > before + 1:
        for missing in range(before + 1, number):
            service.ask(book, "running number", _subject(sender, addressee, missing))
    elif before and number <= before and before - number < _HALF:
        alarm(book, "", f"{sender} gave {addressee} the running number {number:04d} again")
    if number > before or before - number >= _HALF:
        numbers.set_last(book, series, number)


def _subject(sender: str | None, addressee: str, number: int) -> str:
    return f"{number:04d} {sender} TO {addressee}"
