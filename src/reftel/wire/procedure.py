"""The procedure component, format lines 1 to 4, put together from its lines.

A relay that sends a message again puts a pilot in front of it: routing line, security warning and signals of its own.
The message's own lines are those next to the calling station's; the signals of both count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.telegram import Pilot, Signal, Transmission
from reftel.wire.calling import Calling, read_calling
from reftel.wire.fixed_position import FixedLine, read_fixed_line, read_more_called
from reftel.wire.instructions import Instructions, Placed, instructions_of, read_instructions, release_code
from reftel.wire.lines import Line, Word
from reftel.wire.profile import choose
from reftel.wire.routing_line import read_more_stations, read_routing_line, remark_indicators
from reftel.wire.start_of_message import channels_of, read_start


class Rest(NamedTuple):
    """What stands below lines 1 to 4 and belongs to the transmission all the same.

    Signals of the line of the date and of the addresses, those of the former with their parameters; all words behind
    the date; line 10 and its group count; the form of the message.
    """

    signals: tuple[Word, ...] = ()
    placed: tuple[Placed, ...] = ()
    instructions: Word | None = None
    prefix: Word | None = None
    groups: int | None = None
    form: str | None = None


class Procedure:
    """Collects format lines 1 to 4, a line at a time. `forced` is the profile that the caller knows."""

    __slots__ = (
        "called", "calling", "fixed", "forced", "identifier", "ledger", "pilots", "placed", "prosign", "security",
        "signals",
    )  # fmt: skip

    def __init__(self, ledger: Ledger, forced: str | None = None) -> None:
        self.ledger = ledger
        self.forced = forced
        self.identifier: Word | None = None
        self.prosign: Word | None = None
        self.called: tuple[Word, ...] = ()
        self.calling: Calling | None = None
        self.fixed: FixedLine | None = None
        self.security: Instructions | None = None
        self.signals: list[Word] = []
        self.placed: list[tuple[int, Placed]] = []
        self.pilots: list[Pilot] = []

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
        self._take_instructions(instructions_of(line.words(found.handling), self.ledger), 1)
        return True

    def _routing(self, line: Line) -> bool:
        if self.calling is not None:
            return False
        fixed = self._fixed(line)
        found = None if fixed else read_routing_line(line, self.ledger)
        if found:
            self._end_pilot()
            self.prosign = self.prosign or found.prosign
            self.called += found.called
            self._take_instructions(instructions_of(line.words(found.rest), self.ledger), 4)
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
        if not going_on:
            self._end_pilot()
        self.called += found.called
        self.fixed = self.fixed._replace(ended=found.ended) if self.fixed else found
        self.prosign = self.prosign or found.prosign
        return True

    def _end_pilot(self) -> None:
        """A routing line with warning or signals of its own above another routing line is a relay's pilot."""
        at = next((at for at, (line, _) in enumerate(self.placed) if line == 4), len(self.placed))
        if self.prosign is None or not (self.security or at < len(self.placed)):
            return
        self.placed[at:] = [(2, one) for _, one in self.placed[at:]]
        prosign, letters = (
            (self.security.prosign, self.security.characters) if self.security else (None, None)
        )
        self.pilots.append(
            Pilot(
                self.prosign.text,
                tuple(word.text for word in self.called),
                prosign.text if prosign else None,
                letters.text if letters else None,
                tuple(one.word.text for _, one in self.placed[at:] if one.word.text != "T"),
            )
        )
        self.ledger.mark(f"/transmission/pilots/{len(self.pilots) - 1}", self.prosign.start, self._end())
        self.prosign, self.called, self.security = None, (), None

    def _end(self) -> int:
        """Where the last word of a pilot ends."""
        letters = [self.security.characters or self.security.prosign] if self.security else []
        words = [word for word in (*letters, *self.called[-1:]) if word]
        return max([word.end for word in words] + [one.end for _, one in self.placed[-1:]])

    def _calling(self, line: Line) -> bool:
        found = read_calling(line, self.ledger) if self.calling is None and self.fixed is None else None
        if found is None:
            return False
        self.calling = found
        self.called = found.called or self.called
        return True

    def _instructions(self, line: Line) -> bool:
        own_codes = self.fixed is not None and self.fixed.own_codes  # their letters are nobody's to judge
        found = read_instructions(line, Ledger(self.ledger.strand) if own_codes else self.ledger)
        if found:
            self._take_instructions(found, 4 if self.called or self.calling or found.prosign else 1)
        return found is not None

    def _take_instructions(self, found: Instructions, line: int) -> None:
        self.security = found if found.prosign else self.security
        self.signals += found.signals
        self.placed += [(line, one) for one in found.placed]

    def transmission(
        self, sent: datetime | None, addressed: Sequence[str], rest: Rest
    ) -> Transmission | None:
        """What the lines say together, with the `rest` that stands further down; None if nothing was read.

        The filing time needs `sent`, the date-time group, for its year; `addressed` are the indicators of the
        addressees.
        """
        signals = (*self.signals, *rest.signals)
        if not (signals or self.identifier or self.called or self.calling or self.fixed or self.security):
            return None
        self._remark_unended()
        remark_indicators(self.called, addressed, self.ledger)
        source = self.fixed or self.calling
        station, serial = (source.station, source.serial) if source else (None, None)
        prosign = self.security.prosign if self.security else None
        characters = self.security.characters if self.security else None
        chosen = choose(self._profile(), self.forced)
        identifier = self._text("identifier", self.identifier)
        return Transmission(
            profile=chosen.profile,
            identifier=identifier,
            precedence_prosign=self._text("precedence_prosign", self.prosign),
            called=self._texts("called", self.called),
            calling=self._text("calling", station),
            station_serial=self._number("station_serial", serial),
            section=self._number("section", self.calling.section if self.calling else None),
            filed=self._filed(sent),
            security_prosign=self._text("security_prosign", prosign),
            security_characters=self._text("security_characters", characters),
            operating_signals=self._texts("operating_signals", signals),
            chosen_by=chosen.by,
            form=rest.form if source else None,
            channels=channels_of(identifier) if identifier else (),
            pilots=tuple(self.pilots),
            signals=self._signals(rest),
            positions=self.fixed.positions if self.fixed else None,
            release_code=release_code(characters.text) if characters else None,
            instructions=self._text("instructions", rest.instructions),
            prefix=self._text("prefix", rest.prefix),
            groups=rest.groups,
        )

    def _signals(self, rest: Rest) -> tuple[Signal, ...]:
        """The signals with their parameters, each with its place."""
        here = self._text_apart() if rest.form == "abbreviated plaindress" else self.placed
        found = (*here, *((5, one) for one in rest.placed))
        for at, (_, one) in enumerate(found):
            self.ledger.mark(f"/transmission/signals/{at}", one.word.start, one.end)
        return tuple(one.signal(line) for line, one in found)

    def _text_apart(self) -> list[tuple[int, Placed]]:
        """Between neighbours no break tells the text: signals on a line of their own below the warning are text."""
        last = self.security.characters or self.security.prosign if self.security and self.calling else None
        if last is None:
            return self.placed
        end = self.ledger.strand.text.find("\n", last.end)
        return [(12 if line == 4 and 0 <= end < one.word.start else line, one) for line, one in self.placed]

    def remark_serial(self) -> None:
        """T0302: only service messages between neighbours, which have no preamble, go without a serial."""
        found = self.calling
        if found and found.serial is None and found.profile != "acp126":
            place = (found.station.start, found.station.end)
            self.ledger.remark("T0302", "the station gave the message no serial", *place)

    def _profile(self) -> str:
        """Which of the family the lines belong to; ACP 128 is told from JANAP 128 by its release code only."""
        if self.fixed:
            if self.fixed.own_codes:
                return "doi103"
            letters = self.security.characters if self.security else None
            return "janap128" if letters is None or len(set(letters.text)) == 1 else "acp128"
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
