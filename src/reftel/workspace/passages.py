"""The passage of a telegram that a note is about: found by its words, and found again when the text is read anew."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from reftel.archive.results import ArchiveError
from reftel.model.strand import Cut, Span, Strand

if TYPE_CHECKING:
    from reftel.model.telegram import Telegram
    from reftel.workspace.records import Note

MOST_LETTERS = 4000


def passage_of(telegram: Telegram, words: str, near: int = 0) -> Span:
    """The place of some words of a telegram, the nearest to the offset `near`, in code points of its text.

    Blanks and line ends count alike; page lines inside a paragraph are read over. Raises `ArchiveError` where the words
    are not there.
    """
    if len(words) > MOST_LETTERS:
        raise ArchiveError(f"a passage has at most {MOST_LETTERS} letters; choose the words that matter")
    found = _nearest(telegram, words, near)
    if found is None:
        raise ArchiveError("these words do not stand so in the telegram; copy them from its text")
    return found


def place_of(telegram: Telegram, note: Note) -> Span | None:
    """Where the passage of a note stands in the telegram as it is read today; None where its words do not."""
    if telegram.text[note.start : note.end] == note.words:
        return Span(note.start, note.end)
    return _nearest(telegram, note.words, note.start)


def _nearest(telegram: Telegram, words: str, near: int) -> Span | None:
    if not words.split():
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    strands = (Strand.whole(telegram.text), *_paragraphs(telegram))
    spans = (
        _span(strand, found.start(), found.end())
        for strand in strands
        for found in pattern.finditer(strand.text)
    )
    return min(spans, key=lambda span: (abs(span.start - near), span), default=None)


def _span(strand: Strand, start: int, end: int) -> Span:
    ((low, high),) = strand.sources_of([(start, end)])
    return Span(low, high)


def _paragraphs(telegram: Telegram) -> list[Strand]:
    """The paragraphs that are not in one piece, without what stands between their pieces."""
    pointers = (f"/paragraphs/{at}" for at in range(len(telegram.paragraphs)))
    pieces = (telegram.spans.get(pointer, ()) for pointer in pointers)
    return [
        Strand.cutting(
            telegram.text,
            [Cut(before.end, after.start, "\n") for before, after in pairwise(spans)],
            spans[0].start,
            spans[-1].end,
        )
        for spans in pieces
        if len(spans) > 1
    ]
