"""What records have in common: the head of the dictionary that every record of an archive is compressed with."""

from __future__ import annotations

from reftel.archive.store.packing import JOINED, plain_record
from reftel.reading import parse
from reftel.synthetic.acp127 import Ledgers
from reftel.synthetic.demo import entries
from reftel.synthetic.layouts import written


def primer() -> bytes:
    """The records of one invented telegram in each layout: the names of all parts, as they follow each other.

    An archive keeps the primer that it was made with, so another version of this may give another one.
    """
    chosen: dict[str, bytes] = {}
    for _, entry in entries():
        if entry.layout not in chosen:
            data = written(entry, Ledgers())
            chosen[entry.layout] = plain_record(parse(data), data)
    return JOINED + b"".join(chosen.values())
