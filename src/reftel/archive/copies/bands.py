"""Bands: numbers by which a text without a number finds the texts that are nearly the same, and they find it.

The least hashes of a text's runs of words (MinHash; Broder 1997), few for a copy with a number and more for one
without: two texts are compared if one of the few is among the more. Runs that begin with a long word are taken first,
for they are rare and need not all be hashed. Of texts that share nine tenths of their runs of four words, fewer than
one pair in 1,000 is missed. A turn of phrase gives a band to many texts: of those that share one, the likeliest are
compared, and a new copy with a number is compared with texts without one that share some of all its bands.

Bands come in no order, so each that is put into a large table costs a page of it. Those of copies with a number wait
in a small table and go into the large one in order, many at once.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

from reftel.archive.copies.identity import FEWEST, words_of
from reftel.archive.store.database import Store
from reftel.model.telegram import Telegram

FEW, MORE = 4, 16  # bands of a copy with a number, and of one without
USUAL = 64  # copies that share a run; what more have is a turn of phrase
SOME = 3  # of MORE bands that texts of one telegram share, with fewer than one exception in 1,000
MOST_ALIKE = 16  # copies that a text is compared with, because they share most bands with it
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


def bands_of_copy(telegram: Telegram) -> tuple[int, ...]:
    """All bands of a copy, those first by which it can be found."""
    return bands_of(words_of(telegram), MORE)


def keep(store: Store, found: Iterable[tuple[int, str | None, Sequence[int]]]) -> None:
    """Keep what copies are found by: of all bands of each the first few if it has a number; within a transaction."""
    loose: list[tuple[int, int]] = []
    numbered: list[tuple[int, int]] = []
    for copy, mrn, bands in found:
        if mrn is None:
            loose += ((band, copy) for band in bands)
        else:
            numbered += ((band, copy) for band in bands[:FEW])
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


class Sharing:
    """Finds the copies in the store that share bands. It remembers which bands are turns of phrase."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._usual: dict[str, set[int]] = {table: set() for table in _TABLES}

    def _in_table(self, table: str, asked: Iterable[int]) -> dict[int, list[int]]:
        """The copies that a table has for each of these bands, where there are not too many."""
        usual = self._usual[table]
        sharing: dict[int, list[int]] = {}
        sql = f"SELECT value, copy FROM {table} WHERE value IN ({{}})"  # noqa: S608 - one of three names
        for band, copy in self._store.among(sql, list(set(asked) - usual)):
            sharing.setdefault(band, []).append(copy)
        usual |= {band for band, copies in sharing.items() if len(copies) > USUAL}
        return {band: copies for band, copies in sharing.items() if len(copies) <= USUAL}

    def loose(self, numbered: Sequence[tuple[int, ...]]) -> list[Counter[int]]:
        """For all bands of each new copy with a number: the copies without one that share some, and how many."""
        known = self._in_table(_TABLES[0], (band for bands in numbered for band in bands))
        return [Counter(copy for band in bands for copy in known.get(band, ())) for bands in numbered]

    def met(self, loose: Sequence[int]) -> set[int]:
        """Which of these bands of new copies without a number a copy in the store has."""
        return {band for table in _TABLES for band in self._in_table(table, loose)}

    def like(self, words: Sequence[str], numbered: bool) -> list[int]:
        """The copies that share most bands with a text that has a number or none, and could be copies of it."""
        bands = bands_of(words, FEW if numbered else MORE)
        shared: Counter[int] = Counter()
        for table in _TABLES[:1] if numbered else _TABLES:
            for copies in self._in_table(table, bands).values():
                shared.update(copies)
        return sorted(shared, key=lambda copy: (-shared[copy], copy))[:MOST_ALIKE]
