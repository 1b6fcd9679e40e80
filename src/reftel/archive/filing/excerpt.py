"""A copy's own text: of a file that holds several telegrams, each is kept with its own stretch alone."""

from __future__ import annotations

import msgspec

from reftel.archive.store.packing import encoding_of
from reftel.model.strand import Span
from reftel.model.telegram import Block, Diagnostic, Paragraph, Repair, Telegram
from reftel.reading.decode import decode


def stretch(data: bytes, text: str, start: int, end: int) -> tuple[int, int]:
    """The code points of a file's `text` that its bytes from `start` to `end` were decoded to.

    All of the text where that cannot be told, because the bytes are damaged.
    """
    if data.isascii() and len(text) == len(data):
        return start, end
    encoding = encoding_of(data, text)
    if encoding:
        return len(data[:start].decode(encoding, "ignore")), len(data[:end].decode(encoding, "ignore"))
    own = decode(data[start:end]).text
    at = text.find(own)
    return (at, at + len(own)) if at >= 0 else (0, len(text))


class _Shift:
    """Offsets of a file become offsets of a stretch of it; what lies outside comes to its nearer end."""

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.length = end - start

    def at(self, offset: int) -> int:
        return min(max(offset - self.start, 0), self.length)

    def span(self, span: Span) -> Span:
        return Span(self.at(span[0]), self.at(span[1]))

    def bounds(self, value: Paragraph | Block | Repair | Diagnostic) -> dict[str, int]:
        return {"start": self.at(value.start), "end": self.at(value.end)}

    def paragraph(self, value: Paragraph) -> Paragraph:
        blocks = tuple(msgspec.structs.replace(block, **self.bounds(block)) for block in value.blocks)
        return msgspec.structs.replace(value, blocks=blocks, **self.bounds(value))


def excerpt(telegram: Telegram, start: int, end: int) -> Telegram:
    """The telegram with `text[start:end]` for its text, and all its offsets counting in that."""
    text = telegram.text
    if (start, end) == (0, len(text)):
        return telegram
    shift = _Shift(start, end)
    replaced = msgspec.structs.replace
    return replaced(
        telegram,
        spans={pointer: tuple(map(shift.span, spans)) for pointer, spans in telegram.spans.items()},
        paragraphs=tuple(map(shift.paragraph, telegram.paragraphs)),
        repairs=tuple(replaced(repair, **shift.bounds(repair)) for repair in telegram.repairs),
        diagnostics=tuple(replaced(remark, **shift.bounds(remark)) for remark in telegram.diagnostics),
    ).with_text(text[start:end])
