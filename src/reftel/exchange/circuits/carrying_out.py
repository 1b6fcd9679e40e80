"""Doing what a terminal wants done, in order and to its end, even if the line breaks meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import takewhile

from reftel.exchange.circuits.doing import (
    Acknowledged,
    Alarm,
    BrokenOff,
    Doing,
    Drop,
    Refused,
    Remember,
    Repeat,
    Serve,
    Take,
)
from reftel.exchange.circuits.terminal import Terminal
from reftel.exchange.seam import NotTaken, Station
from reftel.exchange.to_its_end import to_its_end

_OF_OURS = Acknowledged | BrokenOff | Refused
_LASTING = _OF_OURS | Repeat


class LineDown(Exception):
    """The line broke, or was broken; the words say why."""


class CarryingOut:
    """What a terminal wants done, done by the post; then the terminal hears that it is. `busy`: while it is done."""

    def __init__(
        self, circuit: str, station: Station, terminal: Terminal, clock: Callable[[], float]
    ) -> None:
        self.circuit = circuit
        self.station = station
        self.terminal = terminal
        self.clock = clock
        self._left: list[Doing] = []
        self.busy = asyncio.Lock()

    async def all(self) -> None:
        """Do all of it. Who asks may be cancelled: what was begun is done all the same. Raises `LineDown`."""
        await to_its_end(self._all())

    async def _all(self) -> None:
        async with self.busy:
            while together := self._together():
                if isinstance(drop := together[0], Drop):
                    del self._left[0]
                    self.station.alarm(self.circuit, drop.reason)
                    raise LineDown(drop.reason)
                try:
                    await self._each(together)
                except BaseException:
                    self._failed()
                    raise
                del self._left[: len(together)]
            self.terminal.settled(self.clock())

    def _together(self) -> list[Doing]:
        """The next thing to be done, with what may be written to the disk at once with it."""
        self._left += self.terminal.doings()
        takes = list(takewhile(lambda one: isinstance(one, Take), self._left))
        ours = list(takewhile(lambda one: isinstance(one, _OF_OURS), self._left))
        return takes or ours or self._left[:1]

    def _failed(self) -> None:
        """What came and is not kept comes again; what became of our own messages is still to be written down."""
        self.terminal.forget()
        self._left = [one for one in (*self._left, *self.terminal.doings()) if isinstance(one, _LASTING)]

    async def _each(self, together: list[Doing]) -> None:
        results = await asyncio.gather(*map(self._one, together), return_exceptions=True)
        for failed in filter(None, results):
            if isinstance(failed, NotTaken):
                raise LineDown(f"the post cannot take what comes: {failed}")
            raise failed

    async def _one(self, one: Doing) -> None:
        name, station = self.circuit, self.station
        match one:
            case Take(incoming):
                await station.received(incoming)
            case Remember(memory):
                await station.remember(name, memory)
            case Serve(text, precedence):
                await station.serve(name, text, precedence)
            case Acknowledged(sent):
                await station.acknowledged(*sent)
            case BrokenOff(sent_id, reason, perhaps):
                await station.broken_off(sent_id, reason, perhaps_arrived=perhaps)
            case Refused(sent_id, reason):
                await station.refused(sent_id, reason)
            case Repeat(numbers, service):
                for number in numbers:
                    found = await station.repeat(name, number)
                    self.terminal.repeated(number, service, found=found)
            case Alarm(message):
                station.alarm(name, message)
