"""The head of a telegram that stands in one line without punctuation, as careless indexes keep them.

`S E C R E T MOSCOW 16276 NODIS E O 11652 XGDS TAGS UR US SUBJECT TALKS REF STATE 99999 1 WE MET`. The labels
are taken in their usual order only, and the text begins at figure 1 or a word that opens it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reftel.text import labels
from reftel.text.elements import LINE, Element
from reftel.text.labels import Label

_MARK = re.compile(
    r"""\b(?:(?P<order>E[ ]?O[ ](?=\d{5}\b))|(?P<tags>TAGS[ ])|(?P<subject>SUBJ(?:ECT)?[ ])
    |(?P<references>REF(?:S|TELS?)?[ ](?=[^\n]{0,40}\d))
    |(?P<text>1[ ](?=[A-Z])|(?:BEGIN[ ])?SUMMARY\b|(?:A[ ])?FOLLOWING\b|QUOTE\b))""",
    re.VERBOSE,
)
_ORDER = (labels.ORDER, labels.TAGS, labels.SUBJECT, labels.REFERENCES, "text")
_LONGEST = 3000


def flat_elements(text: str, start: int, end: int) -> Iterator[Element]:
    """The elements between `start` and the text, each up to the next label."""
    stop = min(end, start + _LONGEST)
    marks = list(_in_order(text, start, stop))
    if marks and marks[0].start() > start:
        yield Element(LINE, None, start, marks[0].start())
    for mark, following in pairwise(marks):
        kind = str(mark.lastgroup)
        yield Element(kind, Label(kind, mark.start(), mark.end()), mark.end(), following.start())


def _in_order(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The labels in their usual order, each once, and the first sign of the text behind the subject."""
    step = 0
    for mark in _MARK.finditer(text, start, end):
        at = _ORDER.index(str(mark.lastgroup))
        if at >= step and (mark.lastgroup != "text" or step > _ORDER.index(labels.SUBJECT)):
            yield mark
            step = at + 1
        if step == len(_ORDER):
            return
