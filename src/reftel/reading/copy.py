"""One copy of a telegram, before it is read."""

from __future__ import annotations

from typing import NamedTuple

from reftel.model.mrn import Mrn
from reftel.model.stated import Stated
from reftel.reading.decode import Decoded
from reftel.reading.split import Piece


class Copy(NamedTuple):
    """One copy to be read: the decoded file, the piece of it, the layout, the number that the file is named.

    `profile` is that of the circuit, where the caller knows it; `stated` what the collection's record says of it.
    """

    decoded: Decoded
    piece: Piece
    layout: str
    file: Mrn | None
    profile: str | None = None
    stated: Stated | None = None
