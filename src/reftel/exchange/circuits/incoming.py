"""The receiving end of a circuit: what came is told from what should have come, and the rest is asked for.

A message that came whole is handed over; so is all else, aside, since no letter is lost. What is garbled or cut is
asked for again (ACP 127(G) paras 416-420); FLASH and IMMEDIATE are handed over all the same, subject to correction.
"""

from __future__ import annotations

from typing import NamedTuple

from reftel.exchange.circuits import continuity, garbles, notes
from reftel.exchange.circuits.arrived import Arrived, arrived, is_whole
from reftel.exchange.circuits.continuity import Numbers
from reftel.exchange.circuits.doing import Alarm, Doing, Drop, Remember, Serve, Take
from reftel.exchange.circuits.notes import Answered, Note, Question, Report, Void
from reftel.exchange.circuits.settings import Settings
from reftel.exchange.seam import Incoming
from reftel.wire.circuit import CircuitReader
from reftel.wire.received import Received

_FUNCTIONS = garbles.even(b"\r\n\x7f ") + b"\r\n\x7f "
_COPIES = 128
"""Garbled messages that are kept at most to make whole ones of; and no more bytes than two of the longest."""
_URGENT = "YZO"
_STALE = 7200.0
"""Seconds until a number is asked for again: those of IMMEDIATE, as which ZFX goes (para 419)."""
_MOST_TIMES = 3
_LINES = 300
"""Bytes that lines between messages may come to in the time for which a station may be silent."""


class Said(NamedTuple):
    """A note, the designator of the channel that it is about, and the number of the message that bears it, if any."""

    designator: str
    note: Note
    service: str = ""


class Receiving:
    """What comes in on one line. `numbers`: what is remembered from before it."""

    def __init__(self, circuit: str, settings: Settings, numbers: Numbers, *, daily: bool = False) -> None:
        self.circuit = circuit
        self.settings = settings
        self.numbers = numbers
        self.daily = daily
        self._parity = settings.parity == "even"
        self._reader = CircuitReader(settings.alphabet, limit=settings.limit)
        self._doings: list[Doing] = []
        self._copies: list[bytes] = []
        self._odd: tuple[bytes, ...] = ()  # hashes of messages whose end was not that of their beginning
        self._receipts: list[str] = []
        self._news = False
        self._fed = 0.0
        self._lately, self._counted_from, self._flows = 0, 0.0, False

    def doings(self) -> list[Doing]:
        """What is to be done by now."""
        given, self._doings = self._doings, []
        return given

    def feed(self, data: bytes, now: float) -> list[Said]:
        """Take bytes; what the far station says in them about channel numbers."""
        self._fed = now
        self._lately += len(data)
        return [said for one in self._reader.feed(data) for said in self._each(one, now)]

    def end(self, now: float) -> None:
        """The line is down: what has not ended is kept aside, and will come again."""
        for one in self._reader.end():
            if is_whole(one):
                self._each(one, now)
            elif one.raw.strip():
                kind = "cut" if one.kind == "message" else one.kind
                self._aside(one, arrived(one, parity=self._parity).findings, kind)

    def report(self) -> str:
        """The line that says how far everything has come. To be asked when all that was to be taken is on the disk."""
        self._news = False
        waiting = self.numbers.waiting_for
        last = self.numbers.last
        if len(waiting) > notes.MOST:
            last = (waiting[notes.MOST] - 2) % continuity.CYCLE + 1
        designator = self.numbers.designator or self.settings.hears or "ZZZ"
        return notes.written(Report(last, waiting[: notes.MOST]), designator)

    def due(self) -> list[str]:
        """The lines to be written now that all is on the disk: receipts, and the report if there is news."""
        receipts, self._receipts = self._receipts, []
        return [*receipts, self.report()] if self._news else receipts

    def heard(self, said: Said, now: float) -> None:
        """What the far station says of its own numbers."""
        before, note = self.numbers, said.note
        self.numbers = continuity.for_channel(self.numbers, said.designator)
        if isinstance(note, Void):
            self.numbers = continuity.used_up(self.numbers, note.first, note.last)
        elif isinstance(note, Answered):
            self.numbers = continuity.closed(self.numbers, note.numbers)
        elif isinstance(note, Question):
            step = continuity.told_last(self.numbers, note.last, now)
            self.numbers = step.numbers
            self._news = True
            if step.remark:
                self._doings.append(Alarm(step.remark))
        if self.numbers != before:
            self._doings.append(Remember(self.numbers.encoded()))

    @property
    def is_coming(self) -> bool:
        """Whether a message is coming in: before its end the far station cannot say anything else.

        Lines that stand between messages are no sign of it: they are read as text where an end of message was garbled.
        """
        return self._reader.in_message and self._flows

    def tick(self, now: float) -> None:
        """Ask once more for numbers that were asked for long ago; at last tell the watch (para 419).

        A message that does not go on is taken to be cut.
        """
        if now - self._counted_from >= self.settings.patience:
            self._flows, self._lately, self._counted_from = self._lately > _LINES, 0, now
        if self._reader.held and now - self._fed > 2 * self.settings.patience:
            for left in self._reader.end():
                self._each(left, now)
        for one in self.numbers.open:
            if now - one.asked < _STALE * one.times or one.times > _MOST_TIMES:
                continue
            name = notes.named(self.numbers.designator, (one.number,))
            if one.times == _MOST_TIMES:
                self._doings.append(Alarm(f"{name} was asked for {_MOST_TIMES} times and did not come"))
            else:
                self._doings.append(Serve(f"ZFX {name} ZAR{one.times + 1}", "O"))
            self.numbers = continuity.asked_again(self.numbers, one, now)
            self._doings.append(Remember(self.numbers.encoded()))

    def _each(self, one: Received, now: float) -> list[Said]:
        if one.kind == "signals":
            return self._signals(one)
        message = arrived(one, parity=self._parity)
        if one.kind == "refused":
            self._aside(one, message.findings)
            self._doings.append(
                Drop(f"a message of more than {self.settings.limit} bytes: the far station sends without end")
            )
        elif message.designator and self.settings.hears not in {"", message.designator}:
            self._aside(
                one, (*message.findings, f"a channel that is not the far station's: {message.channel}")
            )
        elif is_whole(one):
            return self._whole(message, now)
        elif self._came_so_before(one):
            words = "the number behind its text is another one, and it came so twice"
            return self._whole(message._replace(findings=(*message.findings, words)), now)
        elif one.kind in {"cut", "message"}:
            self._ask_again(message, now)
            self._aside(one, message.findings, "cut")
        else:
            if one.kind == "cancelled" and message.number:
                known = continuity.for_channel(self.numbers, message.designator)
                self.numbers = continuity.used_up(known, message.number, message.number)
                self._news = True
            self._aside(one, message.findings)
        return []

    def _signals(self, one: Received) -> list[Said]:
        """A line between messages; a damaged one says nothing, and is asked for again by who needs it."""
        raw = one.raw.strip(_FUNCTIONS)

        def sound(start: int, end: int) -> bool:
            return not garbles.garbled(raw[start : end or None])

        found = notes.read_line(one.text.strip(), sound if self._parity else None)
        return [Said(*found)] if found else []

    def _came_so_before(self, one: Received) -> bool:
        """Whether a message whose end is not that of its beginning came before, letter by letter: it was written so."""
        if one.kind != "message" or (self._parity and garbles.garbled(one.raw)):
            return False
        digest = garbles.digest(one.raw)
        known = digest in self._odd
        self._odd = (*self._odd, digest)[-_COPIES:]
        return known

    def _whole(self, message: Arrived, now: float) -> list[Said]:
        """A message that has begun and ended. Garbled it is asked for again, if no copy from before completes it."""
        received = message.received
        if self._parity and garbles.garbled(received.raw):
            mended = self._completed(message)
            if mended is None:
                self._garbled_one(message, now)
                return []
            message = message._replace(
                received=mended, findings=("made of copies that were garbled at other places",)
            )
        self._count(message, now)
        self._take(message)
        if message.channel and message.wants_receipt:
            self._receipts.append(notes.receipt(message.prosign, message.channel))
        return [Said(*found, message.channel) for found in message.service()]

    def _count(self, message: Arrived, now: float) -> None:
        """Enter its number; ask for what it shows to be missing."""
        if not message.number:
            name = notes.named(self.numbers.designator, (self.numbers.last,))
            self._doings.append(Serve(f"ZFT {name}"))
            return
        channel = (message.designator, message.number)
        step = continuity.take(
            self.numbers, channel, now, garbles.digest(message.received.raw), daily=self.daily
        )
        self.numbers, self._news = step.numbers, True
        if step.missing:
            self._doings.append(
                Serve(f"ZFX {notes.named(message.designator, step.missing[: notes.MOST])}", "O")
            )
        if step.signal:
            self._doings.append(Serve(f"{step.signal} {message.channel}"))
        if step.remark:
            self._doings.append(Alarm(step.remark))

    def _take(self, message: Arrived, kind: str = "message", *, doubtful: bool = False) -> None:
        received = message.received
        incoming = Incoming(
            circuit=self.circuit,
            raw=received.raw,
            text=received.text,
            kind=kind,
            channel=message.channel or None,
            memory=self.numbers.encoded(),
            findings=message.findings,
            doubtful=doubtful,
        )
        self._doings.append(Take(incoming))

    def _aside(self, one: Received, findings: tuple[str, ...], kind: str = "") -> None:
        message = arrived(one, parity=self._parity)._replace(findings=findings)
        self._take(message, kind or one.kind)

    def _garbled_one(self, message: Arrived, now: float) -> None:
        """Keep it and ask again; what is urgent goes on subject to correction, if its heading is sound (para 420)."""
        raw = message.received.raw
        plain = garbles.plain(raw)
        heading = plain.find(b"\nBT\r")
        if heading < 0:  # a service message, most likely: what it says is said again in time
            self.numbers = self._opened(message, now)
            self._take(message, "garbled")
            return
        sound = not garbles.garbled(raw[:heading])
        words = f"subject to correction: {garbles.garbled(raw)} characters are garbled"
        said = message._replace(findings=(*message.findings, words))
        self._ask_again(message, now)
        goes_on = message.prosign in _URGENT and sound
        self._take(said, "message" if goes_on else "garbled", doubtful=goes_on)

    def _ask_again(self, message: Arrived, now: float) -> None:
        """`TSA041 ZES2`, at the precedence of the message."""
        if not message.number:
            return
        if message.number not in self.numbers.waiting_for:
            self._doings.append(Serve(f"{message.channel} ZES2", message.prosign))
        self.numbers = self._opened(message, now)

    def _opened(self, message: Arrived, now: float) -> Numbers:
        """The numbers, that of a damaged message among the open ones."""
        if not message.number:
            return self.numbers
        self._news = True
        return continuity.damaged(
            continuity.for_channel(self.numbers, message.designator), message.number, now
        )

    def _completed(self, message: Arrived) -> Received | None:
        """A whole message, of this copy and of those before it that are of the same text."""
        raw = message.received.raw
        same = [one for one in self._copies if garbles.agree(one, raw)]
        whole = garbles.mended([*same, raw])
        if whole is None:
            self._copies = [*self._copies, raw][-_COPIES:]
            while sum(map(len, self._copies)) > 2 * self.settings.limit:
                del self._copies[0]
            if len(same) == _MOST_TIMES:
                self._doings.append(Alarm(f"{message.channel} came garbled for the {_MOST_TIMES + 1}th time"))
            return None
        self._copies = [one for one in self._copies if one not in same]
        reader = CircuitReader("ia5", limit=self.settings.limit)
        given = (*reader.feed(whole), *reader.end())
        return next((one for one in given if one.kind == "message"), None)
