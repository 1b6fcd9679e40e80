"""Opening an archive: what is in the folder, who may write, and bringing all of it into step."""

from __future__ import annotations

from pathlib import Path

from reftel.archive.archive import Archive
from reftel.archive.copies.completing import complete
from reftel.archive.errors import store_errors
from reftel.archive.index import follow
from reftel.archive.index.engine import Index
from reftel.archive.results import ArchiveError
from reftel.archive.store.database import NAME, OldStore, Store
from reftel.archive.store.lock import WriterLock

INDEX, LOCK = "index", "lock"


def open_archive(path: Path | str, writable: bool = False) -> Archive:
    """Open the archive in a folder; with `writable` as its one writer, making it where there is none.

    An archive of an older version is migrated after a backup; an index that is behind, damaged or missing is
    brought into step. Raises `ArchiveError` with the file and the remedy.
    """
    folder = Path(path)
    if folder.exists() and not folder.is_dir():
        raise ArchiveError(f"{folder}: is a file; an archive is a folder, name another")
    return _open_writer(folder) if writable else _open_reader(folder)


def writer_of(folder: Path) -> str | None:
    """Who is writing in an archive at this moment, for a message; None for nobody."""
    lock = WriterLock(folder / LOCK)
    if not lock.path.exists() or not lock.path.stat().st_size:  # whoever has it writes their name there
        return None
    with store_errors(lock.path):
        if not lock.acquire():
            return lock.holder
    lock.release()
    return None


def _open_writer(folder: Path) -> Archive:
    _make_folder(folder)
    lock = WriterLock(folder / LOCK)
    with store_errors(lock.path):
        if not lock.acquire():
            raise ArchiveError(f"{folder}: is being written by {lock.holder}; wait until it is done")
    try:
        store = Store(folder / NAME, writable=True)
        try:
            complete(store)
            index = follow.catch_up(store, folder / INDEX, _current(folder))
        except BaseException:
            store.close()
            raise
    except BaseException:
        lock.release()
        raise
    return Archive(folder, store, index, lock)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = not (folder / NAME).exists() and any(item.name != LOCK for item in folder.iterdir())
    except OSError as error:
        reason = error.strerror or str(error)
        raise ArchiveError(f"{folder}: cannot be made: {reason}; name another folder") from error
    if foreign:
        raise ArchiveError(f"{folder}: holds other files and no archive; name an empty or a new folder")


def _current(folder: Path) -> Index | None:
    follow.prepare_folder(folder / INDEX)
    return Index.current(folder / INDEX)


def _open_reader(folder: Path) -> Archive:
    if not (folder / NAME).is_file():
        remedy = f"`reftel ingest PATH --archive {folder}` makes one"
        raise ArchiveError(f"{folder}: there is no archive here; {remedy}")
    store = _reading_store(folder)
    try:
        index = Index.current(folder / INDEX)
        if index is None or index.reached != store.reached():
            index = _bring_into_step(folder, store, index)
    except BaseException:
        store.close()
        raise
    return Archive(folder, store, index, None)


def _reading_store(folder: Path) -> Store:
    try:
        return Store(folder / NAME, writable=False)
    except OldStore:
        with open_archive(folder, writable=True):  # migrates
            pass
        return Store(folder / NAME, writable=False)


def _bring_into_step(folder: Path, store: Store, index: Index | None) -> Index:
    """Catch up as a writer for a moment. Where a writer is at work, it does so itself."""
    lock = WriterLock(folder / LOCK)
    try:
        locked = lock.acquire()
    except OSError as error:
        if index is None:
            reason = error.strerror or str(error)
            raise ArchiveError(
                f"{folder / INDEX}: cannot be used and may not be written by you ({reason}); "
                f"let someone who may write to {folder} open it once"
            ) from error
        return index
    if locked:
        try:
            brought = follow.catch_up(store, folder / INDEX, _current(folder))
            brought.close()
        finally:
            lock.release()
        return brought
    if index is None:
        raise ArchiveError(
            f"{folder / INDEX}: no index can be used and {lock.holder} is writing; try again later"
        )
    return index
