"""The telegrams of the demo: every story of the package, each entry in its layout, with its damage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reftel.synthetic import aad, acp127, smart
from reftel.synthetic.damage import damaged
from reftel.synthetic.entry import Entry, stories


def written(entry: Entry, ledgers: acp127.Ledgers) -> bytes:
    """The bytes of one entry in its layout."""
    if entry.layout == "aad":
        text = aad.write(entry, ledgers)
    elif entry.layout == "smart":
        text = smart.write(entry)
    else:
        text = acp127.write(entry, ledgers)
    return damaged(text, entry.damage).encode()


def entries() -> Iterator[tuple[str, Entry]]:
    """The entries of all stories in the order in which they were sent, with the file name of each."""
    told = [(name, entry) for name, entries in stories() for entry in entries]
    for name, entry in sorted(told, key=lambda one: one[1].sent):
        yield f"{name}/{entry.sent:%y}{entry.sender}{entry.serial}.txt", entry


def demo() -> Iterator[tuple[str, bytes]]:
    """File name (with its story as folder) and bytes of each invented telegram, in the order of sending."""
    ledgers = acp127.Ledgers()
    for name, entry in entries():
        yield name, written(entry, ledgers)


def write_demo(folder: Path) -> None:
    """Write the telegrams below `folder`; a file that is there with the same bytes is left alone."""
    for name, data in demo():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
