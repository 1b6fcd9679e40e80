"""What came from strangers: kept aside, never filed, and bounded, so that no stranger fills the disk.

When it is full the oldest is let go for the newest. From then on the watch and the journal are told once an hour, since
they must not be filled either.
"""

from __future__ import annotations

from reftel.exchange.keeping import journal, numbers
from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.receiving.entering import Fate

_HOUR = 3600.0
_LET_GO = "let go from the quarantine"


def put_aside(book: Book, config: Config, circuit: str, row: int, reason: str) -> Fate:
    """Keep this reception among those of strangers; within the transaction that has written it."""
    book.put("UPDATE inbound SET fate = 'quarantined', reason = ? WHERE id = ?", reason, row)
    if _make_room(book, config, row):
        _tell_full(book, config, circuit)
    else:
        alarm(book, circuit, f"inbound {row} is of a stranger and was not filed: {reason}")
        journal.enter(
            book, "receiver", f"inbound {row}", "received: quarantined", channel=circuit, reason=reason
        )
    return Fate("quarantined", reason)


def _make_room(book: Book, config: Config, newest: int) -> int:
    """Let go of the oldest until the rest is within the bounds; how many went."""
    kept = book.rows(
        "SELECT id, length(raw) FROM inbound WHERE fate = 'quarantined' AND id <> ? ORDER BY id", newest
    )
    size = (
        sum(length for _, length in kept)
        + book.one("SELECT length(raw) FROM inbound WHERE id = ?", newest)[0]
    )
    gone = 0
    while gone < len(kept) and (
        len(kept) - gone >= config.post.quarantine_messages or size > config.post.quarantine_bytes
    ):
        row, length = kept[gone]
        book.put("DELETE FROM inbound WHERE id = ?", row)
        numbers.following(book, _LET_GO)
        size -= length
        gone += 1
    return gone


def _tell_full(book: Book, config: Config, circuit: str) -> None:
    subject = f"quarantine {int(book.clock() // _HOUR)}"
    if book.one("SELECT 1 FROM alarm WHERE subject = ?", subject):
        return
    post = config.post
    words = (
        f"the quarantine is full ({post.quarantine_messages} messages or {post.quarantine_bytes} bytes of strangers):"
        f" the oldest are let go, {numbers.last(book, _LET_GO)} by now; see `reftel post service`, and who sends them"
    )
    alarm(book, circuit, words, subject)
    journal.enter(book, "receiver", "quarantine", _LET_GO, channel=circuit, count=numbers.last(book, _LET_GO))
