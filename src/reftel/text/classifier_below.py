"""Who classified a telegram, where it is said below the text: above the signature or under it.

The handbook has the words before paragraph 1 (5 FAH-1 H-246); telegrams have them at the end too. Only a block that
stands apart and has nothing below it but a signature and end marks is one: a telegram that is quoted within the
text keeps its own classifier there.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Officer
from reftel.text import labels
from reftel.text.classified_by import read_classified_by, read_derived, read_reasons
from reftel.text.elements import Element, elements
from reftel.text.labels import label_at
from reftel.text.plain import AtLines, line_end, trimmed
from reftel.text.reflow import has_ended
from reftel.text.signature import stands_below

_KINDS = frozenset({labels.CLASSIFIED, labels.DERIVED, labels.REASON})
_WORDS = ("CLASSIFIED", "CLASSIFED", "CLASS BY", "CLASSIFIER", "DERIVED", "REASON")
_WITHIN = 2000  # letters from the end in which the block is looked for
_MAY_BEGIN = AtLines(r"(?P<line>)[ \t]*+¶?[ \t]*+(?:[CDR\d(cdr]|[A-Za-z]{4,8}[ ]?[:;])")
_MOST_LINES = 60
_FULL_LINE = 46  # a line with room for the next word was not broken for want of room


class Below(NamedTuple):
    """What was read, and from where to where the words stand that are then no part of the text."""

    classified_by: Officer | None
    reasons: tuple[str, ...]
    derived_from: str | None
    cuts: tuple[tuple[int, int], ...]


def read_below(strand: Strand, start: int, end: int, ledger: Ledger, wanted: frozenset[str]) -> Below | None:
    """The classifier below the text between two offsets; None where there is none.

    `wanted`: the kinds of elements that the head lacks. What it has is not read a second time and stays in the text.
    """
    text = strand.text
    low = max(start, end - _WITHIN)
    tail = text[low:end].upper() if wanted else ""
    if not any(word in tail for word in _WORDS):
        return None
    found = _block(text, start, low, end)
    if not found or not {one.kind for one in found} <= wanted:
        return None
    return _read(strand, found, ledger)


def _block(text: str, start: int, low: int, end: int) -> list[Element]:
    """The elements of the first block that has nothing but a signature and end marks below it."""
    first = low if low == start else line_end(text, low, end) + 1
    for at in (first, *(found.start("line") for found in _MAY_BEGIN.finditer(text, first, end))):
        if label_at(text, at, end) and _apart(text, start, at):
            found = _to_the_end(text, at, end)
            if found:
                return found
    return []


def _to_the_end(text: str, at: int, end: int) -> list[Element]:
    """The elements from `at` on, if nothing but them, a signature and end marks stands there."""
    found: list[Element] = []
    for _ in range(_MOST_LINES):
        at = trimmed(text, at, end)[0]
        if at >= end:
            return found
        label = label_at(text, at, end)
        stop = line_end(text, at, end)
        if label and label.kind in _KINDS:
            element = next(elements(text, at, end))
            stop = _above_signature(text, element.start, element.end)
            found.append(msgspec.structs.replace(element, end=stop))
        elif not stands_below(text[at:stop]):
            break
        at = stop
    return []


def _above_signature(text: str, start: int, end: int) -> int:
    """The end of a block without the signature and end marks that follow with no blank line between."""
    while True:
        last = text.rfind("\n", start, end)
        if last < 0 or not stands_below(text[last + 1 : end]):
            return end
        above = text[text.rfind("\n", 0, last) + 1 : last]
        if len(above) > _FULL_LINE and not has_ended(above) and not above.rstrip().endswith(")"):
            return end  # a name that the line above had no room for
        end = last


def _apart(text: str, start: int, at: int) -> bool:
    """Whether no sentence runs on into the line: above it stands nothing, a blank line, an end or a signature."""
    above = text[max(start, at - 200) : at].rstrip(" \t")
    bare = above.rstrip(" \t\n")
    return above[len(bare) :].count("\n") > 1 or has_ended(bare) or stands_below(bare[bare.rfind("\n") + 1 :])


def _read(strand: Strand, found: list[Element], ledger: Ledger) -> Below:
    officer: Officer | None = None
    reasons: tuple[str, ...] = ()
    source: str | None = None
    cuts: list[tuple[int, int]] = []
    for one in found:
        more: tuple[str, ...] = ()
        if one.kind == labels.CLASSIFIED:
            read, more, _ = read_classified_by(strand, one.start, one.end, ledger, first=len(reasons))
            officer = officer or read
        elif one.kind == labels.DERIVED:
            source = source or read_derived(strand, one.start, one.end, ledger)
        else:
            more, _ = read_reasons(strand, one.start, one.end, ledger, first=len(reasons))
        reasons += more
        cuts.append(_put_down(strand, one, ledger))
    return Below(officer, reasons, source, tuple(cuts))


def _put_down(strand: Strand, one: Element, ledger: Ledger) -> tuple[int, int]:
    """Record that the words are no part of the text; where they stand."""
    start, end = trimmed(strand.text, one.label.start if one.label else one.start, one.end)
    ledger.repair("Q66", start, end, strand.text[start:end], "an element of the head")
    return start, end
