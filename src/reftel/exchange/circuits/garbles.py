"""Garbled characters: how a line with even parity shows them, and how two garbled copies make one that is whole.

Without parity nothing on a line shows a garbled letter but its sense (ACP 127(G) para 141); there this finds nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

_EVEN = bytes(byte if byte.bit_count() % 2 == 0 else byte | 0x80 for byte in range(128)) + bytes(
    range(128, 256)
)
_SEVEN = bytes(byte & 0x7F for byte in range(256))
_FITTING = bytes(byte for byte in range(256) if byte.bit_count() % 2 == 0)
_BELOW_LINE_1 = re.compile(rb"[^\r\n]*+[\r\n]*+")


def even(data: bytes) -> bytes:
    """Seven bits with the eighth that makes their number even."""
    return data.translate(_EVEN)


def plain(data: bytes) -> bytes:
    """Without the eighth bit."""
    return data.translate(_SEVEN)


def garbled(data: bytes) -> int:
    """How many bytes are against even parity."""
    return len(data.translate(None, _FITTING))


def mended(copies: Sequence[bytes]) -> bytes | None:
    """One text below line 1 from copies of it, each of their bytes from a copy in which it is as it should be.

    None where the copies are not of one length, disagree in a byte that is good in each, or where a byte is good in
    none. Line 1 is that of the last copy.
    """
    bodies = [_below(copy) for copy in copies]
    if len({len(body) for body in bodies}) != 1:
        return None
    mended = bytearray()
    for column in zip(*bodies, strict=True):
        good = {byte for byte in column if byte.bit_count() % 2 == 0}
        if len(good) != 1:
            return None
        mended += bytes(good)
    first = copies[-1][: len(copies[-1]) - len(bodies[-1])]
    return first + bytes(mended) if not garbled(first) else None


def agree(one: bytes, other: bytes) -> bool:
    """Whether two copies can be of one text: as long below line 1, and alike wherever both are as they should be."""
    bodies = (_below(one), _below(other))
    if len(bodies[0]) != len(bodies[1]):
        return False
    pairs = zip(*bodies, strict=True)
    return all(a == b or a.bit_count() % 2 or b.bit_count() % 2 for a, b in pairs)


def digest(raw: bytes) -> bytes:
    """The hash of what stands below line 1, without the eighth bit."""
    return hashlib.sha256(plain(_below(raw))).digest()[:16]


def _below(raw: bytes) -> bytes:
    """What stands below line 1."""
    match = _BELOW_LINE_1.match(plain(raw))
    return raw[match.end() if match else 0 :]
