"""A transmission of this post's own: entered, and a copy queued for each circuit that leads to a station it calls."""

from __future__ import annotations

from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config
from reftel.exchange.receiving.analysis import analyse
from reftel.exchange.receiving.entering import enter_message
from reftel.exchange.receiving.passing_on import pass_on


def originate(book: Book, config: Config, text: str, mrn: str | None = None) -> int:
    """Enter a message with its format lines and send it on its way; within the caller's transaction.

    Every station is noted as taken care of, so that the message is known if it should come back. Raises `NotAnalysed`.
    """
    found = analyse(text)
    message = enter_message(book, found, None)
    book.put("UPDATE message SET mrn = ? WHERE id = ?", mrn, message)
    for station in found.called:
        book.put("INSERT INTO served VALUES (?, ?) ON CONFLICT DO NOTHING", message, station)
    pass_on(
        book, config, message, found, [one for one in found.called if one not in config.own_indicators], None
    )
    return message
