"""Service messages: what stations write each other about traffic (ACP 127(G) paras 404-438).

`HMA445 ZES2`, `INT ZDK RVHAMF 445 15/0900Z WA LAST - CHANGE`: signals with the identifications they are about.
Between neighbours they go without addresses and break; further away the text begins `UNCLAS SVC`.
"""

from __future__ import annotations

import re

from reftel.model.ledger import Ledger
from reftel.model.telegram import Signal
from reftel.wire.instructions import Placed, placed
from reftel.wire.lines import Lines, Word

_MARK = re.compile(r"[ \t]{0,9}(?:UNCLAS|[A-Z](?: ?[A-Z]){5,30})[ /]{1,3}SVC\b")
_SHORT = 2000
"""Letters of the longest text that is looked at; what goes between neighbours is a line or two."""


def is_marked(text: str, start: int, end: int) -> bool:
    """Whether a text begins as a service message does: classification, then SVC."""
    while start < end and text[start] in " \t\r\n":
        start += 1
    return _MARK.match(text, start, min(end, start + 80)) is not None


def read_service(
    text: str, start: int, end: int, ledger: Ledger, first: int, *, marked: bool
) -> tuple[Signal, ...]:
    """The signals of a service text, each with what it is about; none where the text is something else.

    Without the mark only a text whose every line holds a signal counts. `first` is the place of the first one among
    the signals of the transmission.
    """
    if end - start > _SHORT:
        return ()
    rows = [_row(line.words()) for line in Lines(text, start, end)]
    if not marked and not all(rows):
        return ()
    found = [one for row in rows for one in row]
    for at, one in enumerate(found):
        begin = min(word.start for word in (one.word, *one.parameters))
        ledger.mark(f"/transmission/signals/{first + at}", begin, max(one.end, one.word.end))
    return tuple(one.signal(12) for one in found)


def _row(words: list[Word]) -> tuple[Placed, ...]:
    """The signals of one line; what stands before the first one belongs to it."""
    words = [word.read_as(word.text.rstrip(".,")) for word in words]
    found = tuple(one for one in placed(words) if one.word.text != "T")
    if not found:
        return ()
    head = found[0]
    above = tuple(
        word for word in words if word.start < head.word.start and word.text not in {"INT", "UNCLAS", "SVC"}
    )
    return (head._replace(parameters=(*above, *head.parameters)), *found[1:])
