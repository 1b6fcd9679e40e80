"""Finds the words of a text that point at another telegram, before it is known which one they mean.

The text is folded once so that two plain searches find every place where a pointing word or a number can stand;
what stands there is read within a few dozen letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from reftel.model.noun import Noun
from reftel.text.pointer import Pointer
from reftel.text.pointing_numbers import may_be_cited, read_digit, read_number
from reftel.text.pointing_words import read_abbreviation, read_cable, read_ref, read_tel

# REF and TEL fold to 1E2, a blank or bracket and two digits to " 00"; other letters to capitals.
_FOLDED = {"Rr": "1", "Tt": "1", "Ee": "E", "FfLl": "2", "0123456789": "0", "\t\n\r([": " "}
_SIGN, _NUMBER, _DIGIT, _CABLE = b"1E2", b" 00", b" 0", b"CAB2E"
_ABBREVIATIONS = (b"MIP1", b"MI21")


def _table() -> bytes:
    table = bytearray(range(256)).upper()
    for letters, one in _FOLDED.items():
        for letter in letters:
            table[ord(letter)] = ord(one)
    return bytes(table)


_TABLE = _table()


class Area(Noun, frozen=True):
    """The stretch of a text in which words point, and the letters that its REF block gives to items.

    `one_digit`: the REF block has a number of one digit, so that `your 2` can be one.
    """

    text: str
    start: int
    end: int
    labels: frozenset[str] = frozenset()
    one_digit: bool = False


def find_pointers(area: Area) -> tuple[Pointer, ...]:
    """Every pointing word from `start` to `end`, in order; of two that overlap the one that begins first."""
    found = sorted(_candidates(area), key=lambda one: (one.start, -one.end))
    kept: list[Pointer] = []
    for pointer in found:
        if kept and pointer.start < kept[-1].end:
            continue
        if kept and kept[-1].bare and not area.text[kept[-1].end : pointer.start].strip():
            kept.pop()  # REF before a number says nothing that the number does not
        kept.append(pointer)
    return tuple(kept)


def _candidates(area: Area) -> Iterator[Pointer]:
    text, start, end = area.text, area.start, area.end
    folded = text[start:end].encode("latin-1", "replace").translate(_TABLE)
    for at in _places(folded, _SIGN, start):
        if text[at] in "Rr":
            yield from read_ref(text, start, at, end, area.labels)
        elif at == start or text[at - 1] not in "Ff":  # of REFTEL the beginning has been read
            yield from read_tel(text, start, at, end)
    for at in _places(folded, _NUMBER, start):
        if may_be_cited(text, start, at + 1):
            yield from read_number(text, start, at + 1, end)
    for at in _places(folded, _DIGIT, start) if area.one_digit else ():
        yield from read_digit(text, start, at + 1, end)
    for at in _places(folded, _CABLE, start):
        yield from read_cable(text, start, at, end)
    for sign in _ABBREVIATIONS:
        for at in _places(folded, sign, start):
            yield from read_abbreviation(text, start, at, end)


def _places(folded: bytes, sign: bytes, start: int) -> list[int]:
    places = []
    at = folded.find(sign)
    while at >= 0:
        places.append(start + at)
        at = folded.find(sign, at + 1)
    return places
