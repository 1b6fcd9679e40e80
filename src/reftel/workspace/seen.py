"""What may be told of a workspace: nothing about telegrams that the archive's viewer does not see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from reftel.archive.hits import hits_named
from reftel.model.noun import Noun
from reftel.workspace.passages import place_of
from reftel.workspace.records import Entry, Note, Saved, Star, Tag, Visit

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.archive.results import Filed, Hit
    from reftel.archive.tiers import Viewer

R = TypeVar("R", bound=Noun)


def key_of(record: Noun) -> str | None:
    """The key of the telegram that a record is about; None for one that is about none."""
    if isinstance(record, Star | Tag | Note | Entry):
        return record.key
    return record.what if isinstance(record, Visit) and record.page == "telegram" else None


def told_of(archive: Archive, records: Iterable[R]) -> tuple[tuple[R, Hit | None], ...]:
    """The records, each with the telegram that its key leads to today, if it is about one.

    For a viewer who does not see all, those about telegrams that are hidden or gone are left out alike.
    """
    keyed = [(record, key_of(record)) for record in records]
    hits = hits_named(archive.store, {key for _, key in keyed if key}, archive.viewer)
    found = ((record, key, hits.get(key) if key else None) for record, key in keyed)
    return tuple(
        (record, hit)
        for record, key, hit in found
        if hit is not None or key is None or archive.viewer.sees_all
    )


def some_told(
    archive: Archive, records: Iterable[R], first: int = 0, most: int = 0
) -> tuple[tuple[tuple[R, Hit | None], ...], int]:
    """`most` of the records from the one at `first` on, as `told_of` tells them, and how many there are to be told."""
    kept = tuple(records)
    if archive.viewer.sees_all:
        return told_of(archive, kept[first : first + most]), len(kept)
    told = told_of(archive, kept)
    return told[first : first + most], len(told)


def notes_seen(viewer: Viewer, filed: Filed, notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes that may be told with a telegram; not those to a passage that the viewer does not see."""
    return tuple(
        note
        for note in notes
        if not note.words or viewer.sees_all or place_of(filed.telegram, note) is not None
    )


def may_be_told(archive: Archive, record: Noun) -> bool:
    """Whether the archive's viewer may be told of a record."""
    if archive.viewer.sees_all:
        return True
    if isinstance(record, Note) and record.words:
        return any(notes_seen(archive.viewer, filed, (record,)) for filed in archive.find(record.key))
    return bool(told_of(archive, (record,)))


def as_told(archive: Archive, record: R) -> R:
    """The record as it is told: to one who does not see all, without how many telegrams the archive has had."""
    if isinstance(record, Saved) and not archive.viewer.sees_all:
        return replace(record, seen=0)
    return record
