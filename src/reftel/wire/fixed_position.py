"""Format line 2 by position, as switches read it (JANAP 128, ACP 128): lines 2 and 3 in one.

`RTTUZYUW RVKBTSA0231 0731015-UUUU--RVHAMFA RVKBLNA.`: precedence, media of sender and receiver, classification,
content; station and serial; day of the year and time; classification four times; stations called, a full stop.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.telegram import Positions
from reftel.vocabulary import classification
from reftel.wire.filing import Filing, read_filing
from reftel.wire.lines import Line, Word

STATION_LETTERS = 7
PADDING = "A"
"""What fills the seven positions of a shorter station: no publication at hand says which letter; A is the habit."""
_FIXED = re.compile(
    r"(?P<prosign>[YZOPR])(?P<media>[A-Z]{2})(?P<level>[A-Z])(?P<content>[A-Z0-9]{4}) "
    r"(?P<station>[A-Z]{4,7})(?P<serial>[0-9]{4}) "
    r"(?P<filing>[0-9]{7})-(?P<letters>[A-Z]{4})--(?P<called>[A-Z0-9]{4,8}(?: [A-Z0-9]{4,8}){0,60})(?P<stop>\.)?\Z"
)
_ALMOST = re.compile(r"[YZOPR][A-Z]{3}[A-Z0-9]{2,6} +[A-Z0-9]{8,12} +[0-9]{3}[^ ]{2,12}-")
_MORE = re.compile(r"(?P<called>[RQU][A-Z]{3,7}(?: [RQU][A-Z]{3,7}){0,20})(?P<stop>\.)?\Z")


class FixedLine(NamedTuple):
    """What the positions hold; all but `called` is None on a line whose positions are filled wrongly.

    `own_codes`: the classification letter is none of JANAP 128, as on lines of DOI-103, whose codes are not public.
    """

    prosign: Word | None = None
    station: Word | None = None
    serial: Word | None = None
    filing: Filing | None = None
    called: tuple[Word, ...] = ()
    ended: bool = True
    positions: Positions | None = None
    own_codes: bool = False


def read_fixed_line(line: Line, ledger: Ledger) -> FixedLine | None:
    """A line 2 of fixed positions, or None if the line is none."""
    if "-" not in line.text:
        return None
    match = _FIXED.match(line.text)
    if match is None:
        return _almost(line, ledger)
    level, letters = line.word(match, "level"), line.word(match, "letters")
    own_codes = classification.of_zny(level.text * 5) is None
    if own_codes:
        message = (
            f"the letter {level.text} is of a procedure whose layout is not public; the positions are kept"
        )
        ledger.remark("T0214", message, line.start, line.end)
    elif level.text * 4 != letters.text:
        message = f"{level.text} in position 4, {letters.text} in positions 30 to 33"
        ledger.remark("T0211", message, letters.start, letters.end)
    return FixedLine(
        line.word(match, "prosign"),
        line.word(match, "station"),
        line.word(match, "serial"),
        read_filing(line.word(match, "filing"), ledger),
        tuple(line.part(*match.span("called")).words()),
        ended=bool(match["stop"]),
        positions=Positions(match["media"], match["level"], match["content"], match["letters"]),
        own_codes=own_codes,
    )


def filled(station: str) -> str:
    """An indicator in seven letters, as the positions want it."""
    return station.ljust(STATION_LETTERS, PADDING)[:STATION_LETTERS]


def unpadded(station: str) -> tuple[str, ...]:
    """The indicators that seven positions can stand for: as they are filled, then without letters that only fill."""
    bare = station.rstrip(PADDING)
    return tuple(station[:length] for length in range(len(station), max(len(bare), 4) - 1, -1))


def read_more_called(line: Line) -> FixedLine | None:
    """A line that continues the stations called of a line without its full stop."""
    match = _MORE.match(line.text)
    if match is None:
        return None
    return FixedLine(called=tuple(line.part(*match.span("called")).words()), ended=bool(match["stop"]))


def _almost(line: Line, ledger: Ledger) -> FixedLine | None:
    if not _ALMOST.match(line.text):
        return None
    ledger.remark("T0210", "a position of the routing line is filled wrongly", line.start, line.end)
    return FixedLine()
