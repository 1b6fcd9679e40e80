"""The paragraphs as they are set: marks in the margin, blocks within them, joints and remarks at their place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple

from reftel.model.strand import Span
from reftel.model.telegram import Paragraph, Telegram
from reftel.web.flow import CLOSE, JOINT, OPEN, Chunk, flow, signed
from reftel.web.source import Note, spans_of

UNNAMED = ("", "text")


class Block(NamedTuple):
    """A paragraph ready to be set. `joint` is the section that begins with it, where that is not the first."""

    paragraph: Paragraph
    anchor: str
    pointer: str
    spans: str
    heading_spans: str
    role: str
    style: str
    joint: int | None
    chunks: tuple[Chunk, ...]
    notes: tuple[Note, ...]
    gloss: str = ""


def spans_attribute(telegram: Telegram, pointer: str) -> str:
    """The letters of a value for the script: `12-18 40-44`; empty where none are known."""
    return " ".join(f"{span.start}-{span.end}" for span in spans_of(telegram, pointer))


def blocks(telegram: Telegram, notes: tuple[Note, ...], meanings: Mapping[str, str]) -> tuple[Block, ...]:
    """Every paragraph of the telegram, ready to be set."""
    made, section = [], telegram.sections.present[0] if telegram.sections.present else 1
    for at, paragraph in enumerate(telegram.paragraphs):
        here = tuple(note for note in notes if paragraph.start <= note.start < paragraph.end and not note.cut)
        begins = paragraph.section if paragraph.section not in {None, section} else None
        section = paragraph.section or section
        made.append(
            _block(telegram, at, begins, here)._replace(gloss=meanings.get(f"/paragraphs/{at}/marking", ""))
        )
    return tuple(made)


def _block(telegram: Telegram, at: int, joint: int | None, notes: tuple[Note, ...]) -> Block:
    paragraph = telegram.paragraphs[at]
    pointer = f"/paragraphs/{at}"
    role = paragraph.role or ""
    return Block(
        paragraph=paragraph,
        anchor=f"p{paragraph.number}" if paragraph.number is not None else f"b{at}",
        pointer=pointer,
        spans=spans_attribute(telegram, pointer) or f"{paragraph.start}-{paragraph.end}",
        heading_spans=spans_attribute(telegram, f"{pointer}/heading"),
        role="" if role in UNNAMED or _says_so(paragraph, role) else role.capitalize(),
        style=role.replace(" ", "-") or "text",
        joint=joint,
        chunks=flow(signed(paragraph.text, _signs(telegram, paragraph, pointer))),
        notes=notes,
    )


def _says_so(paragraph: Paragraph, role: str) -> bool:
    """Whether the paragraph's own words name its role where it begins."""
    return any(
        text.lower().lstrip("( ").startswith(role) for text in (paragraph.heading or "", paragraph.text)
    )


def _signs(telegram: Telegram, paragraph: Paragraph, pointer: str) -> dict[int, str]:
    """Where in the paragraph's text blocks within it begin and end, and where its letters leap over a page line."""
    spans = telegram.spans.get(pointer, ())
    joints = [span.start for span in spans[1:]]
    inner = [block for block in paragraph.blocks if block.role != paragraph.role]
    if not (joints or inner):
        return {}
    places = Places(telegram.text, spans or (Span(paragraph.start, paragraph.end),), paragraph.text)
    signs = [(places.before(offset), JOINT) for offset in joints]
    for block in inner:
        signs += [(places.before(block.start), OPEN), (places.after(block.end), CLOSE)]
    return {place: sign for place, sign in signs if place is not None}


class Places:
    """Leads from offsets of the source to places in a paragraph's text, by counting letters from the end.

    The text lacks the number and mark that its source begins with, and its blanks may differ; where its
    letters are not the last ones of its source it leads nowhere.
    """

    def __init__(self, source: str, spans: tuple[Span, ...], text: str) -> None:
        self._spans = spans
        self._source = source
        self._letters = "".join("".join(source[span.start : span.end].split()) for span in spans)
        squeezed = "".join(text.split())
        self._known = bool(squeezed) and self._letters.endswith(squeezed)
        self._counts = list(accumulate(not letter.isspace() for letter in text))

    def before(self, offset: int) -> int | None:
        """The place of the first letter from `offset` of the source on."""
        wanted = self._wanted(offset)
        return None if wanted is None else bisect_left(self._counts, wanted + 1)

    def after(self, offset: int) -> int | None:
        """The place after the last letter before `offset` of the source."""
        wanted = self._wanted(offset)
        return bisect_left(self._counts, wanted) + 1 if wanted else None

    def _wanted(self, offset: int) -> int | None:
        if not self._known:
            return None
        stretches = (
            self._source[span.start : max(min(offset, span.end), span.start)] for span in self._spans
        )
        before = sum(len("".join(stretch.split())) for stretch in stretches)
        return max(before - (len(self._letters) - self._counts[-1]), 0)
