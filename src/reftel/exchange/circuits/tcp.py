"""A circuit on a line: the asyncio shell around `terminal`, one task for each circuit.

A line that breaks is taken up again after a second; where no station answers, later and later, at most after a minute.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from reftel.exchange.circuits.carrying_out import CarryingOut, LineDown
from reftel.exchange.circuits.secret import Handshake, NotBelieved, Session
from reftel.exchange.circuits.settings import Settings, secret_of, settings_of, tls_of
from reftel.exchange.circuits.terminal import Terminal
from reftel.exchange.seam import Circuit, Outgoing, Station
from reftel.exchange.to_its_end import to_its_end

_PIECE = 4096
_READ = 65_536
_SHORTEST, _LONGEST = 1.0, 60.0
_HANDSHAKE = 10.0
_MOST_CALLERS = 8
"""Calls at once that have not proved themselves."""
_TICK = 1.0


def open_transport(circuit: Circuit, station: Station) -> Tcp:
    """The transport of a circuit of the kind `tcp`. ValueError for settings that cannot be."""
    return Tcp(circuit, station)


class Tcp:
    """A circuit over TCP."""

    def __init__(self, circuit: Circuit, station: Station, *, clock: Callable[[], float] = time.time) -> None:
        self.circuit = circuit
        self.station = station
        self.settings: Settings = settings_of(circuit)
        self.clock = clock
        self.terminal = Terminal(circuit, self.settings, station.last_sent(circuit.name))
        named = self.settings.secret_file
        self._secret = secret_of(named, circuit.folder) if named else None
        self._tls = tls_of(self.settings, circuit)
        self._carrying_out = CarryingOut(circuit.name, station, self.terminal, clock)
        self._wake = asyncio.Event()
        self._callers = 0
        self._conversation: asyncio.Task[bool] | None = None
        self._down_since = clock()
        self.port: int | None = None

    async def run(self) -> None:
        """Carry until cancelled."""
        giving_up = asyncio.create_task(self._give_up_in_time())
        try:
            await (self._listen() if self.settings.listen else self._call())
        finally:
            giving_up.cancel()
            if self._conversation:
                self._conversation.cancel()
                await asyncio.gather(self._conversation, return_exceptions=True)

    async def _listen(self) -> None:
        address = self.settings.address
        server = await asyncio.start_server(self._called, address.host, address.port, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            await server.serve_forever()

    async def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A caller who proves itself takes the place of one that was there before: the old line is dead."""
        async with _closing(writer):
            if self._callers >= _MOST_CALLERS:
                return
            self._callers += 1
            try:
                session = await self._proven(reader, writer, calling=False)
            except (LineDown, OSError) as error:
                self.station.alarm(self.circuit.name, f"a caller was refused: {error}")
                return
            finally:
                self._callers -= 1
            while self._conversation and not self._conversation.done():
                self._conversation.cancel()
                await asyncio.gather(self._conversation, return_exceptions=True)
            self._conversation = asyncio.create_task(self._converse(reader, writer, session))
            await asyncio.gather(self._conversation, return_exceptions=True)

    async def _call(self) -> None:
        pause, address = _SHORTEST / 2, self.settings.address
        while True:
            spoke = False
            try:
                name = self.settings.tls.name or address.host if self.settings.tls else None
                async with asyncio.timeout(_HANDSHAKE):
                    reader, writer = await asyncio.open_connection(
                        address.host, address.port, ssl=self._tls, server_hostname=name
                    )
                async with _closing(writer):
                    session = await self._proven(reader, writer, calling=True)
                    spoke = await self._converse(reader, writer, session)
            except (LineDown, OSError, TimeoutError) as error:
                self.station.line(self.circuit.name, False, str(error) or "no answer")
            pause = _SHORTEST if spoke else min(2 * pause, _LONGEST)
            await asyncio.sleep(pause)

    async def _proven(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, calling: bool
    ) -> Session | None:
        """The session, when the far station has proved itself; none on a line without a secret."""
        if self._secret is None:
            return None
        handshake = Handshake(self._secret, calling=calling)
        writer.write(handshake.begin())
        try:
            async with asyncio.timeout(_HANDSHAKE):
                while data := await reader.read(1024):
                    answer, session = handshake.feed(data)
                    writer.write(answer)
                    await writer.drain()
                    if session:
                        return session
        except (NotBelieved, TimeoutError) as error:
            raise LineDown(str(error) or "the far station does not prove itself") from error
        raise LineDown("the far station hung up")

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, session: Session | None
    ) -> bool:
        """One line from its begin to its end; whether the far station told how far it has received."""
        reason = "stopped"
        self.terminal.connected(self.station.recall(self.circuit.name), self.clock())
        self.station.line(self.circuit.name, True)
        tasks = [
            asyncio.create_task(one)
            for one in (self._read(reader, session), self._write(writer, session), self._tick())
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        except (LineDown, OSError, NotBelieved) as error:
            reason = str(error) or type(error).__name__
        finally:
            spoke = await to_its_end(self._hang_up(tasks, reason))
        return spoke

    async def _hang_up(self, tasks: list[asyncio.Task[None]], reason: str) -> bool:
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        spoke = self.terminal.sending.ready
        self.terminal.disconnected(self.clock())
        with contextlib.suppress(LineDown):
            await self._do()
        self._down_since = self.clock()
        self.station.line(self.circuit.name, False, reason)
        return spoke

    async def _read(self, reader: asyncio.StreamReader, session: Session | None) -> None:
        """Take what comes; nothing more is read before it is on the disk, which holds up who sends too fast."""
        while data := await reader.read(_READ):
            self.terminal.receive(session.open(data) if session else data, self.clock())
            await self._do()
        raise LineDown("the far station hung up")

    async def _write(self, writer: asyncio.StreamWriter, session: Session | None) -> None:
        sending = self.terminal.sending
        while True:
            self._wake.clear()
            if data := sending.output(_PIECE, self.clock()):
                writer.write(session.seal(data) if session else data)
                await writer.drain()
                await self._do()
                await self._pace(len(data))
            elif not (sending.wants() and await self._begin()):
                await self._traffic(wanted=sending.wants())

    async def _pace(self, count: int) -> None:
        """Let what is more urgent break in; send no faster than the circuit is."""
        speed, sending = self.circuit.speed, self.terminal.sending
        if speed:
            await asyncio.sleep(count / speed)
        current = sending.current
        left = sending.left / speed if speed else 0.0
        if current and self.station.interrupts(current, left) and sending.interrupt():
            await self._do()

    async def _begin(self) -> bool:
        """Begin with the next message, if there is one, when all that goes back to the queue is there."""
        await self._do()
        async with self._carrying_out.busy:
            sent = await self._taken() if self.terminal.sending.wants() else None
        if sent is None:
            return False
        self.terminal.sending.begin(sent)
        await self._do()
        return True

    async def _taken(self) -> Outgoing | None:
        """The next message. A line that breaks in this very moment loses none."""
        taking = asyncio.ensure_future(self.station.take(self.circuit.name))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            if left := await taking:
                self.terminal.sending.unused(left)
                await self.station.broken_off(left.id, "the line went down", perhaps_arrived=False)
            raise

    async def _traffic(self, *, wanted: bool) -> None:
        """Wait until there is something to write."""
        waiting: list[asyncio.Task[Any]] = [asyncio.create_task(self._wake.wait())]
        if wanted:
            waiting.append(asyncio.ensure_future(self.station.traffic(self.circuit.name)))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            self.terminal.tick(self.clock())
            await self._do()

    async def _give_up_in_time(self) -> None:
        """What is under way on a line that stays down may go another way."""
        while True:
            await asyncio.sleep(_TICK)
            away = 0.0 if self.terminal.is_up else self.clock() - self._down_since
            if self.terminal.sending.under_way and away > self.settings.away:
                self.terminal.sending.give_up("the line is down")
                with contextlib.suppress(LineDown):
                    await self._do()

    async def _do(self) -> None:
        await self._carrying_out.all()
        self._wake.set()


@contextlib.asynccontextmanager
async def _closing(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    try:
        yield
    finally:
        writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(_SHORTEST):
                await writer.wait_closed()
