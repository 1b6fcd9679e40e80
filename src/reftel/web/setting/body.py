"""The paragraphs as they are set: marks in the margin, blocks within them, joints and remarks at their place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from reftel.model.strand import Span
from reftel.model.telegram import Paragraph, Telegram
from reftel.web.setting.flow import CLOSE, END, JOINT, LINK, NOTED, OPEN, PAST, Chunk, Link, flow, signed
from reftel.web.setting.mentions import Mentioned
from reftel.web.setting.source import Note, spans_of

UNNAMED = ("", "text")
AT_ONCE, LETTERS = 300, 150_000  # paragraphs and letters of one part; a longer paragraph is cut


class Block(NamedTuple):
    """A paragraph ready to be set. `joint` is the section that begins with it, where that is not the first.

    `cut` letters more of it are not set.
    """

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
    cut: int = 0


def spans_attribute(telegram: Telegram, pointer: str) -> str:
    """The letters of a value for the script: `12-18 40-44`; empty where none are known."""
    return " ".join(f"{span.start}-{span.end}" for span in spans_of(telegram, pointer))


def parts(telegram: Telegram) -> int:
    """How many pages the text of a telegram takes."""
    return len(_starts(telegram))


def _starts(telegram: Telegram) -> list[int]:
    """The first paragraph of each part: AT_ONCE paragraphs or LETTERS letters fill one."""
    starts, letters = [0], 0
    for at, paragraph in enumerate(telegram.paragraphs):
        size = min(len(paragraph.text), LETTERS)
        if at > starts[-1] and (at - starts[-1] == AT_ONCE or letters + size > LETTERS):
            starts.append(at)
            letters = 0
        letters += size
    return starts


def blocks(
    telegram: Telegram,
    notes: tuple[Note, ...],
    meanings: Mapping[str, str],
    part: int = 1,
    mentioned: Mapping[int, tuple[Mentioned, ...]] | None = None,
    passages: Iterable[Span] = (),
) -> tuple[Block, ...]:
    """The paragraphs of one part of the telegram, ready to be set; `part` counts from 1.

    `mentioned` are the words of each paragraph that lead to other telegrams, `passages` what the reader has noted.
    """
    starts = [*_starts(telegram), len(telegram.paragraphs)]
    said = [note for note in notes if not note.cut]
    noted = _apart(passages)
    anchors: set[str] = set()
    made = []
    for at in range(starts[part - 1], starts[part]):
        number = telegram.paragraphs[at].number
        anchor = f"p{number}" if number is not None and f"p{number}" not in anchors else f"b{at}"
        anchors.add(anchor)
        gloss = meanings.get(f"/paragraphs/{at}/marking", "")
        words = (mentioned or {}).get(at, ())
        made.append(_block(telegram, at, anchor, said, words, noted)._replace(gloss=gloss))
    return tuple(made)


def _apart(passages: Iterable[Span]) -> list[Span]:
    """The passages in order, those that overlap as one."""
    made: list[Span] = []
    for one in sorted(passages):
        before = made.pop() if made and one.start <= made[-1].end else one
        made.append(Span(before.start, max(before.end, one.end)))
    return made


def _block(
    telegram: Telegram,
    at: int,
    anchor: str,
    notes: list[Note],
    words: tuple[Mentioned, ...],
    passages: list[Span],
) -> Block:
    paragraph = telegram.paragraphs[at]
    pointer = f"/paragraphs/{at}"
    role = paragraph.role or ""
    low = bisect_left(notes, paragraph.start, key=lambda note: note.start)
    high = bisect_left(notes, paragraph.end, key=lambda note: note.start)
    cut = max(len(paragraph.text) - LETTERS, 0)
    signs, links = ({}, []) if cut else _signs(telegram, paragraph, pointer, words, passages)
    return Block(
        paragraph=paragraph,
        anchor=anchor,
        pointer=pointer,
        spans=spans_attribute(telegram, pointer),
        heading_spans=spans_attribute(telegram, f"{pointer}/heading") if paragraph.heading else "",
        role="" if role in UNNAMED or _says_so(paragraph, role) else role.capitalize(),
        style=role.replace(" ", "-") or "text",
        joint=_joint(telegram, at),
        chunks=flow(signed(paragraph.text[:LETTERS], signs), links),
        cut=cut,
        notes=tuple(notes[low:high]),
    )


def _joint(telegram: Telegram, at: int) -> int | None:
    """The section that begins with a paragraph, where another one was before it."""
    before = telegram.paragraphs[at - 1].section if at else next(iter(telegram.sections.present), 1)
    section = telegram.paragraphs[at].section
    return section if section not in {None, before} else None


def _says_so(paragraph: Paragraph, role: str) -> bool:
    """Whether the paragraph's own words name its role where it begins."""
    return any(
        text.lower().lstrip("( ").startswith(role) for text in (paragraph.heading or "", paragraph.text)
    )


def _signs(
    telegram: Telegram,
    paragraph: Paragraph,
    pointer: str,
    words: tuple[Mentioned, ...],
    passages: Sequence[Span],
) -> tuple[dict[int, str], list[Link]]:
    """Where in the text blocks and notes begin and end, its letters leap over a page line, words lead elsewhere."""
    spans = telegram.spans.get(pointer, ())
    joints = [span.start for span in spans[1:]]
    inner = [block for block in paragraph.blocks if block.role != paragraph.role]
    noted = [one for one in passages if one.start < paragraph.end and paragraph.start < one.end]
    if not (joints or inner or words or noted):
        return {}, []
    places = Places(telegram.text, spans or (Span(paragraph.start, paragraph.end),), paragraph.text)
    wanted = [(places.before(offset), JOINT) for offset in joints]
    for block in inner:
        wanted += [(places.before(block.start), OPEN), (places.after(block.end), CLOSE)]
    for passage in noted:
        wanted += [(places.before(passage.start), NOTED), (places.after(passage.end), PAST)]
    signs: dict[int, str] = {}
    links = []
    for one in words:
        low, high = places.before(one.start), places.after(one.end)
        if low is not None and high is not None and low < high:
            wanted += [(low, LINK), (high, END)]
            links.append(one.link)
    for place, sign in wanted:
        if place is not None:
            signs[place] = (
                sign + signs.get(place, "") if sign in {END, CLOSE, PAST} else signs.get(place, "") + sign
            )
    return signs, links


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
