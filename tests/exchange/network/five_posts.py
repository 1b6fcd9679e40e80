"""Five posts on one machine: Washington, the relays Frankfurt and Bonn, the embassies at Tunis and Rome.

Each is a process; the relays are joined to each other and to Washington, each embassy hangs on both relays, the second
being its alternate.
"""

from __future__ import annotations

import json
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.exchange.messages import message

from reftel.exchange.keeping.book import NAME, Book
from reftel.exchange.post.place import Place
from reftel.exchange.receiving.analysis import words_of
from reftel.exchange.receiving.originating import originate

INDICATORS = {"STATE": "RUEHC", "FRANKFURT": "RUEHFT", "BONN": "RUEHBN", "TUNIS": "RUEHTU", "ROME": "RUEHRO"}
ENDS = ("STATE", "TUNIS", "ROME")
# Circuit of one post, circuit of the other, and which stations each is for; the second number is the order.
LINES = (
    ("STATE", "WFA", ("R",), 1, "FRANKFURT", "FWA", ("RUEHC",), 1),
    ("STATE", "WBA", ("R",), 2, "BONN", "BWA", ("RUEHC",), 1),
    ("FRANKFURT", "FBA", ("R",), 9, "BONN", "BFA", ("R",), 9),
    ("FRANKFURT", "FTA", ("RUEHTU",), 1, "TUNIS", "TFA", ("R",), 1),
    ("BONN", "BTA", ("RUEHTU",), 1, "TUNIS", "TBA", ("R",), 2),
    ("FRANKFURT", "FRA", ("RUEHRO",), 1, "ROME", "RFA", ("R",), 2),
    ("BONN", "BRA", ("RUEHRO",), 1, "ROME", "RBA", ("R",), 1),
)
NAMES = {"STATE": "SECSTATE WASHDC", "TUNIS": "AMEMBASSY TUNIS", "ROME": "AMEMBASSY ROME"}
ROOT = Path(__file__).parents[3]
Settings = Callable[[str, int, bool], str]


def tcp(_name: str, port: int, listens: bool) -> str:
    """A circuit of ACP 127 over TCP."""
    key = "listen" if listens else "connect"
    return f'kind = "tcp"\n[circuit.settings]\n{key} = "127.0.0.1:{port}"\npatience = 3.0\naway = 10.0\n'


def plain_wire(name: str, port: int, listens: bool) -> str:
    """The transport of a circuit, as its configuration says it."""
    return f'kind = "wire"\n[circuit.settings]\nport = {port}\nlistens = {str(listens).lower()}\n'


def free_ports(count: int) -> list[int]:
    """Ports of the loopback address that nobody uses now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class FivePosts:
    """The network in a folder. `through` gives the port that a caller dials for one
    that is listened on."""

    def __init__(
        self,
        folder: Path,
        settings: Settings = plain_wire,
        through: Callable[[int], int] = lambda port: port,
    ) -> None:
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.kills = dict.fromkeys(INDICATORS, 0)
        self.ports = free_ports(len(LINES))
        self.sent = (folder / "sent.jsonl").open("a", encoding="utf-8")
        circuits: dict[str, list[str]] = {name: [] for name in INDICATORS}
        for port, (one, name, routes, order, other, back, back_routes, back_order) in zip(
            self.ports, LINES, strict=True
        ):
            dialled = through(port)
            circuits[one].append(_circuit(name, other, routes, order) + settings(name, port, True))
            circuits[other].append(
                _circuit(back, one, back_routes, back_order) + settings(back, dialled, False)
            )
        for name, indicator in INDICATORS.items():
            (folder / name).mkdir()
            known = f'routing_indicators = ["{indicator}"]\nserves = ["{NAMES.get(name, name)}"]\n'
            head = f'[post]\nname = "{name}"\n{known}reroute_after_seconds = 2\n'
            (folder / name / "post.toml").write_text(head + "".join(circuits[name]), encoding="utf-8")
            Book(folder / name / NAME, make=True).close()

    def start(self, *names: str) -> None:
        """Start posts, all if none is named."""
        for name in names or tuple(INDICATORS):
            command = [sys.executable, "-m", "tests.exchange.network.run_post", str(self.folder / name)]
            with (self.folder / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)

    def kill(self, name: str) -> None:
        """SIGKILL a post, and start it again."""
        self.processes[name].kill()
        self.processes[name].wait()
        self.kills[name] += 1
        self.start(name)

    def strike(self, name: str) -> None:
        """Kill a post when it has done something since its last start."""
        entries = "SELECT coalesce(max(seq), 0) FROM journal"
        before = self._asked(name, entries)
        _until(lambda: self._asked(name, entries) >= before + 10, 10)
        self.kill(name)

    def _asked(self, name: str, sql: str) -> int:
        book = Book(self.folder / name / NAME)
        try:
            return int(book.one(sql)[0])
        finally:
            book.close()

    def stop(self) -> list[int]:
        """SIGTERM all; their exit statuses."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        self.sent.close()
        return [process.wait(60) for process in self.processes.values()]

    def originate(self, place: Place, serial: int, draw: random.Random) -> None:
        """Send one telegram of this post to some others."""
        name = place.config.post.name
        to = draw.sample([one for one in ENDS if one != name], draw.choice((1, 2)))
        addresses = tuple(f"{INDICATORS[one]}/{NAMES[one]}" for one in to)
        text = message(
            *(INDICATORS[one] for one in to),
            serial=serial,
            sender=INDICATORS[name],
            name=NAMES[name],
            prosign=draw.choices("ZOPR", (1, 5, 14, 80))[0],
            to=addresses,
            body="\n".join(f"{at}. {_sentence(draw)}" for at in range(1, draw.choice((2, 3, 6)))),
            group=f"{1 + serial % 28:02d}{draw.randrange(24):02d}{draw.randrange(60):02d}Z MAY 06",
        ).partition("\n")[2]
        with place.book.transaction():
            originate(place.book, place.config, text)
        self.sent.write(json.dumps({"words": words_of(text).hex(), "from": name, "to": to}) + "\n")
        self.sent.flush()

    def begun(self) -> bool:
        """Wait until each post has a circuit that is up."""
        return _until(
            lambda: all(self._asked(name, "SELECT max(up) FROM circuit") for name in INDICATORS), 120
        )

    def at_rest(self, patience: float = 60) -> bool:
        """Wait until nothing waits, is under way or is to be filed anywhere; False when that many seconds changed
        nothing."""
        moving = True
        while moving and (left := self.remaining()):
            moving = _until(partial(self._moved, left), patience)
        return moving

    def _moved(self, before: int) -> bool:
        return self.remaining() != before

    def remaining(self) -> int:
        """How much is still to be done in all posts."""
        lines = (self.folder / "sent.jsonl").read_text("utf-8").splitlines()
        due = sum(len(json.loads(line)["to"]) for line in lines)
        for name in INDICATORS:
            book = Book(self.folder / name / NAME)
            try:
                due += sum(book.one(f"SELECT count(*) FROM {what}")[0] for what in _OPEN)
                due -= book.one(_HELD)[0] if name in ENDS else 0
            finally:
                book.close()
        return due


_OPEN = ("transmission WHERE state IN ('waiting', 'taken')", "message WHERE archived = 0")
_HELD = "SELECT count(*) FROM delivery d JOIN message m ON m.id = d.message WHERE m.circuit IS NOT NULL"


def _until(true: Callable[[], bool], patience: float) -> bool:
    """Look again and again until something holds, some seconds at most; whether it does."""
    end = time.monotonic() + patience
    while not (holds := true()) and time.monotonic() < end:
        time.sleep(0.2)
    return holds


def _circuit(name: str, far: str, routes: tuple[str, ...], order: int) -> str:
    begins = ", ".join(f'"{one}"' for one in routes)
    head = f'[[circuit]]\nname = "{name}"\nfar = "{INDICATORS[far]}"\nroutes = [{begins}]\n'
    return f'{head}order = {order}\nlevel = "SECRET"\n'


def _sentence(draw: random.Random) -> str:
    words = ("THE", "LAMP", "HARBOR", "MINISTER", "SAID", "FERRY", "TALKS", "WERE", "LATE", "AGAIN", "TODAY")
    return " ".join(draw.choices(words, k=draw.randrange(6, 40))) + f" {draw.randrange(10**6)}."
