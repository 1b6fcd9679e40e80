"""What the parts of one item of the REF block are read with, and what they find."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.telegram import Reference


class Sender(NamedTuple):
    """What a reference leaves unsaid: the post that writes, and when; the one post that is to act, if it is one."""

    post: str | None = None
    sent: datetime | None = None
    to: str | None = None


class Found(NamedTuple):
    """A reference, its letters, and what a following bare number takes over from it."""

    reference: Reference
    start: int
    end: int
    station: str | None = None
    year: int | None = None
    year_inferred: bool = False


class Item(NamedTuple):
    """The stretch of one item and all that its parts are read with."""

    text: str
    end: int
    letter: str | None
    sender: Sender
    ledger: Ledger

    def mend(self, code: str, start: int, end: int, read: str) -> None:
        """Enter a repair of these letters."""
        self.ledger.repair(code, start, end, self.text[start:end], read)
