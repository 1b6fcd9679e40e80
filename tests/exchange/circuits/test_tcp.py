"""Two posts on a line over loopback: each message arrives once, whatever stands between them."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import trustme
from tests.exchange.messages import message
from tests.exchange.posts import circuit, hand_over, make

from reftel.exchange.circuits.tcp import Tcp
from reftel.exchange.post.place import Place
from reftel.exchange.post.station import PostStation
from reftel.exchange.queue import waiting
from reftel.exchange.seam import Circuit

LIMIT = 30.0
SECRET = "the lamp is lit at nine"


class Running:
    """A post, its station, and its transport on a task."""

    def __init__(self, place: Place, name: str, settings: dict[str, object]) -> None:
        self.place = place
        self.name = name
        self.settings = settings
        self.begin()

    def begin(self) -> None:
        with self.place.book.transaction():
            waiting.recover(self.place.book)
        self.station = PostStation(self.place)
        far = self.place.config.circuits[self.name].far
        handed = Circuit(
            name=self.name, kind="tcp", far=far, settings=self.settings, folder=self.place.folder
        )
        self.transport = Tcp(handed, self.station)
        self.task = asyncio.create_task(self.transport.run())

    async def stop(self) -> None:
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task

    async def listening(self) -> int:
        while self.transport.port is None:
            await asyncio.sleep(0.01)
        return self.transport.port

    def has(self) -> list[int]:
        sql = "SELECT serial FROM message WHERE kind = 'telegram' AND circuit = ? ORDER BY id"
        return [serial for (serial,) in self.place.book.rows(sql, self.name)]

    def alarms(self) -> list[str]:
        return [words for (words,) in self.place.book.rows("SELECT message FROM alarm")]


@pytest.fixture
def posts(tmp_path: Path) -> tuple[Place, Place]:
    """London, which relays what comes over WIR; Lima."""
    (tmp_path / "secret").write_text(SECRET)
    london = make(
        tmp_path / "london",
        "LONDON",
        circuit("TSA", "RUEHPE", "RUEHPE", kind="tcp"),
        circuit("WIR", "RUEHC", "RUEHC"),
    )
    lima = make(tmp_path / "lima", "LIMA", circuit("HAT", "RUEHLO", "R", kind="tcp"))
    for place in (london, lima):
        (place.folder / "secret").write_text(SECRET)
    return london, lima


def queue(london: Place, *serials: int, prosign: str = "R", body: str = "1. THE LAMP IS LIT.") -> None:
    for serial in serials:
        text = message(
            "RUEHPE", serial=serial, sender="RUEHC", name="SECSTATE WASHDC", prosign=prosign, body=body
        )
        assert hand_over(london, "WIR", text).fate == "taken"


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT):
        while not true():
            await asyncio.sleep(0.02)


def carried(london: Place) -> bool:
    sql = "SELECT count(*) FROM transmission WHERE circuit = 'TSA' AND state <> 'acknowledged'"
    return bool(london.book.one(sql)[0] == 0)


@contextlib.asynccontextmanager
async def line(
    posts: tuple[Place, Place],
    between: Callable[[int], Awaitable[int]] | None = None,
    *,
    lima: Mapping[str, object] | None = None,
    **settings: Any,
) -> AsyncIterator[tuple[Running, Running]]:
    near = Running(posts[0], "TSA", {"listen": "127.0.0.1:0", "hears": "HAT", **settings})
    port = await near.listening()
    if between:
        port = await between(port)
    far = Running(posts[1], "HAT", {"connect": f"127.0.0.1:{port}", "hears": "TSA", **(lima or settings)})
    try:
        yield near, far
    finally:
        await near.stop()
        await far.stop()


PROTECTED: dict[str, Any] = {"secret_file": "secret"}


@pytest.mark.parametrize("settings", [{}, PROTECTED, {"alphabet": "ata2"}, {"parity": "even"}])
def test_messages_come_over_a_line_in_order_and_are_acknowledged(
    posts: tuple[Place, Place], settings: dict[str, Any]
) -> None:
    async def play() -> None:
        queue(posts[0], *range(1, 30))
        async with line(posts, **settings) as (near, far):
            await until(lambda: carried(near.place))
            queue(near.place, 30)
            near.station.stir()
            await until(lambda: len(far.has()) == 30)
            await until(lambda: carried(near.place))
            assert far.has() == list(range(1, 31))
            assert not near.alarms() + [one for one in far.alarms() if "was sent here" not in one]

    asyncio.run(play())


def test_flash_goes_first(posts: tuple[Place, Place]) -> None:
    async def play() -> None:
        queue(posts[0], 1, 2)
        queue(posts[0], 3, prosign="Z")
        queue(posts[0], 4, prosign="O")
        async with line(posts) as (near, far):
            await until(lambda: carried(near.place))
            assert far.has() == [3, 4, 1, 2]

    asyncio.run(play())


def test_a_station_with_another_secret_is_told_nothing(posts: tuple[Place, Place]) -> None:
    async def play() -> None:
        queue(posts[0], 1)
        (posts[1].folder / "secret").write_text("another secret than theirs")
        async with line(posts, secret_file="secret") as (near, far):
            await until(lambda: bool(near.alarms()))
            assert "does not have the same secret" in near.alarms()[0]
            assert far.has() == []

    asyncio.run(play())


def test_two_stations_know_each_other_by_certificates(posts: tuple[Place, Place]) -> None:
    ours, theirs = trustme.CA(), trustme.CA()

    def files(place: Place, ca: trustme.CA, trusted: trustme.CA) -> dict[str, Any]:
        issued = ca.issue_cert("localhost")
        issued.private_key_pem.write_to_path(str(place.folder / "key.pem"))
        for at, blob in enumerate(issued.cert_chain_pems):
            blob.write_to_path(str(place.folder / "certificate.pem"), append=at > 0)
        trusted.cert_pem.write_to_path(str(place.folder / "authority.pem"))
        names = {"certificate": "certificate.pem", "key": "key.pem", "authority": "authority.pem"}
        return {"tls": names | ({"name": "localhost"} if place is posts[1] else {})}

    async def play(ca: trustme.CA) -> list[int]:
        async with line(posts, lima=files(posts[1], ca, ours), **files(posts[0], ours, ours)) as (near, far):
            if ca is ours:
                await until(lambda: carried(near.place))
            else:
                await asyncio.sleep(0.5)
            return far.has()

    queue(posts[0], 1, 2)
    assert asyncio.run(play(theirs)) == []
    assert asyncio.run(play(ours)) == [1, 2]


class Between:
    """A line that goes down after some bytes in either direction, again and again, and may garble."""

    def __init__(self, seed: int, most: int, garbles: float = 0.0) -> None:
        self.chance = random.Random(seed)
        self.most = most
        self.garbles = garbles
        self.cuts = 0

    async def __call__(self, port: int) -> int:
        self.port = port
        self.server = await asyncio.start_server(self._called, "127.0.0.1", 0)
        return int(self.server.sockets[0].getsockname()[1])

    async def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        left = [self.chance.randrange(self.most)]

        async def pump(source: asyncio.StreamReader, drain: asyncio.StreamWriter) -> None:
            while data := await source.read(500):
                left[0] -= len(data)
                if left[0] < 0:
                    self.cuts += 1
                    break
                if self.chance.random() < self.garbles:
                    at = self.chance.randrange(len(data))
                    data = data[:at] + bytes((data[at] ^ 1 << self.chance.randrange(8),)) + data[at + 1 :]
                drain.write(data)
                await drain.drain()

        pumps = [asyncio.create_task(one) for one in (pump(reader, back), pump(there, writer))]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for one in (*pumps,):
            one.cancel()
        for end in (writer, back):
            end.close()


@pytest.mark.parametrize("garbles", [0.0, 0.02])
def test_a_line_that_breaks_again_and_again_loses_nothing_and_doubles_nothing(
    posts: tuple[Place, Place], garbles: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reftel.exchange.circuits.tcp._SHORTEST", 0.01)
    monkeypatch.setattr("reftel.exchange.circuits.tcp._LONGEST", 0.5)

    async def play() -> None:
        queue(posts[0], *range(1, 60))
        between = Between(7, 6_000, garbles)
        async with line(posts, between, **PROTECTED) as (near, far):
            await until(lambda: carried(near.place))
            between.server.close()
            assert between.cuts > 3
            assert far.has() == list(range(1, 60))

    asyncio.run(play())


def _has(post: Running, many: int) -> bool:
    return len(post.has()) >= many


def test_a_post_that_is_stopped_and_begun_again_goes_on_where_it_was(
    posts: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reftel.exchange.circuits.tcp._SHORTEST", 0.01)

    async def play() -> None:
        queue(posts[0], *range(1, 60))
        async with line(posts) as (near, far):
            for many in (3, 20, 40):
                await until(partial(_has, far, many))
                await far.stop()
                far.begin()
            await until(lambda: carried(near.place))
            assert far.has() == list(range(1, 60))

    asyncio.run(play())
