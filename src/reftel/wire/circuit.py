"""The receiving end of a circuit: bytes in any slices become messages (ACP 127(G) paras 112 to 114, 126 to 138).

A message begins with `VZCZC` or `VV` and its channel number, and ends with `NNNN` on a line of its own below a line
feed. It is held until it ends, and of a message never more than the limit. Between messages neighbours write lines of
signals, such as the receipt for a FLASH message (para 152).
"""

from __future__ import annotations

import re

from reftel.wire import alphabets
from reftel.wire.alphabets import FIGURES, IDLE, Decoder
from reftel.wire.continuity import Continuity
from reftel.wire.held import KEPT, Item, Line
from reftel.wire.received import FILL, Coding, Received

LIMIT = 1024 * 1024
"""Bytes that are held at most, if no other limit is set; five pages for 500 addressees take a twentieth of it."""
_STEP = 65_536
_TOKEN = re.compile(f"[^\r\n{FILL}]+|\r+|\n|[{FILL}]+")
_BLANKS = " \t"


class CircuitReader:
    """Takes the bytes of one circuit as they come and gives what they hold.

    `alphabet`: `ia5`, `ita2` or `ata2`; `national`: the figures of F, G and H, where the country of an ITA2 circuit
    has some. `limit`: the most bytes that are held at a time; a longer message is refused, with its first lines, and
    the next start or end of message is waited for. How the stream is sliced changes nothing that is given.
    ValueError for an alphabet that there is not and for a limit that would not hold a heading.
    """

    def __init__(self, alphabet: str = "ia5", *, limit: int = LIMIT, national: str = "") -> None:
        if limit < KEPT * 2:
            raise ValueError(f"a limit of {limit} bytes: fewer than {KEPT * 2} would not hold a heading")
        self.alphabet = alphabets.in_use(alphabet)
        self.limit = limit
        self._national = national
        self._decoder = Decoder(alphabet, national=national)
        self._continuity = Continuity()
        self._figures = False
        self._at = 0  # bytes of the stream so far
        self._given: list[Received] = []
        self._item = Item()
        self._line = Line(0, figures=False, below_feed=True)

    @property
    def held(self) -> int:
        """How many bytes of the stream are held at present."""
        return len(self._item.raw) + len(self._line.raw)

    @property
    def in_message(self) -> bool:
        """Whether a message has begun, as its first line says, and not yet ended."""
        return self._item.identifier is not None

    def feed(self, data: bytes) -> tuple[Received, ...]:
        """Take the next bytes; what has come to its end with them."""
        for low in range(0, len(data), _STEP):
            step = data[low : low + _STEP]
            for match in _TOKEN.finditer(self._decoder.feed(step)):
                self._take(match[0], step[match.start() : match.end()])
        return self._give()

    def end(self) -> tuple[Received, ...]:
        """The circuit is closed: what is still held, told as it is."""
        self._line_over(fed=None)
        if self._item.begun:
            self._finish(self._item.unended())
        return self._give()

    def _give(self) -> tuple[Received, ...]:
        given, self._given = tuple(self._given), []
        return given

    def _take(self, signs: str, raw: bytes) -> None:
        """One run of letters, of line functions or of fill."""
        if signs[0] in FILL:
            if IDLE in signs and not self._line.returns and self._is_end():
                self._line_over(fed=None)
            self._hold(raw)
            if FIGURES in signs or IDLE in signs:
                self._figures = signs.rfind(FIGURES) > signs.rfind(IDLE)
        elif signs == "\n":
            self._hold(raw)
            self._line_over(fed=True)
        elif signs[0] == "\r":
            self._hold(raw)
            self._line.returns += len(signs)
        else:
            if self._line.returns:
                self._line_over(fed=False)
            self._write(signs, raw)

    def _write(self, signs: str, raw: bytes) -> None:
        """Letters of a line. Blanks in front of everything are passed over like fill."""
        if not self._something_held():
            blanks = len(signs) - len(signs.lstrip(_BLANKS))
            self._hold(raw[:blanks])
            signs, raw = signs[blanks:], raw[blanks:]
        self._line.write(signs)
        self._hold(raw)

    def _something_held(self) -> bool:
        return self._item.begun or bool(self._line.head)

    def _hold(self, raw: bytes) -> None:
        """Keep bytes with the line that they stand in; none while nothing has begun."""
        self._at += len(raw)
        if not self._something_held():
            self._line.start, self._line.figures = self._at, self._figures
            return
        if self.held + len(raw) > self.limit:
            self._item.refuse()
            self._line.refuse()
        self._line.hold(raw)

    def _is_end(self) -> bool:
        return self._item.begun and self._line.is_end()

    def _line_over(self, *, fed: bool | None) -> None:
        """A line has ended with a line feed, with a carriage return alone, or (None) with the message or the stream."""
        line, item = self._line, self._item
        line.fed = fed
        start = line.start_of_message(item)
        if self._is_end():
            item.add(line)
            self._finish(item.ended())
        elif start:
            if item.wordy:
                self._finish(item.unended(by=start.identifier))
            self._item.begin(start)
            self._item.add(line)
            for code, message in self._continuity.take(start.channel):
                self._item.remark_line(code, message)
        elif item.begun or line.head:
            alone = not item.begun and line.is_signals()
            item.add(line)
            if alone:
                self._finish("signals")
        self._line = Line(self._at, figures=self._figures, below_feed=fed is True)

    def _finish(self, kind: str) -> None:
        item, self._item = self._item, Item()
        coding = Coding(self.alphabet, self._national, item.figures)
        self._given.append(item.received(kind, coding))
