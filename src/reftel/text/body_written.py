"""The body of a telegram as it is written: numbered and marked paragraphs, headings, signature (5 FAH-1 H-246)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from reftel.model.telegram import Paragraph
from reftel.text import filling, reflow
from reftel.text.filling import filled
from reftel.text.headings import needs_a_rule
from reftel.text.pieces import states_its_mark
from reftel.vocabulary import block_words, classification

# What the beginning of a line in a paragraph must not look like: an item, a number, a line of a heading, an end.
_MISTAKEN = re.compile(
    r"[^\w\"'$]|\w{1,4}[.):]|\d{1,3}[ ]+(?:\(|BEGIN|SUMMARY|COMMENT)|\"?\d{1,3}[.)]"
    r"|(?:FM|TO|INFO|XMT|FINAL|SECTION|PAGE|BT|DE|NNNN?|MRN|TAGS?|SUBJ|SUBJECT|REFS?|E\.|EO|MINIMIZE|Minimize|STAT"
    r"|ACTION|ORIGIN|DRAFTED|APPROVED|CLEARED|RELEASED?|Released?|DENIED|Page|Approved)\b|Z(?:NR|NY|CZC)|VZCZC|[BX]\d"
)

Fill = Callable[..., list[str]]


class Body(NamedTuple):
    """The lines, and at which of them a paragraph begins, its heading counted in. `numbered`: without a heading."""

    lines: tuple[str, ...]
    starts: frozenset[int]
    numbered: frozenset[int]


def write_body(paragraphs: Sequence[Paragraph], signature: str | None, width: int = filling.WIDTH) -> Body:
    """The paragraphs with an empty line before each but the first, and the signature alone on the last line."""
    lines: list[str] = []
    starts: set[int] = set()
    numbered: set[int] = set()
    for paragraph in paragraphs:
        lines += [""] if lines else []
        if paragraph.number is not None:
            starts.add(len(lines))
            numbered |= set() if paragraph.heading else {len(lines)}
        lines += _heading(paragraph.heading, width) + _paragraph(paragraph, width)
    if signature:
        lines += ["", signature] if lines and not reflow.has_ended(lines[-1]) else [signature]
    return Body(tuple(lines), frozenset(starts), frozenset(numbered))


def _heading(heading: str | None, width: int) -> list[str]:
    """The heading, underlined with hyphens where its words alone would be read as text."""
    if not heading:
        return []
    lines = filled(heading, _mistaken, width=max(width, filling.LIMIT))
    rule = ["-" * min(len(lines[-1]), filling.WIDTH)] if needs_a_rule(lines) else []
    return [*lines, *rule, ""]


def _paragraph(paragraph: Paragraph, width: int) -> list[str]:
    before = f"{paragraph.number}. " if paragraph.number is not None else ""
    whole = paragraph.role == block_words.WHOLE_TEXT
    if paragraph.marking and not whole and not states_its_mark(paragraph.text, paragraph.marking):
        before += f"({paragraph.marking}) "
    mistaken = _mistaken if reflow.has_ended(paragraph.text) else _mistaken_or_heading
    lines: list[str] = []
    for line in paragraph.text.split("\n"):
        lines += _lines(line, lines, before, partial(filled, mistaken=mistaken, width=width))
        before = ""
    return lines


def _lines(line: str, above: Sequence[str], before: str, fill: Fill) -> list[str]:
    """One line of the text as it was read: a row of a table as it stands, an item or a passage set anew.

    Items begin a line of their own where the line above ends or is one; else a blank before them says so. A passage
    is parted from the one above by an empty line.
    """
    if not line or reflow.keeps_its_line(line, line.strip()):
        return [before + line]
    last = above[-1] if above else ""
    if not last:
        return fill(line, before=before)
    if reflow.is_item(line):
        apart = reflow.has_ended(last) or reflow.is_item(last.lstrip())
        return fill(line, before="" if apart else " ")
    empty = [] if reflow.keeps_its_line(last, last.strip()) else [""]
    return empty + fill(line)


def _mistaken(_: str, line: str) -> bool:
    return _MISTAKEN.match(line) is not None or classification.level_of(line) is not None


def _mistaken_or_heading(last: str, line: str) -> bool:
    """In a paragraph without a stop the last lines would be read as a heading if a sentence ended above them."""
    return reflow.has_ended(last) or _mistaken(last, line)
