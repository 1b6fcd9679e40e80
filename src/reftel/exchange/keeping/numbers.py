"""Numbers that are given once and in order: of telegrams, of stations, of addressees, of channels (R-10 to R-13).

Each is taken in the transaction that uses it, so a crash leaves neither a gap nor a number given twice.
"""

from __future__ import annotations

from reftel.exchange.keeping.book import Book


def following(book: Book, series: str, first: int = 1) -> int:
    """The next number of a series; `first` begins one."""
    found = book.one(
        "INSERT INTO series (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last",
        series,
        first,
    )
    return int(found[0])


def last(book: Book, series: str) -> int:
    """The number given last; 0 for none."""
    found = book.one("SELECT last FROM series WHERE name = ?", series)
    return int(found[0]) if found else 0


def set_last(book: Book, series: str, number: int) -> None:
    """Let a series go on behind this number: a post that numbered telegrams before it had this book."""
    sql = (
        "INSERT INTO series (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = excluded.last"
    )
    book.put(sql, series, number)
