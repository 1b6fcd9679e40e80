"""What the watch is told, until a person accepts it."""

from __future__ import annotations

from reftel.exchange.keeping.book import Book


def alarm(book: Book, circuit: str, message: str, subject: str | None = None) -> None:
    """Tell the watch; the same `subject` is told once."""
    sql = "INSERT INTO alarm (at, circuit, message, subject) VALUES (?, ?, ?, ?) ON CONFLICT (subject) DO NOTHING"
    book.put(sql, book.clock(), circuit, message, subject)
