"""Passing a message on: its stations parted by circuit, misroutes put right (ACP 127(G) paras 301-313, 426)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reftel.exchange.keeping import journal
from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.queue.waiting import Queued, enqueue
from reftel.exchange.receiving import service
from reftel.exchange.receiving.analysis import Analysed
from reftel.exchange.routing.circuits import Plan, plan, ways_to
from reftel.exchange.routing.copies import prosign_for
from reftel.exchange.routing.directory import others_of
from reftel.vocabulary import routing_indicators

_URGENT = frozenset("YZ")
_NOT_ENTITLED = "T0213: a collective indicator from a station that is not entitled to enter it"
_LOOP = 2  # times that a message may have been here


def is_up(book: Book, name: str) -> bool:
    """Whether a circuit is up and not closed by the operator."""
    found = book.one("SELECT up, closed FROM circuit WHERE name = ?", name)
    return bool(found and found[0] and not found[1])


def pass_on(
    book: Book, config: Config, message: int, found: Analysed, called: Sequence[str], came_over: str | None
) -> None:
    """Queue a copy for each circuit that leads to some of these stations."""
    if not called:
        return
    if _in_a_loop(config, found):
        reason = "loop: it was here twice before"
        _queue_held(book, message, found, dict.fromkeys(called, reason), came_over)
        return
    barred = [one for one in called if _re_entered(config, one, came_over)]
    _queue_held(book, message, found, dict.fromkeys(barred, _NOT_ENTITLED), came_over)
    called = [one for one in called if one not in barred]
    parted = plan(config, called, found.level, lambda name: is_up(book, name), came_over)
    queue_copies(book, config, message, found, parted)
    astray = {station: reason for station, reason in parted.held.items() if reason.startswith("route")}
    put_right = {station for station in astray if _put_right(book, config, message, found, station)}
    left = {station: reason for station, reason in parted.held.items() if station not in put_right}
    _queue_held(book, message, found, left, came_over)


def queue_copies(
    book: Book, config: Config, message: int, found: Analysed, parted: Plan, since: float | None = None
) -> None:
    """One copy for each circuit, at the precedence of those it is for."""
    began = book.clock() if since is None else since
    held = book.one("SELECT reason FROM message WHERE id = ? AND state = 'held'", message)
    for circuit, stations, prosign in _apart(found, parted):
        pilot = _doubtful_pilot(config, found, stations)
        enqueue(book, Queued(message, circuit, prosign, stations, began, pilot, held[0] if held else ""))
        journal.enter(
            book,
            "router",
            f"message {message}",
            "queued",
            circuit=circuit,
            stations=stations,
            precedence=prosign,
        )


def _apart(found: Analysed, parted: Plan) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The copies of each circuit: one for stations that FLASH goes to, one for the others (paras 150-152)."""
    for circuit, stations in parted.over.items():
        signs = {one: prosign_for(found.heading, (one,), found.prosign) for one in stations}
        urgent = tuple(one for one in stations if signs[one] in _URGENT)
        others = tuple(one for one in stations if signs[one] not in _URGENT)
        for group in filter(None, (urgent, others)):
            yield circuit, group, prosign_for(found.heading, group, found.prosign)


def _queue_held(
    book: Book, message: int, found: Analysed, held: dict[str, str], came_over: str | None
) -> None:
    """Stations that cannot be sent to wait at the service position; nothing is dropped (R-20)."""
    for station, reason in held.items():
        enqueue(book, Queued(message, "", found.prosign, (station,), book.clock(), held=reason))
        journal.enter(book, "router", f"message {message}", "held", station=station, reason=reason)
        alarm(book, came_over or "", f"message {message} for {station} is held: {reason}")


def _re_entered(config: Config, station: str, came_over: str | None) -> bool:
    """Whether a collective indicator comes in from a station that may not enter it: it is used once (F-20)."""
    entitled = came_over is None or config.circuits[came_over].collectives
    return not entitled and any(one.collective for one in routing_indicators.find(station))


def _in_a_loop(config: Config, found: Analysed) -> bool:
    """Whether one of this post's own circuits stands in line 1 more often than it may."""
    own = sum(1 for channel in found.transmission.channels if channel[:3] in config.circuits)
    return own > _LOOP


def _put_right(book: Book, config: Config, message: int, found: Analysed, station: str) -> bool:
    """A misrouted message goes on behind a pilot, and its sender is told (ZOV, ZEQ3; F-14)."""
    named = [one for one in (*found.heading.action, *found.heading.info) if one.routing_indicator == station]
    for name in (one.name for one in named):
        for right in others_of(name):
            if right != station and (right in config.own_indicators or ways_to(config, right)):
                return _with_pilot(book, config, message, found, station, right)
    return False


def _doubtful_pilot(config: Config, found: Analysed, stations: Sequence[str]) -> str:
    """The pilot of a message that goes on subject to correction, unless one stands above it already (para 420)."""
    has_one = any("ZDG" in pilot.operating_signals for pilot in found.transmission.pilots)
    return _pilot(config, found, stations, "ZDG") if found.doubtful and not has_one else ""


def _pilot(config: Config, found: Analysed, stations: Sequence[str], signal: str) -> str:
    sent = found.transmission
    warning = (
        f"{sent.security_prosign} {sent.security_characters}" if sent.security_characters else "ZNY CCCCC"
    )
    return f"{found.prosign * 2} {' '.join(stations)} {warning} {signal} {config.indicator}\n"


def _with_pilot(book: Book, config: Config, message: int, found: Analysed, wrong: str, right: str) -> bool:
    ways = ways_to(config, right)
    if not ways:
        return False
    pilot = _pilot(config, found, (right,), "ZOV")
    enqueue(book, Queued(message, ways[0].name, found.prosign, (right,), book.clock(), pilot=pilot))
    journal.enter(book, "router", f"message {message}", "misrouted", called=wrong, right=right)
    service.send(
        book, config, str(found.transmission.calling), f"ZEQ3 {service.named(found)} {right}", found.prosign
    )
    return True
