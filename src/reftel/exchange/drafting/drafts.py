"""Drafts of a post: each change makes a version; comments and the log stay with it (R-02, R-64)."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from reftel.exchange.keeping import journal
from reftel.exchange.post.config import Person, PostError
from reftel.exchange.post.place import Place

OPEN = "draft"


class Standing(NamedTuple):
    """A draft and its newest version. `state`: draft, released, withdrawn."""

    id: int
    author: str
    state: str
    version: int
    text: str
    mrn: str | None

    @property
    def subject(self) -> str:
        """The subject as it is written; empty where the text cannot be read or has none yet."""
        try:
            return str(tomllib.loads(self.text.partition("\n---")[0]).get("subject", ""))
        except tomllib.TOMLDecodeError:
            return ""


class Comment(NamedTuple):
    """What someone said of a version, of one paragraph or of all."""

    version: int
    author: str
    at: float
    paragraph: int | None
    text: str


def templates() -> dict[str, str]:
    """The templates by name."""
    found = files("reftel.exchange.drafting").joinpath("templates").iterdir()
    return {
        one.name.removesuffix(".toml"): one.read_text("utf-8")
        for one in sorted(found, key=lambda one: one.name)
    }


def template(place: Place, name: str) -> str:
    """A template filled in for this post; raises `PostError` that names those there are."""
    known = templates()
    if name not in known:
        raise PostError(f"there is no template {name}: choose one of {', '.join(known)}")
    return known[name].replace("@POST@", place.config.post.name)


def new(place: Place, who: Person, text: str) -> int:
    """Enter a draft; its number."""
    _require(who, "drafter")
    with place.book.transaction():
        made = place.book.put(
            "INSERT INTO draft (author, state, at) VALUES (?, ?, ?)", who.name, OPEN, place.book.clock()
        )
        _add(place, made, 1, who, text)
    return made


def edit(place: Place, draft: int, who: Person, text: str) -> int:
    """Enter a changed text as a new version; its number. The same text makes none."""
    _require(who, "drafter", "clearer", "approver", "releaser")
    with place.book.transaction():
        now = standing(place, draft)
        require_open(now)
        if text == now.text:
            return now.version
        _add(place, draft, now.version + 1, who, text)
    return now.version + 1


def _add(place: Place, draft: int, number: int, who: Person, text: str) -> None:
    place.book.put(
        "INSERT INTO version VALUES (?, ?, ?, ?, ?)", draft, number, who.name, place.book.clock(), text
    )
    journal.enter(place.book, who.name, f"draft {draft}", "version", number=number)


def standing(place: Place, draft: int) -> Standing:
    """A draft as it stands; raises `PostError` for one that there is not."""
    row = place.book.one(
        "SELECT d.id, d.author, d.state, v.number, v.text, d.mrn FROM draft d JOIN version v ON v.draft = d.id"
        " WHERE d.id = ? ORDER BY v.number DESC LIMIT 1",
        draft,
    )
    if not row:
        raise PostError(f"there is no draft {draft}: `reftel draft list` names those there are")
    return Standing(*row)


def every(place: Place) -> Iterator[Standing]:
    """All drafts, the newest first."""
    for (draft,) in place.book.rows("SELECT id FROM draft ORDER BY id DESC"):
        yield standing(place, draft)


def text_of(place: Place, draft: int, version: int) -> str:
    """The text of one version."""
    row = place.book.one("SELECT text FROM version WHERE draft = ? AND number = ?", draft, version)
    if not row:
        raise PostError(f"draft {draft} has no version {version}")
    return str(row[0])


def difference(place: Place, draft: int, earlier: int, later: int) -> str:
    """What changed between two versions, as a unified difference."""
    one, other = text_of(place, draft, earlier), text_of(place, draft, later)
    before, after = (f"draft {draft} version {number}" for number in (earlier, later))
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), before, after, lineterm="")
    return "\n".join(lines)


def comment(place: Place, draft: int, who: Person, text: str, paragraph: int | None = None) -> None:
    """Say something about the newest version."""
    with place.book.transaction():
        now = standing(place, draft)
        sql = "INSERT INTO comment (draft, version, author, at, paragraph, text) VALUES (?, ?, ?, ?, ?, ?)"
        place.book.put(sql, draft, now.version, who.name, place.book.clock(), paragraph, text)
        journal.enter(place.book, who.name, f"draft {draft}", "comment", version=now.version)


def comments(place: Place, draft: int) -> tuple[Comment, ...]:
    """What was said about it, in order."""
    sql = "SELECT version, author, at, paragraph, text FROM comment WHERE draft = ? ORDER BY id"
    return tuple(Comment(*row) for row in place.book.rows(sql, draft))


def require_open(now: Standing) -> None:
    """Raise `PostError` for a draft that is no longer one: release fixes the text (R-03)."""
    if now.state != OPEN:
        raise PostError(f"draft {now.id} is {now.state}: its text is fixed; write a new draft")


def _require(who: Person, *roles: str) -> None:
    if not any(who.may(role) for role in roles):
        raise PostError(f"{who.name} is no {' or '.join(roles)}: give the role in post.toml")
