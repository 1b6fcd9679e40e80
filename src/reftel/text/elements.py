"""Divides the head of a telegram into its elements: a label and the stretch of text that belongs to it.

An element begins at its label and runs over as many lines as its kind allows; it ends at the next label, at a
blank line where its kind ends there, and always where the text begins. Lines without a label that stand before
the executive order, TAGS or subject are captions and passing lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reftel.model.noun import Noun
from reftel.text import labels
from reftel.text.labels import Label, inline_label, label_at, text_begins
from reftel.text.plain import line_end
from reftel.text.reference_lines import begins_references, belongs_to_references

LINE = "line"

_BLANKS = re.compile(r"(?:[ \t]*+\n)*+")
_AHEAD = re.compile(
    r"""^[ \t]*+(?:(?P<label>E[ ]?\.?[ ]?[O0C][ ]?\.?[ ]?(?::?[ ]?\d{4,5}\b|:)
      |TAGS?[ ]?:|TAGS?[ ]+(?-i:[A-Z(])|SUBJ(?:ECT)?\b)
    |(?P<text>\d{1,2}[ ]?[.)][ ]|(?:BEGIN[ ])?SUMMARY\b|FOLLOWING\b|QUOTE\b|BT\b))""",
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 40_000  # letters; no head is longer
_ZONE = 3000  # letters in which captions and passing lines stand before the first label
_MOST_LINES = {labels.TAGS: 12, labels.SUBJECT: 10, labels.REFERENCES: 60}
_FEW_LINES = 8
_LONGEST_UNLABELLED = 400  # letters; a longer line is no caption and no passing line
_MOST_UNLABELLED = 60
_LONGEST_LINE = 120  # letters, on the average of an element's lines

_CODES = re.compile(
    r"[ \t]*+\[?(?:[A-Z0-9][A-Z0-9&'/-]{1,7}|\([A-Z'-]+,[^)\n]*\)?)(?:[\],.;/]|\(#\)|[ ]|$|\n)", re.MULTILINE
)
_LONG_WORD = re.compile(r"[A-Za-z]{9}|[a-z]{3}")
_INSTRUCTION = re.compile(
    r"\s*+(?:X?GDS|6DS|ADS|XDS|RDS|DECL|DNG|N ?/? ?A\b|OADR|\d{1,4}[/-]\d|25X|50X|X[1-8]\b)", re.IGNORECASE
)
_UNFINISHED = re.compile(
    r"(?:[,:;(/&-]|\b(?:AND|OF|THE|TO|IN|ON|FOR|WITH|FROM|BY|AT))[ \t]*+\Z", re.IGNORECASE
)
_FULL_LINE = 46  # a line with room for the next word and more was not broken for want of room


class Element(Noun, frozen=True):
    """A stretch of the head: its kind, its label, its value, and whether it can only belong to the head."""

    kind: str
    label: Label | None
    start: int
    end: int
    certain: bool = True


def elements(text: str, start: int, end: int) -> Iterator[Element]:
    """The elements of the head from `start` on, in the order in which they stand."""
    end = min(end, start + _LONGEST)
    ahead, unlabelled = start, 0
    at = _after_blanks(text, start, end)
    while at < end:
        label = label_at(text, at, end) or _lost_label(text, at, end)
        if label:
            stop = _extent(text, label, end)
            yield Element(label.kind, label, label.end, stop)
        elif text_begins(text, at, end):
            return
        else:
            stop = line_end(text, at, end)
            unlabelled += 1
            if stop - at > _LONGEST_UNLABELLED or unlabelled > _MOST_UNLABELLED:
                return
            ahead = max(ahead, _next_label(text, stop, end)) if at >= ahead else ahead
            yield Element(LINE, None, at, stop, at < ahead)
        at = _after_blanks(text, stop, end)


def _lost_label(text: str, at: int, end: int) -> Label | None:
    first = begins_references(text, at, line_end(text, at, end))
    return None if first is None else Label(labels.REFERENCES, first, first, "")


def _next_label(text: str, at: int, end: int) -> int:
    """Where the next label begins if no text begins before it; else 0."""
    found = _AHEAD.search(text, at, min(end, at + _ZONE))
    return found.start() if found and found["label"] else 0


def _after_blanks(text: str, at: int, end: int) -> int:
    found = _BLANKS.match(text, at, end) if at < end and text[at] in " \t\n" else None
    return found.end() if found else at


def _extent(text: str, label: Label, end: int) -> int:
    most = label.end + _LONGEST_LINE * _MOST_LINES.get(label.kind, _FEW_LINES)
    stop = min(most, _EXTENTS.get(label.kind, _block)(text, label, end))
    return max(label.end, inline_label(text, label.end, stop))


def _lines_on(text: str, label: Label, end: int, goes_on: Callable[[int, int], bool]) -> int:
    """The end of the last line that belongs to the value; `goes_on` is asked with each line's two ends."""
    stop = line_end(text, label.end, end)
    for _ in range(_MOST_LINES.get(label.kind, _FEW_LINES)):
        at = stop + 1
        below = line_end(text, at, end)
        if at >= end or not goes_on(at, below):
            break
        stop = below
    return stop


def _block(text: str, label: Label, end: int) -> int:
    """Lines up to a blank line, a label or the text."""
    return _lines_on(text, label, end, lambda at, stop: _ordinary(text, at, stop, end))


def _ordinary(text: str, at: int, stop: int, end: int) -> bool:
    return bool(text[at:stop].strip()) and not label_at(text, at, end) and not text_begins(text, at, end)


def _one_line(text: str, label: Label, end: int) -> int:
    return line_end(text, label.end, end)


def _order(text: str, label: Label, end: int) -> int:
    """One line; the next if the value is missing or unfinished and the next can be its rest."""
    stop = line_end(text, label.end, end)
    value = text[label.end : stop].rstrip()
    at = _after_blanks(text, stop, end)
    if value.count("(") > value.count(")") or value.endswith(","):
        return line_end(text, at, end) if _ordinary(text, at, line_end(text, at, end), end) else stop
    if not value.rstrip("0123456789:. ") or value.endswith(":"):
        return line_end(text, at, end) if _INSTRUCTION.match(text, at, end) else stop
    return stop


def _tags(text: str, label: Label, end: int) -> int:
    """Lines of codes; a blank line ends them unless a comma stands before it."""

    def goes_on(at: int, stop: int) -> bool:
        before = text[label.end : at].rstrip()
        if not text[at:stop].strip():
            return before.endswith(",") and _CODES.match(text, stop + 1, end) is not None
        if not _ordinary(text, at, stop, end):
            return False
        if before.endswith(",") or before.count("(") > before.count(")"):
            return True
        return bool(_CODES.match(text, at, stop)) and not _LONG_WORD.search(text, at, stop)

    return _lines_on(text, label, end, goes_on)


def _subject(text: str, label: Label, end: int) -> int:
    """Lines to the next blank line, label or text; where the text begins without a sign, the lines' length tells."""
    stop = _block(text, label, end)
    if _bounded(text, stop, end):
        return stop
    at = line_end(text, label.end, end)
    while at < stop:
        following = line_end(text, at + 1, end)
        before = text[text.rfind("\n", 0, at) + 1 : at]
        word = text[at + 1 : following].split(None, 1)
        if len(before) + len(word[0] if word else "") < _FULL_LINE and not _UNFINISHED.search(before):
            return at
        at = following
    return stop


def _bounded(text: str, stop: int, end: int) -> bool:
    """Whether a label or a numbered text follows, or a blank line ends a subject that is no sentence."""
    at = _after_blanks(text, stop, end)
    if label_at(text, at, end) or text_begins(text, at, end):
        return True
    return text[stop + 1 : at].count("\n") > 0 and not text[max(0, stop - 80) : stop].rstrip().endswith(".")


def _references(text: str, label: Label, end: int) -> int:
    return _lines_on(text, label, end, lambda at, stop: belongs_to_references(text, label.end, at, stop, end))


_EXTENTS: dict[str, Callable[[str, Label, int], int]] = {
    labels.ORDER: _order,
    labels.TAGS: _tags,
    labels.SUBJECT: _subject,
    labels.REFERENCES: _references,
    labels.REASON: _block,
    labels.CLASSIFIED: _block,
    labels.DERIVED: _block,
    labels.ATTENTION: _one_line,
}
