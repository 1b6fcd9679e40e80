"""The labels of the head: executive order, TAGS, SUBJECT, REF, CLASSIFIED BY, REASON.

The Department's handbook of 1974 fixes their order; telegrams do not keep it, so every element is found by its
label. Labels are known by closeness: letters spaced, misspelt, cut, with another sign or none behind them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reftel.model.noun import Noun
from reftel.text.classified_by import names_classifier
from reftel.text.plain import within_one

ORDER, TAGS, SUBJECT, REFERENCES, CLASSIFIED, DERIVED, REASON, ATTENTION = (
    "order",
    "tags",
    "subject",
    "references",
    "classified",
    "derived",
    "reason",
    "attention",
)

# Each label at a line's beginning; labels in capitals need no sign when what follows can be nothing else.
_LABEL = re.compile(
    r"""[ \t]*+¶?[ \t]*+(?:
    (?P<order>(?:(?:X?GDS(?:-[1-4])?|ADS|N/A)[ ]{1,3}(?=E[ ]?\.?[ ]?O))?
      (?:E[ ]?\.?[ ]?[O0C][ ]?\.?|EXECUTIVE[ ]ORDER)[ ]?:?[ ]?(?=[0-9OIl]{4,5}\b|:))
    |(?P<tags>T[ ]?A[ ]?G[ ]?S?[ ]?[:;.]|(?-i:TAGS?)[ ]+(?=(?-i:[A-Z(\[]{2})))
    |(?P<subject>(?:S[ ]?U[ ]?B[ ]?J(?:[ ]?E[ ]?C[ ]?T)?(?:[ ]LINE)?)[ ]?(?:[:;.]|-(?=\s))
        (?:\s?SUBJ(?:ECT)?:)?
     |(?-i:SUBJ(?:ECT)?)[ ]+(?!TO\b|OF\b|IS\b|WAS\b|MATTER)(?=(?-i:[A-Z(])))
    |(?P<references>R[ ]?[EÉ][ ]?F(?:[ ]?S|\(S\)|TELS?|ERENCES?)?[ ]?(?:\#?[ ]?[:;.]|\#)|RETELS?[ ]?[:;.]
     |(?-i:REF(?:S|TELS?|ERENCES?)?|RETELS?)[ ]+
      (?=\(?[A-Z][).:]|(?-i:[A-Z][ ])?(?:\d{2,4}[ ])?(?-i:[A-Z][A-Z .]{1,24})[ ]?\d{2,6}\b))
    |(?P<classified>(?:\d{1,2}[ ]?\.[ ]?)?(?:\([UCS]{1,3}\)[ ]?)?
      (?:CLASS(?:IF(?:I?ED|CATION))?\.?[ ]?BY\b[ ]?|CLASSIFIER[ ]?(?=:))[:;.]?)
    |(?P<derived>(?:\d{1,2}[ ]?\.[ ]?)?(?:\([UCS]{1,3}\)[ ]?)?DERIVED[ ]FROM[ ]?:)
    |(?P<reason>REASONS?(?:\(S\))?[ ]?(?:[:;.]|(?=1\.?[2-6]\b)))
    |(?P<attention>(?:ATTENTION|ATTN|FOR|PASS[ ]TO|PLEASE[ ]PASS)[ ]?:)
    )""",
    re.VERBOSE | re.IGNORECASE,
)

# The same labels inside a line, where the line end before them is lost; a bracket before REF keeps it in the words.
_INLINE = re.compile(
    r"""(?<=[ \t,.;)\]])(?:(?:E\.[ ]?O\.|EO)[ ]?\d{5}[ ]?:|TAGS?[ ]?:|SUBJ(?:ECT)?:|(?:REF|REFTEL|Ref)(?:S|s|\(s\))?:
    |(?:DERIVED|Derived)[ ](?:FROM|From|from)[ ]?:
    |(?:CLASSIFIED|Classified)[ ](?:BY|By|by)(?:[ ]?:|\b(?=[^\n]{0,150}\b1\.[2-6]))|1\.[ ]?\([CSU])
    |(?<=[A-Z.])REFS?:(?=[^\n]{0,12}[A-Z]{3}[^\n]{0,20}\d)""",
    re.VERBOSE,
)

_INLINE_SIGNS = (
    "TAG",
    "SUBJ",
    "REF",
    "Ref",
    "LASSIF",
    "lassif",
    "ERIVED",
    "erived",
    "O. 1",
    "O.1",
    "O 1",
    "EO1",
    "1.",
)

_WORD = re.compile(r"[ \t]*+¶?[ \t]*+([A-Za-z]{3,8})[ ]?[:;]")
_NEAR = {"TAGS": TAGS, "SUBJECT": SUBJECT, "SUBJ": SUBJECT, "REFTEL": REFERENCES, "REASON": REASON}
# Three letters are too few to be told by closeness: these count before what may be a reference only.
_REFERENCES_MISSPELT = re.compile(
    r"[ \t]*+¶?[ \t]*+((?-i:RFE|ERF|REFF|RREF)S?)[ ]?[:;](?=[ ]*\(?[A-Z][).:]|[^\n]{2,40}\d)", re.IGNORECASE
)
_ORDER = re.compile(r"(?:X?GDS\S*|ADS|N/A)?[ ]*E[ ]?\.?[ ]?O|EXECUTIVE ORDER", re.IGNORECASE)
_CLASSIFIED = re.compile(r".{0,10}\b(?:CLASSIFIED BY\b|DERIVED FROM\b|CLASSIFIER)", re.IGNORECASE)
_QUIRK = {ORDER: "Q63", CLASSIFIED: "Q66", TAGS: "Q67", SUBJECT: "Q78", REFERENCES: "Q85", REASON: "Q66"}
# How a label is written, a blank before the sign included where it was a typist's habit.
_REFERENCES = re.compile(r"REF(?:S|\(S\)|TELS?|ERENCES?)?[ ]?[:;.]|RETELS?[ ]?[:;.]", re.IGNORECASE)
_WHOLE = {REFERENCES: _REFERENCES.fullmatch, ORDER: _ORDER.match, CLASSIFIED: _CLASSIFIED.match}
_NORMAL = {
    ORDER: ("E.O.",),
    CLASSIFIED: ("CLASSIFIED BY:",),
    TAGS: ("TAGS:", "TAGS :"),
    SUBJECT: ("SUBJECT:", "SUBJ:"),
    REFERENCES: ("REF:",),
}
_AROUND = " \t\n¶"
_UNTOUCHED = frozenset({"TAGS", "TAG", "SUBJECT", "SUBJ", "REF", "REFS", "TEXT", "REASONS"})

_PARAGRAPH = (
    r"""[ \t]*+[¶"]?[ ]?(?:\d{1,3}[ ]?\.(?!\d)|\d{1,2}\)|\(\d{1,2}\)|\d{1,2}[ ]{0,2}\((?:TS|S|C|U|SBU|LOU))"""
)
_OPENING = r"""[ \t]*+\(?(?:(?:BEGIN|END)[ ]
    |(?:SUMMARY|SUMMAY|INTRODUCTION|COMMENT|ACTION[ ]REQUEST|BACKGROUND|OBJECTIVES?|(?:TABLE[ ]OF[ ])?CONTENTS)
     (?:[ ]AND[ ][A-Z]+)?[ ]?(?:[:.\n-]|$)|SUMMARY[ ]|(?:UN)?QUOTE\b|(?:A[ ])?FOLLOWING\b|FOLG?\b|THIS[ ]IS\b
    |(?<=\()(?:TS|S|C|U|SBU|LOU)(?:/[A-Z]+)?\)|-{5}|NNNN?\b|BT\b)"""

# Where the text begins: a numbered paragraph, a heading, a block, a marked portion, a quotation, the end.
TEXT = re.compile(f"{_PARAGRAPH}|{_OPENING}", re.VERBOSE | re.IGNORECASE)


class Label(Noun, frozen=True):
    """A label: the element it opens, where it begins, where the value may begin."""

    kind: str
    start: int
    end: int
    misread: str | None = None


def label_at(text: str, at: int, end: int) -> Label | None:
    """The label that begins the line at `at`."""
    found = _LABEL.match(text, at, end)
    if found:
        kind = str(found.lastgroup)
        if kind == CLASSIFIED and not names_classifier(text, found.start(kind), found.end(), end):
            return None
        return Label(kind, at, found.end())
    return _near_label(text, at, end)


def _near_label(text: str, at: int, end: int) -> Label | None:
    found = _REFERENCES_MISSPELT.match(text, at, end)
    if found:
        return Label(REFERENCES, found.start(1), found.end(), found[1])
    found = _WORD.match(text, at, end)
    if not found or found[1].upper() in _UNTOUCHED:
        return None
    kinds = {kind for name, kind in _NEAR.items() if within_one(found[1].upper(), name)}
    return Label(kinds.pop(), found.start(1), found.end(), found[1]) if len(kinds) == 1 else None


def quirk_of(label: Label) -> str:
    """The quirk that a misspelt label of this kind is."""
    return _QUIRK[label.kind]


def mended(text: str, label: Label) -> tuple[int, int, str] | None:
    """Where a label stands that was read although it is damaged, and how it was read; None if it is whole."""
    if label.misread is not None:
        return label.start, label.start + len(label.misread), label.kind.upper()
    printed = text[label.start : label.end]
    normal = _meant(label.kind, printed)
    if normal is None:
        return None
    words = printed.strip(_AROUND)
    start = label.start + printed.index(words)
    return start, start + len(words), normal


@lru_cache(4096)  # the same few spellings are met again and again
def _meant(kind: str, printed: str) -> str | None:
    """How a damaged label should be written; None for one that is whole."""
    normal, whole, words = _NORMAL.get(kind), _WHOLE.get(kind), printed.strip(_AROUND)
    return None if not normal or words.upper() in normal or (whole and whole(words)) else normal[0]


def inline_label(text: str, at: int, end: int) -> int:
    """Where inside `text[at:end]` another element's label begins; `end` where none does."""
    value = text[at:end]
    for sign in _INLINE_SIGNS:
        if sign in value:
            found = _INLINE.search(text, at, end)
            return found.start() if found else end
    return end


def text_begins(text: str, at: int, end: int) -> bool:
    """Whether the line at `at` opens the text proper."""
    return TEXT.match(text, at, end) is not None
