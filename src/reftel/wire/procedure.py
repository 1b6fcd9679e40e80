"""The procedure component, format lines 1 to 4, put together from its lines.

A relay that sends a message again puts a pilot in front of it: routing line, security warning and signals of its own.
The message's own lines are those next to the calling station's; the signals of both count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.telegram import Transmission
from reftel.wire.calling import Calling, read_calling
from reftel.wire.fixed_position import FixedLine, read_fixed_line, read_more_called
from reftel.wire.instructions import Instructions, instructions_of, read_instructions
from reftel.wire.lines import Line, Word
from reftel.wire.routing_line import read_more_stations, read_routing_line, remark_indicators
from reftel.wire.start_of_message import read_start


class Procedure:
    """Collects format lines 1 to 4, a line at a time."""

    __slots__ = ("called", "calling", "fixed", "identifier", "ledger", "prosign", "security", "signals")

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.identifier: Word | None = None
        self.prosign: Word | None = None
        self.called: tuple[Word, ...] = ()
        self.calling: Calling | None = None
        self.fixed: FixedLine | None = None
        self.security: Instructions | None = None
        self.signals: list[Word] = []

    def take(self, line: Line) -> bool:
        """Read one line; False if it is none of lines 1 to 4."""
        return self._start(line) or self._routing(line) or self._calling(line) or self._instructions(line)

    def _start(self, line: Line) -> bool:
        found = read_start(line, self.ledger)
        if found is None:
            return False
        if self.identifier is not None:
            self.ledger.remark("T0102", "a second message begins here", line.start, line.end)
        self.identifier = self.identifier or found.identifier
        self._take_instructions(instructions_of(line.words(found.handling), self.ledger))
        return True

    def _routing(self, line: Line) -> bool:
        if self.calling is not None:
            return False
        fixed = self._fixed(line)
        found = None if fixed else read_routing_line(line, self.ledger)
        if found:
            self.prosign, self.called = found.prosign, found.called
            self._take_instructions(instructions_of(line.words(found.rest), self.ledger))
            return True
        more = read_more_stations(line) if self.called and not fixed else ()
        self.called += more
        return fixed or bool(more)

    def _fixed(self, line: Line) -> bool:
        """A line of fixed positions, or one that goes on with its stations."""
        going_on = self.fixed is not None and not self.fixed.ended
        found = read_more_called(line) if going_on else read_fixed_line(line, self.ledger)
        if found is None:
            return False
        self.called += found.called
        self.fixed = self.fixed._replace(ended=found.ended) if self.fixed else found
        self.prosign = self.prosign or found.prosign
        return True

    def _calling(self, line: Line) -> bool:
        found = read_calling(line, self.ledger) if self.calling is None and self.fixed is None else None
        if found is None:
            return False
        self.calling = found
        self.called = found.called or self.called
        return True

    def _instructions(self, line: Line) -> bool:
        found = read_instructions(line, self.ledger)
        if found:
            self._take_instructions(found)
        return found is not None

    def _take_instructions(self, found: Instructions) -> None:
        self.security = found if found.prosign else self.security
        self.signals += found.signals

    def transmission(
        self, sent: datetime | None, others: Iterable[Word], addressed: Sequence[str]
    ) -> Transmission | None:
        """What the lines say together, with the signals `others` that stand further down; None if nothing was read.

        The filing time needs `sent`, the date-time group, for its year; `addressed` are the indicators of the
        addressees.
        """
        signals = (*self.signals, *others)
        if not (signals or self.identifier or self.called or self.calling or self.fixed or self.security):
            return None
        self._remark_unended()
        remark_indicators(self.called, addressed, self.ledger)
        source = self.fixed or self.calling
        station, serial = (source.station, source.serial) if source else (None, None)
        section = self.calling.section if self.calling else None
        prosign = self.security.prosign if self.security else None
        characters = self.security.characters if self.security else None
        return Transmission(
            profile=self._profile(),
            identifier=self._text("identifier", self.identifier),
            precedence_prosign=self._text("precedence_prosign", self.prosign),
            called=self._texts("called", self.called),
            calling=self._text("calling", station),
            station_serial=self._number("station_serial", serial),
            section=self._number("section", section),
            filed=self._filed(sent),
            security_prosign=self._text("security_prosign", prosign),
            security_characters=self._text("security_characters", characters),
            operating_signals=self._texts("operating_signals", signals),
        )

    def remark_serial(self) -> None:
        """T0302: only service messages between neighbours, which have no preamble, go without a serial."""
        found = self.calling
        if found and found.serial is None and found.profile != "acp126":
            place = (found.station.start, found.station.end)
            self.ledger.remark("T0302", "the station gave the message no serial", *place)

    def _profile(self) -> str:
        """Which of the family the lines belong to; ACP 128 is told from JANAP 128 by its release code only."""
        if self.fixed:
            letters = self.security.characters if self.security else None
            plain = letters is None or len(set(letters.text)) == 1
            return "janap128" if plain else "acp128"
        return self.calling.profile if self.calling else "partial"

    def _filed(self, sent: datetime | None) -> str | None:
        source = self.fixed or self.calling
        filing = source.filing if source else None
        if filing is None:
            return None
        place = filing.place
        self.ledger.mark("/transmission/filed", place.start, place.end)
        moment = filing.moment(sent) if sent else None
        if moment is None and (sent or not filing.possible):
            self.ledger.remark("T0304", f"there is no such filing time: {place.text}", place.start, place.end)
        return iso(moment) if moment else None

    def _remark_unended(self) -> None:
        if self.fixed and not self.fixed.ended and self.called:
            last = self.called[-1]
            message = "the routing is not ended by a full stop"
            self.ledger.remark("T0212", message, last.start, last.end, f"{last.text}.")

    def _text(self, field: str, word: Word | None) -> str | None:
        if word is None:
            return None
        self.ledger.mark(f"/transmission/{field}", word.start, word.end)
        return word.text

    def _texts(self, field: str, words: Iterable[Word]) -> tuple[str, ...]:
        return tuple(word.text for at, word in enumerate(words) if self._text(f"{field}/{at}", word))

    def _number(self, field: str, word: Word | None) -> int | None:
        text = self._text(field, word)
        return int(text) if text else None
