"""Two posts joined by mail, each with its gateway on a port of its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from tests.exchange.messages import message
from tests.exchange.posts import circuit, hand_over, make

from reftel.exchange.mail.smtp import Mail
from reftel.exchange.post.place import Place
from reftel.exchange.post.station import PostStation
from reftel.exchange.seam import Circuit

SECRET = b"the lamp is lit at nine"
LONDON, LIMA = "gateway@london.example", "gateway@lima.example"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Gateway:
    """A post with a circuit by mail."""

    def __init__(
        self, place: Place, name: str, listen: int, relay: int, mailbox: str, far: str, **more: object
    ) -> None:
        (place.folder / "secret").write_bytes(SECRET)
        self.place, self.name, self.listen = place, name, listen
        settings = {
            "listen": f"127.0.0.1:{listen}", "relay": f"127.0.0.1:{relay}", "mailbox": mailbox,
            "far_mailbox": far, "secret_file": "secret", "patience": 10.0, **more,
        }  # fmt: skip
        handed = Circuit(
            name=name,
            kind="mail",
            far=place.config.circuits[name].far,
            settings=settings,
            folder=place.folder,
        )
        self.station = PostStation(place)
        self.mail = Mail(handed, self.station)

    def has(self) -> list[int]:
        sql = "SELECT serial FROM message WHERE kind = 'telegram' AND circuit = ? ORDER BY id"
        return [serial for (serial,) in self.place.book.rows(sql, self.name)]

    def fates(self) -> list[tuple[str, str]]:
        return self.place.book.rows("SELECT kind, fate FROM inbound WHERE circuit = ? ORDER BY id", self.name)

    def states(self) -> list[tuple[str, str]]:
        sql = "SELECT state, reason FROM transmission WHERE circuit = ? ORDER BY id"
        return self.place.book.rows(sql, self.name)


def posts(folder: Path) -> tuple[Place, Place]:
    """London, which relays what comes over WIR; Lima."""
    london = make(
        folder / "london",
        "LONDON",
        circuit("LML", "RUEHPE", "RUEHPE", kind="mail"),
        circuit("WIR", "RUEHC", "RUEHC"),
    )
    return london, make(folder / "lima", "LIMA", circuit("MLO", "RUEHLO", "R", kind="mail"))


def queue(place: Place, *serials: int, prosign: str = "R", body: str = "1. THE LAMP IS LIT.") -> None:
    for serial in serials:
        text = message(
            "RUEHPE", serial=serial, sender="RUEHC", name="SECSTATE WASHDC", prosign=prosign, body=body
        )
        assert hand_over(place, "WIR", text).fate == "taken"


async def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def running(*gateways: Gateway) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one.mail.run()) for one in gateways]
    try:
        await until(lambda: all(one.mail.port for one in gateways))
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
