"""What makes a source: a collection, or the form in which one is handed on, and how it is told from others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from reftel.sources.files import Refused
from reftel.sources.record import Place, Record

HEAD = 65_536
"""How many bytes of a stream `recognises` is shown at most."""

Given = Iterator[Record | Refused]


class Source(msgspec.Struct, frozen=True):
    """One collection or form: a module of this folder, or of a package that enters it under `reftel.sources`.

    `name` is short and unique (`frus`); `title` and `sign` are printed in the table of docs/sources.md: what it is,
    and by what it is recognised. `recognises(head, name)` sees the first bytes and the file's name; the bytes have
    to be enough, names only help. It is asked of every file: look for fixed letters first. `records(stream, place)`
    gives the records as they come, without holding more than one; what is wrong with one comes as `Refused` and the
    rest goes on. The stream cannot be sought in.
    """

    name: str
    title: str
    sign: str
    recognises: Callable[[bytes, str], bool]
    records: Callable[[BinaryIO, Place], Given]
