"""What was received and sent goes into the archive, and what was received to the offices of the post.

Done beside the circuits, in batches: a message is acknowledged when the book has it, and the archive follows. After a
crash the same text filed again is no second copy. The sections of a telegram are distributed together, when all are
here or when the others did not come in time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reftel.archive.filing.given import file_records
from reftel.exchange.keeping import journal
from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.post.place import Place as Post
from reftel.exchange.receiving import service
from reftel.exchange.receiving.analysis import analyse
from reftel.exchange.receiving.held_by_offices import answer_due
from reftel.exchange.receiving.profile import Distribution, distribute
from reftel.model.telegram import Telegram
from reftel.reading import parse
from reftel.sources.record import Place, Record

MOST = 200
SECTIONS_WAIT = 6 * 3600.0
"""Seconds after which a telegram whose sections did not all come is distributed as it is (R-40)."""


class Filed(NamedTuple):
    """How many messages were filed, and how many telegrams were given to offices."""

    messages: int
    distributed: int


def file_some(post: Post) -> Filed:
    """File and distribute what waits, some hundred messages at most; zeros where nothing does."""
    messages = _file(post)
    return Filed(messages, _distribute(post))


def _file(post: Post) -> int:
    book = post.book
    sql = "SELECT id, text, circuit, earlier FROM message WHERE archived = 0 ORDER BY id LIMIT ?"
    waiting = book.rows(sql, MOST)
    if not waiting:
        return 0
    file_records(post.archive, [_record(post, *row) for row in waiting])
    with book.transaction():
        for message, *_ in waiting:
            book.put("UPDATE message SET archived = 1 WHERE id = ?", message)
    return len(waiting)


def _record(post: Post, message: int, text: str, circuit: str | None, earlier: str) -> Record:
    name = f"{post.config.post.name}/{circuit or 'sent'}/{message}"
    facts = {"Circuit": circuit, "Transmissions": earlier} if circuit else {}
    collection = f"received by {post.config.post.name}" if circuit else f"sent by {post.config.post.name}"
    return Place(name).record(text.encode(), collection=collection, facts=facts)


def _distribute(post: Post) -> int:
    """Give each telegram that was delivered here, and has not been distributed, to offices."""
    sql = (
        "SELECT m.id, m.sender, m.dtg, m.of FROM message m WHERE m.distributed = 0 AND m.circuit IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM delivery d WHERE d.message = m.id) ORDER BY m.urgency, m.id LIMIT ?"
    )
    done = 0
    seen: set[int] = set()
    for message, sender, dtg, of in post.book.rows(sql, MOST):
        if message in seen:
            continue
        together = _together(post, message, sender, dtg, of)
        seen.update(together)
        if together:
            with post.book.transaction():
                _give_out(post, together)
            done += 1
    return done


def _together(
    post: Post, message: int, sender: str | None, dtg: str | None, of: int | None
) -> tuple[int, ...]:
    """The messages that are one telegram, in order; empty while sections may still come."""
    if not of or of < 2:
        return (message,)
    sql = (
        "SELECT id, section, since FROM message WHERE sender = ? AND dtg = ? AND of = ? ORDER BY section, id"
    )
    rows = post.book.rows(sql, sender, dtg, of)
    present = {section for _, section, _ in rows}
    absent = [number for number in range(1, of + 1) if number not in present]
    if absent and post.book.clock() - max(since for *_, since in rows) < SECTIONS_WAIT:
        return ()
    with post.book.transaction():
        for number in absent:
            service.ask(post.book, "section", f"{number:02d} OF {of:02d} {sender} {dtg}")
    return tuple(row for row, *_ in rows)


def _give_out(post: Post, messages: Sequence[int]) -> None:
    book, first = post.book, messages[0]
    texts = [book.one("SELECT text FROM message WHERE id = ?", one)[0] for one in messages]
    roles = [
        role for one in messages for (role,) in book.rows("SELECT role FROM delivery WHERE message = ?", one)
    ]
    role = "action" if "action" in roles else "info"
    telegram, given = _given(post, texts, role)
    for copy in given.copies:
        sql = "INSERT INTO distribution VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        book.put(sql, first, copy.office, copy.role, copy.rule, book.clock())
        journal.enter(book, "profiler", f"message {first}", copy.role, office=copy.office, rule=copy.rule)
    for note in (*given.notes, *_contradicted(texts)):
        alarm(book, "", f"message {first}: {note}")
    for one in messages:
        mrn = telegram.mrn if telegram else None
        book.put("UPDATE message SET distributed = 1, mrn = coalesce(mrn, ?) WHERE id = ?", mrn, one)
    office = next((copy.office for copy in given.copies if copy.role == "action"), None)
    if office and telegram and role == "action":
        sql = "INSERT INTO task (message, office, mrn, due) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        book.put(sql, first, office, telegram.mrn, answer_due(post))


def _contradicted(texts: Sequence[str]) -> Iterator[str]:
    """Sections of one telegram have the same addressees; what each names stays its own (F-34)."""
    headings = [analyse(text).heading for text in texts] if len(texts) > 1 else []
    named = {
        tuple(tuple(one.name for one in group) for group in (head.action, head.info)) for head in headings
    }
    if len(named) > 1:
        yield "T1204: its sections name different addressees"


def _given(post: Post, texts: Sequence[str], role: str) -> tuple[Telegram | None, Distribution]:
    """The telegram and its copies; one that cannot be read goes to the duty office, and stops nothing."""
    try:
        telegram = parse("\n".join(texts))
        return telegram, distribute(post.config, telegram, role)
    except Exception as error:  # the reader must not stop the distribution of others
        return None, Distribution(
            (), (f"cannot be read ({type(error).__name__}: {error}): distribute it by hand",)
        )
