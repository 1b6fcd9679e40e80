"""Drafts of a post: each change makes a version; comments and the log stay with it (R-02, R-64)."""

from __future__ import annotations

import difflib
import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from reftel.exchange.drafting.roles import require
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


class Version(NamedTuple):
    """One version: who wrote it, when (seconds), and how many lines it adds to the one before and takes away."""

    number: int
    author: str
    at: float
    added: int
    taken: int


class Template(NamedTuple):
    """A text to begin a draft with, and what it is for."""

    name: str
    about: str
    text: str


class Comment(NamedTuple):
    """What someone said of a version, of one paragraph or of all."""

    version: int
    author: str
    at: float
    paragraph: int | None
    text: str


def templates() -> dict[str, Template]:
    """The templates by name."""
    found = files("reftel.exchange.drafting").joinpath("templates").iterdir()
    return {made.name: made for made in map(_template, sorted(found, key=lambda one: one.name))}


def _template(file: Traversable) -> Template:
    text = file.read_text("utf-8")
    return Template(file.name.removesuffix(".toml"), text.partition("\n")[0].lstrip("# "), text)


def template(place: Place, name: str) -> str:
    """A template filled in for this post; raises `PostError` that names those there are."""
    known = templates()
    if name not in known:
        raise PostError(f"there is no template {name}: choose one of {', '.join(known)}")
    return known[name].text.replace("@POST@", place.config.post.name)


def new(place: Place, who: Person, text: str) -> int:
    """Enter a draft; its number."""
    require(who, "draft")
    with place.book.transaction():
        made = place.book.put(
            "INSERT INTO draft (author, state, at) VALUES (?, ?, ?)", who.name, OPEN, place.book.clock()
        )
        _add(place, made, 1, who, text)
    return made


def edit(place: Place, draft: int, who: Person, text: str, after: int | None = None) -> int:
    """Enter a changed text as a new version; its number. The same text makes none.

    `after`: the version that was read before; raises `PostError` where somebody has written another since.
    """
    require(who, "edit")
    with place.book.transaction():
        now = standing(place, draft)
        require_open(now)
        require_version(now, after)
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


def versions(place: Place, draft: int) -> tuple[Version, ...]:
    """The versions of a draft in order, each with the size of its change."""
    sql = "SELECT number, author, at, text FROM version WHERE draft = ? ORDER BY number"
    rows = place.book.rows(sql, draft)
    before = ["", *(text for *_, text in rows)]
    return tuple(
        Version(number, author, at, *_sizes(earlier, text))
        for earlier, (number, author, at, text) in zip(before, rows, strict=False)
    )


def _sizes(earlier: str, later: str) -> tuple[int, int]:
    lines = list(difflib.unified_diff(earlier.splitlines(), later.splitlines(), lineterm="", n=0))[2:]
    return sum(line.startswith("+") for line in lines), sum(line.startswith("-") for line in lines)


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


def require_version(now: Standing, read: int | None) -> None:
    """Raise `PostError` where the newest version is not the one that was read; None was not asked."""
    if read is not None and read != now.version:
        raise PostError(
            f"draft {now.id} has version {now.version} since, you had version {read} before you: read what changed"
        )


def require_open(now: Standing) -> None:
    """Raise `PostError` for a draft that is no longer one: release fixes the text (R-03)."""
    if now.state != OPEN:
        raise PostError(f"draft {now.id} is {now.state}: its text is fixed; write a new draft")
