"""The subject line, compulsory since March 1973; over several lines, perhaps with a portion mark of its own."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.text.plain import squeeze, trimmed
from reftel.text.portion_marks import mark_at_end, read_whole_mark
from reftel.vocabulary.head_words import listed

_SIGNS = " \t\n:."  # between a mark and the words
_NUMBER = re.compile(
    r"(?:\bNO\.?|\bNUMBER|\bNR\.?|#)\s{0,3}([0-9]{1,4})\b|\bSITREP\s{1,3}([0-9]{1,3})\b", re.IGNORECASE
)
_WORD = re.compile(r"\w+")


class Numbered(NamedTuple):
    """A subject that counts: its words before the number, in capitals with single blanks, and the number."""

    words: str
    number: int


def numbered(subject: str) -> Numbered | None:
    """The number of a subject such as `STATUS REPORT NO. 12` or `BORDER SITREP 3`; None where it has none.

    A single word before the number tells too little to make telegrams belong together.
    """
    found = _NUMBER.search(subject)
    if not found:
        return None
    words = [word.upper() for word in _WORD.findall(subject[: found.start()])]
    words += ["SITREP"] if found[2] else []
    return Numbered(" ".join(words), int(found[1] or found[2])) if len(words) > 1 else None


def read_subject(strand: Strand, start: int, end: int, ledger: Ledger) -> tuple[str | None, str | None]:
    """The subject with single blanks and its portion mark apart; an empty line gives None."""
    text = strand.text
    at, stop = trimmed(text, start, end)
    mark = read_whole_mark(text, at, stop)
    if mark:
        at, _ = trimmed(text, mark.after, stop, _SIGNS)
    else:
        mark = mark_at_end(text, at, stop)
        stop = trimmed(text, at, mark.start - 1)[1] if mark else stop
    if mark:
        ledger.mark("/subject_marking", mark.start, mark.end)
    if at < stop:
        ledger.mark("/subject", at, stop)
    words = squeeze(text[at:stop])
    if words.upper() in listed("no subject"):
        ledger.remark("Q79", f"{words} stands in the place of a subject.", at, stop)
    return words or None, mark.marking if mark else None
