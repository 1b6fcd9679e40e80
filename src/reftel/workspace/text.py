"""A workspace as text: a line of JSON for each record, in a fixed order, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from reftel.archive.results import Failure
from reftel.model.noun import Noun
from reftel.workspace.records import TABLES, Record, Saved
from reftel.workspace.seen import as_told, may_be_told

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.workspace.workspace import Workspace

FORMAT = 1


class Head(Noun, frozen=True, tag="workspace", tag_field="kind"):
    """The first line: which version of this format the others are in."""

    format: int


class Brought(Noun, frozen=True):
    """What came of bringing a text back: how many records were kept, and the lines that are none."""

    kept: int
    failed: tuple[Failure, ...] = ()


def lines(workspace: Workspace, archive: Archive) -> Iterator[str]:
    """The export: what the reader keeps, as far as the archive's viewer may be told of it."""
    yield _line(Head(FORMAT))
    for kind in TABLES:
        for record in workspace.all(kind):
            if may_be_told(archive, record):
                yield _line(as_told(archive, record))


def _line(record: Noun) -> str:
    return msgspec.json.encode(record).decode() + "\n"


def bring(workspace: Workspace, archive: Archive, name: str, given: Iterable[str]) -> Brought:
    """Keep the records of an export as the reader's own, each in place of the one that has its key.

    A line that is no record is named in what comes back; the others are kept. A saved search that had told of more
    telegrams than this archive has had begins at its end.
    """
    newest = archive.store.highest("telegram")
    failed: list[Failure] = []
    kept = 0
    with workspace.transaction():
        for number, line in enumerate(given, 1):
            if not line.strip():
                continue
            record = _record(line)
            if isinstance(record, str):
                failed.append(
                    Failure(name, number, record, "lines are as `reftel workspace export` writes them")
                )
            elif not isinstance(record, Head):
                workspace.put(replace(_capped(record, newest), who=workspace.who))
                kept += 1
    return Brought(kept, tuple(failed))


def _capped(record: Record, newest: int) -> Record:
    if isinstance(record, Saved) and record.seen > newest:
        return replace(record, seen=newest)
    return record


def _record(line: str) -> Record | Head | str:
    """The record of a line, or why it is none."""
    try:
        record: Record | Head = msgspec.json.decode(line.encode("utf-8", "replace"), type=Record | Head)
    except msgspec.MsgspecError as error:
        return f"is no record of a workspace ({error})"
    if isinstance(record, Head) and record.format > FORMAT:
        return f"is of format {record.format}, and this Reftel knows {FORMAT}; upgrade Reftel"
    return record
