"""Captures of circuits: streams of five-level code or of ASCII with its line functions, read as one text.

The text leaves out what prints nothing; `Capture` knows where each of its letters stands in the bytes, where each
message begins, and what was wrong with the circuit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from reftel.model.telegram import Diagnostic, Telegram

FACT = "Circuit"
"""The name under which the provenance of a telegram says in which alphabet it was received."""
_SAMPLE = 65_536
_FIVE_LEVELS = bytes(range(32))
_SENT = re.compile("V?ZCZC|VV {1,4}[A-Z]{3}|NNNN|DE [A-Z]{4,8}|FM [A-Z]{2}")
_NUMBER_SIGN = re.compile("#[0-9]{3,4}")


class Capture(NamedTuple):
    """A stream as text. `silent`: the places of its bytes that gave no letter; `starts`: where messages begin."""

    alphabet: str
    text: str
    silent: tuple[int, ...]
    starts: tuple[int, ...]
    remarks: tuple[Diagnostic, ...]

    def byte_offsets(self, offsets: Iterable[int]) -> Iterator[int]:
        """The byte of each letter; `offsets` must rise."""
        passed = 0
        for offset in offsets:
            while passed < len(self.silent) and self.silent[passed] - passed <= offset:
                passed += 1
            yield offset + passed


def five_level(data: bytes) -> str | None:
    """`ita2` or `ata2` if the bytes are five-level code that says a message, told by its number signs; else None."""
    head = data[:_SAMPLE]
    if len(head.translate(None, _FIVE_LEVELS)) > len(head) // 100:
        return None
    from reftel.wire.alphabets import FIGURES, IDLE, NOTHING, Decoder  # noqa: PLC0415 - seldom needed

    unprinted = str.maketrans("", "", FIGURES + IDLE + NOTHING)
    text = Decoder("ata2").feed(head).translate(unprinted)
    if not _SENT.search(text):
        return None
    return "ata2" if _NUMBER_SIGN.search(text) else "ita2"


def seven_bits(data: bytes) -> bool:
    """Whether a text in ASCII has the line functions of a circuit: two carriage returns, or DEL behind the end."""
    # Looked for by single bytes first: that takes a tenth of a microsecond for a text that has none.
    functions = b"\r" in data and b"\r\r\n" in data and (b"ZCZC" in data or b"NNNN" in data)
    return (functions or (b"\x7f" in data and b"NNNN\x7f" in data)) and data.isascii()


def capture(data: bytes, alphabet: str) -> Capture:
    """Read a whole stream. ValueError for an alphabet that there is not."""
    from reftel.wire.circuit import CircuitReader  # noqa: PLC0415 - seldom needed

    reader = CircuitReader(alphabet, limit=max(len(data), 1000))
    pieces: list[str] = []
    silent: list[int] = []
    starts: list[int] = []
    remarks: list[Diagnostic] = []
    length = at = 0
    for one in (*reader.feed(data), *reader.end()):
        if pieces and not pieces[-1].endswith("\n"):  # a filler behind NNNN stands for the line end
            pieces.append("\n")
            length, at = length + 1, at + 1
        silent += (*range(at, one.start), *(one.start + place for place in one.skipped))
        starts.append(length)
        remarks += (_moved(remark, length) for remark in one.diagnostics)
        pieces.append(one.text)
        length, at = length + len(one.text), one.end
    silent += range(at, len(data))
    return Capture(alphabet, "".join(pieces), tuple(silent), tuple(starts), tuple(remarks))


def _moved(remark: Diagnostic, by: int) -> Diagnostic:
    return msgspec.structs.replace(remark, start=remark.start + by, end=remark.end + by)


def remarked(each: Iterable[tuple[list[Diagnostic], list[Telegram]]]) -> Iterator[Telegram]:
    """The telegrams with what the circuit remarked on theirs and on the letters that are none.

    Those belong to the next telegram, behind the last one to the last. What the telegram's own reader has
    remarked under the same code is not said twice.
    """
    pending: list[Diagnostic] = []
    last: Telegram | None = None
    for remarks, telegrams in each:
        pending += remarks
        for telegram in telegrams:
            if last:
                yield last
            last, pending = _with(telegram, pending), []
    if last:
        yield _with(last, pending)


def _with(telegram: Telegram, remarks: list[Diagnostic]) -> Telegram:
    own = {one.code for one in telegram.diagnostics}
    more = [one for one in remarks if one.code not in own]
    if not more:
        return telegram
    every = sorted((*telegram.diagnostics, *more), key=lambda one: (one.start, one.code))
    return telegram.replace(diagnostics=tuple(every))
