"""What offices have, copies and actions with their answers, and what a person changes in it (R-51)."""

from __future__ import annotations

from collections.abc import Sequence

from reftel.exchange.keeping import journal
from reftel.exchange.post.config import Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.receiving.profile import refused
from reftel.model.mrn import parse_mrn
from reftel.model.noun import Noun
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, parse
from reftel.vocabulary import classification

_DAY = 86_400.0
_HELD = (
    "SELECT d.message, m.mrn, d.office, d.role, d.rule, d.at, t.due, t.answered_by, t.answered FROM distribution d"
    " JOIN message m ON m.id = d.message LEFT JOIN task t ON t.message = d.message AND d.role = 'action'"
)


class Held(Noun, frozen=True):
    """A copy that an office has. `role`: action or info; `rule`: what gave it. Times are seconds since 1970.

    Of an action `due` says until when an answer is to go out, `answered_by` the telegram, or what a person said.
    """

    message: int
    mrn: str | None
    office: str
    role: str
    rule: str
    at: float
    due: float | None
    answered_by: str | None
    answered: float | None

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.due is not None and self.answered is None


def answer_due(place: Place) -> float:
    """Until when an action that is given now is to be answered, seconds since 1970."""
    return place.book.clock() + place.config.post.answer_within_days * _DAY


def held(place: Place, office: str = "") -> tuple[Held, ...]:
    """The copies of all offices or of one, the newest first."""
    if office and office not in place.config.offices:
        raise PostError(f"there is no [[office]] {office}: it is one of {', '.join(place.config.offices)}")
    rows = place.book.rows(
        f"{_HELD} WHERE ? IN ('', d.office) ORDER BY d.message DESC, d.role, d.office", office
    )
    return tuple(Held(*row) for row in rows)


def waiting(place: Place) -> tuple[Held, ...]:
    """The actions that wait for an answer, those first whose time comes first."""
    rows = place.book.rows(
        f"{_HELD} WHERE t.due IS NOT NULL AND t.answered IS NULL ORDER BY t.due, d.message"
    )
    return tuple(Held(*row) for row in rows)


def give(
    place: Place,
    subject: str,
    who: Person,
    *,
    action: str = "",
    info: Sequence[str] = (),
    recall: Sequence[str] = (),
    due: float | None = None,
) -> None:
    """Give a telegram to other offices: the action moves, information is added or called back.

    `due`: until when the action is to be answered, seconds since 1970, where the telegram itself names a day.
    `subject`: a number in any form, or `message 12`. Whoever had the action keeps a copy for information.
    """
    who.require("communicator")
    if not (action or info or recall or due):
        raise PostError("say which office is to have it, whose copy is called back, or when an answer is due")
    with place.book.transaction():
        message, level, text = _received(place, subject)
        for office in filter(None, (action, *info)):
            _require_office(place, office, level, text)
        why = f"by hand: {who.name}"
        if action:
            _move_action(place, message, action, why)
        for office in info:
            _copy(place, message, office, "info", why)
        for office in recall:
            _call_back(place, message, office)
        if due:
            _set_due(place, subject, message, due)
        told = {"action": action, "info": list(info), "recalled": list(recall), "due": due}
        journal.enter(place.book, who.name, f"message {message}", "distributed by hand", **told)


def settle(place: Place, subject: str, who: Person, answer: str) -> None:
    """An action needs no further answer: `answer` says why, or names the telegram that is one."""
    who.require("communicator", "releaser", "clearer")
    if not answer.strip():
        raise PostError("say what the answer was, or why none is needed")
    with place.book.transaction():
        message, *_ = _received(place, subject)
        sql = "UPDATE task SET answered_by = ?, answered = ? WHERE message = ? AND answered IS NULL"
        if not place.book.put(sql, answer.strip(), place.book.clock(), message):
            raise PostError(f"{subject}: no office has an open action on it")
        journal.enter(place.book, who.name, f"message {message}", "answered", by=answer.strip())


def _received(place: Place, subject: str) -> tuple[int, int, str]:
    """The message that stands for a received telegram, its first section; its level and its text."""
    number = parse_mrn(subject)
    column, value = ("id", subject.removeprefix("message ")) if number is None else ("mrn", str(number))
    sql = (
        f"SELECT id, level, text FROM message WHERE {column} = ? AND kind = 'telegram' AND circuit IS NOT NULL"  # noqa: S608 - constants
        " AND distributed = 1 ORDER BY section, id LIMIT 1"
    )
    found = place.book.one(sql, value)
    if not found:
        raise PostError(f"{subject}: this post has received no such telegram, or has not distributed it yet")
    return found[0], found[1], found[2]


def _require_office(place: Place, symbol: str, level: int, text: str) -> None:
    """Raise `PostError` for an office that may not hold it, or that there is not."""
    office = place.config.offices.get(symbol)
    if office is None:
        raise PostError(f"there is no [[office]] {symbol}: it is one of {', '.join(place.config.offices)}")
    telegram = _read(text)
    above = classification.rank(office.level) < level
    reason = f"it may hold {office.level} at most" if above else refused(office, telegram) if telegram else ""
    if reason:
        raise PostError(f"{symbol} gets no copy: {reason}")


def _read(text: str) -> Telegram | None:
    try:
        return parse(text)
    except NotATelegram:
        return None


def _move_action(place: Place, message: int, office: str, why: str) -> None:
    sql = "UPDATE distribution SET role = 'info', rule = rule || ' (action went to ' || ? || ')'"
    place.book.put(f"{sql} WHERE message = ? AND role = 'action' AND office <> ?", office, message, office)
    _copy(place, message, office, "action", why)
    sql = (
        "INSERT INTO task (message, office, mrn, due) SELECT id, ?, mrn, ? FROM message WHERE id = ?"
        " ON CONFLICT (message) DO UPDATE SET office = excluded.office"
    )
    place.book.put(sql, office, answer_due(place), message)


def _copy(place: Place, message: int, office: str, role: str, why: str) -> None:
    sql = (
        "INSERT INTO distribution VALUES (?, ?, ?, ?, ?) ON CONFLICT (message, office)"
        " DO UPDATE SET role = excluded.role, rule = excluded.rule WHERE role <> 'action'"
    )
    place.book.put(sql, message, office, role, why, place.book.clock())


def _set_due(place: Place, subject: str, message: int, due: float) -> None:
    sql = "UPDATE task SET due = ? WHERE message = ? AND answered IS NULL"
    if not place.book.put(sql, due, message):
        raise PostError(f"{subject}: no office has an open action on it; give one the action")


def _call_back(place: Place, message: int, office: str) -> None:
    sql = "DELETE FROM distribution WHERE message = ? AND office = ? AND role = 'info'"
    if not place.book.put(sql, message, office):
        raise PostError(f"{office} has no copy for information of message {message}: move the action first")
