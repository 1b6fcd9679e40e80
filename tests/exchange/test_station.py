"""What transports see of a running post: nothing is said to be done before it is on the disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.exchange.messages import message

from reftel.exchange.keeping.book import NAME, Book
from reftel.exchange.post.place import Place
from reftel.exchange.post.station import PostStation
from reftel.exchange.seam import Incoming, NotTaken


def incoming(serial: int = 1, **more: object) -> Incoming:
    text = message("RUEHTU", serial=serial)
    return Incoming(circuit="FWA", raw=text.encode(), text=text, **more)  # type: ignore[arg-type]


def on_disk(relay: Place, what: str) -> int:
    """What another process would find."""
    other = Book(relay.folder / NAME)
    try:
        return int(other.one(f"SELECT count(*) FROM {what}")[0])
    finally:
        other.close()


def test_what_was_received_is_on_the_disk_when_the_transport_hears_so(relay: Place) -> None:
    async def play() -> None:
        station = PostStation(relay)
        await station.received(incoming(memory=b"numbers"))
        assert on_disk(relay, "inbound") == 1
        assert station.recall("FWA") == b"numbers"
        sent = await station.take("FTU")
        assert sent is not None and on_disk(relay, "transmission WHERE state = 'taken'") == 1
        await station.acknowledged(sent.id)
        assert on_disk(relay, "transmission WHERE state = 'acknowledged'") == 1
        assert await station.take("FTU") is None
        assert station.last_sent("FTU") == 1

    asyncio.run(play())


def test_the_state_of_a_line_and_alarms_share_the_transaction_of_what_came(relay: Place) -> None:
    async def play() -> int:
        station = PostStation(relay)
        commits: list[str] = []
        relay.book._connection.set_trace_callback(
            lambda statement: commits.append(statement) if statement == "COMMIT" else None
        )
        station.line("FWA", False, "the line went down")
        station.alarm("FWA", "the far station never acknowledges")
        await station.received(incoming())
        relay.book._connection.set_trace_callback(None)
        return len(commits)

    assert asyncio.run(play()) == 1
    assert on_disk(relay, "circuit WHERE name = 'FWA' AND up = 0") == 1
    assert on_disk(relay, "alarm WHERE message = 'the far station never acknowledges'") == 1


def test_what_was_told_last_is_written_before_the_book_is_closed(relay: Place) -> None:
    async def play() -> None:
        station = PostStation(relay)
        station.line("FWA", False, "stopped")
        station.settle()

    asyncio.run(play())
    assert on_disk(relay, "circuit WHERE name = 'FWA' AND up = 0") == 1


def test_what_comes_in_one_instant_is_one_transaction(relay: Place) -> None:
    async def play() -> int:
        station = PostStation(relay)
        before = relay.book.one("SELECT count(*) FROM journal")[0]
        commits: list[str] = []
        relay.book._connection.set_trace_callback(
            lambda statement: commits.append(statement) if statement == "COMMIT" else None
        )
        await asyncio.gather(*(station.received(incoming(serial)) for serial in range(1, 9)))
        relay.book._connection.set_trace_callback(None)
        assert relay.book.one("SELECT count(*) FROM journal")[0] > before
        return len(commits)

    assert asyncio.run(play()) == 1
    assert on_disk(relay, "inbound") == 8


def test_a_full_disk_refuses_and_nothing_is_said_to_be_taken(relay: Place) -> None:
    """F-71."""

    async def play() -> None:
        station = PostStation(relay)
        pages = relay.book.one("PRAGMA page_count")[0]
        relay.book.one(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(NotTaken, match="the disk is full; free some space"):
            for serial in range(1, 200):
                await station.received(incoming(serial))
        assert relay.book.one("SELECT count(*) FROM inbound") == relay.book.one(
            "SELECT count(*) FROM message"
        )
        kept = relay.book.one("SELECT count(*) FROM inbound")[0]
        relay.book.one("PRAGMA max_page_count = 1000000")
        await station.received(incoming(kept + 1))
        assert relay.book.one("SELECT count(*) FROM inbound") == (kept + 1,)

    asyncio.run(play())


def test_traffic_wakes_the_circuit_that_has_some(relay: Place) -> None:
    async def play() -> None:
        station = PostStation(relay)
        waits = asyncio.create_task(station.traffic("FTU"))
        await asyncio.sleep(0)
        assert not waits.done()
        await station.received(incoming())
        await asyncio.wait_for(waits, 5)

    asyncio.run(play())


def test_a_closed_circuit_is_given_nothing(relay: Place) -> None:
    async def play() -> None:
        station = PostStation(relay)
        await station.received(incoming())
        relay.book.put("UPDATE circuit SET closed = 1 WHERE name = 'FTU'")
        assert await station.take("FTU") is None

    asyncio.run(play())


def test_service_messages_and_repeats_of_a_circuit(relay: Place) -> None:
    async def play() -> None:
        station = PostStation(relay)
        await station.serve("FTU", "TUF445 ZES2", "O")
        first = await station.take("FTU")
        assert first is not None and first.service and first.precedence == "O"
        assert first.text.startswith("OO RUEHTU\nDE RUEHFT 10/1200Z\nZNR UUUUU\nTUF445 ZES2\nNNNN")
        await station.acknowledged(first.id)
        assert await station.repeat("FTU", 1)
        again = await station.take("FTU")
        assert again is not None and again.channel == "FTU002"
        await station.refused(again.id, "too long")
        assert on_disk(relay, "transmission WHERE state = 'held'") == 1

    asyncio.run(play())


def test_no_second_process_runs_the_same_post(tmp_path: Path, relay: Place) -> None:
    from reftel.exchange.post.config import PostError
    from reftel.exchange.post.running import only_one

    with only_one(tmp_path), pytest.raises(PostError, match="is run by process"), only_one(tmp_path):
        pass
