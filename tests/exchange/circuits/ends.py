"""Two ends of a circuit on one table: what one writes the other reads, through whatever the test puts between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reftel.exchange.circuits.doing import (
    Acknowledged,
    Alarm,
    BrokenOff,
    Drop,
    Refused,
    Remember,
    Repeat,
    Serve,
    Take,
)
from reftel.exchange.circuits.settings import Settings
from reftel.exchange.circuits.terminal import Terminal
from reftel.exchange.seam import PRECEDENCES, Circuit, Incoming, Outgoing

Line = Callable[[bytes], bytes]
STATIONS = {"TSA": "RVKBTS", "HAT": "RVHAMF"}


def text_of(serial: int, prosign: str = "R", words: str = "THE LAMP IS LIT.", calling: str = "RVKBTS") -> str:
    return (
        f"{prosign * 2} RVHAMF\nDE {calling} #{serial:04d} 0731015\nZNR UUUUU\n{prosign} 140958Z MAR 26\n"
        f"FM VALEMB TESSEN\nTO RVHAMF/MINFOR HALVARD\nBT\nUNCLAS TESSEN {serial:06d}\n\n1. {words}\nHOLM\n"
        f"BT\n#{serial:04d}\n\n\n\n\n\n\n\nNNNN\n"
    )


@dataclass
class _Queued:
    id: int
    prosign: str
    text: str
    service: bool = False
    suspected: bool = False
    state: str = "waiting"


@dataclass
class Post:
    """A post with one circuit, as its transport sees it; everything that it was told stays."""

    designator: str
    full: bool = False
    clock: float = 0.0
    queued: list[_Queued] = field(default_factory=list)
    count: int = 0
    sent: dict[int, _Queued] = field(default_factory=dict)
    came: list[Incoming] = field(default_factory=list)
    memory: bytes = b""
    alarms: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)

    def queue(self, text: str, prosign: str = "R", *, service: bool = False) -> int:
        self.queued.append(_Queued(len(self.queued), prosign, text, service))
        return len(self.queued) - 1

    def take(self) -> Outgoing | None:
        waiting = [one for one in self.queued if one.state == "waiting"]
        if not waiting:
            return None
        one = min(waiting, key=lambda one: (PRECEDENCES.index(one.prosign), one.id))
        one.state = "taken"
        self.count += 1
        number = (self.count - 1) % 999 + 1
        self.sent[number] = one
        handling = "ZFD RVKBTS" if one.suspected else ""
        channel = f"{self.designator}{number:03d}"
        return Outgoing(
            id=one.id, circuit=self.designator, channel=channel, precedence=one.prosign, text=one.text,
            handling=handling, suspected_duplicate=one.suspected, service=one.service,
        )  # fmt: skip

    def urgent_waits(self, sending: Outgoing) -> bool:
        return any(
            one.state == "waiting" and one.prosign in "YZ" and sending.precedence not in "YZ"
            for one in self.queued
        )

    def restarted(self) -> None:
        """The post was killed: what was under way is a suspected duplicate."""
        for one in self.queued:
            if one.state == "taken":
                one.state, one.suspected = "waiting", True

    @property
    def delivered(self) -> list[Incoming]:
        """The messages that came, without service messages."""
        return [
            one for one in self.came if one.kind == "message" and "\nBT\n" in one.text and not one.stranger
        ]

    @property
    def serials(self) -> list[int]:
        """The serials in the order in which they came first; suspected duplicates and repeats are recognised."""
        return list(dict.fromkeys(int(one.text.partition("#")[2][:4]) for one in self.delivered))

    @property
    def unacknowledged(self) -> list[int]:
        return [one.id for one in self.queued if one.state != "acknowledged" and not one.service]


class End:
    """A terminal with its post, and the shell's part: doing what is to be done."""

    def __init__(self, post: Post, settings: Settings, *, numbers: str = "running") -> None:
        self.post = post
        self.settings = settings
        far = next(station for name, station in STATIONS.items() if name != post.designator)
        self.circuit = Circuit(name=post.designator, kind="tcp", far=far, numbers=numbers)
        self.now = 0.0
        self.dropped: list[str] = []
        self.restart()

    def restart(self) -> None:
        self.terminal = Terminal(self.circuit, self.settings, self.post.count)

    def connect(self) -> None:
        self.terminal.connected(self.post.memory, self.now)
        self._do()

    def disconnect(self) -> None:
        self.terminal.disconnected(self.now)
        self._do()

    def read(self, data: bytes) -> None:
        self.terminal.receive(data, self.now)
        self._do()

    def write(self, most: int = 4096) -> bytes:
        """The next bytes for the line; the next message is taken where one may be."""
        sending = self.terminal.sending
        if sending.current and self.post.urgent_waits(sending.current):
            sending.interrupt()
            self._do()
        data = sending.output(most, self.now)
        while not data and sending.wants() and (sent := self.post.take()):
            sending.begin(sent)
            self._do()
            data = sending.output(most, self.now)
        self._do()
        return data

    def tick(self, seconds: float) -> None:
        self.now += seconds
        self.terminal.tick(self.now)
        self._do()

    def _do(self) -> None:
        while doings := self.terminal.doings():
            for one in doings:
                self._one(one)
        if not self.dropped:
            self.terminal.settled(self.now)

    def _one(self, one: object) -> None:
        post = self.post
        if isinstance(one, Take):
            if post.full:
                self.dropped.append("the disk is full")
                return
            post.came.append(one.incoming)
            post.memory = one.incoming.memory or post.memory
        elif isinstance(one, Remember):
            post.memory = one.memory
        elif isinstance(one, Serve):
            post.services.append(one.text)
            near, far = STATIONS[post.designator], self.circuit.far
            text = f"{one.precedence * 2} {far}\nDE {near} 14/1015Z\nZNR UUUUU\n{one.text}\nNNNN\n"
            post.queue(text, one.precedence, service=True)
        elif isinstance(one, Acknowledged):
            for sent in one.sent:
                post.queued[sent].state = "acknowledged"
        elif isinstance(one, BrokenOff):
            queued = post.queued[one.sent]
            queued.state, queued.suspected = "waiting", queued.suspected or one.perhaps_arrived
        elif isinstance(one, Refused):
            post.queued[one.sent].state = "refused"
        elif isinstance(one, Repeat):
            for number in one.numbers:
                found = post.sent.get(number)
                if found:
                    found.state = "waiting"
                self.terminal.repeated(number, one.service, found=found is not None)
        elif isinstance(one, Alarm):
            post.alarms.append(one.message)
        elif isinstance(one, Drop):
            self.dropped.append(one.reason)


class Table:
    """Two ends and the line between them."""

    def __init__(self, **settings: object) -> None:
        common = {"connect": "localhost:1"} | settings
        self.near = End(Post("TSA"), Settings(**common))  # type: ignore[arg-type]
        self.far = End(Post("HAT"), Settings(**common))  # type: ignore[arg-type]

    def connect(self) -> None:
        self.near.connect()
        self.far.connect()

    def cut(self) -> None:
        self.near.disconnect()
        self.far.disconnect()

    def run(self, out: Line = bytes, back: Line = bytes, *, most: int = 4096, steps: int = 10_000) -> None:
        """Let both speak until neither has anything to say."""
        for _ in range(steps):
            there, here = self.near.write(most), self.far.write(most)
            if not there and not here:
                return
            if there:
                self.far.read(out(there))
            if here:
                self.near.read(back(here))
        raise AssertionError("the two ends never come to rest")

    def tick(self, seconds: float) -> None:
        self.near.tick(seconds)
        self.far.tick(seconds)
