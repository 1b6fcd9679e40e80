"""Bytes become text, once, without loss of place: `Decoded` leads from code points back to bytes.

Collections hold ASCII, UTF-8 with and without a mark, Windows-1252, Latin-1, UTF-16, and joined files in
which two of these meet. Nothing here raises but `NotATelegram`, for what is plainly not text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterable
from typing import NamedTuple

from reftel.model.telegram import Repair
from reftel.reading.circuit import Capture, capture, five_level, seven_bits
from reftel.reading.refusal import NotATelegram

SIGNATURES = (
    (b"%PDF-", "a PDF document", "take its text out first, for example with pdftotext -layout"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save it as plain text, first"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text first"),
    (b"{\\rtf", "a rich text document", "save it as plain text first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"\x89PNG", "a PNG picture", "its text has to be machine-read first"),
    (b"\xff\xd8\xff", "a JPEG picture", "its text has to be machine-read first"),
    (b"GIF8", "a GIF picture", "its text has to be machine-read first"),
    (b"II*\x00", "a TIFF picture", "its text has to be machine-read first"),
    (b"MM\x00*", "a TIFF picture", "its text has to be machine-read first"),
    (b"\x7fELF", "a program", "name a file of text"),
    (b"MZ\x90", "a program", "name a file of text"),
    (b"SQLite format 3\x00", "a SQLite database", "name a file of text"),
)
MARKS = (
    (BOM_UTF8, "utf-8"),
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
_MARKED = tuple(mark for mark, _ in MARKS)
_BINARY = tuple(signature for signature, _, _ in SIGNATURES)
CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\r\x0b\x0c"))) + b"\x7f"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WINDOWS = {byte: bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_ESCAPED = {0xDC00 + byte: _WINDOWS.get(byte, chr(byte)) for byte in range(0x80, 0x100)}
_BLANKS = ("\t", "\x0b", "\xa0", "\u2007", "\u202f")
_LINE_ENDS = ("\x0c", "\x85", "\u2028", "\u2029")
_SINGLE_BYTE = frozenset({"ascii", "cp1252", "latin-1"})
_SAMPLE = 65_536
_MAX_CONTROLS = 0.1
_MANY_HIGH_BYTES = 0.1
_ENOUGH_TO_GUESS = 256
_MOST_REPAIRS = 20


class Decoded(NamedTuple):
    """A text and how it was read from bytes.

    `plain` has the same letters at the same offsets as `text`, but every line end is a line feed (a carriage
    return before one is a blank) and every kind of blank is a space. `damaged` counts the code points that
    were single bytes inside UTF-8; `controls` says that control characters stand in the words;
    `repairs` are those that concern the text as a whole; `capture` is that of a circuit. Of a text from which letters
    were taken out `before` is the text as found; `stretches` say, with place here, place there and length, where the
    letters come from.
    """

    text: str
    plain: str
    encoding: str
    mark: int
    damaged: tuple[int, ...]
    controls: bool
    repairs: tuple[Repair, ...] = ()
    capture: Capture | None = None
    before: Decoded | None = None
    stretches: tuple[tuple[int, int, int], ...] = ()

    def byte_offsets(self, offsets: Iterable[int]) -> list[int]:
        """The byte offset of each code point offset; `offsets` must rise."""
        if self.before:
            return self.before.byte_offsets([self._before(offset) for offset in offsets])
        if self.capture:
            return list(self.capture.byte_offsets(offsets))
        found: list[int] = []
        at, byte = 0, self.mark
        for offset in offsets:
            byte += self._bytes(at, offset)
            at = offset
            found.append(byte)
        return found

    def _before(self, offset: int) -> int:
        """Where a letter stands in the text as found."""
        at = bisect_right(self.stretches, (offset, len(self.before.text) if self.before else 0)) - 1
        place, source, length = self.stretches[max(at, 0)]
        return source + min(offset - place, length)

    def _bytes(self, start: int, end: int) -> int:
        if self.encoding in _SINGLE_BYTE:
            return end - start
        length = len(self.text[start:end].encode(self.encoding, "replace"))
        return length - sum(len(self.text[at].encode()) - 1 for at in self.damaged if start <= at < end)


def decode(data: bytes | str, circuit: str | None = None) -> Decoded:
    """Read bytes as text. Raises `NotATelegram` for what is plainly not text; nothing else.

    `circuit`: the alphabet of a capture; without it captures of five-level code are told by their codes, and those
    in ASCII by their line functions. ValueError for an alphabet that there is not.
    """
    if circuit:
        return _captured(data if isinstance(data, bytes) else data.encode(), circuit)
    if isinstance(data, str):
        text = data if data.isascii() else _SURROGATE.sub("\ufffd", data)
        return _decoded(text, "utf-8", 0, (), _CONTROL.search(text) is not None)
    _refuse_known_binaries(data)
    if data.startswith(_MARKED):
        mark, encoding = next(one for one in MARKS if data.startswith(one[0]))
        return _marked(data, mark, encoding)
    if seven_bits(data):
        return _captured(data, "ia5")
    clean = len(data.translate(None, CONTROLS))
    return _unmarked(data, False) if clean == len(data) else _with_controls(data, len(data) - clean)


def _with_controls(data: bytes, controls: int) -> Decoded:
    """Bytes with control characters: UTF-16, five-level code, a text with a few of them, or none."""
    wide = _wide_without_mark(data[:_SAMPLE])
    if wide:
        return _decoded(data.decode(wide, "replace"), wide, 0, (), False)
    if controls <= _MAX_CONTROLS * len(data):
        return _unmarked(data, True)
    alphabet = five_level(data)
    if alphabet:
        return _captured(data, alphabet)
    share = round(100 * controls / len(data))
    raise NotATelegram(
        f"binary data, not text: {share} in 100 bytes are control characters; name a file of text"
    )


def control_runs(text: str) -> Iterable[re.Match[str]]:
    """Where control characters of teleprinters and databases stand in the words."""
    return _CONTROL.finditer(text)


def _refuse_known_binaries(data: bytes) -> None:
    if not data.startswith(_BINARY):
        return
    for signature, what, remedy in SIGNATURES:
        if data.startswith(signature):
            raise NotATelegram(f"this is {what}, not text: {remedy}")


def _captured(data: bytes, alphabet: str) -> Decoded:
    found = capture(data, alphabet)
    read = _decoded(found.text, "ascii", 0, (), _CONTROL.search(found.text) is not None)
    return read._replace(capture=found)


def _marked(data: bytes, mark: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        # The mark stays in the text, so that offsets count it.
        return _unmarked(data, True)
    text = data[len(mark) :].decode(encoding, "replace")
    return _decoded(text, encoding, len(mark), (), _CONTROL.search(text) is not None)


def _wide_without_mark(sample: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte is zero."""
    half = len(sample) // 2
    if half >= 2 and sample[1::2].count(0) > 0.6 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if half >= 2 and sample[::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _unmarked(data: bytes, controls: bool) -> Decoded:
    try:
        return _decoded(data.decode(), "ascii" if data.isascii() else "utf-8", 0, (), controls)
    except UnicodeDecodeError:
        return _not_utf8(data, controls)


def _not_utf8(data: bytes, controls: bool) -> Decoded:
    text = data.decode("utf-8", "surrogateescape")
    damaged = tuple(match.start() for match in _SURROGATE.finditer(text))
    if len(text) - len(damaged) - len(text.encode("ascii", "ignore")) >= len(damaged):
        read = _decoded(text.translate(_ESCAPED), "utf-8", 0, damaged, controls)
        return read._replace(repairs=_byte_repairs(read))
    guess = _guess(data)
    if guess:
        return _decoded(data.decode(guess, "replace"), guess, 0, (), controls)
    return _decoded(data.decode("latin-1").translate(_WINDOWS), "cp1252", 0, (), controls)


def _byte_repairs(read: Decoded) -> tuple[Repair, ...]:
    """Q2: single bytes in UTF-8, read as Windows-1252; the first few stand for all."""
    return tuple(
        Repair(
            "Q2", at, at + 1, f"byte in UTF-8 that is none of it ({len(read.damaged)} in all)", read.text[at]
        )
        for at in read.damaged[:_MOST_REPAIRS]
    )


def _guess(data: bytes) -> str | None:
    """Another code page, asked for only where high bytes are too many for a few accents."""
    sample = data[:_SAMPLE]
    high = len(sample.translate(None, bytes(range(128))))
    if len(sample) < _ENOUGH_TO_GUESS or high < _MANY_HIGH_BYTES * len(sample):
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415 - heavy, and seldom needed

    best = from_bytes(sample).best()
    if best is None or best.encoding.startswith(("utf", "cp1252", "latin", "ascii")):
        return None
    return best.encoding


def _decoded(text: str, encoding: str, mark: int, damaged: tuple[int, ...], controls: bool) -> Decoded:
    return Decoded(text, _plain(text), encoding, mark, damaged, controls)


def _plain(text: str) -> str:
    """The same letters with every line end a line feed and every blank a space; no offset moves."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for blank in _BLANKS:
        if blank in text:
            text = text.replace(blank, " ")
    for end in _LINE_ENDS:
        if end in text:
            text = text.replace(end, "\n")
    return text
