"""The sending end of a circuit: one message after the other, none forgotten before the far station has it on its disk.

Nothing here waits or writes: bytes are asked for, and what the far station says is told.
"""

from __future__ import annotations

from typing import NamedTuple

from reftel.exchange.circuits import garbles
from reftel.exchange.circuits.continuity import CYCLE
from reftel.exchange.circuits.doing import Acknowledged, Alarm, BrokenOff, Doing, Drop, Refused
from reftel.exchange.circuits.notes import CHANNEL, Question, Report, Void, written
from reftel.exchange.circuits.settings import Settings
from reftel.exchange.seam import Outgoing
from reftel.wire.alphabets import Encoder
from reftel.wire.sending import send
from reftel.wire.written_facts import CannotTransmit

_LINE_END = "\r\r\n"
_CANCELLED = f"{_LINE_END}E E E E E E E E AR\r\r" + "\n" * 8 + "NNNN"
_NEARLY = 40  # bytes before the end at which nothing breaks in any more: the end of message itself
_MOST_EARLIER = 8
_QUESTIONS = 3  # after which a station that never answers is taken to be gone
_FILL = 12
_SLOWEST = 100_000  # characters a second that a station reads and keeps at least


class _UnderWay(NamedTuple):
    """A message with its number; the time at which its end went out."""

    number: int
    sent: Outgoing
    out: float = 0.0


class Sending:
    """What is under way to the far station. `last`: the channel number used last, 0 for none."""

    def __init__(self, designator: str, settings: Settings, last: int) -> None:
        self.designator = designator
        self.settings = settings
        self.ready = False  # the far station has said how far it has received
        self.last = last
        self.under_way: list[_UnderWay] = []
        self._void: set[int] = set()  # numbers of which nothing will come, or came again under another
        self._notes: list[str] = []
        self._current: _UnderWay | None = None
        self._left = memoryview(b"")
        self._doings: list[Doing] = []
        self._asked = 0
        self._heard = 0.0  # when the far station was asked last, told something, or was busy with a message
        self._told = 0  # the number up to which it said to have everything
        self._up = False

    def doings(self) -> list[Doing]:
        """What is to be done by now."""
        given, self._doings = self._doings, []
        return given

    @property
    def current(self) -> Outgoing | None:
        """What is being sent."""
        return self._current.sent if self._current else None

    @property
    def left(self) -> int:
        """Bytes of it that are not out yet."""
        return len(self._left)

    def wants(self) -> bool:
        """Whether the next message may be begun."""
        return self.ready and self._current is None and len(self.under_way) < self.settings.window

    def unused(self, sent: Outgoing) -> None:
        """A message was taken from the queue and cannot be begun: its number is used up."""
        self.last = _number(sent)
        self._void.add(self.last)

    def begin(self, sent: Outgoing) -> None:
        """Begin with a message."""
        self.last = number = _number(sent)
        self._void.discard(number)
        try:
            data = self._bytes_of(sent)
        except CannotTransmit as error:
            self._doings.append(Refused(sent.id, str(error)))
            self._cancel(number)
            return
        if len(data) > self.settings.limit:
            words = f"{len(data)} bytes, and the circuit takes {self.settings.limit}: send it in sections"
            self._doings.append(Refused(sent.id, words))
            self._cancel(number)
            return
        self._current = _UnderWay(number, sent)
        self._left = memoryview(data)

    def interrupt(self) -> bool:
        """Break off what is being sent, in order (para 211); it waits again. False where its end is near already."""
        if self._current is None or len(self._left) < _NEARLY:
            return False
        number, sent, _ = self._current
        self._doings.append(BrokenOff(sent.id, "a more urgent message broke in"))
        self._void.add(number)
        self._current = None
        encoder = Encoder(self.settings.alphabet)
        shift = b"" if self.settings.alphabet == "ia5" else encoder.letters()
        self._left = memoryview(self._coded(shift + encoder.feed(_CANCELLED) + encoder.letters(_FILL)))
        return True

    def note(self, line: str) -> None:
        """Write a line between messages, as soon as one is over."""
        if line not in self._notes:
            self._notes.append(line)

    def output(self, most: int, now: float) -> bytes:
        """The next bytes, `most` of them at most; none while there is nothing to say."""
        if not self._left and self._notes:
            encoder = Encoder(self.settings.alphabet)
            text = "".join(f"{_LINE_END}{one}{_LINE_END}" for one in self._notes)
            self._notes = []
            self._left = memoryview(self._coded(encoder.letters() + encoder.feed(text)))
        given, self._left = self._left[:most], self._left[most:]
        if not self._left and self._current:
            self._over(self._current._replace(out=now))
        return bytes(given)

    def _over(self, one: _UnderWay) -> None:
        """A message is out. A service message is not waited for: what it asks is asked again in time."""
        self._current = None
        if one.sent.service:
            self._doings.append(Acknowledged((one.sent.id,)))
            self._void.add(one.number)
        else:
            self.under_way.append(one)

    def connected(self, now: float) -> None:
        """The line is up: nothing is sent before the far station has told how far it has received."""
        self.ready, self._up = False, True
        self._asked, self._heard = 0, now
        self._left = memoryview(b"")
        self._notes = []

    def disconnected(self) -> None:
        """The line is down. What was half out begins anew; what was out is waited for until the line is up again."""
        self.ready = self._up = False
        if self._current:
            self._void.add(self._current.number)
            self._doings.append(BrokenOff(self._current.sent.id, "the line went down"))
            self._current = None
        self._left = memoryview(b"")

    def give_up(self, reason: str) -> None:
        """Let everything that is under way wait again: it may have arrived."""
        for one in self.under_way:
            self._void.add(one.number)
            self._doings.append(BrokenOff(one.sent.id, reason, perhaps_arrived=True))
        self.under_way = []

    def reported(self, report: Report, now: float) -> None:
        """How far the far station has received. The first report of a line settles all that went out before it."""
        if self.last and report.last and not _reaches(self.last, report.last):
            self._never_sent(report)
            return
        waiting = set(report.awaiting)
        self._look_back(report)
        exact = [at for at, one in enumerate(self.under_way) if one.number == report.last]
        had = [
            one
            for at, one in enumerate(self.under_way)
            if one.number not in waiting
            and (_reaches(report.last, one.number) or at <= max(exact, default=-1))
        ]
        if had:
            self._doings.append(Acknowledged(tuple(one.sent.id for one in had)))
        rest = [one for one in self.under_way if one not in had]
        again = rest if not self.ready else [one for one in rest if one.number in waiting]
        for one in again:
            words = f"{self.designator}{one.number:03d} did not arrive"
            self._doings.append(BrokenOff(one.sent.id, words, perhaps_arrived=report.last == 0))
            if self.ready:  # else all of them are told at once
                self._cancel(one.number)
            self._void.add(one.number)
        self.under_way = [one for one in rest if one not in again]
        self._asked, self._heard = 0, now
        if self.ready:
            self._tell_void(report.awaiting)
        else:
            self._settle(report)

    def _never_sent(self, report: Report) -> None:
        """The far station has a number that was never sent: what it says is believed of none, and it is told the last.

        All that is under way when a line begins may have arrived.
        """
        name = f"{self.designator}{report.last:03d}"
        self._doings.append(Alarm(f"the far station has everything to {name}, which was never sent"))
        if not self.ready:
            self.give_up(f"{name} was never sent")
            self.ready = True
        self.note(written(Question(self.last), self.designator))

    def _tell_void(self, waiting: tuple[int, ...]) -> None:
        """What is not under way does not come under its number any more."""
        low = min(
            (one.number for one in self.under_way), key=lambda one: -((self.last - one) % CYCLE), default=None
        )
        if low is None:
            low = self._current.number if self._current else self.last % CYCLE + 1
        before = [one for one in waiting if one != low and _reaches(low, one)]
        if before:
            self.note(written(Void(before[0], (low - 2) % CYCLE + 1), self.designator))
        under_way = {one.number for one in self.under_way}
        for number in waiting:
            if number not in before and number not in under_way:
                self.note(written(Void(number, number), self.designator))

    def _look_back(self, report: Report) -> None:
        """A station that tells less than it told before has lost something: people must see to that."""
        if self._told and report.last != self._told and _reaches(self._told, report.last):
            words = f"the far station has everything to {self.designator}{report.last:03d}, and had told"
            self._doings.append(
                Alarm(f"{words} {self._told:03d} before: it may have lost what stands between")
            )
        self._told = report.last or self._told

    def _settle(self, report: Report) -> None:
        """What did not arrive of the numbers of a former line never will: it comes under new ones."""
        for number in report.awaiting:
            self.note(written(Void(number, number), self.designator))
        if self.last and report.last != self.last:
            self.note(written(Void(report.last % CYCLE + 1, self.last), self.designator))
        self.ready = True

    def again(self, numbers: tuple[int, ...]) -> tuple[int, ...]:
        """The far station wants these again: those that are under way wait again. Those which it must be asked for."""
        unknown = []
        for number in numbers:
            found = next((one for one in self.under_way if one.number == number), None)
            if found:
                self.under_way.remove(found)
                words = f"{self.designator}{number:03d} was asked for again"
                self._doings.append(BrokenOff(found.sent.id, words))
                self._void.add(number)
            elif number not in self._void:
                unknown.append(number)
        return tuple(unknown)

    def tick(self, now: float, *, busy: bool = False) -> None:
        """Ask a station that is silent, and not `busy` with a message, what has come; at last take it to be gone."""
        if busy:
            self._heard = now
        if not self._up or self._left:
            return
        since = max(self._heard, self.under_way[0].out) if self.under_way and self.ready else self._heard
        if now - since < self._patience() or (self.ready and not self.under_way):
            return
        self._heard = now
        if not self.ready:
            self._doings.append(Drop("the far station does not tell how far it has received"))
        elif self._asked == _QUESTIONS:
            self.give_up("the far station never acknowledged it")
            self._doings.append(Drop("the far station never acknowledges"))
        else:
            self._asked += 1
            self.note(written(Question(self.last), self.designator))

    def _patience(self) -> float:
        """Seconds that a station may be silent: it has to read and keep what is on the line before it can answer."""
        return self.settings.patience + sum(len(one.sent.text) for one in self.under_way) / _SLOWEST

    def _cancel(self, number: int) -> None:
        self._void.add(number)
        self.note(written(Void(number, number), self.designator))

    def _bytes_of(self, sent: Outgoing) -> bytes:
        earlier = "".join(sent.earlier[:_MOST_EARLIER])
        mark = "VZCZC" if self.settings.automatic else "VV   "
        first = f"{mark}{sent.channel}{earlier} {sent.handling}".rstrip()
        above = Encoder(self.settings.alphabet).feed(
            _LINE_END
        )  # a damaged end before it costs only the one before
        return self._coded(above + send(f"{first}\n{sent.text}", self.settings.alphabet).data)

    def _coded(self, data: bytes) -> bytes:
        return garbles.even(data) if self.settings.parity == "even" else data


def _reaches(last: int, number: int) -> bool:
    """Whether a number is `last` or one before it; numbers go round."""
    return last != 0 and (last - number) % CYCLE <= CYCLE // 2


def _number(sent: Outgoing) -> int:
    found = CHANNEL.match(sent.channel)
    return int(found["number"]) if found else 0
