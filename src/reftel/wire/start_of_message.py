"""Format line 1: start of message, channel designator and channel number (ACP 127(G) paras 112, 126-131, 202).

`VZCZCXRO9482` into an automatic relay, `VV   TSA041` into a manual one. A relay that forwards puts its own
identification before the earlier ones: `VZCZCHKB207TSA041`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.wire.lines import Line, Word

_START = re.compile(
    r"(?P<identifier>(?:V?ZCZC ?|VV {1,4}(?=[A-Z]{3}[0-9]{3}))(?P<channels>[A-Z0-9]{0,60}))(?P<handling> .*)?\Z"
)
_CHANNELS = re.compile(r"(?:[A-Z]{3}[0-9]{3,4}(?![0-9]))+")


_ONE_CHANNEL = re.compile(r"[A-Z]{3}[0-9]{3,4}(?![0-9])")


class StartOfMessage(NamedTuple):
    """The identification as it stands, the newest channel first, and the letter behind it."""

    identifier: Word
    handling: int


def read_start(line: Line, ledger: Ledger) -> StartOfMessage | None:
    """Line 1, or None if the line is none. `handling` counts from the line's begin: what follows is signals."""
    match = _START.match(line.text) if line.text.startswith(("V", "Z")) else None
    if match is None:
        return None
    if not _CHANNELS.fullmatch(match["channels"]):
        message = (
            f"{match['channels'] or 'nothing'} where a channel of three letters and its number should stand"
        )
        ledger.remark("T0103", message, line.start, line.end)
    found = line.word(match, "identifier")
    return StartOfMessage(found.read_as(" ".join(found.text.split())), match.end("identifier"))


def channels_of(identifier: str) -> tuple[str, ...]:
    """The channels and numbers of an identification, the newest hop first: `HKB207`, `TSA041`."""
    return tuple(_ONE_CHANNEL.findall(identifier.removeprefix("V").removeprefix("ZCZC").removeprefix("V")))
