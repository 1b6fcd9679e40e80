"""Bands: numbers by which a text without a number finds the texts that are nearly the same, and they find it.

The least hashes of a text's runs of words (MinHash; Broder 1997), few for a copy with a number and more for one
without: two texts are compared if one of the few is among the more. Runs that begin with a long word are taken first,
for they are rare and need not all be hashed. Of texts that share nine tenths of their runs of four words, fewer than
one pair in 1,000 is missed.

Bands come in no order, so each that is put into a large table costs a page of it. Those of copies with a number wait
in a small table and go into the large one in order, many at once.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence

from reftel.archive.copies.identity import FEWEST, words_of
from reftel.archive.store.database import Store
from reftel.model.telegram import Telegram

FEW, MORE = 4, 16  # bands of a copy with a number, and of one without
USUAL = 64  # copies that share a run; what more have is a turn of phrase
_RUN = 6
_LONG = 9  # letters of a word with which one run in six begins
_TABLES = ("band", "numbered_band", "recent_band")  # of copies without a number; with one, moved in and new
_MOST_RECENT = 100_000  # rows


def bands_of(words: Sequence[str], most: int) -> tuple[int, ...]:
    """At most so many bands of a text's words, 48 bits each; none for a text too short to tell anything."""
    if len(words) < FEWEST + 3:
        return ()
    begins = words[: 1 - _RUN]
    runs = _least([at for at, word in enumerate(begins) if len(word) >= _LONG], words, most)
    if len(runs) < most:
        others = [at for at, word in enumerate(begins) if len(word) < _LONG]
        runs += _least(others, words, most - len(runs))
    return tuple(int.from_bytes(hashlib.blake2b(run, digest_size=6).digest()) for run in runs)


def _least(begins: Iterable[int], words: Sequence[str], most: int) -> list[bytes]:
    runs = {" ".join(words[at : at + _RUN]).encode() for at in begins}
    return sorted(runs, key=zlib.crc32)[:most]


def bands_to_keep(telegram: Telegram) -> tuple[int, ...]:
    """The bands by which a copy can be found."""
    return bands_of(words_of(telegram), FEW if telegram.mrn else MORE)


def keep(store: Store, found: Iterable[tuple[int, str | None, Sequence[int]]]) -> None:
    """Keep the bands of copies, each with its number if it has one, within a transaction."""
    loose: list[tuple[int, int]] = []
    numbered: list[tuple[int, int]] = []
    for copy, mrn, bands in found:
        rows = loose if mrn is None else numbered
        rows += ((band, copy) for band in bands)
    store.many("INSERT OR IGNORE INTO band (value, copy) VALUES (?, ?)", loose)
    store.many("INSERT OR IGNORE INTO recent_band (value, copy) VALUES (?, ?)", numbered)
    if store.one("SELECT count(*) > ? FROM recent_band", _MOST_RECENT) == (1,):
        store.execute("INSERT OR IGNORE INTO numbered_band SELECT * FROM recent_band ORDER BY value, copy")
        store.execute("DELETE FROM recent_band")


def drop(store: Store, copy: int, telegram: Telegram) -> None:
    """Forget the bands of a copy as it was read, within a transaction."""
    values = [(band, copy) for band in bands_of(words_of(telegram), MORE)]
    for table in _TABLES:
        store.many(f"DELETE FROM {table} WHERE value = ? AND copy = ?", values)  # noqa: S608


def found(store: Store, numbered: Sequence[int], loose: Sequence[int]) -> set[int]:
    """Which of these bands, of copies with and without a number, a copy in the store shares that could be a mate."""
    met = store.among("SELECT value FROM band WHERE value IN ({})", [*numbered, *loose])
    for table in _TABLES[1:]:
        met += store.among(f"SELECT value FROM {table} WHERE value IN ({{}})", loose)  # noqa: S608
    return {value for (value,) in met}


def copies_like(store: Store, words: Sequence[str], numbered: bool) -> list[int]:
    """The copies that share a band with a text that has a number or none, and could be copies of it."""
    tables = _TABLES[:1] if numbered else _TABLES
    copies: dict[int, None] = {}
    for band in bands_of(words, FEW if numbered else MORE):
        for table in tables:
            sql = f"SELECT copy FROM {table} WHERE value = ? LIMIT ?"  # noqa: S608 - one of two names
            sharing = store.rows(sql, band, USUAL + 1)
            if len(sharing) <= USUAL:
                copies |= dict.fromkeys(copy for (copy,) in sharing)
    return list(copies)
