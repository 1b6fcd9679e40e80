"""Turning what the engines below report into messages that name the file and the remedy."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reftel.archive.results import ArchiveError

FULL = "free some space and run it again; everything that was filed is kept"


def _sentence(path: Path, error: BaseException) -> str:
    text = str(error)
    if "disk is full" in text or "No space left" in text or getattr(error, "errno", 0) == errno.ENOSPC:
        return f"{path}: the disk is full; {FULL}"
    if "malformed" in text or "not a database" in text:
        return f"{path}: is damaged ({text}); restore it from a backup"
    if "readonly" in text or isinstance(error, PermissionError):
        return f"{path}: cannot be written; give yourself write permission or copy the archive elsewhere"
    if "locked" in text:
        return f"{path}: is in use by another program; wait until it is done and try again"
    return f"{path}: {text}"


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Raise `ArchiveError` for what SQLite or the file system reports about `path`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise ArchiveError(_sentence(path, error)) from error


def _of_engine(error: BaseException) -> bool:
    """The engine raises ValueError and OSError, and for its inner faults a panic that is no Exception."""
    return isinstance(error, (ValueError, OSError, SystemError)) or type(error).__name__ == "PanicException"


@contextmanager
def index_errors(path: Path) -> Iterator[None]:
    """Raise `ArchiveError` for what the index engine reports about the folder `path`."""
    try:
        yield
    except BaseException as error:
        if not _of_engine(error):
            raise
        if "No space left" in str(error):
            raise ArchiveError(_sentence(path, error)) from error
        remedy = "nothing is lost; `reftel reindex` builds it anew"
        raise ArchiveError(f"{path}: the index cannot be used ({error}); {remedy}") from error
