"""What becomes of what a circuit gave, decided in the transaction that keeps it (R-31 to R-41).

The bytes are kept first, whatever they are. A message that was here before is a duplicate, and only for stations that
have not been taken care of is anything done. All else is delivered to the addressees that this post serves, or passed
on to the circuits of the others. What cannot be understood goes to the service position; it stops nothing.
"""

from __future__ import annotations

import logging

import msgspec

from reftel.exchange.keeping import journal
from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.receiving import delivering, quarantine, service
from reftel.exchange.receiving.analysis import Analysed, NotAnalysed, analyse
from reftel.exchange.receiving.entering import Fate, enter_message
from reftel.exchange.receiving.passing_on import pass_on
from reftel.exchange.seam import Incoming

_log = logging.getLogger(__name__)
ASIDE = {
    "cut": "incomplete: its end was not received",
    "tail": "incomplete: its beginning was not received",
    "cancelled": "cancelled by its sender; the number is used up",
    "refused": "longer than the limit of the circuit",
    "between": "letters that belong to no message",
    "signals": "signals of the line that are no message",
}
_USUAL = frozenset({"between", "cancelled", "signals"})


def take_in(book: Book, config: Config, incoming: Incoming) -> Fate:
    """Keep it and decide about it; within the caller's transaction. The same hand-over is taken once."""
    if incoming.key is not None:
        known = book.one(
            "SELECT fate FROM inbound WHERE circuit = ? AND hand_over = ?", incoming.circuit, incoming.key
        )
        if known:
            return Fate(known[0], "handed over before")
    row = book.put(
        "INSERT INTO inbound (circuit, hand_over, channel, kind, raw, at, findings) VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(incoming.circuit, incoming.key, incoming.channel, incoming.kind, incoming.raw, book.clock()),
        msgspec.json.encode(incoming.findings).decode(),
    )
    if incoming.memory is not None:
        book.put("UPDATE circuit SET memory = ? WHERE name = ?", incoming.memory, incoming.circuit)
    book.put("UPDATE circuit SET last_in = ? WHERE name = ?", book.clock(), incoming.circuit)
    if incoming.stranger:
        words = incoming.findings[0] if incoming.findings else "the sender could not be established"
        return quarantine.put_aside(book, config, incoming.circuit, row, words)
    fate = decide(book, config, incoming, row)
    if fate.fate == "quarantined":
        return quarantine.put_aside(book, config, incoming.circuit, row, fate.reason)
    book.put(
        "UPDATE inbound SET fate = ?, reason = ?, message = ? WHERE id = ?",
        *(fate.fate, fate.reason, fate.message, row),
    )
    channel = incoming.channel or incoming.circuit
    subject = f"message {fate.message}" if fate.message else f"inbound {row}"
    journal.enter(book, "receiver", subject, f"received: {fate.fate}", channel=channel, reason=fate.reason)
    return fate


def decide(book: Book, config: Config, incoming: Incoming, row: int) -> Fate:
    """What becomes of a reception that is kept already as that row; within the caller's transaction."""
    if incoming.kind != "message":
        reason = ASIDE.get(incoming.kind, incoming.kind)
        if incoming.kind not in _USUAL:
            alarm(book, incoming.circuit, f"inbound {row} is {reason}")
        return Fate("aside", reason)
    try:
        with book.transaction():
            return _message(book, config, incoming)
    except NotAnalysed as error:
        reason = str(error)
    except Exception as error:  # a poisoned message must not stop the circuit
        if not book.writing:  # but a full disk has undone all of it
            raise
        _log.exception("inbound %d could not be handled", row)
        reason = f"the reader failed: {type(error).__name__}: {error}"
    alarm(book, incoming.circuit, f"inbound {row} is at the service position: {reason}")
    return Fate("service", reason)


def _message(book: Book, config: Config, incoming: Incoming) -> Fate:
    found = analyse(incoming.text)
    origins = config.circuits[incoming.circuit].origins
    if origins and not str(found.transmission.calling).startswith(origins):
        return Fate("quarantined", f"{found.transmission.calling} may not come by this circuit")
    if found.service and not set(found.called) - config.own_indicators:
        return service.take_in(book, config, incoming.circuit, found)
    if incoming.doubtful or found.doubtful:
        if book.one("SELECT 1 FROM message WHERE identity IN (?, ?)", found.identity, _doubtful(found)):
            return Fate("duplicate", "subject to correction, and known already")
        found = found._replace(identity=_doubtful(found), doubtful=True)
    message, note, known = _recognised(book, incoming, found)
    if message is None:
        message = enter_message(book, found, incoming.circuit, note)
        _correct(book, found, message)
    fresh = [
        one
        for one in dict.fromkeys(found.called)
        if _serve(book, message, one) or _is_back(book, message, one, incoming.circuit)
    ]
    if not fresh:
        if not found.suspected:
            journal.enter(book, "receiver", f"message {message}", "duplicate", channel=incoming.channel)
        return Fate(
            "duplicate", "ZFD, held already" if found.suspected else "the same message again", message
        )
    if found.lower:
        reason = "T0404: the security warning says less than the text"
        book.put("UPDATE message SET state = 'held', reason = ? WHERE id = ?", reason, message)
        alarm(book, incoming.circuit, f"message {message} is held: {reason}")
    pass_on(
        book,
        config,
        message,
        found,
        [one for one in fresh if one not in config.own_indicators],
        incoming.circuit,
    )
    if config.own_indicators.intersection(fresh):
        delivering.deliver(book, config, message, found)
    return Fate("taken", known or note, message)


def _doubtful(found: Analysed) -> str:
    """The identity under which a garbled copy is kept, so that the correct one is a message of its own."""
    return f"{found.identity} subject to correction"


def _correct(book: Book, found: Analysed, message: int) -> None:
    """Note a new message as garbled; or the garbled one that it corrects as corrected (ACP 127(G) para 420)."""
    if found.doubtful:
        sql = "UPDATE message SET state = 'doubtful', reason = 'subject to correction' WHERE id = ?"
        book.put(sql, message)
        return
    sql = "UPDATE message SET state = 'corrected', reason = ? WHERE identity = ? AND state = 'doubtful' RETURNING id"
    for (before,) in book.rows(sql, f"corrected by message {message}", _doubtful(found)):
        journal.enter(book, "receiver", f"message {before}", "corrected", by=message)


def _serve(book: Book, message: int, station: str) -> bool:
    """Note that this station's copy is taken care of; False where it was before."""
    return bool(
        book.rows(
            "INSERT INTO served VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING station", message, station
        )
    )


def _is_back(book: Book, message: int, station: str, circuit: str) -> bool:
    """Whether the neighbour who was to take care of this station's copy gives it back, and nobody else has it.

    Two relays that are each other's alternates may give each other copies that came to them by different ways: if both
    took them for duplicates, neither would send one on.
    """
    rows = book.rows(
        "SELECT circuit, called FROM transmission WHERE message = ? AND state <> 'cancelled'", message
    )
    over = {name for name, called in rows if station in called.split()}
    return over == {circuit}


def _recognised(book: Book, incoming: Incoming, found: Analysed) -> tuple[int | None, str, str]:
    """The message that this is another transmission of; a note for a new one; a note for a known one.

    By its identity, else by its words. Two texts under one identity are both kept, and the operator is told (F-12).
    """
    if found.anew:
        return None, f"{' '.join(found.anew)}: corrected, or to be delivered all the same", ""
    same = book.one("SELECT id, words FROM message WHERE identity = ?", found.identity)
    if same and same[1] == found.words:
        return same[0], "", "another route"
    if same:
        note = f"two texts under the identification {found.identity}"
        alarm(book, incoming.circuit, note)
        sql = "SELECT id FROM message WHERE words = ? AND calling = ? AND state NOT IN ('doubtful', 'corrected')"
        twin = book.one(sql, found.words, found.transmission.calling)
        return (twin[0] if twin else None), note, note
    sql = (
        "SELECT id FROM message WHERE words = ? AND sender IS NOT NULL AND dtg IS NOT NULL"
        " AND state NOT IN ('doubtful', 'corrected')"
    )
    twin = book.one(sql, found.words)
    return (twin[0], "", "the same words under another serial") if twin else (None, "", "")
