"""How a copy is kept: its bytes compressed, its record compressed against those bytes.

A record repeats what stands in the source: names, the subject, every paragraph. zstd is given the source as
raw dictionary, so each such value becomes a reference into the source, and an archive holds one copy of the
words. Spans are kept as differences. Everything is decoded to exactly what was put in.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import msgspec
import zstandard

from reftel.model.stated import Stated
from reftel.model.strand import Span
from reftel.model.telegram import Provenance, Telegram

LEVEL = 3  # of sources; 9 takes four times as long and saves a tenth
RECORD_LEVEL = 5  # 3 takes two thirds of the time and a tenth more room
JOINED = b"lines joined\n"
"""So begins the primer of an archive that compresses records against sources whose line ends are made blanks: then the
words of a paragraph, which read on over its lines, are one reference. Older archives go on without."""
ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be")


class Record(msgspec.Struct, array_like=True):
    """A telegram as kept: without its spans, and with what is needed to decode its bytes again.

    `encoding` decodes the source bytes to the telegram's text; where none does, `text` holds the text. `extracted`: the
    text was taken out of the bytes of a page, a row or a document; `stated` is what that said of the telegram, without
    which it could not be read again.
    """

    telegram: Telegram
    spans: list[int | str]
    encoding: str | None
    text: str | None
    extracted: bool = False
    stated: Stated | None = None


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Record)


def flatten(spans: dict[str, tuple[Span, ...]]) -> list[int | str]:
    """Spans as one list: each pointer, then of each of its spans the step from the last end and the length."""
    flat: list[int | str] = []
    at = 0
    for pointer, places in spans.items():
        flat.append(pointer)
        for start, end in places:
            flat += (start - at, end - start)
            at = end
    return flat


def unflatten(flat: list[int | str]) -> dict[str, tuple[Span, ...]]:
    """The spans that `flatten` wrote."""
    found: dict[str, list[Span]] = {}
    places: list[Span] = []
    at, start = 0, -1
    for item in flat:
        if isinstance(item, str):
            places = found.setdefault(item, [])
        elif start < 0:
            start = at + item
        else:
            at = start + item
            places.append(Span(start, at))
            start = -1
    return {pointer: tuple(spans) for pointer, spans in found.items()}


def encoding_of(data: bytes, text: str) -> str | None:
    """The first usual encoding that decodes `data` to `text`; None where none does."""
    for name in ENCODINGS:
        try:
            if data.decode(name) == text:
                return name
        except UnicodeDecodeError:
            continue
    return None


def plain_record(
    telegram: Telegram, data: bytes, extracted: bool = False, stated: Stated | None = None
) -> bytes:
    """The record of the copy whose bytes are `data`, before it is compressed."""
    encoding = None if extracted else encoding_of(data, telegram.text)
    facts = Provenance(facts=telegram.provenance.facts)
    kept = msgspec.structs.replace(telegram, spans={}, provenance=facts, id="")
    text = telegram.text if encoding is None else None
    return _encoder.encode(Record(kept, flatten(telegram.spans), encoding, text, extracted, stated))


class Packer:
    """Compresses and restores with an archive's dictionaries; `primer` begins every record's dictionary."""

    def __init__(self, source_dictionary: bytes = b"", primer: bytes = b"") -> None:
        self._primer = primer
        trained = zstandard.ZstdCompressionDict(source_dictionary) if source_dictionary else None
        self._compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=trained)
        self._decompressor = zstandard.ZstdDecompressor(dict_data=trained)
        self._unpacking = threading.Lock()  # one decompressor serves one thread at a time

    def pack_source(self, data: bytes) -> bytes:
        """The bytes of a copy, compressed."""
        return self._compressor.compress(data)

    def unpack_source(self, packed: bytes) -> bytes:
        """The bytes of a copy; raises zstandard.ZstdError where they are damaged."""
        with self._unpacking:
            return self._decompressor.decompress(packed)

    def _against(self, data: bytes) -> zstandard.ZstdCompressionDict | None:
        joined = self._primer.startswith(JOINED)
        prefix = self._primer + (data.replace(b"\r\n", b" ").replace(b"\n", b" ") if joined else data)
        if len(prefix) < 8:  # zstd refuses shorter ones
            return None
        return zstandard.ZstdCompressionDict(prefix, dict_type=zstandard.DICT_TYPE_RAWCONTENT)

    def pack_record(
        self, telegram: Telegram, data: bytes, extracted: bool = False, stated: Stated | None = None
    ) -> bytes:
        """The record of the copy whose bytes are `data`, without the place where it was found."""
        compressor = zstandard.ZstdCompressor(level=RECORD_LEVEL, dict_data=self._against(data))
        return compressor.compress(plain_record(telegram, data, extracted, stated))

    def unpacked(self, packed: bytes, data: bytes) -> Record:
        """The record of a copy as it is kept."""
        return _decoder.decode(zstandard.ZstdDecompressor(dict_data=self._against(data)).decompress(packed))

    def unpack_stated(self, packed: bytes, data: bytes) -> Stated | None:
        """What the record of a collection stated of the copy, with which it is read again."""
        return self.unpacked(packed, data).stated

    def unpack_record(self, packed: bytes, data: bytes, sha256: bytes, spans: bool = True) -> Telegram:
        """The telegram that was packed, with its text and, where they are wanted, its spans.

        Raises ZstdError, UnicodeError or msgspec's errors.
        """
        record = self.unpacked(packed, data)
        text = data.decode(record.encoding) if record.encoding else record.text or ""
        places = unflatten(record.spans) if spans else {}
        identity = f"sha256:{sha256.hex()}"
        telegram = msgspec.structs.replace(record.telegram, spans=places, id=identity)
        return telegram.with_text(text).with_source(text.encode() if record.extracted else data)


def train(samples: Sequence[bytes]) -> bytes:
    """A zstd dictionary for such texts; empty where there are too few to learn from.

    Its size is at most a fiftieth of the samples, so a dictionary never costs more than it saves.
    """
    size = min(64 * 1024, sum(map(len, samples)) // 50)
    if len(samples) < 100 or size < 4096:
        return b""
    try:
        return zstandard.train_dictionary(size, list(samples), k=1024, d=8).as_bytes()
    except zstandard.ZstdError:  # samples too alike or too short
        return b""
