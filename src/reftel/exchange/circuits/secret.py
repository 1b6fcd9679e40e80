"""Two stations that share a secret prove it to each other, and seal what they send: no input or output of its own.

Each sends a line with a number that was never used, then a proof made of both lines and the secret (HMAC-SHA-256,
RFC 2104). What follows goes in frames: length, bytes, and a seal over their place in the stream, with a key for each
direction. A frame that was garbled, forged, repeated or left out is not believed, and ends the line.
"""

from __future__ import annotations

import hmac
import re
import secrets
import struct

_HELLO = re.compile(rb"REFTEL 1 (?P<side>[CL]) (?P<nonce>[0-9a-f]{64})\Z")
_LONGEST_LINE = 200
_LENGTH = struct.Struct(">I")
_PLACE = struct.Struct(">QI")
_SEAL = 16
MOST = 65_536
"""Bytes in a frame."""


class NotBelieved(Exception):
    """The far station does not have the secret, or what came is not what it sent."""


class Handshake:
    """The beginning of a line. `calling`: this station called the other."""

    def __init__(self, secret: bytes, *, calling: bool) -> None:
        self._secret = secret
        self._side = b"C" if calling else b"L"
        self._own = b"REFTEL 1 " + self._side + b" " + secrets.token_hex(32).encode()
        self._far = b""
        self._held = b""

    def begin(self) -> bytes:
        """What is to be sent first."""
        return self._own + b"\n"

    def feed(self, data: bytes) -> tuple[bytes, Session | None]:
        """Take bytes; what is to be sent now, and the session when the far station has proved itself."""
        self._held += data
        answer = b""
        while b"\n" in self._held:
            line, _, self._held = self._held.partition(b"\n")
            if self._far:
                return answer, self._proved(line)
            self._heard(line)
            answer = self._proof(self._side) + b"\n"
        if len(self._held) > _LONGEST_LINE:
            raise NotBelieved("what came is no beginning of a line")
        return answer, None

    def _heard(self, line: bytes) -> None:
        found = _HELLO.match(line)
        if found is None or found["side"] == self._side:
            raise NotBelieved("what came is no beginning of a line; does the far station know of the secret?")
        self._far = line

    def _proved(self, line: bytes) -> Session:
        side = b"L" if self._side == b"C" else b"C"
        if not hmac.compare_digest(line, self._proof(side)):
            raise NotBelieved("the far station does not have the same secret")
        other = b"L" if self._side == b"C" else b"C"
        return Session(self._key(self._side), self._key(other), self._held)

    def _both(self) -> bytes:
        return b"|".join(sorted((self._own, self._far)))

    def _proof(self, side: bytes) -> bytes:
        return hmac.new(self._secret, b"proof " + side + self._both(), "sha256").hexdigest().encode()

    def _key(self, side: bytes) -> bytes:
        return hmac.digest(self._secret, b"frames " + side + self._both(), "sha256")


class Session:
    """Frames in both directions. `began`: bytes that came behind the proof."""

    def __init__(self, own: bytes, far: bytes, began: bytes = b"") -> None:
        self._own, self._far = own, far
        self._sent = self._came = 0
        self._held = began

    def seal(self, data: bytes) -> bytes:
        """The frames of some bytes."""
        frames = bytearray()
        for at in range(0, len(data), MOST):
            piece = data[at : at + MOST]
            frames += _LENGTH.pack(len(piece)) + piece + _seal(self._own, self._sent, piece)
            self._sent += 1
        return bytes(frames)

    def open(self, data: bytes) -> bytes:
        """The bytes of the frames that are whole by now. Raises `NotBelieved`."""
        self._held += data
        opened = bytearray()
        while len(self._held) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._held)
            if length > MOST:
                raise NotBelieved("a frame that no station sends")
            end = _LENGTH.size + length
            if len(self._held) < end + _SEAL:
                break
            piece, seal = self._held[_LENGTH.size : end], self._held[end : end + _SEAL]
            if not hmac.compare_digest(seal, _seal(self._far, self._came, piece)):
                raise NotBelieved("a frame that the far station did not send so")
            self._came += 1
            self._held = self._held[end + _SEAL :]
            opened += piece
        return bytes(opened)


def _seal(key: bytes, place: int, piece: bytes) -> bytes:
    return hmac.digest(key, _PLACE.pack(place, len(piece)) + piece, "sha256")[:_SEAL]
