"""Streams of bytes, wrapped: one whose begin was looked at, and one that is held to a limit."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

from reftel.sources.source import HEAD


class _Chained(io.RawIOBase):
    """Bytes that were read already, then the rest of the stream that they came from."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(cast(bytearray, buffer)).cast("B")
        source = self._head[: len(target)] or self._rest.read(len(target))
        self._head = self._head[len(target) :]
        target[: len(source)] = source
        return len(source)


def peeked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that gives all of them."""
    head = stream.read(HEAD)
    if len(head) < HEAD:
        return head, io.BytesIO(head)
    return head, cast(BinaryIO, io.BufferedReader(_Chained(head, stream), HEAD))
