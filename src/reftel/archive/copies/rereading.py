"""Reading copies again from the bytes that are kept: to prove what was read, and with a newer reader to read better.

A copy keeps what it takes: its bytes, the words that were taken out of them where they are not themselves the text, and
what its record stated. The mapping of a source itself is not done again.
"""

from __future__ import annotations

import os
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import msgspec
import zstandard

from reftel.archive.copies import bands, corrections
from reftel.archive.copies.identity import CARDS
from reftel.archive.filing.batches import Filer
from reftel.archive.filing.entries import Entry
from reftel.archive.filing.noted import READER
from reftel.archive.filing.prepare import entry_of
from reftel.archive.results import Problem
from reftel.archive.store.database import Store
from reftel.archive.store.packing import Packer
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram
from reftel.sources.read import read
from reftel.sources.record import Record

BATCH = 200
_AHEAD = 2  # batches for each process that are read before they are taken
_BESIDE_THE_FACTS = ("id", "provenance", "diagnostics", "repairs", "spans", "mentions")
_FIGURES = re.compile(r"\d+")


class Reread(msgspec.Struct):
    """How many copies were read again, in how many of them that changed anything, and which could not be, and why."""

    read: int = 0
    changed: int = 0
    left: list[tuple[str, str]] = msgspec.field(default_factory=list)


class CannotReread(ValueError):
    """A copy whose bytes do not read as the one telegram that it is; it stays as it was."""


def entry_again(store: Store, copy: int, packer: Packer) -> Entry:
    """What today's reader makes of the bytes of a copy. Raises `CannotReread`."""
    sql = (
        "SELECT path, offset, collection, legal_status, facts FROM place JOIN origin ON origin.id = place.origin"
        " WHERE copy = ? ORDER BY filed_at, path LIMIT 1"
    )
    path, offset, collection, legal_status, facts = store.rows(sql, copy)[0]
    data, kept = store.record_of(copy)
    named = kept.telegram.mrn is None or kept.telegram.mrn_inferred  # else its own words told the number
    record = Record(
        path if named else "",
        data,
        kept.text or "" if kept.extracted else None,
        collection,
        legal_status,
        msgspec.json.decode(facts, type=dict[str, str]),
        kept.stated,
    )
    try:
        found = list(read(record))
    except NotATelegram as error:
        raise CannotReread(str(error)) from error
    if len(found) != 1:
        raise CannotReread(f"its text reads as {len(found)} telegrams now")
    telegram = found[0].telegram
    if offset or kept.telegram.kind in CARDS:  # stamps of a sheet stand elsewhere in its file too
        telegram = telegram.replace(release=kept.telegram.release or telegram.release)
    return entry_of(found[0]._replace(telegram=telegram), record, packer)


def differing_facts(one: Telegram, other: Telegram) -> tuple[str, ...]:
    """The fields in which two readings differ, apart from those that hang on what stood beside the telegram."""
    fields = (name for name in Telegram.__struct_fields__ if name not in _BESIDE_THE_FACTS)
    return tuple(name for name in fields if getattr(one, name) != getattr(other, name))


def older(reader: str, version: str) -> bool:
    """Whether one version of the reader came before another: `0.9.2` before `0.10`."""
    return _figures(reader) < _figures(version)


def _figures(version: str) -> list[int]:
    return [int(figure) for figure in _FIGURES.findall(version)]


class _Again(NamedTuple):
    """What came of reading a copy again: an entry that says something else, none, or why it could not be read."""

    copy: int
    entry: Entry | None = None
    reason: str = ""


def reparse(
    store: Store,
    older_than: str | None,
    index: Callable[[Filer], None],
    told: Callable[[int, int], None],
    workers: int | None = None,
) -> Reread:
    """Read again every copy that a reader older than this version read; None: any other than today's.

    `workers` processes read (None: one a core). `index` takes up what is pending after each transaction;
    `told(done, total)` hears how far it is.
    """
    readers = [reader for (reader,) in store.rows("SELECT DISTINCT reader FROM reading")]
    wanted = [one for one in readers if (older(one, older_than) if older_than else one != READER)]
    copies = [copy for (copy,) in store.among("SELECT copy FROM reading WHERE reader IN ({})", wanted)]
    filer, done = Filer(store), Reread()
    reached = 0
    for some in _all_again(filer, copies, workers or os.cpu_count() or 1):
        with store.transaction():
            for again in some:
                _take(filer, again, done)
            filer.finish()
        index(filer)
        reached += len(some)
        told(reached, len(copies))
    if copies:
        store.audit(
            "reparse", f"{done.read} copies with {READER}, {done.changed} changed, {len(done.left)} left"
        )
    return done


def _all_again(filer: Filer, copies: list[int], workers: int) -> Iterator[list[_Again]]:
    """Each copy read again, some at a time, in order; of many, in several processes, only some of them ahead."""
    batches = [copies[at : at + BATCH] for at in range(0, len(copies), BATCH)]
    if workers == 1 or len(batches) <= workers:
        for batch in batches:
            yield _some_again(filer.store, filer.dictionaries, batch)
        return
    waiting: deque[Future[list[_Again]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for batch in batches:
            waiting.append(pool.submit(_some_elsewhere, filer.store.path, filer.dictionaries, batch))
            if len(waiting) > workers * _AHEAD:
                yield waiting.popleft().result()
        yield from (future.result() for future in waiting)


def _some_elsewhere(path: Path, dictionaries: tuple[int, int], copies: list[int]) -> list[_Again]:
    """The same in a process of its own, which only reads the store."""
    return _some_again(_reading(path), dictionaries, copies)


@cache
def _reading(path: Path) -> Store:
    return Store(path, writable=False)


def _some_again(store: Store, dictionaries: tuple[int, int], copies: list[int]) -> list[_Again]:
    packer = store.packer(*dictionaries)
    return [_read_again(store, copy, packer) for copy in copies]


def _read_again(store: Store, copy: int, packer: Packer) -> _Again:
    try:
        entry = entry_again(store, copy, packer)
    except CannotReread as error:
        return _Again(copy, reason=str(error))
    before, (data, kept) = store.telegram_of(copy), store.record_of(copy)
    after = packer.unpack_record(entry.record, data, entry.sha256)
    same = after == before.replace(provenance=after.provenance) and kept.encoding is not None
    return _Again(copy, None if same else entry)


def _take(filer: Filer, again: _Again, done: Reread) -> None:
    """Let a copy say what it says now, within a transaction."""
    if again.reason:
        done.left.append((filer.store.telegram_of(again.copy).id, again.reason))
        return
    done.read += 1
    filer.store.execute("UPDATE reading SET reader = ? WHERE copy = ?", READER, again.copy)
    if again.entry is not None:
        done.changed += 1
        _put(filer, again.copy, filer.store.telegram_of(again.copy), again.entry)


def _put(filer: Filer, copy: int, before: Telegram, entry: Entry) -> None:
    """Let a copy say what its new reading says, and settle it."""
    store = filer.store
    store.execute(
        "UPDATE copy SET record = ?, record_dictionary = ?, rank = ? WHERE id = ?",
        *(entry.record, filer.dictionaries[1], entry.rank, copy),
    )
    sql = "UPDATE reading SET mrn = ?, occasion = ? WHERE copy = ?"
    store.execute(sql, entry.mrn, entry.occasion, copy)
    bands.drop(store, copy, before)
    bands.keep(store, [(copy, entry.mrn, entry.bands)])
    corrections.renumber(store, copy)
    filer.settle_again(copy)


def reading_problems(store: Store) -> tuple[Problem, ...]:
    """The copies of which today's reader makes something else than what is kept.

    Those that another version read are one sentence together: they are as that version read them.
    """
    problems: list[Problem] = []
    others: Counter[str] = Counter()
    for copy, sha256, reader in store.rows(
        "SELECT id, sha256, reader FROM copy JOIN reading ON copy = copy.id"
    ):
        differing = _differing(store, copy)
        if differing and reader != READER:
            others[reader] += 1
        elif differing:
            problems.append(Problem(f"sha256:{sha256.hex()}", f"cannot be read again as it was: {differing}"))
    problems += (
        Problem(f"{count} copies", f"version {reader} read them otherwise than today's; run `reftel reparse`")
        for reader, count in others.items()
    )
    return tuple(problems)


def _differing(store: Store, copy: int) -> str:
    packer = store.packer(store.source_dictionary()[0], store.record_dictionary()[0])
    try:
        before, data = store.telegram_of(copy), store.source_of(copy)
        entry = entry_again(store, copy, packer)
    except CannotReread as error:
        return str(error)
    except (zstandard.ZstdError, msgspec.MsgspecError, UnicodeError):
        return ""  # the proof of the bytes names it
    return ", ".join(differing_facts(before, packer.unpack_record(entry.record, data, entry.sha256)))
