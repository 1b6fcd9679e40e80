"""A circuit through NATS JetStream: the asyncio shell.

A stream for each precedence, so that FLASH waits behind nothing. What is published counts as sent when most of the
servers have it on their disks; what is taken is acknowledged when the post has it on its own.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from typing import TYPE_CHECKING

import nats
import nats.errors
from nats.js.api import AckPolicy, ConsumerConfig, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import APIError, NotFoundError

from reftel.exchange.circuits.settings import secret_of
from reftel.exchange.nats.settings import settings_of
from reftel.exchange.sealing import seal_of
from reftel.exchange.seam import PRECEDENCES, Circuit, Incoming, NotTaken, Outgoing, Station
from reftel.exchange.to_its_end import stop_if_cancelled
from reftel.wire.start_of_message import channels_of

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.msg import Msg
    from nats.js import JetStreamContext

_SEAL = "Telegram-Seal"
_BATCH = 32
_PAUSE = 1.0
_NOT_NOW = 5.0  # seconds until a message that the post could not take is given again


def open_transport(circuit: Circuit, station: Station) -> JetStream:
    """The transport of a circuit of the kind `nats`. ValueError for settings that cannot be."""
    return JetStream(circuit, station)


class JetStream:
    """A circuit through a cluster."""

    def __init__(self, circuit: Circuit, station: Station) -> None:
        self.circuit = circuit
        self.station = station
        self.settings = settings_of(circuit)
        self._secret = secret_of(self.settings.secret_file, circuit.folder)

    async def run(self) -> None:
        """Carry until cancelled; the client takes up broken lines by itself."""
        name = self.circuit.name

        async def down() -> None:
            self.station.line(name, False, "no server of the cluster answers")

        async def up() -> None:
            self.station.line(name, True)

        client = await nats.connect(
            list(self.settings.servers), disconnected_cb=down, reconnected_cb=up, max_reconnect_attempts=-1,
            connect_timeout=int(self.settings.patience), reconnect_time_wait=_PAUSE,
        )  # fmt: skip
        try:
            await self._carry(client)
        finally:
            await client.close()

    async def _carry(self, client: Client) -> None:
        js = client.jetstream(timeout=self.settings.patience)
        await self._streams(js)
        self.station.line(self.circuit.name, True)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._send_all(js))
            for prosign in PRECEDENCES:
                tasks.create_task(self._receive_all(js, prosign))

    async def _streams(self, js: JetStreamContext) -> None:
        """Make the streams that are missing; a cluster that is still electing is asked again."""
        for prosign in PRECEDENCES:
            config = StreamConfig(
                name=f"{self.settings.stream}-{prosign}", subjects=[f"{self.settings.stream}.*.{prosign}"],
                retention=RetentionPolicy.WORK_QUEUE, storage=StorageType.FILE, num_replicas=self.settings.replicas,
            )  # fmt: skip
            while not await self._stream_is_there(js, config):
                stop_if_cancelled()
                await asyncio.sleep(_PAUSE)

    async def _stream_is_there(self, js: JetStreamContext, config: StreamConfig) -> bool:
        """Whether the stream is there, made now if it was missing; the far station may make it in the same moment."""
        try:
            try:
                await js.stream_info(str(config.name))
            except NotFoundError:
                await js.add_stream(config)
        except (APIError, nats.errors.Error, TimeoutError) as error:
            self.station.line(self.circuit.name, False, f"the cluster is not ready: {error}")
            return False
        return True

    async def _send_all(self, js: JetStreamContext) -> None:
        while True:
            await self.station.traffic(self.circuit.name)
            while sent := await self.station.take(self.circuit.name):
                await self._send(js, sent)
                stop_if_cancelled()

    async def _send(self, js: JetStreamContext, sent: Outgoing) -> None:
        first = f"VZCZC{''.join((sent.channel, *sent.earlier))} {sent.handling}".rstrip()
        data = f"{first}\n{sent.text}".encode()
        if len(data) > self.settings.limit:
            words = f"{len(data)} bytes, and the circuit takes {self.settings.limit}: send it in sections"
            await self.station.refused(sent.id, words)
            return
        headers = {_SEAL: seal_of(self._secret, data), "Nats-Msg-Id": _digest(sent.text)}
        subject = f"{self.settings.stream}.{self.circuit.far}.{sent.precedence}"
        try:
            await js.publish(subject, data, timeout=self.settings.patience, headers=headers)
        except (nats.errors.Error, APIError, TimeoutError, OSError) as error:
            reason = str(error) or "the cluster does not answer"
            await self.station.broken_off(sent.id, reason, perhaps_arrived=True)
            await asyncio.sleep(_PAUSE)
        else:
            await self.station.acknowledged(sent.id)

    async def _receive_all(self, js: JetStreamContext, prosign: str) -> None:
        subject = f"{self.settings.stream}.{self.settings.own}.{prosign}"
        config = ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, ack_wait=30)
        name = f"{self.settings.own}-{prosign}"
        while True:
            try:
                taken = await js.pull_subscribe(
                    subject, durable=name, stream=f"{self.settings.stream}-{prosign}", config=config
                )
                while True:
                    await self._receive(await self._fetched(taken))
                    stop_if_cancelled()
            except (nats.errors.Error, APIError, TimeoutError, OSError):
                stop_if_cancelled()
                await asyncio.sleep(_PAUSE)

    async def _fetched(self, taken: JetStreamContext.PullSubscription) -> list[Msg]:
        try:
            return await taken.fetch(_BATCH, timeout=self.settings.patience)
        except (nats.errors.TimeoutError, TimeoutError):
            return []  # nothing came in this time

    async def _receive(self, messages: list[Msg]) -> None:
        for one in messages:
            try:
                await self.station.received(self._incoming(one))
            except NotTaken:
                await one.nak(delay=_NOT_NOW)
            else:
                await one.ack()

    def _incoming(self, one: Msg) -> Incoming:
        text = one.data.decode("utf-8", "replace")
        seal = (one.headers or {}).get(_SEAL, "")
        stranger = not hmac.compare_digest(seal.encode(), seal_of(self._secret, one.data).encode())
        first, _, below = text.partition("\n")
        return Incoming(
            circuit=self.circuit.name,
            raw=one.data,
            text=text,
            channel=next(iter(channels_of(first.split(" ", 1)[0])), None),
            key=None if stranger else _digest(below),
            stranger=stranger,
            findings=("a message without the seal of the far station",) if stranger else (),
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
