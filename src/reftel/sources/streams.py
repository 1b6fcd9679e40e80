"""Streams of bytes, wrapped: one whose begin was looked at, one that is counted, one that is unpacked as it is read."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol, cast

from reftel.sources.allowance import Allowance, Damaged
from reftel.sources.source import HEAD

_STEP = 2048  # packed bytes taken at a time: the worst packers make a few dozen MB of them, and no more is ever held
_FAULTS = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)


class Unpacker(Protocol):
    """What the unpacking objects of zlib, bz2, lzma and zstandard have in common."""

    @property
    def eof(self) -> bool: ...  # noqa: D102
    @property
    def unused_data(self) -> bytes: ...  # noqa: D102
    def decompress(self, data: bytes, /) -> bytes: ...  # noqa: D102


class _Raw(io.RawIOBase):
    """A stream that is read and not sought in; `take` gives some bytes, at most `most`, or none at the end."""

    def readable(self) -> bool:
        return True

    def take(self, most: int) -> bytes | memoryview:
        raise NotImplementedError

    def readinto(self, buffer: object) -> int:
        target = memoryview(cast(bytearray, buffer)).cast("B")
        source = self.take(len(target))
        target[: len(source)] = source
        return len(source)


class _Chained(_Raw):
    """Bytes that were read already, then the rest of the stream that they came from."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest

    def take(self, most: int) -> bytes | memoryview:
        source = self._head[:most] or self._rest.read(most)
        self._head = self._head[most:]
        return source


class _Metered(_Raw):
    """A member of an archive, counted; faults of the archive come as `Damaged`."""

    def __init__(self, stream: BinaryIO, allowance: Allowance) -> None:
        super().__init__()
        self._stream = stream
        self._allowance = allowance

    def take(self, most: int) -> bytes:
        try:
            data = self._stream.read(most)
        except _FAULTS as error:
            raise Damaged(str(error) or type(error).__name__) from error
        self._allowance.charge(len(data))
        return data


class _Unpacked(_Raw):
    """A packed stream of one or several frames, unpacked as it is read."""

    def __init__(self, stream: BinaryIO, make: Callable[[], Unpacker], allowance: Allowance) -> None:
        super().__init__()
        self._stream = stream
        self._make = make
        self._allowance = allowance
        self._unpacker = make()
        self._ready = memoryview(b"")
        self._packed = b""
        self._begun = False

    def take(self, most: int) -> memoryview:
        while not self._ready:
            if self._unpacker.eof and not self._next_frame():
                break
            self._unpack()
        given, self._ready = self._ready[:most], self._ready[most:]
        return given

    def _next_frame(self) -> bool:
        """Begin the next frame; False where there is none. Between frames some packers leave noughts."""
        self._packed = self._unpacker.unused_data.lstrip(b"\0")
        while not self._packed:
            data = self._stream.read(_STEP)
            if not data:
                return False
            self._packed = data.lstrip(b"\0")
        self._unpacker = self._make()
        return True

    def _unpack(self) -> None:
        data = self._packed or self._stream.read(_STEP)
        self._packed = b""
        if not data:
            raise Damaged("it is cut off")
        try:
            unpacked = self._unpacker.decompress(data)
        except Exception as error:  # each library has its own, and some are met only where it is loaded
            raise Damaged(str(error) or type(error).__name__) from error
        self._allowance.charge(len(unpacked))
        self._ready = memoryview(unpacked)


def peeked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that gives all of them; a file can still be sought in."""
    head = stream.read(HEAD)
    if len(head) < HEAD:
        return head, io.BytesIO(head)
    if stream.seekable():
        stream.seek(0)
        return head, stream
    return head, _buffered(_Chained(head, stream))


def metered(stream: BinaryIO, allowance: Allowance) -> BinaryIO:
    """A member of an archive, to be read once from begin to end."""
    return _buffered(_Metered(stream, allowance))


def unpacked(stream: BinaryIO, make: Callable[[], Unpacker], allowance: Allowance) -> BinaryIO:
    """What a packed stream unpacks to; `make` gives the unpacking object of one frame."""
    return _buffered(_Unpacked(stream, make, allowance))


def _buffered(raw: io.RawIOBase) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(raw, HEAD))
