"""From records to telegrams: each with the bytes that its copy is kept by."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

import msgspec

from reftel.model.telegram import Telegram
from reftel.reading import parse_all
from reftel.sources.record import Record


class Read(NamedTuple):
    """A telegram and the bytes that hold it, at the offset and length that its provenance names.

    `extracted`: the telegram's text was taken out of these bytes, which are its copy as a whole.
    """

    telegram: Telegram
    data: bytes
    extracted: bool = False


def read(record: Record, *, strict: bool = False, profile: str | None = None) -> Iterator[Read]:
    """The telegrams of a record. Raises `NotATelegram` where its words are none, `NotStrict` as `parse_all` does.

    Where words were taken out of a record's bytes and are one telegram, its copy is these bytes; where they are
    several telegrams, the copy of each is its own stretch of the words.
    """
    if record.telegram is not None:
        yield _read_before(record, record.telegram)
        return
    if record.text is None:
        yield from (
            Read(telegram, record.data) for telegram in _telegrams(record, record.data, strict, profile)
        )
        return
    words = record.text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    telegrams = tuple(_telegrams(record, words, strict, profile))
    if len(telegrams) == 1:
        yield Read(_of_bytes(telegrams[0], record.data), record.data, extracted=True)
    else:
        yield from (Read(telegram, words.encode()) for telegram in telegrams)


def _read_before(record: Record, telegram: Telegram) -> Read:
    """A telegram that was read before stays as it is; its copy is the bytes that came with it, from first to last."""
    telegram = telegram.replace().with_text(record.text or "").with_source(record.data)
    return Read(telegram, record.data, record.extracted)


def _telegrams(record: Record, words: bytes | str, strict: bool, profile: str | None) -> Iterator[Telegram]:
    return parse_all(
        words,
        path=record.path,
        collection=record.collection,
        legal_status=record.legal_status,
        strict=strict,
        profile=profile,
        stated=record.stated,
    )


def _of_bytes(telegram: Telegram, data: bytes) -> Telegram:
    """The telegram as the copy that these bytes are."""
    digest = sha256(data).hexdigest()
    place = msgspec.structs.replace(telegram.provenance, offset=0, length=len(data), sha256=digest)
    return telegram.replace(id=f"sha256:{digest}", provenance=place)
