"""What a reader keeps: each kind is a frozen value, a table of `workspace.sqlite` and a line of the export.

`who` is the reader, `key` the telegram's key at the time of writing (the archive leads from old keys to present ones),
`at` ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reftel.model.noun import Noun

if TYPE_CHECKING:
    from reftel.archive.tiers import Viewer

LOCAL = "local"
"""The owner of an archive, on their own machine."""


def reader_of(viewer: Viewer) -> str:
    """The name under which a viewer keeps things: `local` of who sees all, else `SECRET, NODIS`."""
    return ", ".join((viewer.level, *sorted(set(viewer.allowed)))) if viewer.level else LOCAL


class Star(Noun, frozen=True, tag="star", tag_field="kind"):
    """A telegram that stands out."""

    who: str
    key: str
    at: str


class Tag(Noun, frozen=True, tag="tag", tag_field="kind"):
    """A reader's own word for a telegram; no TAGS, which the sender gave."""

    who: str
    key: str
    word: str
    at: str


class Note(Noun, frozen=True, tag="note", tag_field="kind", omit_defaults=True):
    """What a reader wrote to a telegram, or to a passage of it.

    The passage is `[start, end)` in code points of the text whose copy has the hash `copy`, and its `words` as they
    stood there: where the text is read anew, the words are looked for again. A note to the whole telegram has none.
    """

    who: str
    id: str
    key: str
    text: str
    at: str
    changed: str
    copy: str = ""
    start: int = 0
    end: int = 0
    words: str = ""


class ReadingList(Noun, frozen=True, tag="list", tag_field="kind"):
    """An ordered list of telegrams under a name."""

    who: str
    name: str
    about: str
    at: str


class Entry(Noun, frozen=True, tag="entry", tag_field="kind"):
    """A telegram's place in a reading list, counted from 1."""

    who: str
    list: str
    place: int
    key: str
    at: str


class Visit(Noun, frozen=True, tag="visit", tag_field="kind"):
    """A page that was read: `page` is `telegram` (`what` its key) or `search` (`what` the query)."""

    who: str
    at: str
    page: str
    what: str


class Saved(Noun, frozen=True, tag="search", tag_field="kind"):
    """A query kept under a name. `seen` is the last row of the archive's store that was told of."""

    who: str
    name: str
    query: str
    seen: int
    saved_at: str


class Choice(Noun, frozen=True, tag="choice", tag_field="kind"):
    """How a reader wants the reading room: `keys` and `history` are `on` or `off`."""

    who: str
    name: str
    value: str


Record = Star | Tag | Note | ReadingList | Entry | Visit | Saved | Choice
TABLES: dict[type[Noun], str] = {
    Star: "star",
    Tag: "tag",
    Note: "note",
    ReadingList: "list",
    Entry: "entry",
    Visit: "visit",
    Saved: "saved_search",
    Choice: "choice",
}
