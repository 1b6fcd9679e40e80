"""Where an export goes: whole or not at all, and never over what is there unless that is asked for."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reftel.export.format import ExportError

MOST_LETTERS = 200
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]|^\.")
MARK = "reftel-export.json"
"""The file at the top of an exported folder that says what was exported; without it a folder is not replaced."""


@contextmanager
def new_file(path: Path, force: bool) -> Iterator[BinaryIO]:
    """A file that takes its place when the block is left without an error."""
    _refuse(path, force)
    part = _beside(path)
    with _errors(path):
        try:
            with part.open("xb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            _refuse(path, force)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path, force: bool) -> Iterator[Path]:
    """A folder that takes its place when the block is left without an error."""
    _refuse_folder(path, force)
    part = _beside(path)
    with _errors(path):
        try:
            part.mkdir()
            yield part
            if hasattr(os, "sync"):  # one call for all files; Windows has none
                os.sync()
            _refuse_folder(path, force)
            if path.exists():
                old = _beside(path)
                path.rename(old)
                part.rename(path)
                shutil.rmtree(old)
            else:
                part.rename(path)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def _refuse(path: Path, force: bool) -> None:
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; name a file")
    if path.exists() and not force:
        raise ExportError(f"{path}: is there already; name another file, or give --force to replace it")


def _refuse_folder(path: Path, force: bool) -> None:
    if path.exists() and not path.is_dir():
        raise ExportError(f"{path}: is a file; name a folder")
    if not path.is_dir() or not any(path.iterdir()):
        with suppress(OSError):
            path.rmdir()  # an empty folder is as good as none
        return
    if not force:
        raise ExportError(f"{path}: is there already; name another folder, or give --force to replace it")
    if not (path / MARK).is_file():
        raise ExportError(
            f"{path}: holds other files than an export ({MARK} is missing); name another folder"
        )


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"{path}: cannot be written: {reason}; name another place") from error


def file_name(key: str, extension: str = "") -> str:
    """A name for the file of a telegram that every system takes."""
    return _UNSAFE.sub(lambda sign: f"%{ord(sign[0]):02X}", key)[:MOST_LETTERS] + extension
