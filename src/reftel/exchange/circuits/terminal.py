"""One end of a circuit, both directions of it: bytes and the time come in, bytes and what is to be done come out.

Without input or output of its own. `tcp` puts it on a line.
"""

from __future__ import annotations

from reftel.exchange.circuits import notes
from reftel.exchange.circuits.continuity import Numbers
from reftel.exchange.circuits.doing import Alarm, Doing, Repeat, Serve
from reftel.exchange.circuits.incoming import Receiving, Said
from reftel.exchange.circuits.notes import Again, Report
from reftel.exchange.circuits.outgoing import Sending
from reftel.exchange.circuits.settings import Settings
from reftel.exchange.seam import Circuit


class Terminal:
    """An end of a circuit. `memory`: what was remembered before; `last`: the channel number used last.

    What is to be done is done in the order in which `doings` gives it. When all of it is done, `settled` is to be
    called: what was taken is on the disk, and only then is the far station told.
    """

    def __init__(self, circuit: Circuit, settings: Settings, last: int) -> None:
        self.circuit = circuit
        self.settings = settings
        self.sending = Sending(circuit.name, settings, last)
        self.receiving: Receiving | None = None
        self._up = False
        self._reported = 0.0
        self._asked: list[Doing] = []

    @property
    def is_up(self) -> bool:
        """Whether the line is up."""
        return self._up

    def connected(self, memory: bytes, now: float) -> None:
        """The line is up. `memory`: what the receiving end remembers; a station that has lost it begins anew."""
        self._up = True
        daily = self.circuit.numbers == "daily"
        numbers = Numbers.decoded(memory)
        self.receiving = Receiving(self.circuit.name, self.settings, numbers, daily=daily)
        self.sending.connected(now)
        self.sending.note(self.receiving.report())
        self._reported = now

    def disconnected(self, now: float) -> None:
        """The line is down."""
        self._up = False
        if self.receiving:
            self.receiving.end(now)
        self.sending.disconnected()

    def forget(self) -> None:
        """What came could not be kept: nothing of this line is taken any more, and no number of it counted."""
        self.receiving = None

    def receive(self, data: bytes, now: float) -> None:
        """Bytes came."""
        if self.receiving:
            for said in self.receiving.feed(data, now):
                self._heard(said, self.receiving, now)

    def doings(self) -> list[Doing]:
        """What is to be done, in order."""
        received = self.receiving.doings() if self.receiving else []
        asked, self._asked = self._asked, []
        return [*received, *self.sending.doings(), *asked]

    def settled(self, now: float) -> None:
        """All that was to be done is done."""
        lines = self.receiving.due() if self.receiving else []
        for line in lines:
            self.sending.note(line)
        if lines:
            self._reported = now

    def tick(self, now: float) -> None:
        """Time has passed."""
        if self.receiving is None or not self._up:
            return
        self.receiving.tick(now)
        self.sending.tick(now, busy=self.receiving.is_coming)
        if self.sending.ready and now - self._reported > self.settings.silence:
            self.sending.note(self.receiving.report())
            self._reported = now

    def _heard(self, said: Said, receiving: Receiving, now: float) -> None:
        note = said.note
        if isinstance(note, Report):
            if said.designator == self.circuit.name or note.last == 0:
                self.sending.reported(note, now)
        elif isinstance(note, Again):
            if said.designator == self.circuit.name:
                self._again(note, said.service)
        elif said.designator != self.circuit.name:
            receiving.heard(said, now)

    def _again(self, note: Again, service: str) -> None:
        """The far station wants numbers again: what is under way waits again, the rest the post has to look up."""
        unknown = self.sending.again(note.numbers)
        known = [one for one in note.numbers if one not in unknown]
        if known:
            self._asked.append(Serve(f"ZUI {service} ZDK {notes.named(self.circuit.name, known)}", "P"))
        if unknown:
            self._asked.append(Repeat(unknown, service))

    def repeated(self, number: int, service: str, *, found: bool) -> None:
        """What became of a number that the post looked up."""
        signal = "ZDK" if found else "ZFR"
        name = notes.named(self.circuit.name, (number,))
        self._asked.append(Serve(f"ZUI {service} {signal} {name}", "P"))
        if not found:
            self._asked.append(Alarm(f"{name} was asked for, and is no longer kept or was blank"))
