"""What a terminal wants done is done, whatever happens to the line or to the disk meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from tests.exchange.circuits.ends import End, Post, Table, text_of

from reftel.exchange.circuits.carrying_out import CarryingOut, LineDown
from reftel.exchange.circuits.continuity import Numbers
from reftel.exchange.circuits.settings import Settings
from reftel.exchange.seam import Incoming, NotTaken


class Slow:
    """A post that takes its time, and whose disk may be full."""

    def __init__(self) -> None:
        self.full = False
        self.kept: list[str] = []
        self.memory = b""
        self.ended: list[int] = []

    async def received(self, incoming: Incoming) -> None:
        await asyncio.sleep(0.01)
        if self.full:
            raise NotTaken("the disk is full")
        self.kept.append(f"{incoming.kind} {incoming.channel}")
        self.memory = incoming.memory or self.memory

    async def broken_off(self, sent: int, reason: str, *, perhaps_arrived: bool) -> None:
        await asyncio.sleep(0.01)
        self.ended.append(sent)

    async def acknowledged(self, *sent: int) -> None:
        await asyncio.sleep(0.01)
        self.ended += sent


def given(*serials: int) -> Iterator[bytes]:
    """The bytes of messages on a line."""
    table = Table()
    table.connect()
    table.run()
    for serial in serials:
        table.near.post.queue(text_of(serial))
        yield table.near.write()


def listening() -> tuple[Slow, End, CarryingOut]:
    """A station that has just been connected."""
    post, end = Slow(), End(Post("HAT"), Settings(connect="localhost:1"))
    end.terminal.connected(b"", 0.0)
    station: Any = post
    return post, end, CarryingOut("HAT", station, end.terminal, lambda: 0.0)


def test_what_came_is_kept_even_if_the_line_breaks_at_that_moment() -> None:
    post, end, carrying_out = listening()

    async def play() -> None:
        end.terminal.receive(b"".join(given(1, 2)), 0.0)
        work = asyncio.create_task(carrying_out.all())
        await asyncio.sleep(0)
        for _ in range(2):
            work.cancel()
            await asyncio.sleep(0)
        with contextlib.suppress(asyncio.CancelledError):
            await work

    asyncio.run(play())
    assert post.kept == ["message TSA001", "message TSA002"]
    assert Numbers.decoded(post.memory).last == 2


def test_a_number_whose_message_the_disk_did_not_take_is_not_counted_by_what_is_kept_later() -> None:
    post, end, carrying_out = listening()

    async def play() -> None:
        whole, half = given(1, 2)
        post.full = True
        end.terminal.receive(whole + half[:100], 0.0)
        with pytest.raises(LineDown, match="full"):
            await carrying_out.all()
        post.full = False
        end.terminal.disconnected(0.0)
        await carrying_out.all()

    asyncio.run(play())
    assert Numbers.decoded(post.memory).last == 0


def test_what_became_of_our_messages_is_written_down_even_if_what_came_cannot_be_kept() -> None:
    post, end, carrying_out = listening()
    number = end.post.queue(text_of(7, calling="RVHAMF"))
    sent = end.post.take()
    assert sent

    async def play() -> None:
        end.terminal.sending.begin(sent)
        end.terminal.sending.interrupt()
        end.terminal.receive(b"".join(given(1)), 0.0)
        post.full = True
        with pytest.raises(LineDown, match="full"):
            await carrying_out.all()
        assert post.ended == []
        await carrying_out.all()

    asyncio.run(play())
    assert post.ended == [number]
