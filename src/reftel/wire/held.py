"""What a circuit reader holds: the line that is coming in, and the message that the lines before it are part of."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.wire.alphabets import BELL, garbled_from
from reftel.wire.received import ALARM, FILL, Coding, Received, Remark, make

KEPT = 400
"""Bytes that are kept of a line or a message that is refused, and signs of a line that are looked at."""
END = "NNNN"
_START = re.compile(
    r"(?:V?ZCZC ?(?P<channels>[A-Z0-9]{0,60})|VV {1,4}(?P<manual>(?:[A-Z]{3}[0-9]{3,4}){1,9}))(?= |\Z)"
)
_SURE = re.compile(r"(?:V?ZCZC ?|VV {1,4})[A-Z]{3}[0-9]{3}")
_CHANNELS = re.compile(r"(?P<newest>[A-Z]{3}[0-9]{3,4}(?![0-9]))(?:[A-Z]{3}[0-9]{3,4}(?![0-9])){0,8}\Z")
_HEADING = re.compile(
    r"DE [A-Z]{4,8}\b|[ZOPRY]{2} [RQU][A-Z]{3,7}\b|[A-Z]{4,8} DE [A-Z]{4,8}\b|ZN[RY] |FM [A-Z]"
)
_CANCELLED = re.compile(r"(?:E ?){8}\.? ?AR\Z")
_SIGNALS = re.compile(r"(?:INT )?(?:R [YZOPR]|Z[A-Z]{2}[0-9]?)(?: [A-Z0-9/]{1,20}){1,200}\Z")
_TWICE = re.compile(" IMI (?:Z[A-Z]{2}|INT) ")
_INSIDE = re.compile(r"(?<![A-Z])(?:NNNN|V?ZCZC)(?![A-Z])")
_UNPRINTED = str.maketrans("", "", FILL + BELL)
_MOST_REMARKS = 20


class Start(NamedTuple):
    """A start of message: the line's identification, and its newest channel number, empty where it is malformed."""

    identifier: str
    channel: str


class Line:
    """The line that is coming in. `start` counts bytes of the stream; `below_feed`: a line feed stands before it."""

    def __init__(self, start: int, *, figures: bool, below_feed: bool) -> None:
        self.start = start
        self.figures = figures
        self.below_feed = below_feed
        self.head = ""
        self.raw = bytearray()
        self.length = 0
        self.returns = 0
        self.fed: bool | None = None
        self.refused = False

    def write(self, letters: str) -> None:
        """Enter letters; those far to the right are not looked at."""
        self.head += letters[: KEPT - len(self.head)]

    def hold(self, raw: bytes) -> None:
        """Keep bytes."""
        self.length += len(raw)
        self.raw += raw[: max(0, KEPT - len(self.raw))] if self.refused else raw

    def refuse(self) -> None:
        """Keep no more than the first bytes from now on."""
        self.refused = True
        del self.raw[KEPT:]

    def words(self) -> str:
        """The line without bells, the alarm, and blanks at its ends."""
        return ALARM.sub("", self.head, count=1).translate(_UNPRINTED).strip()

    def is_end(self) -> bool:
        """Whether it ends a message: NNNN alone, below a line feed."""
        return self.below_feed and END in self.head and self.words() == END

    def start_of_message(self, item: Item) -> Start | None:
        """What begins here. Inside a message only a start with a channel and its number is believed."""
        words = self.words() if "ZCZC" in self.head or "VV " in self.head else ""
        match = _START.match(words) if item.identifier is None or _SURE.match(words) else None
        if match is None:
            return None
        channels = _CHANNELS.match(match["channels"] or match["manual"] or "")
        return Start(" ".join(match[0].split()), channels["newest"] if channels else "")

    def is_signals(self) -> bool:
        """Whether it is what neighbours write each other between messages: a receipt, a signal with its numbers.

        One that is said twice, IMI between, may be garbled in one of its halves.
        """
        words = self.words()
        return self.length <= KEPT and (_SIGNALS.match(words) is not None or _TWICE.search(words) is not None)

    def ends_well(self) -> bool:
        """Whether two carriage returns and a line feed end it; None for one that nothing ended."""
        return self.fed is None or (self.fed and self.returns == 2)


class Item:
    """What has been received since the last message ended. `wordy`: more than bells stands in it."""

    def __init__(self) -> None:
        self.start = 0
        self.figures = False
        self.raw = bytearray()
        self.length = 0
        self.identifier: str | None = None
        self.channel = ""
        self.begun = self.wordy = self.headed = self.cancelled = self.refused = False
        self.last: tuple[int, int] = (0, 0)
        self.last_words = ""
        self.lines = 0
        self._below_start = False
        self.wrong_ends: list[tuple[int, int]] = []
        self.wrongly_ended = 0
        self.remarks: list[Remark] = []

    def add(self, line: Line) -> None:
        """Take over a line that has ended."""
        if not self.begun:
            self.begun, self.start, self.figures = True, line.start, line.figures
        words = line.words()
        begin, self.length = self.length, self.length + line.length
        if line.length > len(line.raw):
            self.refuse()
        self.raw += line.raw[: max(0, KEPT - len(self.raw))] if self.refused else line.raw
        if words:
            self.wordy = True
            self._look(line, words, (begin, begin + len(line.head)))

    def _look(self, line: Line, words: str, place: tuple[int, int]) -> None:
        end = line.is_end()
        if not end:
            self.last, self.last_words = place, words
            self.lines += 1
            self.cancelled = _CANCELLED.match(words) is not None
            self.headed = self.headed or _HEADING.match(words) is not None
            if not line.ends_well():
                self.wrongly_ended += 1
                self.wrong_ends = self.wrong_ends or [place]
        inside = _INSIDE.search(words) if self.identifier and self._below_start and not end else None
        self._below_start = self.identifier is not None
        if inside:
            self.remark_line("T1205", f"{inside[0]} in the text: it neither begins nor ends a message")

    def begin(self, start: Start) -> None:
        """A start of message was received."""
        self.identifier, self.channel = start
        if not start.channel:
            self.remarks.append(
                Remark("T0103", f"{start.identifier}: no channel of three letters and its number", 0, 1)
            )

    def refuse(self) -> None:
        """Keep no more than the first bytes from now on."""
        self.refused = True
        del self.raw[KEPT:]

    def remark_line(self, code: str, message: str, suggestion: str | None = None) -> None:
        """Remark on the line added last."""
        if len(self.remarks) < _MOST_REMARKS:
            self.remarks.append(Remark(code, message, *self.last, suggestion))

    def ended(self) -> str:
        """Its kind, now that the end of message was received."""
        if self.identifier is None:
            begin = "" if self.headed else "the end of a message, and "
            self.remark_line("T0101", f"{begin}no start of message was received")
        if self.cancelled:
            self.remark_line("T1602", "the sender broke off and cancelled this")
        if self.refused:
            return "refused"
        if self.identifier is None and not self.headed:
            return "tail"
        return "cancelled" if self.cancelled else "message"

    def unended(self, by: str | None = None) -> str:
        """Its kind, where the stream is over, or where the message `by` begins."""
        if self.identifier is None and not self.headed:
            self.remark_line("T0006", f"letters that belong to no message: {self.last_words[:40]}")
            return "refused" if self.refused else "between"
        if self.identifier is None:
            self.remark_line("T0101", "no start of message was received")
        if by:
            again = f": ask for it again, ZES2 {self.channel}" if self.channel else ""
            self.remark_line("T0102", f"{by} begins before this message has ended{again}")
        likely = garbled_from(self.last_words, (END,))
        self.remark_line("T1601", "no end of message was received", likely[0] if likely else None)
        return "refused" if self.refused else "cut"

    def received(self, kind: str, coding: Coding) -> Received:
        """What is handed out, with all that was wrong."""
        remarks = self.remarks
        if self.wrong_ends:
            message = f"{self.wrongly_ended} of {self.lines} lines do not end with two carriage returns and a line feed"
            remarks = [*remarks, Remark("T0004", message, *self.wrong_ends[0])]
        return make(
            kind, bytes(self.raw), self.start, self.start + self.length, coding, self.identifier, remarks
        )
