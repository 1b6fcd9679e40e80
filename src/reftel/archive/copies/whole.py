"""A telegram as the archive has it: its copies together, and over them what people corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from reftel.archive.copies.corrections import corrected, corrections_of
from reftel.archive.copies.merged import Merged, merge
from reftel.archive.results import Stretch
from reftel.archive.store.database import Store
from reftel.model.telegram import Telegram

_ONLY = (
    "SELECT telegram.id, (SELECT count(*) FROM copy AS other WHERE other.telegram = telegram.id) = 1"
    " AND NOT EXISTS (SELECT 1 FROM correction WHERE correction.sha256 = copy.sha256),"
    " source_dictionary, record_dictionary, source, record, sha256"
    " FROM telegram JOIN copy ON copy.id = telegram.copy WHERE telegram.id IN ({})"
)
MOST_RECENT = 500
LONGEST_RECENT = 50_000  # code points
MOST = 64  # copies that are read together; of more, those that lack least


def copies_read(store: Store, row: int, spans: bool = True) -> Iterator[Telegram]:
    """The copies of a telegram, each with its text, and without spans where they are not wanted."""
    sql = "SELECT id FROM copy WHERE telegram = ? ORDER BY rank, sha256 LIMIT ?"
    return (store.telegram_of(copy, spans) for (copy,) in store.rows(sql, row, MOST))


def check_value(store: Store, row: int) -> int:
    """What the index keeps to tell which copies and corrections a document was made from, in any order."""
    copies = store.rows("SELECT sha256 FROM copy WHERE telegram = ?", row)
    made = store.rows(
        "SELECT correction.id FROM correction JOIN copy USING (sha256) WHERE copy.telegram = ?", row
    )
    return value_of((sha256 for (sha256,) in copies), (one for (one,) in made))


def value_of(hashes: Iterable[bytes], corrections: Iterable[int] = ()) -> int:
    """The check value of a telegram with copies of these hashes and corrections of these row numbers."""
    value = 0
    for sha256 in hashes:
        value ^= int.from_bytes(sha256[:8], "big")
    for one in corrections:
        value ^= int.from_bytes(hashlib.sha256(b"%d" % one).digest()[:8], "big")
    return value


def merged_of(store: Store, row: int, spans: bool = True) -> Merged | None:
    """The merged record of the telegram of a row, its spans only where they are wanted; None where it was taken out."""
    copies = list(copies_read(store, row, spans))
    if not copies:
        return None
    only = copies[0]
    alone = Merged(only, (Stretch(only.id, 0, len(only.text)),), {}, ())
    merged = merge(copies) if len(copies) > 1 else alone
    return corrected(merged, corrections_of(store, row))


def telegrams_of(store: Store, rows: Sequence[int]) -> dict[int, Telegram]:
    """The telegrams of some rows, without spans; one that was taken out is left out.

    The store is asked once for all that are of one copy, as most are, and nobody corrected.
    """
    found: dict[int, Telegram] = {}
    for row, alone, *columns in store.among(_ONLY, rows):
        if alone:
            found[row] = store.unpacked(*columns, spans=False)
        elif telegram := _several(store, row):
            found[row] = telegram
    return found


def _several(store: Store, row: int) -> Telegram | None:
    """The telegram of several copies. To put them together may mean to read them anew: the latest are kept at hand."""
    known = row, check_value(store, row)
    recent = store.recent.get(known)
    if recent is not None:
        return recent
    merged = merged_of(store, row, spans=False)
    if merged and len(merged.telegram.text) <= LONGEST_RECENT:
        if len(store.recent) >= MOST_RECENT:
            store.recent.clear()
        store.recent[known] = merged.telegram
    return merged.telegram if merged else None
