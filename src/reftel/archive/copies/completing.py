"""What the migration of an older archive leaves to be done: the bands of its copies, made from their words."""

from __future__ import annotations

from reftel.archive.copies import bands
from reftel.archive.filing.batches import Filer
from reftel.archive.store.database import Store

BATCH = 500
_DUE = (
    "SELECT copy, mrn FROM band_due JOIN reading USING (copy) WHERE (mrn IS NOT NULL) = ?"
    " ORDER BY copy LIMIT ?"
)


def complete(store: Store) -> None:
    """Give bands to the copies that lack them, and put those without a number to the telegrams that they now find.

    Copies with a number first: so what a copy without one is to find is there. Goes on where it was interrupted.
    """
    for numbered in (True, False):
        while rows := store.rows(_DUE, numbered, BATCH):
            with store.transaction():
                _complete(Filer(store), rows, numbered)


def _complete(filer: Filer, rows: list[tuple[int, str | None]], numbered: bool) -> None:
    store = filer.store
    telegrams = ((copy, mrn, store.telegram_of(copy, spans=False)) for copy, mrn in rows)
    bands.keep(store, ((copy, mrn, bands.bands_of_copy(telegram)) for copy, mrn, telegram in telegrams))
    for copy, _ in rows:
        if not numbered:
            filer.settle_again(copy)
        store.execute("DELETE FROM band_due WHERE copy = ?", copy)
