"""The table of faults, and what those that befall a line do to the bytes that pass.

A new fault of a line is a row of `faults.csv` and a function of this module.
"""

from __future__ import annotations

import asyncio
import csv
import random
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

from reftel.exchange.circuits.garbles import plain

SILENCE = 15.0
"""Seconds in which nothing comes through: longer than a station is asked again and again."""
_NUMBER = re.compile(rb"ZCZC(?P<designator>[A-Z]{3})(?P<number>[0-9]{3})")
# Each without what a message must have: calling station, precedence, routing line, letters.
_POISONS = (
    "RR RUEHTU\nDE\nZNR UUUUU\n{mark}",
    "QQ RUEHTU\nDE RUEHC #0001 1301000\nZNR UUUUU ZZH\nQ 101000Z MAY 06\nFM {mark}\nTO RUEHTU\nBT\nUNCLAS\nBT\n#0001",
    "{mark}\n" + "\x01\x02\x1b[2J" * 200,
    "{mark} " + "RUEHTU " * 4000,
    "{mark}\n" + "ZNY CCCCC " * 2000 + "\nBT\nBT\nBT",
)


class Fault(NamedTuple):
    """A row of the table. `per_thousand` telegrams; `always` and `start` are said in words."""

    name: str
    where: str
    per_thousand: str
    words: str

    def times(self, telegrams: int) -> int:
        """How often, for so many telegrams; once at least."""
        if not self.per_thousand.replace(".", "").isdigit():
            return 0
        return max(1, round(float(self.per_thousand) * telegrams / 1000))


def table() -> tuple[Fault, ...]:
    """All faults."""
    with Path(__file__).with_name("faults.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(Fault(*row) for row in list(csv.reader(rows))[1:])


class Broken(Exception):
    """The line breaks behind these bytes."""

    def __init__(self, passed: bytes) -> None:
        super().__init__("the line breaks")
        self.passed = passed


class Passing:
    """One direction of a line. `behind`: what comes behind the next message; `silent`: seconds that it says nothing.

    `line` and `sender` say which, `writer` leads on; no fault befalls the next `spared` pieces.
    """

    def __init__(
        self, line: str, sender: str, writer: asyncio.StreamWriter, draw: random.Random, longest: int
    ) -> None:
        self.line, self.sender, self.writer = line, sender, writer
        self.draw = draw
        self.longest = longest  # bytes that a message may have
        self.behind = b""
        self.silent = 0.0
        self.spared = 0
        self.marks: list[str] = []


_serials = count(1)


def broken(way: Passing, unit: bytes) -> bytes:
    raise Broken(unit[: way.draw.randrange(len(unit) + 1)])


def altered(way: Passing, unit: bytes) -> bytes:
    at = way.draw.randrange(len(unit))
    return unit[:at] + bytes([unit[at] ^ 1]) + unit[at + 1 :]


def repeated(_way: Passing, unit: bytes) -> bytes:
    return unit + unit


def reordered(way: Passing, unit: bytes) -> bytes:
    way.behind += unit
    return b""


def jumped_back(_way: Passing, unit: bytes) -> bytes:
    def lower(found: re.Match[bytes]) -> bytes:
        return b"ZCZC%b%03d" % (found["designator"], (int(found["number"]) - 11) % 999 + 1)

    return _NUMBER.sub(lower, unit, count=1)


def silent(way: Passing, _unit: bytes) -> bytes:
    way.silent = SILENCE
    return b""


def endless(way: Passing, unit: bytes) -> bytes:
    return _line_1(unit) + b"\r\r\n" + b"THE LAMP IS LIT AND NOBODY SAYS WHEN.\r\r\n" * (way.longest // 30)


def poisoned(way: Passing, unit: bytes) -> bytes:
    """Behind a message, and under its number: before it, a crash between the two would lose the one that was sent."""
    mark = _marked(way, "POISON")
    text = way.draw.choice(_POISONS).format(mark=mark)
    return unit + _line_1(unit) + b"\r\r\n" + _sent(f"{text}\n\n\n\n\n\n\n\nNNNN\n")


def garbled(way: Passing, unit: bytes, share: float = 0.01) -> bytes:
    """One character in a hundred with one bit turned."""
    changed = bytearray(unit)
    for at in range(len(unit)):
        if way.draw.random() < share:
            changed[at] ^= 1 << way.draw.randrange(8)
    return bytes(changed)


def _marked(way: Passing, word: str) -> str:
    mark = f"{word} {next(_serials):05d}"
    way.marks.append(mark)
    return mark


def _line_1(unit: bytes) -> bytes:
    """Line 1 of the message that passes: what is put in its place has its number."""
    found = _NUMBER.search(plain(unit))
    return b"\r\r\nV" + (found[0] if found else b"ZCZC")


def _sent(text: str) -> bytes:
    return text.encode("utf-8").replace(b"\n", b"\r\r\n")


ON_LINES: dict[str, Callable[[Passing, bytes], bytes]] = {
    "broken": broken,
    "altered": altered,
    "repeated": repeated,
    "reordered": reordered,
    "jumped back": jumped_back,
    "silent": silent,
    "endless": endless,
    "poisoned": poisoned,
}
