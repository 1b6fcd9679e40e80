"""The history of a bag, restored in the archive in which the bag was filed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from reftel.archive.copies import history
from reftel.archive.copies.restoring import Restorer
from reftel.archive.filing.batches import Filer
from reftel.archive.filing.entries import Outcome
from reftel.sources import bags
from reftel.sources.files import Found, unreadable

_REMEDY = "the telegrams are filed all the same; make the bag again"


def restored(filer: Filer, found: Found, began: str) -> Outcome:
    """What came of the history of a bag whose other files were filed since `began`; within a transaction.

    A history that cannot be read changes nothing.
    """
    filer.store.execute("SAVEPOINT restoring")
    try:
        refused = bags.differing(found)
        if refused is None:
            Restorer(filer, began).restore(lambda: _events(found))
            filer.store.audit("restore", f"what {found.path} tells")
    except OSError as error:
        refused = unreadable(found.place, error)
    except (msgspec.MsgspecError, ValueError, sqlite3.Error) as error:
        filer.store.execute("ROLLBACK TO restoring")
        return Outcome(found, "failed", reason=f"a history that cannot be restored: {error}", remedy=_REMEDY)
    finally:
        filer.store.execute("RELEASE restoring")
    if refused is not None:
        return Outcome(found, refused.outcome, reason=refused.reason, remedy=refused.remedy)
    return Outcome(found, "read")


def _events(found: Found) -> Iterator[history.Any]:
    with found.place.open("rb") as file:
        for line in file:
            yield history.decode(line)
