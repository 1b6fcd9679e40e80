"""Stands on the lines between posts, in a thread of its own, and does to what passes what it was told to; seeded."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
import time
from collections import Counter, deque

from tests.exchange.network.faults import ON_LINES, Broken, Fault, Passing, garbled
from tests.exchange.network.lines import Line

from reftel.exchange.circuits.garbles import plain

_BEGINS = 12  # bytes in which a message shows that it begins
_BEHIND = 1.0  # seconds that a message which is to come behind the next one waits for it
_SPARED = 4  # pieces with which a call begins where no messages can be seen; most calls are spared so far
_NOT_SPARED = 0.1  # share of calls: were it all, a line with many faults to come would never be up again


class Injector:
    """All lines. `done` counts what was done, `marks` are the words by which what it put in is known again."""

    def __init__(self, seed: int, longest: int) -> None:
        self.draw = random.Random(seed)
        self.longest = longest
        self.done: Counter[tuple[str, str]] = Counter()
        self.marks: list[str] = []
        self.told: dict[str, deque[Fault]] = {}
        self.garbled: set[str] = set()
        self._silent: dict[tuple[str, str], float] = {}
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def through(self, line: Line, port: int, caller: str, listener: str) -> int:
        """A port by which `caller` reaches this one."""
        opening = self._open(line, port, caller, listener)
        return asyncio.run_coroutine_threadsafe(opening, self._loop).result()

    def garble(self, fault: Fault) -> None:
        """Let this befall all that passes on its line."""
        self.garbled.add(fault.where)
        self.done[fault.name, fault.where] += 1

    def tell(self, fault: Fault) -> None:
        """Let this befall the next message on its line."""
        self.told.setdefault(fault.where, deque()).append(fault)

    async def _open(self, line: Line, port: int, caller: str, listener: str) -> int:
        async def called(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            with contextlib.suppress(OSError, asyncio.CancelledError):
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
                ways = ((caller, reader, far_writer), (listener, far_reader, writer))
                both = [asyncio.create_task(self._carry(line, *way)) for way in ways]
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                for one in both:
                    one.cancel()
                await asyncio.gather(*both, return_exceptions=True)
                far_writer.close()
            writer.close()
            self._tasks.discard(task)

        server = await asyncio.start_server(called, "127.0.0.1", 0)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def _carry(
        self, line: Line, sender: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One direction of one call."""
        way, units = Passing(line.name, sender, writer, self.draw, self.longest), Units(line.framed)
        if not line.framed and self.draw.random() > _NOT_SPARED:
            way.spared = _SPARED
        with contextlib.suppress(OSError, Broken):
            while True:
                try:
                    async with asyncio.timeout(_BEHIND if way.behind else None):
                        data = await reader.read(65_536)
                except TimeoutError:
                    late, way.behind = way.behind, b""
                    await self._write(way, late)
                    continue
                if not data:
                    return
                for unit, whole in units.feed(data):
                    await self._pass(way, unit, whole)

    async def _pass(self, way: Passing, unit: bytes, whole: bool) -> None:
        """One message, or what stands between two; a fault befalls a message, or any piece where none can be seen."""
        behind, way.behind = (way.behind, b"") if whole else (b"", way.behind)
        told = self.told.get(way.line)
        spared, way.spared = way.spared > 0, way.spared - 1
        fault = told.popleft() if told and whole and not spared else None
        if fault:
            self.done[fault.name, fault.where] += 1
            try:
                unit = ON_LINES[fault.name](way, unit)
            except Broken as error:
                await self._write(way, error.passed)
                raise
            if way.silent:
                self._silent[way.line, way.sender] = time.monotonic() + way.silent
                way.silent = 0.0
        await self._write(way, unit + behind)
        self.marks += way.marks
        way.marks.clear()

    async def _write(self, way: Passing, data: bytes) -> None:
        if time.monotonic() < self._silent.get((way.line, way.sender), 0.0):
            return
        way.writer.write(garbled(way, data) if way.line in self.garbled else data)
        await way.writer.drain()

    def close(self) -> None:
        """End all."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.1)  # the transports close their sockets


class Units:
    """A stream parted into messages and what stands between; one that is not `framed` passes as it comes."""

    def __init__(self, framed: bool) -> None:
        self.framed = framed
        self._held = bytearray()
        self._looked = 0

    def feed(self, data: bytes) -> list[tuple[bytes, bool]]:
        """Each piece, and whether it is a whole message."""
        if not self.framed:
            return [(data, True)]
        self._held += data
        found = []
        while (end := self._held.find(b"NNNN", max(0, self._looked - 4))) >= 0:
            unit = bytes(self._held[: end + 4])
            found.append((unit, b"ZCZC" in plain(unit)))
            del self._held[: end + 4]
            self._looked = 0
        self._looked = len(self._held)
        if len(self._held) > _BEGINS and b"ZCZC" not in plain(bytes(self._held[:200])):
            found.append((bytes(self._held), False))
            self._held.clear()
            self._looked = 0
        return found
