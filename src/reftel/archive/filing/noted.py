"""What is noted of files and of records that gave no telegram, so that a later run need not read them again."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

import reftel
from reftel.archive.filing.entries import Outcome
from reftel.archive.store.database import Store
from reftel.sources.files import Found

READER = reftel.__version__  # which reader saw a file
SETTLED = 2_000_000_000  # nanoseconds: coarser than the clock of any usual file system


def remember(store: Store, outcomes: Iterable[Outcome], began: int = 0) -> None:
    """Note what came of files, so that a later run need not read them again and can say why they were refused.

    What was said of the records of a file before `began` (nanoseconds) is forgotten when the file was read anew.
    """
    seen = time.time_ns()
    noted = [one for one in outcomes if one.outcome != "part"]
    files = [(one.found.path, began) for one in noted if one.found.size >= 0]
    store.many("DELETE FROM file WHERE within = ? AND seen < ?", files)
    store.many(
        "INSERT OR REPLACE INTO file (path, size, modified, seen, reader, outcome, line, reason, remedy, within)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(one.found.path, one.found.size, one.found.modified, seen, READER),
                *(one.outcome, one.line, one.reason, one.remedy, one.within),
            )
            for one in noted
        ],
    )


def known(store: Store, found: Sequence[Found]) -> dict[str, list[Outcome]]:
    """What an earlier run made of those of these files that have not changed since, and of records in them.

    The others must be read. A file that was changed shortly before it was read may have been changed again without a
    new time, so it is read again. Files that could not be read, or that another version of the reader refused, are too.
    """
    columns = "SELECT path, size, modified, seen, reader, outcome, line, reason, remedy, within FROM file"
    files = {one.path: one for one in found}
    outcomes: dict[str, list[Outcome]] = {}
    for row in store.among(f"{columns} WHERE path IN ({{}})", list(files)):
        path, size, modified, seen, reader, outcome = row[:6]
        one = files[path]
        same = (size, modified) == (one.size, one.modified) and seen - modified >= SETTLED
        if same and (outcome == "read" or (outcome == "skipped" and reader == READER)):
            outcomes[path] = [_noted(one, row)]
    for row in store.among(f"{columns} WHERE within IN ({{}})", list(outcomes)):
        outcomes[row[9]].append(_noted(Found(row[0], -1, 0), row))
    return outcomes


def _noted(found: Found, row: tuple[Any, ...]) -> Outcome:
    outcome, line, reason, remedy, within = row[5:]
    return Outcome(found, outcome, (), reason, remedy, line, within)
