"""The heading: all that stands above the text, in transmission lines or as the bare heading of the 1970s.

Format lines 1 to 10 of ACP 127(G) and its relatives, from the start of message to the break `BT`; copies made by the
Department's own system of 1973 begin at the line of the date-time group and have no routing indicators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from enum import Enum

from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Addressee, Noun, Original, Originator, Precedences, Transmission
from reftel.vocabulary import classification, posts
from reftel.wire.addressees import Addresses
from reftel.wire.fixed_position import unpadded
from reftel.wire.lines import Line, Lines, Word
from reftel.wire.preamble import Preamble, read_preamble, words_of
from reftel.wire.procedure import Procedure, Rest

_BREAKS = frozenset({"BT", "BT."})
_PREFIX = re.compile(r"(?:WD )?GRNC\Z|(?:[A-Z]{2,10} )?GR ?(?P<groups>[0-9]{1,4})\Z")
_OVER = re.compile(r"N{4}\Z|(?:E ){7}E\b|E\. ?O\. ?[0-9]|TAGS ?:|SUBJ(?:ECT)? ?:|[0-9]{1,2}\. ")
_STRANGE = 12
"""Lines of no meaning that may stand together above the addresses: marks of printers, remains of stamps."""


class Heading(Noun, frozen=True):
    """What stands above the telegram proper. `end` is the strand offset where that begins.

    `groups` is the announced number of groups of an encrypted text; `broken` says that the break was found.
    `originals`: of a readdressed message, the headings that it had before, the oldest one last.
    """

    transmission: Transmission | None = None
    precedence: Precedences = Precedences()
    dtg: datetime | None = None
    originator: Originator | None = None
    action: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    exempt: tuple[Addressee, ...] = ()
    originals: tuple[Original, ...] = ()
    end: int = 0
    groups: int | None = None
    broken: bool = False

    @property
    def abbreviated(self) -> bool:
        """Whether only lines 1 to 4 stand above the text, as on a service message between neighbours."""
        return self.dtg is None and self.originator is None and not (self.action or self.info)


def read_heading(strand: Strand, start: int, end: int, ledger: Ledger, profile: str | None = None) -> Heading:
    """Read the heading between two strand offsets; `end` is at the latest where the classification line begins.

    Never raises. A message that was readdressed has two headings or more: the first one counts, those below it are
    its `originals`. `profile`: the procedure of the circuit, where the caller knows it.
    """
    reading = _Reading(ledger, profile)
    stop = start
    below = Lines(strand.text, start, end)
    for line in below:
        step = reading.take(line)
        if step is _Step.READ:
            stop = reading.lists.take_run(below) or line.end
        elif step is _Step.OVER:
            break
    return reading.heading(min(stop, end))


class _Step(Enum):
    READ = "part of the heading"
    PASSED = "nothing, but the heading may go on"
    OVER = "the heading is over"


class _Reading:
    """The heading as far as it is read."""

    def __init__(self, ledger: Ledger, profile: str | None) -> None:
        self.ledger = ledger
        self.procedure = Procedure(ledger, profile)
        self.addresses = Addresses(ledger)
        self.lists = self.addresses  # the addresses that are being read: those of the last preamble
        self.originals: list[tuple[Preamble, Addresses]] = []  # of a readdressed message
        self.preamble: Preamble | None = None
        self.prefix: Word | None = None
        self.groups: int | None = None
        self.broken = False
        self._strange = 0
        self._apart = False

    def take(self, line: Line) -> _Step:
        """Read one line."""
        lists = self.lists
        if lists.take_sure(line):
            return _Step.READ
        if self.broken or _OVER.match(line.text):
            return _Step.OVER
        if self._apart and not line.apart:
            line = Line(line.text, line.start, True)
        self._apart = False
        self.broken = line.text in _BREAKS
        if self.broken or self._is_prefix(line):
            return _Step.READ
        if lists.take_labelled(line) or self._is_preamble(line):
            return _Step.READ
        if lists.begun:
            return self._goes_on(lists, line)
        return self._above_addresses(line)

    def _is_prefix(self, line: Line) -> bool:
        match = _PREFIX.match(line.text) if "GR" in line.text else None
        if match is None:
            return False
        self.prefix = Word(line.text, line.start, line.end)
        self.groups = int(match["groups"]) if match["groups"] else None
        return True

    def _is_preamble(self, line: Line) -> bool:
        """Line 5. A further one, below addressees, begins the original heading of a readdressed message."""
        if self.preamble is None:
            self.preamble = read_preamble(line, self.ledger)
            return self.preamble is not None
        found = read_preamble(line, self.ledger) if self.lists.begun else None
        if found is None:
            return False
        self.lists = Addresses(self.ledger, f"/originals/{len(self.originals)}")
        self.originals.append((found, self.lists))
        return True

    def _goes_on(self, lists: Addresses, line: Line) -> _Step:
        if lists.take_next(line):
            return _Step.READ
        if classification.extent(line.text) == len(line.text):
            self._apart = (
                True  # a page foot that was not cut, or the classification line: the next line tells
            )
            return _Step.PASSED
        return _Step.OVER

    def _above_addresses(self, line: Line) -> _Step:
        if self.addresses.originator is None and self.procedure.take(line):
            self._strange = 0
            return _Step.READ
        self._strange += 1
        return _Step.PASSED if self._strange <= _STRANGE else _Step.OVER

    def heading(self, end: int) -> Heading:
        """What was read, put together."""
        sent = self.preamble.sent if self.preamble else None
        if self.preamble:
            self.ledger.mark("/dtg", self.preamble.group.start, self.preamble.group.end)
            self.procedure.remark_serial()
        groups = {name: tuple(found) for name, found in self.addresses.groups.items()}
        addressed = [
            one.routing_indicator for group in groups.values() for one in group if one.routing_indicator
        ]
        transmission = self.procedure.transmission(sent, addressed, self._rest())
        return Heading(
            transmission,
            self._precedences(),
            sent,
            self._originator(),
            originals=tuple(self._originals()),
            end=end,
            groups=self.groups,
            broken=self.broken,
            **groups,
        )

    def _rest(self) -> Rest:
        """What stands below lines 1 to 4 and belongs to the transmission."""
        preamble = self.preamble
        signals = (*(preamble.signals if preamble else ()), *self.addresses.zen)
        return Rest(
            signals,
            preamble.placed if preamble else (),
            preamble.tail if preamble else None,
            self.prefix,
            self.groups,
            self._form(),
        )

    def _form(self) -> str | None:
        """Where the addresses are: in the clear, in the cipher, or on lines 2 and 3 only; None for a torn heading."""
        addresses = self.addresses
        if addresses.originator or any(addresses.groups.values()):
            return "plaindress"
        if self.preamble is None:
            return "abbreviated plaindress"
        return "codress" if self.groups is not None else None

    def _originals(self) -> Iterator[Original]:
        """The headings that a readdressed message had before."""
        for at, (preamble, addresses) in enumerate(self.originals):
            self.ledger.mark(f"/originals/{at}/dtg", preamble.group.start, preamble.group.end)
            yield Original(
                iso(preamble.sent) if preamble.sent else None,
                Precedences(*words_of(preamble.prosigns)),
                addresses.originator,
                *(tuple(found) for found in addresses.groups.values()),
            )

    def _precedences(self) -> Precedences:
        """In words, from line 5; from the routing line where line 5 has none."""
        prosigns: tuple[Word, ...] = self.preamble.prosigns if self.preamble else ()
        if not prosigns and self.procedure.prosign:
            whole = self.procedure.prosign
            prosigns = (whole.read_as(whole.text[0]),)
        words = words_of(prosigns)
        for field, sign in zip(("action", "info"), prosigns, strict=False):
            self.ledger.mark(f"/precedence/{field}", sign.start, sign.end)
        return Precedences(*words)

    def _originator(self) -> Originator | None:
        """The originator, with the calling station's indicator where that station serves its post."""
        found = self.addresses.originator
        source = self.procedure.calling or self.procedure.fixed
        station = source.station if source else None
        if found is None or found.routing_indicator or found.post is None or station is None:
            return found
        printed = unpadded(station.text) if self.procedure.fixed else (station.text,)
        served = (one for one in printed if found.post in _posts_of(one))
        indicator = next(served, None)
        if indicator is None:
            return found
        self.ledger.mark("/originator/routing_indicator", station.start, station.start + len(indicator))
        return Originator(indicator, found.name, found.post)


def _posts_of(indicator: str) -> set[str]:
    return {post.name for post in posts.by_routing_indicator(indicator)}
