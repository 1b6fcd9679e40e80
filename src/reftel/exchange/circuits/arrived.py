"""A message as it came off the line: its number, precedence and sender, told from a few of its lines."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.exchange.circuits import garbles, notes
from reftel.exchange.circuits.notes import CHANNEL, Note
from reftel.wire.received import Received
from reftel.wire.start_of_message import channels_of

_HEADS = 4000  # letters in which lines 1 to 4 end
_TAIL = 200
_SHORT = 2000
_PROSIGN = re.compile(r"^(?P<one>[YZOPR])(?:(?P=one)|[A-Z]{3}[A-Z0-9]{4}) ", re.MULTILINE)
_CALLING = re.compile(
    r"^DE (?P<calling>[A-Z]{4,8})\b(?: #(?P<serial>[0-9]{4}))?"
    r"|^[YZOPR][A-Z]{3}[A-Z0-9]{4} (?P<fixed>[A-Z]{4,7})",
    re.MULTILINE,
)
_VALIDATED = re.compile(r"\nBT\n#(?P<serial>[0-9]{4})\s*+[A-Z]{0,4}\s*\Z")
_BREAK = re.compile(r"^BT *$", re.MULTILINE)
_NO_RECEIPT = re.compile(r"^ZN[RY] [^\n]*\bZGC\b", re.MULTILINE)
_WARNINGS = ("ZNR ", "ZNY ")
_ROUTINE_REMARKS = frozenset({"T0104", "T0105"})  # told by the numbers that outlast the line


class Arrived(NamedTuple):
    """`designator` and `number` are empty and 0 where none can be read; `prosign` is ROUTINE then."""

    received: Received
    designator: str
    number: int
    prosign: str
    findings: tuple[str, ...]

    @property
    def channel(self) -> str:
        """`TSA041`, or empty."""
        return notes.named(self.designator, (self.number,)) if self.designator else ""

    @property
    def wants_receipt(self) -> bool:
        """Whether the hop is receipted: FLASH and above, unless ZGC says no (para 152)."""
        return self.prosign in "YZ" and not _NO_RECEIPT.search(self.received.text, 0, _HEADS)

    def service(self) -> tuple[tuple[str, Note], ...]:
        """What a service message between neighbours, which has no break, says about channel numbers."""
        text = self.received.text.rstrip()
        if len(text) > _SHORT or _BREAK.search(text) or not text.endswith("NNNN"):
            return ()
        lines = text.removesuffix("NNNN").rstrip().split("\n")
        warning = next((at for at, line in enumerate(lines) if line.startswith(_WARNINGS)), len(lines))
        return notes.read_text("\n".join(lines[warning + 1 :]))


def arrived(one: Received, *, parity: bool) -> Arrived:
    """What came, with its number; one that was garbled on a line with parity says nothing."""
    line_1 = one.raw.partition(garbles.even(b"\r"))[0] if parity else b""
    sound = one.identifier and not garbles.garbled(line_1)
    channels = channels_of(str(one.identifier).split(" ", 1)[0]) if sound else ()
    found = CHANNEL.match(channels[0]) if channels else None
    prosign = _PROSIGN.search(one.text, 0, _HEADS)
    said = (said for said in one.diagnostics if said.code not in _ROUTINE_REMARKS)
    return Arrived(
        one,
        found["designator"] if found else "",
        int(found["number"]) if found else 0,
        prosign["one"] if prosign else "R",
        tuple(f"{one.code} {one.message}" for one in said),
    )


def is_whole(one: Received) -> bool:
    """Whether it ended and is one message; or only its end is lost.

    The number behind the text tells, where there is one: it is that at the beginning (para 114), or the end of another
    message is glued to this beginning. That is none, and both are asked for again.
    """
    if one.kind not in {"message", "cut"}:
        return False
    first, last = _CALLING.search(one.text, 0, _HEADS), _VALIDATED.search(one.text[-_TAIL:])
    validated = first is not None and last is not None and bool(first["serial"])
    if not validated:
        return one.kind == "message"
    return first is not None and last is not None and first["serial"] == last["serial"]
