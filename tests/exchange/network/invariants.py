"""What must hold when a network of posts has come to rest; its own program, apart from all that moves messages.

    python -m tests.exchange.network.invariants FOLDER

FOLDER holds a folder for each post; `sent.jsonl`: for each telegram its words' hash, its sender, the posts that it was
addressed to, and the stations that nobody serves; and, where something was put into the lines, `injected.json`: the
words by which it is known. It reads the books and archives of the posts and nothing else.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reftel.archive import open_archive
from reftel.exchange.keeping import journal
from reftel.exchange.keeping.book import NAME, Book

_COUNTED = {
    "channel numbers were given, without a gap, in order within each precedence": "attempt",
    "entries of the journals are chained": "journal",
    "messages are in the archives": "message WHERE kind = 'telegram'",
    "receptions were known as duplicates": "inbound WHERE fate = 'duplicate'",
    "receptions were garbled, cut or otherwise put aside": "inbound WHERE fate = 'aside'",
    "receptions were put aside as strangers'": "inbound WHERE fate = 'quarantined'",
    "receptions no reader could read": "inbound WHERE fate = 'service'",
    "garbled telegrams went on subject to correction, and were corrected": "message WHERE state = 'corrected'",
}
_MARK = re.compile("(?:FORGED|POISON|STRANGER) [0-9]{5}")


def violations(folder: Path, *, archives: bool = True) -> list[str]:
    """Everything that does not hold, in words; empty where all does."""
    sent = [json.loads(line) for line in (folder / "sent.jsonl").read_text("utf-8").splitlines()]
    injected = folder / "injected.json"
    marks = frozenset(json.loads(injected.read_text("utf-8")) if injected.exists() else ())
    posts = sorted(path.parent for path in folder.glob(f"*/{NAME}"))
    found: list[str] = []
    held: Counter[str] = Counter()
    for post in posts:
        book = Book(post / NAME)
        try:
            found += _of_post(post, book, sent, archives)
            found += (f"{post.name}: {one}" for one in _taken_in(book, marks))
            held.update(_held(book))
        finally:
            book.close()
    return found + list(_undeliverable(sent, held))


def counted(folder: Path) -> dict[str, int]:
    """How much the statements that hold are about."""
    sent = [json.loads(line) for line in (folder / "sent.jsonl").read_text("utf-8").splitlines()]
    sums: Counter[str] = Counter()
    for path in sorted(folder.glob(f"*/{NAME}")):
        book = Book(path)
        try:
            sums.update(
                {what: book.one(f"SELECT count(*) FROM {source}")[0] for what, source in _COUNTED.items()}
            )
        finally:
            book.close()
    return {
        "telegrams were sent": len(sent),
        "copies are with their addressees, once each": sum(len(one["to"]) for one in sent),
        "copies for stations that nobody serves are held, each at one post": sum(len(one["nobody"]) for one in sent),
        **sums,
    }  # fmt: skip


def _of_post(post: Path, book: Book, sent: list[dict[str, object]], archives: bool) -> Iterator[str]:
    name = post.name
    yield from (f"{name}: {one}" for one in _deliveries(name, book, sent))
    yield from (f"{name}: {one}" for one in _left(book))
    yield from (f"{name}: {one}" for one in _order(book))
    yield from (f"{name}: {one}" for one in _numbers(book))
    broken = journal.broken(book)
    if broken:
        yield f"{name}: {broken}"
    if archives:
        yield from (f"{name}: {one}" for one in _archived(post, book))


def _deliveries(name: str, book: Book, sent: list[dict[str, object]]) -> Iterator[str]:
    """Each addressee holds exactly its telegrams: none lost, none twice, none that is not theirs."""
    due = Counter(str(one["words"]) for one in sent if name in list(one["to"]))  # type: ignore[call-overload]
    rows = book.rows(
        "SELECT hex(m.words) FROM delivery d JOIN message m ON m.id = d.message"
        " WHERE m.circuit IS NOT NULL AND m.state <> 'corrected'"
    )
    held = Counter(words.lower() for (words,) in rows)
    for words, count in (due - held).items():
        yield f"lost {count} of the telegram {words[:12]}"
    for words, count in (held - due).items():
        yield f"holds the telegram {words[:12]} {'twice' if words in due else 'that is not for it'} ({count} too many)"


def _left(book: Book) -> Iterator[str]:
    """Nothing waits, is under way or held, when all has come to rest."""
    sql = (
        "SELECT state, reason, count(*) FROM transmission WHERE state NOT IN ('acknowledged', 'cancelled')"
        " AND NOT (state = 'held' AND circuit = '') GROUP BY state, reason"
    )
    for state, reason, count in book.rows(sql):
        yield f"{count} transmissions are {state} ({reason})"
    doubtful = book.one("SELECT count(*) FROM message WHERE state = 'doubtful'")[0]
    if doubtful:
        yield f"{doubtful} messages are still subject to correction"


def _held(book: Book) -> Iterator[str]:
    """The messages that lie at the service position because no circuit leads to a station, as words and station."""
    sql = (
        "SELECT hex(m.words), t.called FROM transmission t JOIN message m ON m.id = t.message"
        " WHERE t.state = 'held' AND t.circuit = ''"
    )
    yield from (f"{words.lower()} for {called}" for words, called in book.rows(sql))


def _undeliverable(sent: list[dict[str, object]], held: Counter[str]) -> Iterator[str]:
    """What is for nobody lies at one service position, once, and nothing else does."""
    due = Counter(f"{one['words']} for {station}" for one in sent for station in list(one.get("nobody", [])))  # type: ignore[call-overload]
    yield from (f"lost {count} of {one[:12]}, which is for nobody" for one, count in (due - held).items())
    yield from (
        f"{count} too many of {one[:12]}... {one[-12:]} are held" for one, count in (held - due).items()
    )


def _taken_in(book: Book, marks: frozenset[str]) -> Iterator[str]:
    """Nothing that was put into the lines is among the messages."""
    for message, text in book.rows("SELECT id, text FROM message WHERE circuit IS NOT NULL"):
        yield from (
            f"message {message} is {mark}" for mark in sorted(marks.intersection(_MARK.findall(text)))
        )


def _order(book: Book) -> Iterator[str]:
    """On each circuit, within a precedence, messages were first sent in the order in which they were queued."""
    rows = book.rows(
        "SELECT a.circuit, t.urgency, t.id FROM attempt a JOIN transmission t ON t.id = a.transmission"
        " ORDER BY a.circuit, a.cycle, a.number"
    )
    last: dict[tuple[str, int], int] = {}
    seen: set[int] = set()
    for circuit, urgency, transmission in rows:
        if transmission in seen:
            continue  # begun again after it was broken off: it kept its old place
        seen.add(transmission)
        if transmission < last.get((circuit, urgency), 0):
            yield f"{circuit}: transmission {transmission} was sent behind {last[circuit, urgency]}, which came later"
        last[circuit, urgency] = max(transmission, last.get((circuit, urgency), 0))


def _numbers(book: Book) -> Iterator[str]:
    """Channel numbers were given one behind the other, none left out."""
    before: dict[str, tuple[int, int]] = {}
    for circuit, cycle, number in book.rows("SELECT circuit, cycle, number FROM attempt ORDER BY 1, 2, 3"):
        cycle_before, last = before.get(circuit, (cycle, 0))
        expected = last + 1 if cycle == cycle_before else 1
        if number != expected:
            yield f"{circuit}: number {number:03d} follows {last:03d}"
        before[circuit] = (cycle, number)


def _archived(post: Path, book: Book) -> Iterator[str]:
    """The archive holds each message that the book says is in it, once."""
    due = book.one(
        "SELECT count(DISTINCT text) FROM message WHERE kind = 'telegram' AND state <> 'cancelled'"
    )[0]
    unfiled = book.one("SELECT count(*) FROM message WHERE archived = 0")[0]
    if unfiled:
        yield f"{unfiled} messages are not filed"
    if not (post / "archive").exists():
        if due:
            yield "there is no archive"
        return
    with open_archive(post / "archive") as archive:
        copies = archive.stats().copies
        if copies != due:
            yield f"the archive holds {copies} copies of {due} messages"
        yield from (f"archive: {one.subject}: {one.message}" for one in archive.verify(quick=True))


if __name__ == "__main__":
    try:
        found = violations(Path(sys.argv[1]))
    except (IndexError, OSError, sqlite3.Error) as error:
        raise SystemExit(f"usage: python -m tests.exchange.network.invariants FOLDER ({error})") from error
    print("\n".join(found) or "all invariants hold")  # noqa: T201
    raise SystemExit(bool(found))
