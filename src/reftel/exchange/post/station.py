"""What a running post is to its transports: the sans-I/O decisions of queue and receiver, put on the disk.

What several circuits ask for within some milliseconds is written in one transaction: each is told when it is on the
disk.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from reftel.exchange.keeping import journal
from reftel.exchange.keeping.alarms import alarm
from reftel.exchange.keeping.book import BookError
from reftel.exchange.post.place import Place
from reftel.exchange.queue import rerouting, waiting
from reftel.exchange.receiving import service
from reftel.exchange.receiving.taking import take_in
from reftel.exchange.seam import Incoming, NotTaken, Outgoing

_log = logging.getLogger(__name__)
T = TypeVar("T")
_LONGEST_PAUSE = 0.005  # seconds


class PostStation:
    """The `Station` of one post."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.book = place.book
        self.config = place.config
        self._pause = 0.0  # how long others may join a transaction: half of what the last one took
        self._pending: list[tuple[Callable[[], Any], asyncio.Future[Any]]] = []
        self._stirred: dict[str, asyncio.Event] = {name: asyncio.Event() for name in place.config.circuits}

    async def _write(self, work: Callable[[], T]) -> T:
        """Do this in the next transaction; its result, when that is on the disk."""
        return await self._queued(work)

    def _queued(self, work: Callable[[], T]) -> asyncio.Future[T]:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        if not self._pending:
            loop.call_later(self._pause, self.settle)
        self._pending.append((work, done))
        return done

    def _soon(self, work: Callable[[], None]) -> None:
        """Do this in the next transaction. Nobody waits for it; that it could not be written is logged."""
        self._queued(work).add_done_callback(_log_failure)

    def settle(self) -> None:
        """Write what waits for the next transaction."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        results: list[Any] = []
        began = time.perf_counter()
        try:
            with self.book.transaction():
                results += (self._one(work) for work, _ in pending)
        except BookError as error:
            results = [error] * len(pending)
        self._pause = min((time.perf_counter() - began) / 2, _LONGEST_PAUSE)
        for (_, done), result in zip(pending, results, strict=True):
            if done.cancelled():
                continue
            if isinstance(result, Exception):
                done.set_exception(result)
            else:
                done.set_result(result)

    def _one(self, work: Callable[[], Any]) -> Any:
        """The result of one piece of work, or what it raised; what it wrote before that is undone."""
        try:
            with self.book.transaction():
                return work()
        except Exception as error:  # it is raised where the work was asked for
            if not self.book.writing:  # a full disk has undone what the others wrote too
                raise
            return error

    def stir(self, *circuits: str) -> None:
        """Let transports look whether something waits; all of them, if none is named."""
        for name in circuits or self._stirred:
            self._stirred[name].set()

    async def traffic(self, circuit: str) -> None:
        """Return when something may be waiting for this circuit."""
        event = self._stirred[circuit]
        sql = (
            "SELECT 1 FROM transmission t JOIN circuit c ON c.name = t.circuit"
            " WHERE t.circuit = ? AND t.state = 'waiting' AND c.closed = 0 LIMIT 1"
        )
        event.clear()
        if not self.book.one(sql, circuit):
            await event.wait()

    async def take(self, circuit: str) -> Outgoing | None:
        """The next message with its channel number; None for none, and while the operator has closed the circuit."""
        route = self.config.circuits[circuit]

        def work() -> Outgoing | None:
            closed = self.book.one("SELECT closed FROM circuit WHERE name = ?", circuit)
            return None if closed and closed[0] else waiting.take(self.book, self.config, route)

        return await self._write(work)

    def interrupts(self, sending: Outgoing, remaining: float) -> bool:
        """Whether what waits breaks in on what is being sent."""
        return waiting.interrupts(self.book, sending, remaining)

    async def acknowledged(self, *sent: int) -> None:
        """The far station has these on its disk."""

        def work() -> None:
            for one in sent:
                waiting.acknowledged(self.book, one)

        await self._write(work)

    async def broken_off(self, sent: int, reason: str, *, perhaps_arrived: bool) -> None:
        """It was not acknowledged and waits again."""
        await self._write(
            lambda: waiting.broken_off(self.book, sent, reason, perhaps_arrived=perhaps_arrived)
        )
        self.stir()

    async def refused(self, sent: int, reason: str, number: int | None = None) -> None:
        """The far station will never take it."""
        await self._write(lambda: rerouting.refuse(self.book, self.config, sent, reason, number))
        self.stir()

    async def received(self, incoming: Incoming) -> None:
        """Take what came; returns when it is on the disk. Raises `NotTaken`."""
        try:
            await self._write(lambda: take_in(self.book, self.config, incoming))
        except BookError as error:
            raise NotTaken(str(error)) from error
        self.stir()

    async def repeat(self, circuit: str, number: int, *, suspected_duplicate: bool = False) -> bool:
        """Send again what went out under this channel number."""
        found = await self._write(
            lambda: waiting.repeat(self.book, circuit, number, suspected=suspected_duplicate)
        )
        self.stir(circuit)
        return found

    async def serve(self, circuit: str, text: str, precedence: str = "P") -> None:
        """Queue a service message for the neighbour."""
        await self._write(lambda: service.to_neighbour(self.book, self.config, circuit, text, precedence))
        self.stir(circuit)

    def recall(self, circuit: str) -> bytes:
        """What the transport asked to be remembered last."""
        found = self.book.one("SELECT memory FROM circuit WHERE name = ?", circuit)
        return bytes(found[0]) if found else b""

    async def remember(self, circuit: str, memory: bytes) -> None:
        """Keep this for the next `recall`."""
        await self._write(
            lambda: self.book.put("UPDATE circuit SET memory = ? WHERE name = ?", memory, circuit)
        )

    def last_sent(self, circuit: str) -> int:
        """The channel number taken last; 0 for none."""
        return waiting.last_number(self.book, self.config.circuits[circuit])

    def line(self, circuit: str, up: bool, reason: str = "") -> None:
        """The circuit came up or went down."""

        def work() -> None:
            sql = "UPDATE circuit SET up = ?, changed = ?, reason = ? WHERE name = ? AND up <> ?"
            if self.book.put(sql, up, self.book.clock(), reason, circuit, up):
                journal.enter(self.book, "circuit", circuit, "up" if up else "down", reason=reason)

        self._soon(work)

    def alarm(self, circuit: str, message: str) -> None:
        """Tell the watch."""
        self._soon(lambda: alarm(self.book, circuit, message))


def _log_failure(done: asyncio.Future[None]) -> None:
    if not done.cancelled() and (error := done.exception()):
        _log.warning("what a transport told could not be written: %s", error)
