"""Telegrams through a cluster of three real NATS servers, one of which is killed in the middle."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.exchange.messages import message
from tests.exchange.posts import circuit, hand_over, make

from reftel.exchange.nats.jetstream import JetStream
from reftel.exchange.nats.settings import settings_of
from reftel.exchange.post.place import Place
from reftel.exchange.post.station import PostStation
from reftel.exchange.seam import Circuit

SERVER = shutil.which("nats-server", path="/usr/sbin:/usr/bin:/usr/local/bin")


def handed(place: Place, name: str, own: str, servers: list[str]) -> Circuit:
    (place.folder / "secret").write_text("the lamp is lit at nine")
    settings = {"servers": servers, "own": own, "secret_file": "secret", "patience": 5.0}
    far = place.config.circuits[name].far
    return Circuit(name=name, kind="nats", far=far, settings=settings, folder=place.folder)


@pytest.mark.parametrize(
    ("key", "value"),
    [("servers", []), ("servers", ["10.0.0.7"]), ("own", "RU.HC"), ("stream", "A*"), ("server", "x")],
)
def test_settings_that_cannot_be_are_told(key: str, value: object) -> None:
    good = {"servers": ["nats://127.0.0.1:1"], "own": "RUEHLO", "secret_file": "secret"}
    settings_of(Circuit(name="TSA", kind="nats", far="RUEHPE", settings=good))
    with pytest.raises(ValueError, match="circuit TSA"):
        settings_of(Circuit(name="TSA", kind="nats", far="RUEHPE", settings=good | {key: value}))


def ports(many: int) -> list[int]:
    probes = [socket.socket() for _ in range(many)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    found = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return found


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[tuple[list[subprocess.Popen[bytes]], list[str]]]:
    found = ports(6)
    routes = ",".join(f"nats://127.0.0.1:{port}" for port in found[3:])
    servers = [
        subprocess.Popen(
            [str(SERVER), "-n", f"s{at}", "-a", "127.0.0.1", "-p", str(found[at]), "-js", "-sd", str(folder / f"s{at}"),
             "--cluster_name", "telegrams", "--cluster", f"nats://127.0.0.1:{found[at + 3]}", "--routes", routes],
            stderr=subprocess.DEVNULL,
        )
        for at in range(3)
    ]  # fmt: skip
    try:
        yield servers, [f"nats://127.0.0.1:{port}" for port in found[:3]]
    finally:
        for one in servers:
            one.kill()
            one.wait(10)


@pytest.mark.slow
@pytest.mark.skipif(SERVER is None, reason="nats-server is not installed")
def test_nothing_is_lost_and_nothing_comes_twice_when_a_server_is_killed(tmp_path: Path) -> None:
    london = make(
        tmp_path / "a",
        "LONDON",
        circuit("TSA", "RUEHPE", "RUEHPE", kind="nats"),
        circuit("WIR", "RUEHC", "RUEHC"),
    )
    lima = make(tmp_path / "b", "LIMA", circuit("HAT", "RUEHLO", "R", kind="nats"))

    def has() -> list[int]:
        sql = "SELECT serial FROM message WHERE kind = 'telegram' AND circuit = 'HAT' ORDER BY id"
        return [serial for (serial,) in lima.book.rows(sql)]

    async def until(many: int) -> None:
        async with asyncio.timeout(60):
            while len(has()) < many:
                await asyncio.sleep(0.05)

    async def play(servers: list[subprocess.Popen[bytes]], addresses: list[str]) -> None:
        stations = PostStation(london), PostStation(lima)
        carriers = (
            JetStream(handed(london, "TSA", "RUEHLO", addresses), stations[0]),
            JetStream(handed(lima, "HAT", "RUEHPE", addresses), stations[1]),
        )
        tasks = [asyncio.create_task(one.run()) for one in carriers]
        for serial in range(1, 61):
            prosign = "RPOZ"[serial % 4]
            text = message("RUEHPE", serial=serial, sender="RUEHC", name="SECSTATE WASHDC", prosign=prosign)
            hand_over(london, "WIR", text)
        stations[0].stir()
        await until(15)
        servers[0].kill()
        await until(60)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    with cluster(tmp_path) as (servers, addresses):
        for address in addresses:
            _wait_for(int(address.rpartition(":")[2]))
        asyncio.run(play(servers, addresses))
    assert sorted(has()) == list(range(1, 61))


class Deaf:
    """A client library at the moment in which it makes a time that is over of being told to stop, once."""

    told = False

    async def pull_subscribe(self, *_asked: object, **_named: object) -> Deaf:
        return self

    async def fetch(self, *_asked: object, **_named: object) -> list[object]:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            if self.told:
                raise
            self.told = True
            raise TimeoutError from None
        return []

    publish = fetch


@pytest.mark.parametrize("direction", ["in", "out"])
def test_who_is_told_to_stop_stops_though_the_library_makes_nothing_of_it(
    tmp_path: Path, direction: str
) -> None:
    london = make(
        tmp_path, "LONDON", circuit("TSA", "RUEHPE", "RUEHPE", kind="nats"), circuit("WIR", "RUEHC", "RUEHC")
    )
    hand_over(london, "WIR", message("RUEHPE", serial=1, sender="RUEHC", name="SECSTATE WASHDC"))
    carrier = JetStream(handed(london, "TSA", "RUEHLO", ["nats://127.0.0.1:1"]), PostStation(london))
    work = carrier._receive_all(Deaf(), "R") if direction == "in" else carrier._send_all(Deaf())  # type: ignore[arg-type]

    async def stopped() -> bool:
        task = asyncio.create_task(work)
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.wait([task], timeout=10)
        return task.cancelled()

    assert asyncio.run(stopped())
    assert london.book.one(
        "SELECT count(*) FROM transmission WHERE circuit = 'TSA' AND state = 'waiting'"
    ) == (1,)


def _wait_for(port: int) -> None:
    import time

    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("a server does not listen")


@pytest.mark.slow
@pytest.mark.skipif(SERVER is None, reason="nats-server is not installed")
def test_a_post_whose_cluster_is_gone_stops_when_told(tmp_path: Path) -> None:
    (port,) = ports(1)
    command = [str(SERVER), "-a", "127.0.0.1", "-p", str(port), "-js", "-sd", str(tmp_path / "server")]
    settings = (
        f'servers = ["nats://127.0.0.1:{port}"]\nown = "RUEHTU"\nsecret_file = "secret"\nreplicas = 1\n'
    )
    table = circuit("TUF", "RUEHFT", "R", kind="nats") + f"[circuit.settings]\n{settings}"
    place = make(tmp_path / "TUNIS", "TUNIS", table)
    (place.folder / "secret").write_text("the lamp is lit at nine")
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    running = [sys.executable, "-m", "reftel", "post", "run", "--post", str(place.folder)]
    post = subprocess.Popen(running, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        up = "SELECT up FROM circuit"
        place.book.put("UPDATE circuit SET up = 0")
        end = time.monotonic() + 60
        while not place.book.one(up)[0] and time.monotonic() < end:
            time.sleep(0.2)
        server.kill()
        while place.book.one(up)[0] and time.monotonic() < end:
            time.sleep(0.2)
        post.terminate()
        assert post.wait(30) == 0
    finally:
        place.book.close()
        for one in (server, post):
            one.kill()
            one.wait()
