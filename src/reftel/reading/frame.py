"""What stands around the text of a transmission: breaks, corrections, validation number, end of message.

They are read from the copy as it came, before page matter is cut out of it, and held against the heading.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Diagnostic, Transmission
from reftel.wire.ending import Ending
from reftel.wire.heading import Heading
from reftel.wire.service import is_marked, read_service
from reftel.wire.transmission import close

_TEXT = 12  # the format line
_GLUED = "another message begins here, and this one has not ended"


class Frame(NamedTuple):
    """The ending in offsets of the copy, and where it was read and what is to be said of it."""

    ending: Ending
    ledger: Ledger

    @property
    def remarks(self) -> list[Diagnostic]:
        """What is to be said of the ending."""
        return self.ledger.remarks

    @property
    def text_end(self) -> int | None:
        """Where the text is over, if that was marked."""
        return self.ending.end_of_text if self.ending.broken or self.ending.cancelled else None


def read_frame(plain: str, start: int, end: int, heading: Heading) -> Frame:
    """The frame of the message whose text begins at `start`; `end` is where the next one begins, or the copy ends."""
    ledger = Ledger(Strand.whole(plain))
    ending = close(ledger.strand, start, end, ledger, heading)
    broke_in = heading.broken and not (ending.complete or ending.cancelled or ending.broken)
    if broke_in and plain.startswith(("VZCZC", "ZCZC"), end):
        line_end = plain.find("\n", end)
        ledger.remark("T0102", _GLUED, end, line_end if line_end > 0 else len(plain))
    return Frame(ending, ledger)


def framed(
    sent: Transmission, ending: Ending, text: str, heads: tuple[int, int], end: int, ledger: Ledger
) -> tuple[Transmission, bool]:
    """The transmission with what its ending says, and with the signals of a service text; whether it is one.

    The text of the strand runs to `end`; `heads` are the offsets behind the heading and behind the classification.
    """
    sent = _ended(sent, ending)
    marked = is_marked(text, heads[0], end)
    if not marked and sent.form != "abbreviated plaindress":
        return sent, False
    start = heads[1] if marked else heads[0]
    signals = read_service(text, start, end, ledger, len(sent.signals), marked=marked)
    all_signals = (*sent.signals, *signals)
    in_text = any(one.line == _TEXT for one in all_signals)
    return msgspec.structs.replace(sent, signals=all_signals), marked or in_text


def _ended(sent: Transmission, ending: Ending) -> Transmission:
    if not (ending.complete or ending.cancelled or ending.corrections) and ending.validation is None:
        return sent
    return msgspec.structs.replace(
        sent,
        validation=ending.validation,
        corrections=ending.corrections,
        ended=ending.complete,
        cancelled=ending.cancelled,
    )
