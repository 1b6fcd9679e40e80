"""The telegrams of the demo: every story of the package, each entry in its layout, with its damage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from reftel.synthetic.acp127 import Ledgers
from reftel.synthetic.entry import Entry, stories
from reftel.synthetic.layouts import written


def entries() -> Iterator[tuple[str, Entry]]:
    """The entries of all stories in the order in which they were sent, with the file name of each."""
    told = [(name, entry) for name, entries in stories() for entry in entries]
    for name, entry in sorted(told, key=lambda one: one[1].sent):
        yield f"{name}/{entry.sent:%y}{entry.sender}{entry.serial}.txt", entry


def demo(damage: bool = True) -> Iterator[tuple[str, bytes]]:
    """File name (with its story as folder) and bytes of each invented telegram, in the order of sending.

    Without `damage` the texts are clean.
    """
    ledgers = Ledgers()
    for name, entry in entries():
        yield name, written(entry if damage else msgspec.structs.replace(entry, damage=()), ledgers)


def write_demo(folder: Path) -> None:
    """Write the telegrams below `folder`; a file that is there with the same bytes is left alone."""
    for name, data in demo():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
