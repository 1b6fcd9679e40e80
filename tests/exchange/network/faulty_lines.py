"""Lines that fail: what goes through is cut into odd pieces, held up, and broken off at any byte; seeded."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading

_LONGEST = 60_000  # bytes that go through before a line breaks, at most


class FaultyLines:
    """Stands between callers and listeners, in a thread of its own."""

    def __init__(self, seed: int, longest: int = _LONGEST) -> None:
        self.draw = random.Random(seed)
        self.longest = longest
        self.breaks = 0
        self.loop = asyncio.new_event_loop()
        self.tasks: set[asyncio.Task[None]] = set()
        self.servers: list[asyncio.Server] = []
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def through(self, port: int) -> int:
        """A port that leads to this one."""
        return asyncio.run_coroutine_threadsafe(self._open(port), self.loop).result()

    async def _open(self, port: int) -> int:
        async def called(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._talk(port, reader, writer)

        server = await asyncio.start_server(called, "127.0.0.1", 0)
        self.servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def _talk(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
            ways = ((reader, far_writer), (far_reader, writer))
            both = [asyncio.create_task(self._carry(*way)) for way in ways]
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for one in both:
                one.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            far_writer.transport.abort()
        writer.transport.abort()
        self.tasks.discard(task)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left = self.draw.randrange(self.longest)
        with contextlib.suppress(OSError):
            while data := await reader.read(self.draw.choice((1, 7, 100, 4096))):
                writer.write(data[:left])
                await writer.drain()
                left -= len(data)
                if left <= 0:
                    self.breaks += 1
                    return
                if self.draw.random() < 0.01:
                    await asyncio.sleep(self.draw.random() / 20)

    def close(self) -> None:
        """End all."""
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _end(self) -> None:
        for server in self.servers:
            server.close()
        tasks = tuple(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.1)  # the transports close their sockets
