"""`reftel post run`: transports, filing and the watch of one post in one process, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from reftel.archive.results import ArchiveError
from reftel.archive.store.lock import WriterLock
from reftel.exchange.keeping import journal
from reftel.exchange.keeping.book import BookError
from reftel.exchange.post.config import PostError
from reftel.exchange.post.place import Place
from reftel.exchange.post.station import PostStation
from reftel.exchange.post.transports import open_transport
from reftel.exchange.queue import waiting
from reftel.exchange.receiving.filing import file_some
from reftel.exchange.to_its_end import is_cancelled, to_its_end
from reftel.exchange.watch import metrics
from reftel.exchange.watch.looking import look
from reftel.exchange.watch.standing import standing

_log = logging.getLogger(__name__)
STIR_EVERY, FILE_EVERY, LOOK_EVERY, AGAIN = 0.2, 0.5, 5.0, 5.0
"""Seconds between looks for what commands have queued, for what is to be filed, of the watch; until a failed transport
is begun again."""


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Let no second process run the same post."""
    lock = WriterLock(folder / "lock")
    if not lock.acquire():
        raise PostError(f"{folder}: is run by {lock.holder} already; stop that one first")
    try:
        yield
    finally:
        lock.release()


async def run(
    folder: Path, port: int | None = None, ready: Callable[[str], None] = lambda _words: None
) -> None:
    """Run the post until SIGTERM or SIGINT. `ready` hears when it does, with the address of its metrics."""
    with only_one(folder), Place(folder) as place:
        station = PostStation(place)
        begin(place)
        circuits = [place.config.handed(route, folder) for route in place.config.circuit]
        transports = [open_transport(one, station) for one in circuits]
        server = await metrics.serve(port, lambda: standing(place)) if port is not None else None
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
                loop.add_signal_handler(sign, stop.set)
        work = [
            *(
                _kept_up(station, one.name, transport.run)
                for one, transport in zip(circuits, transports, strict=True)
            ),
            _stirring(station),
            _filing(folder),
            _watching(station),
        ]
        tasks = [asyncio.create_task(one) for one in work]
        ready(f"127.0.0.1:{server.sockets[0].getsockname()[1]}" if server else "")
        await stop.wait()
        await _end(tasks, server)
        station.settle()
        with place.book.transaction():
            journal.enter(place.book, "post", place.config.post.name, "stopped")


def begin(place: Place) -> None:
    """What was under way at the last stop waits again; no circuit is up until its transport says so."""
    with place.book.transaction():
        again = waiting.recover(place.book)
        place.book.put("UPDATE circuit SET up = 0, changed = ?", place.book.clock())
        journal.enter(place.book, "post", place.config.post.name, "started", under_way_before=again)


async def _end(tasks: list[asyncio.Task[None]], server: asyncio.Server | None) -> None:
    """Cancel the work, and what it has begun: nothing may touch the book when it is closed."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    begun = asyncio.all_tasks() - {asyncio.current_task()}
    for task in begun:
        task.cancel()
    await asyncio.gather(*begun, return_exceptions=True)
    if server:
        server.close()
        await server.wait_closed()


async def _kept_up(station: PostStation, circuit: str, carry: Callable[[], Awaitable[None]]) -> None:
    """Run a transport; one that fails is told to the watch and begun again."""
    while True:
        try:
            await carry()
            return
        except Exception as error:
            if is_cancelled():
                raise asyncio.CancelledError from error
            _log.exception("circuit %s has failed", circuit)
            with contextlib.suppress(BookError):
                station.line(circuit, False, str(error))
                station.alarm(circuit, f"the transport has failed: {type(error).__name__}: {error}")
        await asyncio.sleep(AGAIN)


async def _stirring(station: PostStation) -> None:
    """See what commands have queued, and tell the transports."""
    before = station.book.changes()
    while True:
        await asyncio.sleep(STIR_EVERY)
        now = station.book.changes()
        if now != before:
            before = now
            station.stir()


async def _filing(folder: Path) -> None:
    """File and distribute beside the circuits, in a thread with a connection of its own."""
    place = await asyncio.to_thread(Place, folder)
    try:
        while True:
            try:
                # a thread uses a connection that is closed at the end
                done = await to_its_end(asyncio.to_thread(file_some, place))
            except (
                ArchiveError,
                BookError,
            ) as error:  # another program is writing, or the disk is full: later
                _log.warning("filing waits: %s", error)
                done = None
            await asyncio.sleep(0 if done and any(done) else FILE_EVERY)
    finally:
        place.book.close()


async def _watching(station: PostStation) -> None:
    """Look after lateness, alternates and requests."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            look(station.place)
            station.stir()
        except BookError as error:
            _log.warning("the watch could not look: %s", error)
