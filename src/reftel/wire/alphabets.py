"""The alphabets of circuits: ITA2 and its American form ATA2, of five levels and two shifts, and IA5, which is ASCII.

ITU-T S.1 and T.50; ACP 127(G) paras 134 to 141. Every byte of a stream gives exactly one sign here, so that offsets
of bytes and of signs are the same. Bytes that print nothing give `IDLE`, `FIGURES` or `NOTHING`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

ALPHABETS = ("ia5", "ita2", "ata2")
IDLE = "\x7f"
"""What a LTRS gives, and DEL: the filler behind the end of a message."""
NOTHING = "\x00"
"""What BLANK gives, and NUL."""
FIGURES = "\x0e"
"""What FIGS gives, which IA5 calls shift out."""
BELL = "\x07"
WHO = "\x05"
UNREADABLE = "\ufffd"
"""A byte that the alphabet has no sign for: a sixth level, or a figure that each country settles for itself."""

_NAMED = {
    "BLANK": NOTHING, "FIGS": FIGURES, "LTRS": IDLE, "LF": "\n", "CR": "\r", "SPACE": " ", "BELL": BELL, "WHO": WHO,
    "NATIONAL": UNREADABLE,
}  # fmt: skip
_FIGS, _LTRS = 0x1B, 0x1F
_SHIFTED = re.compile(b"[\x1b\x1f]?[^\x1b\x1f]*")
_SEVEN_BITS = bytes(byte & 0x7F for byte in range(256))
_NATIONAL = "FGH"
"""The letters whose figures ITA2 leaves to each country."""


class Unsayable(ValueError):
    """A text holds signs that the alphabet does not have; `signs` are they, each once."""

    def __init__(self, alphabet: str, signs: Iterable[str]) -> None:
        self.signs = tuple(dict.fromkeys(signs))
        super().__init__(f"{alphabet} has no {' '.join(self.signs)}")


class _Table(NamedTuple):
    """What each byte gives in letters and in figures, and which code says a sign in which shift."""

    letters: list[str]
    figures: list[str]
    codes: dict[str, tuple[int, bool | None]]


def in_use(alphabet: str) -> str:
    """The name of an alphabet in small letters; ValueError for one that there is not."""
    name = alphabet.lower()
    if name not in ALPHABETS:
        raise ValueError(f"no such alphabet: {alphabet!r}; there are {', '.join(ALPHABETS)}")
    return name


@cache
def _table(alphabet: str, national: str) -> _Table:
    letters, figures = [UNREADABLE] * 256, [UNREADABLE] * 256
    for row in rows("teleprinter_codes"):
        code, letter, figure = int(row["code"], 2), row["letters"], row[f"figures_{alphabet}"]
        letters[code] = _NAMED.get(letter, letter)
        figures[code] = _NAMED.get(figure, figure)
        if figure == "NATIONAL" and national:
            figures[code] = national[_NATIONAL.index(letter)]
    codes: dict[str, tuple[int, bool | None]] = {}
    for code in range(32):
        same = letters[code] == figures[code]
        codes.setdefault(letters[code], (code, None if same else False))
        codes.setdefault(figures[code], (code, None if same else True))
    for none in (NOTHING, IDLE, FIGURES, UNREADABLE):
        codes.pop(none, None)
    return _Table(letters, figures, codes)


class Decoder:
    """Turns bytes of a stream into signs, in any slices; `figures` is the shift that it stands in.

    `national`: the three signs that a country prints for the figures of F, G and H in ITA2; without them those
    figures are UNREADABLE. In IA5 the eighth bit is left away: see `parity`.
    """

    def __init__(self, alphabet: str, *, national: str = "", figures: bool = False) -> None:
        self.alphabet = in_use(alphabet)
        if national and len(national) != len(_NATIONAL):
            raise ValueError(f"three signs, for the figures of F, G and H, not {national!r}")
        self.figures = figures
        self._table = None if self.alphabet == "ia5" else _table(self.alphabet, national)

    def feed(self, data: bytes) -> str:
        """One sign for each byte."""
        if self._table is None:
            return data.translate(_SEVEN_BITS).decode("ascii")
        return "".join(self._shifted(match[0], self._table) for match in _SHIFTED.finditer(data))

    def _shifted(self, piece: bytes, table: _Table) -> str:
        if piece and piece[0] in {_FIGS, _LTRS}:
            self.figures = piece[0] == _FIGS
        return "".join(map((table.figures if self.figures else table.letters).__getitem__, piece))


class Encoder:
    """Turns text into bytes, shifting where the next sign asks for it and not before."""

    def __init__(self, alphabet: str, *, national: str = "") -> None:
        self.alphabet = in_use(alphabet)
        self._codes = {} if self.alphabet == "ia5" else _table(self.alphabet, national).codes
        self._figures: bool | None = None  # unknown until the first shift

    def feed(self, text: str) -> bytes:
        """The codes of a text. Raises `Unsayable`, and then has sent nothing."""
        if self.alphabet == "ia5":
            if not text.isascii():
                raise Unsayable(self.alphabet, (sign for sign in text if not sign.isascii()))
            return text.encode("ascii")
        strange = [sign for sign in text if sign not in self._codes]
        if strange:
            raise Unsayable(self.alphabet, strange)
        sent = bytearray()
        for sign in text:
            code, figures = self._codes[sign]
            if figures is not None and figures is not self._figures:
                sent.append(_FIGS if figures else _LTRS)
                self._figures = figures
            sent.append(code)
        return bytes(sent)

    def letters(self, times: int = 1) -> bytes:
        """LTRS whether it is needed or not: the filler behind a message, and the shift that ends line 3. DEL in IA5."""
        self._figures = False
        return bytes((0x7F if self.alphabet == "ia5" else _LTRS,)) * times


def sayable(alphabet: str) -> frozenset[str]:
    """The signs that an alphabet prints, with space, line feed and carriage return."""
    if in_use(alphabet) == "ia5":
        return frozenset({chr(code) for code in range(0x20, 0x7F)} | {"\n", "\r"})
    return frozenset(_table(alphabet.lower(), "").codes) - {BELL, WHO}


class Parity(NamedTuple):
    """How the eighth bit of IA5 was used (`none`, `mark`, `even`, `odd`), and how many bytes are against that."""

    name: str
    against: int


_EVEN = bytes(byte for byte in range(256) if byte.bit_count() % 2 == 0)
_ODD = bytes(byte for byte in range(256) if byte.bit_count() % 2)
_PARITIES = (("none", bytes(range(128))), ("even", _EVEN), ("odd", _ODD), ("mark", bytes(range(128, 256))))


def parity(data: bytes) -> Parity:
    """The use of the eighth bit that the fewest bytes are against; of equals the first of none, even, odd, mark."""
    found = (Parity(name, len(data.translate(None, fitting))) for name, fitting in _PARITIES)
    return min(found, key=lambda one: one.against)


@cache
def near(sign: str, alphabet: str = "ita2") -> frozenset[str]:
    """The signs of the same shift whose code differs in one bit: what a single fault on the circuit makes of it.

    ACP 127(G) para 141 prints such a table; this one is worked out. For suggestions, never for repairs.
    """
    if in_use(alphabet) == "ia5":
        codes = [ord(sign) ^ 1 << bit for bit in range(7)] if sign.isascii() else []
        return frozenset(chr(code) for code in codes if 0x20 <= code < 0x7F)
    table = _table(alphabet.lower(), "")
    if sign not in table.codes:
        return frozenset()
    code, figures = table.codes[sign]
    column = table.figures if figures else table.letters
    return frozenset(column[code ^ 1 << bit] for bit in range(5)) & sayable(alphabet)


def other_shift(text: str, alphabet: str = "ita2") -> str:
    """The text as a machine prints it that stands in the other shift: `TO` for `59`, `44` for `RR`."""
    table = _table(in_use(alphabet), "")
    folded = dict(zip(table.letters[:32], table.figures[:32], strict=True))
    folded |= {
        figure: letter for letter, figure in folded.items() if figure != UNREADABLE and figure not in folded
    }
    return "".join(folded.get(sign, sign) for sign in text)


def garbled_from(word: str, known: Iterable[str], alphabet: str = "ita2") -> tuple[str, ...]:
    """Which known words a circuit may have made `word` of: by a fault in one bit, or by the wrong shift."""
    shifts = in_use(alphabet) != "ia5"
    return tuple(
        one
        for one in known
        if one != word
        and (_a_bit_apart(one, word, alphabet) or (shifts and other_shift(one, alphabet) == word))
    )


def _a_bit_apart(one: str, other: str, alphabet: str) -> bool:
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and differing[0][1] in near(differing[0][0], alphabet)


def regular(byte: int, name: str) -> bool:
    """Whether the eighth bit of a byte is as the use `name` of `parity` has it."""
    return byte in dict(_PARITIES)[name]
