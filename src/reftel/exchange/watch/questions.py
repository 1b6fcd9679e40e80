"""What a post has asked other stations and still waits to hear: running numbers and sections that did not come."""

from __future__ import annotations

from reftel.exchange.post.config import Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.receiving import service
from reftel.model.noun import Noun


class Question(Noun, frozen=True):
    """Something that is missing. `asked`: how often it was asked for; `at`: since when it is missed, seconds."""

    id: int
    kind: str
    subject: str
    at: float
    asked: int


def questions(place: Place) -> tuple[Question, ...]:
    """Those that are open, the oldest first."""
    sql = "SELECT id, kind, subject, at, asked FROM request WHERE closed IS NULL ORDER BY at, id"
    return tuple(Question(*row) for row in place.book.rows(sql))


def close(place: Place, number: int, who: Person, reason: str) -> None:
    """An operator knows what became of it; nobody is asked any more (ACP 127(G) para 419)."""
    who.require("communicator")
    if not reason.strip():
        raise PostError(f"say what became of question {number}")
    with place.book.transaction():
        if not place.book.one("SELECT 1 FROM request WHERE id = ? AND closed IS NULL", number):
            raise PostError(f"there is no open question {number}: `reftel post questions` lists them")
        service.close(place.book, number, f"{who.name}: {reason.strip()}")
