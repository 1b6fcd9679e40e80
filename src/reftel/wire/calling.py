"""Format line 3: the calling station, its serial and the filing time (ACP 127(G) paras 107, 116; 434).

`DE RUEHDBU #0862/01 1301039` on State and US circuits, `DE RVKBTS 118 14/1015Z` on allied ones. ACP 126 puts
lines 2 and 3 into one: `RVHAMF DE RVKBTS NR 114`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.vocabulary import routing_indicators
from reftel.wire.filing import FORM, Filing, read_filing
from reftel.wire.lines import Line, Word

_DE = re.compile(r"DE +(?=[A-Z]{2,8}(?: |\Z))")
_SERIAL = re.compile(
    r"(?P<sign>#)?(?P<serial>[0-9OIl]{1,6})(?P<suffix>[A-Z])?(?:/(?P<section>[0-9OIl]{1,3}))?"
)
_ONE_LINE = re.compile(
    r"(?P<called>[RQU][A-Z]{3,7}(?: +[RQU][A-Z]{3,7}){0,12}) +DE +(?P<station>[RQU][A-Z]{3,7})"
    r"(?: +NR ?(?P<serial>[0-9]{1,5}))?\Z"
)
_DIGITS = str.maketrans("OIl", "011")


class Calling(NamedTuple):
    """Who calls. `called` only on the single line of ACP 126; `profile` is what the form of the serial says."""

    profile: str
    station: Word
    serial: Word | None = None
    section: Word | None = None
    filing: Filing | None = None
    called: tuple[Word, ...] = ()


def read_calling(line: Line, ledger: Ledger) -> Calling | None:
    """Line 3, or None if the line is none. Faults within the line are remarked."""
    match = _DE.match(line.text)
    if match is None:
        return _read_one_line(line)
    station, *rest = line.words(match.end())
    if not routing_indicators.well_formed(station.text):
        ledger.remark("T0203", f"{station.text} cannot be a routing indicator", station.start, station.end)
    serial = None
    if rest and not FORM.fullmatch(rest[0].text):
        serial = _SERIAL.fullmatch(rest[0].text)
        _remark_serial(serial, rest[0], ledger)
        number, rest = rest[0], rest[1:]
    else:
        number = station
    filing = read_filing(rest[0], ledger) if rest else None
    profile = "acp127us" if serial and serial["sign"] else "acp127"
    return Calling(profile, station, *_numbers(serial, number, ledger), filing)


def _remark_serial(match: re.Match[str] | None, word: Word, ledger: Ledger) -> None:
    """T0303: four figures behind the sign on US circuits, three or more on others."""
    wrong = match is None or (match["sign"] and len(match["serial"]) != 4)
    if wrong:
        ledger.remark("T0303", f"{word.text} is not the form of a station serial", word.start, word.end)


def _numbers(match: re.Match[str] | None, word: Word, ledger: Ledger) -> tuple[Word | None, Word | None]:
    """Serial and section, in figures."""
    if match is None:
        return None, None
    line = Line(word.text, word.start)
    found = [line.word(match, name) if match[name] else None for name in ("serial", "section")]
    figures = [one and one.read_as(one.text.translate(_DIGITS)) for one in found]
    for printed, read in zip(found, figures, strict=True):
        if printed and read and printed != read:
            ledger.repair("Q33", read.start, read.end, printed.text, read.text)
    return figures[0], figures[1]


def _read_one_line(line: Line) -> Calling | None:
    match = _ONE_LINE.match(line.text) if " DE " in line.text else None
    if match is None:
        return None
    called = Line(match["called"], line.start).words()
    serial = line.word(match, "serial") if match["serial"] else None
    return Calling("acp126", line.word(match, "station"), serial, called=tuple(called))
