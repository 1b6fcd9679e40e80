"""How fast a post relays with durable acknowledgement, beside a plain aiosmtpd relay; and who waits under load.

    python -m benchmarks.exchange [--messages N] [--runs N] [--hours N] [--docs FOLDER]

Relaying: a post with a full queue, a relay and a post at the end, three processes of `reftel post run` on loopback;
each hop acknowledges when the message, the decision about it and the journal are on the disk, and files it into its
archive besides. Beside it the same texts as mail through aiosmtpd, which answers when a file is on the disk and passes
it on to another aiosmtpd that does so too. Both are timed by what reached the end. Medians of some runs.

Waiting: some hours of a tenth more traffic than a circuit of 75 characters a second can carry, and then the time to
work it off, all in simulated time, through the queue that posts use. Prints how long each precedence waited, early and
late; `--docs` writes exchange.svg and its numbers.
"""

from __future__ import annotations

import argparse
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.exchange_mail import mail_rate
from benchmarks.exchange_plot import write_plot
from benchmarks.plain_post import circuit, free_ports, make_post, text_of
from reftel.exchange.keeping.book import NAME, Book
from reftel.exchange.post.place import Place
from reftel.exchange.queue import waiting
from reftel.exchange.receiving.originating import originate

_PATIENCE = 600.0
_SPEED = 75.0  # characters a second
_OVERLOAD = 1.1
_SHARES = {"Z": 0.01, "O": 0.09, "P": 0.25, "R": 0.65}


def relay_rate(folder: Path, count: int) -> float:
    """Messages a second that reach the end through one relay."""
    ports = free_ports(2)
    ends = (("TUNIS", "RUEHTU"), ("FRANKFURT", "RUEHFT"), ("STATE", "RUEHC"))
    circuits = (
        (circuit("TFA", "RUEHFT", "R", connect=ports[0]),),
        (
            circuit("FTA", "RUEHTU", "RUEHTU", listen=ports[0]),
            circuit("FWA", "RUEHC", "RUEHC", listen=ports[1]),
        ),
        (circuit("WFA", "RUEHFT", "R", connect=ports[1]),),
    )
    for (name, indicator), lines in zip(ends, circuits, strict=True):
        make_post(folder / name, name, indicator, *lines)
    _fill(folder / "TUNIS", count)
    command = (sys.executable, "-m", "reftel", "post", "run", "--post")
    running = [
        subprocess.Popen([*command, str(folder / name)], stdout=subprocess.DEVNULL)
        for name, _ in reversed(ends)
    ]
    try:
        return _timed(folder / "STATE" / NAME, count)
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(60)


def _fill(folder: Path, count: int) -> None:
    with Place(folder) as place:
        for first in range(1, count + 1, 100):
            with place.book.transaction():
                for serial in range(first, min(first + 100, count + 1)):
                    originate(place.book, place.config, text_of(serial, "R"))


def _timed(path: Path, count: int) -> float:
    """Messages a second between the first and the last that came, as the book at the end noted them."""
    book = Book(path)
    end = time.monotonic() + _PATIENCE
    try:
        while time.monotonic() < end:
            first, last, came = book.one("SELECT min(at), max(at), count(DISTINCT message) FROM inbound")
            if came >= count:
                return float((count - 1) / (last - first))
            time.sleep(0.5)
    finally:
        book.close()
    raise SystemExit(f"only {came} of {count} messages came within {_PATIENCE:.0f} seconds")


class Waited(NamedTuple):
    """A message: when it came in, and how long until its last character was sent, in simulated seconds."""

    prosign: str
    came: float
    seconds: float


class _Clock:
    def __init__(self) -> None:
        self.now = 1_147_262_400.0

    def __call__(self) -> float:
        return self.now


def overload(folder: Path, hours: int, seed: int = 1) -> list[Waited]:
    """Some hours of more traffic than the circuit carries, and the time after them until all is sent."""
    draw, clock = random.Random(seed), _Clock()
    make_post(folder / "TUNIS", "TUNIS", "RUEHTU", circuit("TFA", "RUEHFT", "R", connect=1))
    with Place(folder / "TUNIS", clock=clock) as place:
        return list(_Line(place, clock, draw, hours).waits())


class _Line:
    """The circuit in simulated time: arrivals, one message at a time on the line, interruptions."""

    def __init__(self, place: Place, clock: _Clock, draw: random.Random, hours: int) -> None:
        self.place, self.clock, self.draw = place, clock, draw
        self.begin, self.end = clock.now, clock.now + 3600 * hours
        self.serial = 0
        self.next = clock.now

    def waits(self) -> Iterator[Waited]:
        book, route = self.place.book, self.place.config.circuits["TFA"]
        while True:
            self._arrive(self.clock.now)
            with book.transaction():
                sending = waiting.take(book, self.place.config, route)
            if sending is None and self.next > self.end:
                return
            if sending is None:
                self.clock.now = max(self.next, self.clock.now)
                continue
            over = self.clock.now + len(sending.text) / _SPEED
            broken = False
            while self.next < min(over, self.end) and not broken:
                self._arrive(self.next)
                broken = waiting.interrupts(book, sending, over - self.clock.now)
            self.clock.now = self.clock.now if broken else over
            with book.transaction():
                if broken:
                    waiting.broken_off(book, sending.id, "a more urgent one broke in", perhaps_arrived=False)
                    continue
                waiting.acknowledged(book, sending.id)
            (since,) = book.one("SELECT since FROM transmission WHERE id = ?", sending.id)
            yield Waited(sending.precedence, since - self.begin, self.clock.now - since)

    def _arrive(self, until: float) -> None:
        """Enter what comes up to a moment, and set when the next one will."""
        while self.next <= min(until, self.end):
            self.clock.now = max(self.clock.now, self.next)
            self.serial += 1
            prosign = self.draw.choices(list(_SHARES), list(_SHARES.values()))[0]
            text = text_of(self.serial % 9999 + 1, prosign, day=1 + self.serial // 9999)
            with self.place.book.transaction():
                originate(self.place.book, self.place.config, text)
            self.next += self.draw.expovariate(_OVERLOAD * _SPEED / len(text))


def by_hour(waits: list[Waited]) -> list[tuple[int, str, float]]:
    """The median time in queue of each precedence for each hour of arrival, in minutes."""
    groups: dict[tuple[int, str], list[float]] = {}
    for one in waits:
        groups.setdefault((int(one.came // 3600), one.prosign), []).append(one.seconds / 60)
    return [(hour, prosign, statistics.median(times)) for (hour, prosign), times in sorted(groups.items())]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--hours", type=int, default=6)
    parser.add_argument("--docs", type=Path)
    asked = parser.parse_args()
    rates, mails = [], []
    for _ in range(asked.runs):
        with tempfile.TemporaryDirectory() as name:
            rates.append(relay_rate(Path(name), asked.messages))
        with tempfile.TemporaryDirectory() as name:
            mails.append(mail_rate(Path(name), [text_of(one, "R") for one in range(1, asked.messages + 1)]))
    relay, mail = statistics.median(rates), statistics.median(mails)
    print(f"relayed with durable acknowledgement: {relay:.0f} messages a second")
    print(f"aiosmtpd, a file synced at each hop:  {mail:.0f} messages a second")
    print(f"ratio: {relay / mail:.2f}")
    with tempfile.TemporaryDirectory() as name:
        rows = by_hour(overload(Path(name), asked.hours))
    for prosign in _SHARES:
        times = [minutes for _, sign, minutes in rows if sign == prosign]
        if times:
            print(
                f"{prosign}: median wait {times[0]:.1f} minutes in the first hour, {times[-1]:.1f} in the last"
            )
    if asked.docs:
        write_plot(asked.docs, rows)


if __name__ == "__main__":
    main()
