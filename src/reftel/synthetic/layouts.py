"""The layouts that an invented telegram can be written in."""

from __future__ import annotations

from collections.abc import Callable

from reftel.synthetic import aad, acp127, smart
from reftel.synthetic.acp127 import Ledgers
from reftel.synthetic.damage import damaged
from reftel.synthetic.entry import Entry

WRITERS: dict[str, Callable[[Entry, Ledgers], str]] = {
    "acp127": acp127.write,
    "aad": aad.write,
    "smart": lambda entry, _: smart.write(entry),
}


def written(entry: Entry, ledgers: Ledgers) -> bytes:
    """The bytes of one entry in its layout, with its damage. An unknown layout is a KeyError."""
    return damaged(WRITERS[entry.layout](entry, ledgers), entry.damage).encode()
