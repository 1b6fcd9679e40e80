"""A message that is new to a post gets its row."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from reftel.exchange.keeping.book import Book
from reftel.exchange.receiving.analysis import Analysed, dtg_of
from reftel.exchange.seam import PRECEDENCES


class Fate(NamedTuple):
    """What was done with it: taken, duplicate, service, aside, quarantined; and why."""

    fate: str
    reason: str = ""
    message: int | None = None


def enter_message(
    book: Book, found: Analysed, circuit: str | None, note: str = "", since: float | None = None
) -> int:
    """A row for a message that is new here. A service message is not filed among telegrams, nor given to offices."""
    sent, heading = found.transmission, found.heading
    identity = _free(book, found.identity)
    return book.put(
        "INSERT INTO message (identity, kind, precedence, urgency, level, calling, serial, filed, section, of, sender,"
        " dtg, words, text, since, circuit, earlier, handling, archived, distributed, state, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'taken', ?)",
        *(identity, "service" if found.service else "telegram", found.prosign),
        *(PRECEDENCES.find(found.prosign), found.level, sent.calling),
        *(sent.station_serial, sent.filed, found.section, found.of),
        heading.originator.name if heading.originator else None,
        *(dtg_of(heading), found.words, found.text, book.clock() if since is None else since, circuit),
        *(msgspec.json.encode(sent.channels).decode(), _handling(found), found.service, found.service, note),
    )


def _free(book: Book, identity: str) -> str:
    """The identity, with a count where another message has it."""
    taken, count = identity, 1
    while book.one("SELECT 1 FROM message WHERE identity = ?", taken):
        count += 1
        taken = f"{identity} copy {count}"
    return taken


def _handling(found: Analysed) -> str:
    """The signals of line 1 that go on with the message (ACP 127(G) para 427: ZFD stays in front)."""
    return " ".join(
        " ".join((one.signal, *one.parameters)) for one in found.transmission.signals if one.line == 1
    )
