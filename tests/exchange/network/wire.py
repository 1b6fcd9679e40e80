"""A wire for tests: frames over TCP, each acknowledged when the far post has it on its disk.

It knows nothing of numbers or garbles; what it shows is what the posts themselves do when lines and processes die.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import msgspec

from reftel.exchange.seam import Circuit, Incoming, NotTaken, Outgoing, Station

WINDOW = 32


class Frame(msgspec.Struct, array_like=True):
    """A message with its number, or the word that one is on the disk."""

    sent: int
    channel: str = ""
    text: str = ""


class Wire:
    """One end: it listens or it calls, as the settings say."""

    def __init__(self, circuit: Circuit, station: Station) -> None:
        self.circuit, self.station = circuit, station
        self.port = int(circuit.settings["port"])
        self.listens = bool(circuit.settings.get("listens"))
        self.under_way: dict[int, Outgoing] = {}
        self.talking = asyncio.Lock()

    async def run(self) -> None:
        if self.listens:
            server = await asyncio.start_server(self.talk, "127.0.0.1", self.port)
            async with server:
                await server.serve_forever()
        while True:
            with contextlib.suppress(OSError):
                await self.talk(*await asyncio.open_connection("127.0.0.1", self.port))
            await asyncio.sleep(0.1)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with self.talking:
            self.station.line(self.circuit.name, True)
            tasks = [asyncio.create_task(one) for one in (self.hear(reader, writer), self.say(writer))]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                writer.close()
                for sent in list(self.under_way):
                    await self.station.broken_off(sent, "the line went down", perhaps_arrived=True)
                self.under_way.clear()
                self.station.line(self.circuit.name, False, "the line went down")

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, NotTaken):
            while True:
                size = int.from_bytes(await reader.readexactly(4), "big")
                frame = msgspec.msgpack.decode(await reader.readexactly(size), type=Frame)
                if not frame.text:
                    if self.under_way.pop(frame.sent, None):
                        await self.station.acknowledged(frame.sent)
                    continue
                await self.station.received(self.incoming(frame))
                write(writer, Frame(frame.sent))

    def incoming(self, frame: Frame) -> Incoming:
        raw = frame.text.encode()
        return Incoming(circuit=self.circuit.name, raw=raw, text=frame.text, channel=frame.channel)

    async def say(self, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                await self.station.traffic(self.circuit.name)
                while len(self.under_way) >= WINDOW:
                    await asyncio.sleep(0.002)
                sent = await self.station.take(self.circuit.name)
                if sent is None:
                    await asyncio.sleep(0.01)
                    continue
                self.under_way[sent.id] = sent
                first = f"VZCZC{sent.channel}{''.join(sent.earlier)} {sent.handling}".rstrip()
                write(writer, Frame(sent.id, sent.channel, f"{first}\n{sent.text}"))
                await writer.drain()


def write(writer: asyncio.StreamWriter, frame: Frame) -> None:
    data = msgspec.msgpack.encode(frame)
    writer.write(len(data).to_bytes(4, "big") + data)


def open_transport(circuit: Circuit, station: Any) -> Wire:
    return Wire(circuit, station)
