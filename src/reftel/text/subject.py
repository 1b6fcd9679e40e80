"""The subject line, compulsory since March 1973; over several lines, perhaps with a portion mark of its own."""

from __future__ import annotations

import re

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.text.plain import squeeze, trimmed

_MARK = r"\((?P<{0}>(?:TS|S|C|U|SBU|LOU|FOUO)(?:(?://?|-)[A-Z]{{1,6}})?)\)"
_BEFORE = re.compile(r"\s*+" + _MARK.format("mark") + r"\s*+[:.]?\s*+")
_AFTER = re.compile(r"\s*+" + _MARK.format("mark") + r"\s*+\Z")


def read_subject(strand: Strand, start: int, end: int, ledger: Ledger) -> tuple[str | None, str | None]:
    """The subject with single blanks and its portion mark apart; an empty line gives None."""
    text = strand.text
    mark = _BEFORE.match(text, start, end)
    at, stop = (mark.end(), end) if mark else (start, end)
    if not mark:
        mark = _AFTER.search(text, start, end)
        stop = mark.start() if mark else end
    if mark:
        ledger.mark("/subject_marking", *mark.span("mark"))
    at, stop = trimmed(text, at, stop)
    if at < stop:
        ledger.mark("/subject", at, stop)
    return squeeze(text[at:stop]) or None, mark["mark"] if mark else None
