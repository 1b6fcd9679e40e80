"""What stands at a telegram for its reader, beside the text: a star, tags, notes, reading lists."""

from __future__ import annotations

from typing import NamedTuple

from reftel.archive import Filed
from reftel.model.strand import Span
from reftel.web.desk.visit import Visit
from reftel.workspace import lists, marks
from reftel.workspace.passages import place_of
from reftel.workspace.records import Note
from reftel.workspace.seen import notes_seen


class Noted(NamedTuple):
    """A note, where its passage stands today, and the number of the paragraph in which that is, counted from 0."""

    note: Note
    place: Span | None
    paragraph: int | None


class Panel(NamedTuple):
    """What the reader has put to a telegram, and the lists to which it could be added."""

    star: bool
    tags: tuple[str, ...]
    notes: tuple[Noted, ...]
    lists: tuple[str, ...]
    others: tuple[str, ...]


def panel(here: Visit, filed: Filed) -> Panel:
    """What stands at a telegram for the reader who asks."""
    workspace = here.desk.workspace
    found = marks.marks_of(workspace, marks.names_of(filed))
    names = (one.name for one in lists.lists(workspace))
    return Panel(
        found.star,
        found.tags,
        tuple(_noted(filed, note) for note in notes_seen(here.desk.viewer, filed, found.notes)),
        found.lists,
        tuple(name for name in names if name not in found.lists),
    )


def _noted(filed: Filed, note: Note) -> Noted:
    place = place_of(filed.telegram, note) if note.words else None
    paragraphs = enumerate(filed.telegram.paragraphs)
    inside = (at for at, part in paragraphs if place and part.start <= place.start < part.end)
    return Noted(note, place, next(inside, None))
