"""The seam between a post and its transports: what is handed over to be carried, and what was carried here.

A post decides what goes over which circuit and when; a transport only carries. The post keeps all that must last
(queue, channel numbers, what a transport wants to remember) in one database; a coroutine of `Station` that has returned
has written to the disk what it was told. So a transport acknowledges after `received` has returned, never before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import msgspec

from reftel.model.noun import Noun

PRECEDENCES = "YZOPR"
"""The prosigns, the most urgent first (ACP 127(G) para 150; Y in the AUTODIN family)."""


class Circuit(msgspec.Struct, frozen=True, kw_only=True):
    """A circuit as the configuration of a post describes it.

    `name` is its channel designator, three letters. `kind` names the transport. `far` is the routing indicator of the
    station at the other end. `settings` are what only this kind of transport knows: it checks them itself and raises
    `ValueError` with key and remedy. Paths among them count from `folder`, where the configuration lies.
    `speed`: characters a second, None for a line without end. `numbers`: `running` (to 999, then 001) or `daily`.
    """

    name: str
    kind: str
    far: str
    settings: dict[str, Any] = {}
    folder: Path = Path()
    speed: float | None = None
    numbers: str = "running"


class Outgoing(Noun, frozen=True, kw_only=True):
    """One transmission of a message over one circuit, its channel number taken and used up for good.

    `text`: format lines 2 to 16 as they are to be sent, for this circuit, with plain line ends; a pilot may stand
    above line 2. Line 1 is the transport's: `channel` (`TSA041`), then the identifications of `earlier` hops, the
    newest first, then `handling` (`ZFD RUEHC`). `id` names the transmission in `acknowledged` and `broken_off`.
    `suspected_duplicate`: an earlier attempt may have arrived; `handling` says so too. `precedence`: one prosign.
    """

    id: int
    circuit: str
    channel: str
    precedence: str
    text: str
    calling: str | None = None
    called: tuple[str, ...] = ()
    station_serial: int | None = None
    filed: str | None = None
    earlier: tuple[str, ...] = ()
    handling: str = ""
    suspected_duplicate: bool = False
    no_receipt: bool = False
    service: bool = False


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """What a circuit gave. `raw` are the bytes as they came, `text` the same as letters with plain line ends.

    `kind` as in `wire.received`: message, cut, tail, cancelled, between, refused, signals. `channel`: the newest
    identification, `TSA041`. `key`: what makes it this very hand-over, where the transport knows (a message's id in
    a stream): the same key is taken once. `memory`: what `recall` is to give from now on, written in the same
    transaction; None leaves it. `stranger`: the sender could not be established; it is put aside and not filed.
    `doubtful`: letters of its text are garbled, and it was asked for again.
    """

    circuit: str
    raw: bytes
    text: str
    kind: str = "message"
    channel: str | None = None
    key: str | None = None
    memory: bytes | None = None
    findings: tuple[str, ...] = ()
    stranger: bool = False
    doubtful: bool = False
    facts: dict[str, str] = {}


class NotTaken(Exception):
    """The post cannot take what was carried (the disk is full): nothing may be acknowledged; the words say why."""


class Station(Protocol):
    """What a post is to its transports."""

    async def traffic(self, circuit: str) -> None:
        """Return when something may be waiting for this circuit; at once where something is."""

    async def take(self, circuit: str) -> Outgoing | None:
        """The next message, by precedence and then as they came, with its channel number; None for none.

        It stays taken until it is acknowledged or broken off; one that was taken when the post stopped goes out again
        as a suspected duplicate under a new number.
        """

    def interrupts(self, sending: Outgoing, remaining: float) -> bool:
        """Whether what waits breaks in on what is being sent, of which `remaining` seconds are left."""

    async def acknowledged(self, *sent: int) -> None:
        """The far station has these on its disk."""

    async def broken_off(self, sent: int, reason: str, *, perhaps_arrived: bool) -> None:
        """It was not acknowledged: it waits again, in its old place; a suspected duplicate if it may have arrived."""

    async def refused(self, sent: int, reason: str, number: int | None = None) -> None:
        """The far station will never take it: it goes by an alternate, else to the service position.

        `number`: the channel number under which it was sent, where the word may come late, or again.
        """

    async def received(self, incoming: Incoming) -> None:
        """Take what came; returns when it is on the disk. Raises `NotTaken`."""

    async def repeat(self, circuit: str, number: int, *, suspected_duplicate: bool = False) -> bool:
        """Send again what went out under this channel number; False where that is no longer kept or was blank."""

    async def serve(self, circuit: str, text: str, precedence: str = "P") -> None:
        """Queue a service message for the neighbour: `text` is what stands below line 4."""

    def recall(self, circuit: str) -> bytes:
        """What the transport asked to be remembered last; empty at the beginning."""

    async def remember(self, circuit: str, memory: bytes) -> None:
        """Keep this for the next `recall`."""

    def last_sent(self, circuit: str) -> int:
        """The channel number taken last; 0 for none."""

    def line(self, circuit: str, up: bool, reason: str = "") -> None:
        """The circuit came up or went down."""

    def alarm(self, circuit: str, message: str) -> None:
        """Tell the watch."""


class Transport(Protocol):
    """What carries: one for each circuit. `open_transport(circuit, station)` of its module makes it."""

    async def run(self) -> None:
        """Carry until cancelled. A broken line is taken up again by itself; what is wrong for good raises."""
