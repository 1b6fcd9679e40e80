"""Stars, tags and notes. A telegram is named by all keys that lead to it, its present one first."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reftel.archive.results import ArchiveError
from reftel.archive.store.database import now
from reftel.model.noun import Noun
from reftel.workspace.passages import passage_of
from reftel.workspace.records import Entry, Note, Star, Tag

if TYPE_CHECKING:
    from reftel.archive.results import Filed
    from reftel.workspace.workspace import Workspace

MOST_TAG, MOST_NOTE = 80, 20_000


class Marks(Noun, frozen=True):
    """What a reader has put to one telegram; `lists` are the names of the reading lists that it is in."""

    star: bool = False
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    lists: tuple[str, ...] = ()


def names_of(filed: Filed) -> tuple[str, ...]:
    """The keys that lead to a telegram, the present one first."""
    return (filed.key, *filed.former)


def among(names: Sequence[str]) -> str:
    """The condition that a row's key is one of `names`."""
    return f"AND key IN ({', '.join('?' * len(names))})"


def marks_of(workspace: Workspace, names: Sequence[str]) -> Marks:
    """What the reader has put to a telegram."""
    where = among(names)
    tags = workspace.all(Tag, where + " ORDER BY word", *names)
    entries = workspace.all(Entry, where + " ORDER BY list", *names)
    return Marks(
        bool(workspace.all(Star, where, *names)),
        tuple(dict.fromkeys(tag.word for tag in tags)),
        workspace.all(Note, where + " ORDER BY at, id", *names),
        tuple(dict.fromkeys(entry.list for entry in entries)),
    )


def star(workspace: Workspace, names: Sequence[str], on: bool = True) -> None:
    """Star a telegram, or take its star away."""
    with workspace.transaction():
        workspace.execute(f"DELETE FROM star WHERE who = ? {among(names)}", workspace.who, *names)  # noqa: S608
        if on:
            workspace.put(Star(workspace.who, names[0], now()))


def tag(workspace: Workspace, names: Sequence[str], word: str) -> str:
    """Put a word of the reader's own to a telegram; the word as it is kept."""
    kept = " ".join(word.split())
    if not 0 < len(kept) <= MOST_TAG:
        raise ArchiveError(f"a tag has 1 to {MOST_TAG} letters")
    if kept not in marks_of(workspace, names).tags:
        workspace.put(Tag(workspace.who, names[0], kept, now()))
    return kept


def untag(workspace: Workspace, names: Sequence[str], word: str) -> None:
    """Take a tag away."""
    sql = f"DELETE FROM tag WHERE who = ? AND word = ? {among(names)}"  # noqa: S608 - placeholders only
    workspace.execute(sql, workspace.who, word, *names)


def note(workspace: Workspace, filed: Filed, text: str, words: str = "", near: int = 0) -> Note:
    """Write a note to a telegram, or to the passage that has these `words`, the nearest to the offset `near`."""
    _require(text)
    telegram, at = filed.telegram, now()
    made = Note(workspace.who, secrets.token_hex(8), filed.key, text.strip(), at, at)
    if words.strip():
        start, end = passage_of(telegram, words, near)
        passage = (telegram.id, start, end, telegram.text[start:end])
        made = Note(made.who, made.id, made.key, made.text, at, at, *passage)
    workspace.put(made)
    return made


def rewrite(workspace: Workspace, names: Sequence[str], identity: str, text: str) -> None:
    """Put another text in the place of a note's."""
    _require(text)
    sql = f"UPDATE note SET text = ?, changed = ? WHERE who = ? AND id = ? {among(names)}"  # noqa: S608
    if not workspace.execute(sql, text.strip(), now(), workspace.who, identity, *names):
        raise ArchiveError("this note is no longer there")


def erase(workspace: Workspace, names: Sequence[str], identity: str) -> None:
    """Take a note away."""
    sql = f"DELETE FROM note WHERE who = ? AND id = ? {among(names)}"  # noqa: S608 - placeholders only
    workspace.execute(sql, workspace.who, identity, *names)


def unquote(workspace: Workspace, names: Sequence[str]) -> None:
    """Take the words of a telegram that must go out of every reader's notes to it; what they wrote themselves stays."""
    sql = f"UPDATE note SET words = '', copy = '', start = 0, end = 0 WHERE TRUE {among(names)}"  # noqa: S608
    workspace.execute(sql, *names)


def _require(text: str) -> None:
    if not 0 < len(text.strip()) <= MOST_NOTE:
        raise ArchiveError(f"a note has 1 to {MOST_NOTE} letters")
