"""Cuts a body into its paragraphs: numbered ones first, then what stands before, between and behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.model.noun import Noun
from reftel.text import portion_marks
from reftel.text.blocks import Opener, read_opener
from reftel.text.headings import heading_above, is_heading_block
from reftel.text.paragraphs import Start
from reftel.text.portion_marks import BRACKETED, Mark
from reftel.text.reflow import goes_on, has_ended, is_item, is_wide

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LINE_ENDS = re.compile(r"\n\s*")
_APART = re.compile(
    r"\n[ \t]*\n[ \t]*(?=" + BRACKETED + r"[ \t]+\S)|\n[ \t\n]*(?=MINIMIZE CONSIDERED|Minimize considered)"
)
_APART_IN_WIDE = re.compile(
    r"\n[ \t\n]{0,40}+(?=" + BRACKETED + r"[ \t]+\S|MINIMIZE CONSIDERED|Minimize considered)"
)
_MAY_STAND_APART = re.compile(r"\n[ \t]*(?:" + BRACKETED + r"[ \t]+\S|MINIMIZE|Minimize)")
_CLOSES = re.compile(r"(?:END|End|UNQUOTE|UNQTE)\b[^\n]{0,40}(?:\n|\Z)")
_REFERENCE = re.compile(r"\([A-Z]\)[ ][A-Z][A-Z ]{1,20}\d{2,7}(?=[ ]*(?:[,;(\n]|\Z))")
_MARKED = re.compile(BRACKETED + r"[ \t]+\S")
_BEHIND_OPENER = re.compile(r"[:. \t-]{0,6}")
_ITEM_REACH = 5000  # letters; an item of a list is no longer
_FULL_LINE = 55  # letters; a shorter line in capitals before an empty line is complete


class Piece(Noun, frozen=True):
    """One paragraph as offsets of the text: `start` of its number if it has one, `text_start` of its words."""

    start: int
    end: int
    text_start: int
    number: Start | None = None
    heading: tuple[int, int] | None = None
    mark: Mark | None = None
    opener: Opener | None = None


def find_pieces(text: str, start: int, end: int, starts: list[Start]) -> list[Piece]:
    """All paragraphs between two offsets, in order, none of them empty and none overlapping."""
    first = starts[0].line if starts else end
    heading = heading_above(text, start, first) if start < first < end else None
    pieces = _unnumbered(text, start, heading[0] if heading else first)
    apart = _MAY_STAND_APART.search(text, start, end) is not None
    for place, one in enumerate(starts):
        stop = starts[place + 1].line if place + 1 < len(starts) else end
        below = text.find("\n", one.after, stop) + 1
        lower = heading_above(text, below, stop) if 0 < below < stop < end else None
        pieces += _numbered(text, one, lower[0] if lower else stop, heading, apart=apart)
        heading = lower
    return pieces


def _numbered(
    text: str, one: Start, end: int, heading: tuple[int, int] | None, *, apart: bool
) -> list[Piece]:
    """A numbered paragraph, and the unnumbered ones with a mark of their own that stand below it.

    `apart`: whether there may be such at all.
    """
    end = one.after + len(text[one.after : end].rstrip())
    if not apart or text.find("\n", one.after, end) < 0:
        return [_dressed(text, one.start, one.after, end, one, heading)]
    marks = _APART_IN_WIDE if is_wide(text, one.after, end) else _APART  # a line end is a paragraph's there
    edges = [
        found.span()
        for found in marks.finditer(text, one.after, end)
        if not _is_next_letter(text, one.after, found.end())
    ]
    stops = [start for start, _ in edges] + [end]
    return [
        _dressed(text, one.start, one.after, _bare_end(text, one.after, stops[0]), one, heading),
        *(
            _dressed(text, begin, begin, _bare_end(text, begin, stop))
            for (_, begin), stop in zip(edges, stops[1:], strict=True)
        ),
    ]


def _unnumbered(text: str, start: int, end: int) -> list[Piece]:
    """Paragraphs parted by empty lines; a sentence that an empty line cuts is joined, items stay together."""
    pieces: list[Piece] = []
    heading: tuple[int, int] | None = None
    stretches = list(_stretches(text, start, end)) if start < end else []
    for place, (low, high) in enumerate(stretches):
        following = stretches[place + 1] if place + 1 < len(stretches) else None
        if heading is None and following and is_heading_block(text, (low, high), following):
            heading = (low, high)
            continue
        pieces.append(_dressed(text, low, low, high, None, heading))
        heading = None
    return pieces


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = high = -1
    for begin, stop in _between_blank_lines(text, start, end):
        if low >= 0 and _belongs(text, low, high, begin, stop):
            high = stop
            continue
        if low >= 0:
            yield low, high
        low, high = begin, stop
    if low >= 0:
        yield low, high


def _between_blank_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches that empty lines part (line ends, in copies that re-flowed), without blanks around them."""
    at = start
    breaks = _LINE_ENDS if is_wide(text, start, end) else _BLANK_LINES
    for found in breaks.finditer(text, start, end):
        yield from _bare(text, at, found.start())
        at = found.end()
    yield from _bare(text, at, end)


def _bare(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start = _behind_blanks(text, start, end)
    end = _bare_end(text, start, end)
    if start < end:
        yield start, end


def _behind_blanks(text: str, start: int, end: int) -> int:
    """The first letter that is no blank."""
    while start < end and text[start].isspace():
        start += 1
    return start


def _bare_end(text: str, start: int, end: int) -> int:
    """The end without the blanks before it."""
    if end <= start or not text[end - 1].isspace():
        return max(start, end)
    return start + len(text[start:end].rstrip())


def _belongs(text: str, low: int, high: int, begin: int, stop: int) -> bool:
    """Whether the stretch that begins at `begin` goes on with the paragraph that ends at `high`."""
    line = text[max(low, text.rfind("\n", low, high) + 1, high - 200) : high]
    following = text[begin : min(stop, begin + 80)]
    if _MARKED.match(following) and not _is_next_letter(text, low, begin):
        return False
    if is_item(following) or _CLOSES.match(following):
        return True
    if has_ended(line) or line.endswith("--") or not goes_on(line, following):
        return False
    return not following.isupper() or len(line) >= _FULL_LINE or line[-1] in ",-"


def _is_next_letter(text: str, low: int, at: int) -> bool:
    """Whether `(C)` at `at` is an item behind `(B)` and no mark."""
    letter = text[at + 1 : at + 2]
    before = f"({chr(ord(letter) - 1)})" if text[at : at + 1] == "(" and text[at + 2 : at + 3] == ")" else ""
    return bool(before) and text.find(before, max(low, at - _ITEM_REACH), at) >= 0


def _dressed(
    text: str,
    start: int,
    after: int,
    end: int,
    one: Start | None = None,
    heading: tuple[int, int] | None = None,
) -> Piece:
    """The piece with its mark and opening words read; no blanks stand before `end`."""
    words = after
    if one and one.before is not None:
        mark = portion_marks.read_whole_mark(text, one.before, after)
    elif one and one.mark:
        mark, words = one.mark, one.mark.after
    else:
        listed = one is None and _REFERENCE.match(text, after, end)
        mark = None if listed else portion_marks.read_mark(text, after, end, damaged=one is not None)
        words = mark.after if mark else after
    while words < end and text[words].isspace():
        words += 1
    opener = read_opener(text, words, end)
    return Piece(start, end, words, one, heading, mark or _late_mark(text, words, end, opener), opener)


def states_its_mark(words: str, marking: str) -> bool:
    """Whether the words of a paragraph say its mark themselves: behind the opening ones, or at the end."""
    mark = _late_mark(words, 0, len(words), read_opener(words, 0, len(words)))
    return mark is not None and mark.marking == marking


def _late_mark(text: str, words: int, end: int, opener: Opener | None) -> Mark | None:
    """A mark that stands behind the opening words, at the end of a heading line, or at the very end."""
    if text.find("(", words, end) < 0:
        return None
    if opener:
        behind = _BEHIND_OPENER.match(text, opener.end, end)
        mark = portion_marks.read_whole_mark(text, behind.end() if behind else opener.end, end)
        if mark:
            return mark
    return portion_marks.mark_of_heading_line(text, words, end) or portion_marks.mark_at_end(text, words, end)
