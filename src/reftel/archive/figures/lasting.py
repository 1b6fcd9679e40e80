"""Figures of the archive that took long to work out, kept beside its index until the archive changes.

They are the owner's alone: what a restricted viewer is answered is worked out anew from what they may see. A file that
cannot be read, or not be written, costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import msgspec

import reftel

T = TypeVar("T")
FORM = 1  # of how figures are worked out; another number lets all be worked out anew
LONG = 0.3  # seconds of work from which a figure is kept
MOST = 400  # figures that are kept; of more the eldest go


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What a file holds: of which figure and state of the archive, and what it came to."""

    about: str
    figure: msgspec.Raw


class Lasting:
    """The folder of the figures that are kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def figure(self, state: Hashable, about: tuple[Hashable, ...], kind: Any, work: Callable[[], T]) -> T:
        """What a figure, a value of the type `kind`, comes to for a state of the archive: as kept, or worked out."""
        path = self.folder / f"{hashlib.sha256(repr(about).encode()).hexdigest()[:16]}.msgpack"
        full = repr((reftel.__version__, FORM, state, about))
        with suppress(OSError, msgspec.MsgspecError):
            kept = msgspec.msgpack.decode(path.read_bytes(), type=_Kept)
            if kept.about == full:
                known: T = msgspec.msgpack.decode(kept.figure, type=kind)
                return known
        began = monotonic()
        made = work()
        if monotonic() - began > LONG:
            self._keep(path, _Kept(full, msgspec.Raw(msgspec.msgpack.encode(made))))
        return made

    def _keep(self, path: Path, kept: _Kept) -> None:
        """Put the file in place at once, whoever reads or writes the same meanwhile."""
        beside = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            beside.write_bytes(msgspec.msgpack.encode(kept))
            beside.replace(path)
            for eldest in sorted(self.folder.iterdir(), key=lambda one: one.stat().st_mtime)[:-MOST]:
                eldest.unlink()
