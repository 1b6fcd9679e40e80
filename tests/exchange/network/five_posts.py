"""Five posts on one machine: Washington, the relays Frankfurt and Bonn, the embassies at Tunis and Rome.

Each is a process; the relays are joined to each other and to Washington, each embassy hangs on both relays, the second
being its alternate. The lines are circuits over TCP, mail and a cluster.
"""

from __future__ import annotations

import contextlib
import json
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.exchange.messages import message
from tests.exchange.network.lines import ENDS, INDICATORS, LINES, NAMES, NATS_SERVER, SECRET, Line, circuit

from reftel.exchange.keeping.book import NAME, Book
from reftel.exchange.post.place import Place
from reftel.exchange.receiving.analysis import words_of
from reftel.exchange.receiving.originating import originate

ROOT = Path(__file__).parents[3]
NOBODY = "RUEHZZ"
Through = Callable[[Line, int, str, str], int]


def free_ports(count: int) -> list[int]:
    """Ports of the loopback address that nobody uses now, below those that systems give to callers by themselves."""
    found: list[int] = []
    for port in random.Random().sample(range(20_000, 32_000), 1000):
        with socket.socket() as one, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == count:
            return found
    raise AssertionError("no ports are free")


def straight(_line: Line, port: int, _caller: str, _listener: str) -> int:
    """Nothing stands on the line."""
    return port


class FivePosts:
    """The network in a folder. `through` gives the port by which the caller of a line reaches a port."""

    def __init__(self, folder: Path, through: Through = straight, longest: int = 6_000_000) -> None:
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.kills = dict.fromkeys(INDICATORS, 0)
        self.sent = (folder / "sent.jsonl").open("a", encoding="utf-8")
        self.copies = 0  # that addressees are to hold
        self.ports = dict(zip(LINES, zip(*[iter(free_ports(2 * len(LINES)))] * 2, strict=True), strict=True))
        self.cluster: subprocess.Popen[bytes] | None = None
        circuits: dict[str, list[str]] = {name: [] for name in INDICATORS}
        for line, ports in self.ports.items():
            dialled = _dialled(line, ports, through)
            for end, far in line.ends:
                circuits[end.post].append(circuit(line, end, far, ports, dialled, longest))
        for name, indicator in INDICATORS.items():
            (folder / name).mkdir()
            (folder / name / "secret").write_text(SECRET)
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

    def start_cluster(self) -> None:
        """Start the server of the cluster, where there is one."""
        line = next((one for one in LINES if one.kind == "nats"), None)
        if line:
            command = [str(NATS_SERVER), "-a", "127.0.0.1", "-p", str(self.ports[line][0])]
            with (self.folder / "cluster.log").open("ab") as log:
                self.cluster = subprocess.Popen(
                    [*command, "-js", "-sd", str(self.folder / "cluster")], stdout=log, stderr=log
                )

    def kill_cluster(self) -> None:
        """SIGKILL the server of the cluster."""
        if self.cluster:
            self.cluster.kill()
            self.cluster.wait()

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
        until(lambda: self._asked(name, entries) >= before + 10, 10)
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
        statuses = [process.wait(60) for process in self.processes.values()]
        self.kill_cluster()
        return statuses

    def originate(
        self,
        place: Place,
        serial: int,
        draw: random.Random,
        *,
        to: Sequence[str] = (),
        nobody: bool = False,
        body: str = "",
    ) -> None:
        """Send one telegram of this post to some others; to one that does not exist besides, if `nobody`."""
        name = place.config.post.name
        to = to or draw.sample([one for one in ENDS if one != name], draw.choice((1, 2)))
        addresses = [f"{INDICATORS[one]}/{NAMES[one]}" for one in to]
        stations = [INDICATORS[one] for one in to]
        if nobody:
            addresses.append(f"{NOBODY}/AMEMBASSY NOWHERE")
            stations.append(NOBODY)
        text = message(
            *stations,
            serial=serial,
            sender=INDICATORS[name],
            name=NAMES[name],
            prosign=draw.choices("ZOPR", (1, 5, 14, 80))[0],
            to=tuple(addresses),
            body=body or "\n".join(f"{at}. {sentence(draw)}" for at in range(1, draw.choice((2, 3, 6)))),
            group=f"{1 + serial % 28:02d}{draw.randrange(24):02d}{draw.randrange(60):02d}Z MAY 06",
        ).partition("\n")[2]
        with place.book.transaction():
            originate(place.book, place.config, text)
        said = {"words": words_of(text).hex(), "from": name, "to": list(to), "nobody": [NOBODY] * nobody}
        self.sent.write(json.dumps(said) + "\n")
        self.sent.flush()
        self.copies += len(to)

    def begun(self) -> bool:
        """Wait until each post has a circuit that is up."""
        return until(
            lambda: all(self._asked(name, "SELECT coalesce(max(up), 0) FROM circuit") for name in INDICATORS),
            120,
        )

    def at_rest(self, patience: float = 60) -> bool:
        """Wait until nothing waits, is under way or is to be filed anywhere; False when that many seconds changed
        nothing."""
        moving = True
        while moving and (left := self.remaining()):
            moving = until(partial(self._moved, left), patience)
        return moving

    def _moved(self, before: int) -> bool:
        return self.remaining() != before

    def remaining(self) -> int:
        """How much is still to be done in all posts."""
        due = self.copies
        for name in INDICATORS:
            book = Book(self.folder / name / NAME)
            try:
                due += sum(book.one(f"SELECT count(*) FROM {what}")[0] for what in _OPEN)
                due -= book.one(_HELD)[0] if name in ENDS else 0
            finally:
                book.close()
        return due


_OPEN = ("transmission WHERE state IN ('waiting', 'taken')", "message WHERE archived = 0")
_HELD = (
    "SELECT count(*) FROM delivery d JOIN message m ON m.id = d.message"
    " WHERE m.circuit IS NOT NULL AND m.state NOT IN ('doubtful', 'corrected')"
)


def until(true: Callable[[], bool], patience: float) -> bool:
    """Look again and again until something holds, some seconds at most; whether it does."""
    end = time.monotonic() + patience
    while not (holds := true()) and time.monotonic() < end:
        time.sleep(0.2)
    return holds


def _dialled(line: Line, ports: tuple[int, int], through: Through) -> tuple[int, int]:
    """The ports that lead to those of the first and of the other end; of a cluster, those that each end calls."""
    one, other = line.one.post, line.other.post
    if line.kind == "nats":
        return through(line, ports[0], one, "cluster"), through(line, ports[0], other, "cluster")
    return through(line, ports[0], other, one), through(line, ports[1], one, other)


def sentence(draw: random.Random) -> str:
    """Words with a number, so that hardly a text is as another one."""
    words = ("THE", "LAMP", "HARBOR", "MINISTER", "SAID", "FERRY", "TALKS", "WERE", "LATE", "AGAIN", "TODAY")
    return " ".join(draw.choices(words, k=draw.randrange(6, 40))) + f" {draw.randrange(10**6)}."
