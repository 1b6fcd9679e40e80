"""Streams that are made as they are read, so that what a test measures is what the reader holds."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast


class _Made(io.RawIOBase):
    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts

    def read(self, size: int = -1) -> bytes:
        return b"".join(itertools.islice(self._parts, 20))


def made(*parts: bytes | Iterable[bytes]) -> BinaryIO:
    """A stream of parts, each bytes or what gives bytes; it cannot be sought in."""
    each = (((part,) if isinstance(part, bytes) else part) for part in parts)
    return cast(BinaryIO, _Made(itertools.chain.from_iterable(each)))
