"""The procedure component: format lines 1 to 4 (ACP 127(G) paras 112-131, 202-204; JANAP 128 position table).

Line 1 identifies the transmission, line 2 names the stations called, line 3 the calling station with its serial and
filing time, line 4 the security warning and the operating signals.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import msgspec

from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.telegram import Transmission
from reftel.wire.lines import Line

_IDENTIFIER = re.compile(r"(?:V?ZCZC|VV {1,3}(?=[A-Z]{3}[0-9]{3}))[A-Z0-9]{0,16}")
_ROUTING = re.compile(
    r"(?P<prosign>[ZOPRY0]{2}) +(?P<called>[RQU][A-Z]{3,7}(?: +[RQU][A-Z0-9]{3,7}){0,40})(?P<rest> .*)?\Z"
)
_MORE_ROUTING = re.compile(r"[RQU][A-Z]{3,7}(?: +[RQU][A-Z]{3,7}){0,12}\Z")
_CALLING = re.compile(
    r"DE +(?P<calling>[RQU][A-Z]{3,7}) +(?P<number>#)?(?P<serial>[0-9]{1,4})[A-Z]?(?:/(?P<section>[0-9]{1,2}))?"
    r"(?: +(?:(?P<julian>[0-9]{3})(?P<time>[0-9]{4})|(?P<day>[0-9]{2})/(?P<clock>[0-9]{4})[A-Z]))?"
)
_ONE_LINE = re.compile(
    r"(?P<called>[RQU][A-Z]{3,7}(?: +[RQU][A-Z]{3,7}){0,12}) +DE +(?P<calling>[RQU][A-Z]{3,7})"
    r" +NR *(?P<serial>[0-9]{1,4})"
)
_FIXED = re.compile(
    r"(?P<prosign>[YZOPR])[A-Z]{2}(?P<level>[A-Z])[A-Z0-9]{4} +(?P<calling>[RQU][A-Z]{3,6})(?P<serial>[0-9]{4}) +"
    r"(?P<julian>[0-9]{3})(?P<time>[0-9]{4})-(?P<letters>[A-Z]{4})--(?P<called>[A-Z]{4,8}(?: +[A-Z]{4,8}){0,40})\.?\Z"
)
_SECURITY = re.compile(
    r"(?P<prosign>ZN[RY]) +(?P<letters>[A-Z]{5}(?:/[A-Z]{5})?)(?P<signals>(?: +[A-Z0-9]+){0,12})"
)
_SIGNAL = re.compile(r"\b(?:INT )?Z[A-Z]{2}[0-9]?\b")


class Procedure:
    """Collects what format lines 1 to 4 say, a line at a time."""

    __slots__ = ("fields", "filed", "ledger")

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.fields: dict[str, object] = {}
        self.filed: re.Match[str] | None = None

    def take(self, line: Line) -> bool:
        """Read one line; False if it is none of lines 1 to 4."""
        return any(reader(self, line) for reader in _READERS)

    def _set(self, name: str, value: object, line: Line, group: tuple[int, int] | None = None) -> None:
        if name in self.fields:
            return
        self.fields[name] = value
        low, high = group or (0, len(line.text))
        self.ledger.mark(f"/transmission/{name}", line.start + low, line.start + high)

    def identifier(self, line: Line) -> bool:
        """Line 1: `VZCZCXRO9482`."""
        match = _IDENTIFIER.match(line.text)
        if match:
            self._set("identifier", match[0].replace(" ", ""), line, match.span())
        return bool(match)

    def routing(self, line: Line) -> bool:
        """Line 2: the precedence prosign doubled and the stations called, on one line or more."""
        match = _ROUTING.match(line.text)
        if match:
            prosign = match["prosign"].replace("0", "O")
            if prosign != match["prosign"]:
                at = line.start + match.start("prosign")
                self.ledger.repair("Q33", at, at + 2, match["prosign"], prosign)
            self._set("precedence_prosign", prosign, line, match.span("prosign"))
            self._set("called", tuple(match["called"].split()), line, match.span("called"))
        elif "called" in self.fields and "calling" not in self.fields and _MORE_ROUTING.match(line.text):
            self.fields["called"] = (*self.called, *line.text.split())
            self.ledger.mark_also("/transmission/called", line.start, line.end)
            return True
        return bool(match)

    @property
    def called(self) -> tuple[str, ...]:
        """The stations called so far."""
        called = self.fields.get("called", ())
        assert isinstance(called, tuple)
        return called

    def calling(self, line: Line) -> bool:
        """Line 3: `DE RUEHDBU #0862/01 1301039`; the filing time waits for the year."""
        match = _CALLING.match(line.text)
        if not match:
            return False
        self.fields.setdefault("profile", "acp127us" if match["number"] else "acp127")
        self._set("calling", match["calling"], line, match.span("calling"))
        self._set("station_serial", int(match["serial"]), line, match.span("serial"))
        if match["section"]:
            self._set("section", int(match["section"]), line, match.span("section"))
        self._keep_filing(match, line)
        return True

    def one_line(self, line: Line) -> bool:
        """Lines 2 and 3 of ACP 126 in one: `RVHAMF DE RVKBTS NR 12`."""
        match = _ONE_LINE.match(line.text)
        if match:
            self.fields.setdefault("profile", "acp126")
            self._set("called", tuple(match["called"].split()), line, match.span("called"))
            self._set("calling", match["calling"], line, match.span("calling"))
            self._set("station_serial", int(match["serial"]), line, match.span("serial"))
        return bool(match)

    def fixed(self, line: Line) -> bool:
        """Line 2 of JANAP 128 and ACP 128, by position."""
        match = _FIXED.match(line.text)
        if match:
            self.fields.setdefault("profile", "janap128")
            self._set("precedence_prosign", match["prosign"], line, match.span("prosign"))
            self._set("calling", match["calling"], line, match.span("calling"))
            self._set("station_serial", int(match["serial"]), line, match.span("serial"))
            self._set("called", tuple(match["called"].split()), line, match.span("called"))
            self._keep_filing(match, line)
        return bool(match)

    def security(self, line: Line) -> bool:
        """Line 4: `ZNY CCCCC ZZH`."""
        match = _SECURITY.match(line.text)
        if match:
            self._set("security_prosign", match["prosign"], line, match.span("prosign"))
            self._set("security_characters", match["letters"], line, match.span("letters"))
            signals = tuple(_SIGNAL.findall(match["signals"]))
            if signals:
                self._set("operating_signals", signals, line, match.span("signals"))
        return bool(match)

    def _keep_filing(self, match: re.Match[str], line: Line) -> None:
        groups = match.groupdict()
        low = (
            match.start("julian") if groups.get("julian") else match.start("day") if groups.get("day") else -1
        )
        if low >= 0 and self.filed is None:
            self.filed = match
            self.ledger.mark("/transmission/filed", line.start + low, line.start + low + 7)

    def transmission(self, sent: datetime | None) -> Transmission | None:
        """What the lines say together; None where none of them stands."""
        if not self.fields:
            return None
        filed = _filing_time(self.filed.groupdict(), sent) if self.filed else None
        fields = {"profile": "partial", **self.fields, "filed": iso(filed) if filed else None}
        return msgspec.convert(fields, Transmission)


_READERS = (
    Procedure.calling,
    Procedure.routing,
    Procedure.security,
    Procedure.identifier,
    Procedure.fixed,
    Procedure.one_line,
)


def _filing_time(parts: dict[str, str | None], sent: datetime | None) -> datetime | None:
    """The filing time in the year, or month, that brings it nearest to the date-time group."""
    if sent is None:
        return None
    clock = parts.get("time") or parts.get("clock") or ""
    candidates = []
    for shift in (-1, 0, 1):
        day = (
            _julian(sent.year + shift, parts["julian"])
            if parts.get("julian")
            else _day(sent, shift, parts.get("day"))
        )
        if day and int(clock[:2]) < 24 and int(clock[2:]) < 60:
            candidates.append(day + timedelta(hours=int(clock[:2]), minutes=int(clock[2:])))
    return min(candidates, key=lambda moment: abs(moment - sent), default=None)


def _julian(year: int, day: str | None) -> datetime | None:
    moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=int(day or 0) - 1)
    return moment if moment.year == year else None


def _day(sent: datetime, shift: int, day: str | None) -> datetime | None:
    month = sent.month - 1 + shift
    try:
        return datetime(sent.year + month // 12, month % 12 + 1, int(day or 0), tzinfo=UTC)
    except ValueError:
        return None
