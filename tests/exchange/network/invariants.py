"""What must hold when a network of posts has come to rest; its own program, apart from all that moves messages.

    python -m tests.exchange.network.invariants FOLDER

FOLDER holds a folder for each post, and `sent.jsonl`: for each telegram its words' hash, its sender, and the posts that
it was addressed to. It reads the books and archives of the posts and nothing else.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reftel.archive import open_archive
from reftel.exchange.keeping import journal
from reftel.exchange.keeping.book import NAME, Book

Expected = dict[tuple[str, str], int]


def violations(folder: Path, *, archives: bool = True) -> list[str]:
    """Everything that does not hold, in words; empty where all does."""
    sent = [json.loads(line) for line in (folder / "sent.jsonl").read_text("utf-8").splitlines()]
    posts = sorted(path.parent for path in folder.glob(f"*/{NAME}"))
    found: list[str] = []
    for post in posts:
        book = Book(post / NAME)
        try:
            found += _of_post(post, book, sent, archives)
        finally:
            book.close()
    return found


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
        "SELECT hex(m.words) FROM delivery d JOIN message m ON m.id = d.message WHERE m.circuit IS NOT NULL"
    )
    held = Counter(words.lower() for (words,) in rows)
    for words, count in (due - held).items():
        yield f"lost {count} of the telegram {words[:12]}"
    for words, count in (held - due).items():
        yield f"holds the telegram {words[:12]} {'twice' if words in due else 'that is not for it'} ({count} too many)"


def _left(book: Book) -> Iterator[str]:
    """Nothing waits, is under way or held, when all has come to rest."""
    for state, count in book.rows(
        "SELECT state, count(*) FROM transmission WHERE state NOT IN ('acknowledged', 'cancelled') GROUP BY state"
    ):
        yield f"{count} transmissions are {state}"


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
