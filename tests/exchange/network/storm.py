"""Traffic through the five posts while everything of the table of faults befalls them, each process being killed."""

from __future__ import annotations

import json
import random
import smtplib
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.exchange.messages import message
from tests.exchange.network import faults
from tests.exchange.network.faults import Fault
from tests.exchange.network.five_posts import FivePosts, sentence
from tests.exchange.network.injector import Injector
from tests.exchange.network.invariants import violations
from tests.exchange.network.lines import ENDS, INDICATORS, LINES, NATS_SERVER

from reftel.exchange.post.place import Place
from reftel.exchange.receiving.originating import originate

_MOST_WAITING = 300
"""What is still to be done when no more is sent for a while, so that faults meet traffic to the end."""
LARGE = 5_000_000
_TELL_EVERY = 10.0


class Outcome(NamedTuple):
    """What was injected, and what did not hold. `rate`: telegrams a second, from the first to rest."""

    injected: dict[tuple[str, str], int]
    kills: dict[str, int]
    rate: float
    came_to_rest: bool
    statuses: list[int]
    violations: list[str]


class Storm:
    """One run in an empty folder."""

    def __init__(
        self,
        folder: Path,
        telegrams: int,
        kills: int,
        seed: int,
        tell: Callable[[str], None] = lambda _: None,
        large: int = LARGE,
    ) -> None:
        self.draw = random.Random(seed)
        self.folder, self.telegrams, self.tell = folder, telegrams, tell
        self.large = large
        self.injector = Injector(seed, large * 6 // 5)
        self.network = FivePosts(folder, self.injector.through, large * 6 // 5)
        self.places: dict[str, Place] = {}
        self.serials: Counter[str] = Counter()
        self.done: Counter[tuple[str, str]] = Counter()
        self.table = [one for one in faults.table() if one.name != "cluster" or NATS_SERVER]
        self.lines = {line.name for line in LINES}
        self.marks: list[str] = []
        self.due = self._schedule(kills)

    def _schedule(self, kills: int) -> dict[int, list[tuple[Callable[[Fault], None], Fault]]]:
        """What befalls the network before which telegram."""
        due: dict[int, list[tuple[Callable[[Fault], None], Fault]]] = {}
        for fault in self.table:
            for _ in range(fault.times(self.telegrams)):
                due.setdefault(self.draw.randrange(self.telegrams), []).append((self._deed(fault), fault))
        for name in INDICATORS:
            for _ in range(kills):
                fault = Fault("killed", name, "", "SIGKILL")
                due.setdefault(self.draw.randrange(self.telegrams), []).append((self._killed, fault))
        for fault in self.table:
            if fault.name == "clock":
                due.setdefault(self.telegrams // 2, []).append((self._clock, fault))
        return due

    def _deed(self, fault: Fault) -> Callable[[Fault], None]:
        if fault.name in faults.ON_LINES:
            return self.injector.tell
        return {
            "stranger": self._stranger, "nobody": self._nobody, "large": self._large, "cluster": self._cluster,
            "forged": self._forged,
        }[fault.name]  # fmt: skip

    def run(self) -> Outcome:
        """The whole of it."""
        for fault in self.table:
            if fault.name == "garbled":
                self.injector.garble(fault)
            elif fault.name == "clock":
                (self.folder / fault.where / "clock").write_text("3600")
        self.network.start_cluster()
        self.network.start()
        self.places = {name: Place(self.folder / name) for name in ENDS}
        try:
            rest, seconds = self._played()
        finally:
            for place in self.places.values():
                place.book.close()
            statuses = self.network.stop()
            self.injector.close()
        marks = [*self.marks, *self.injector.marks]
        (self.folder / "injected.json").write_text(json.dumps(marks))
        injected = self.injector.done + self.done
        rate = self.telegrams / seconds
        return Outcome(injected, self.network.kills, rate, rest, statuses, violations(self.folder))

    def _played(self) -> tuple[bool, float]:
        """Whether it came to rest, and in how many seconds."""
        if not self.network.begun():
            return False, 1.0
        began = told = time.monotonic()
        for number in range(self.telegrams):
            for deed, fault in self.due.get(number, ()):
                deed(fault)
            self._send(ENDS[number % len(ENDS)])
            if number % 20 == 0:
                while self.network.remaining() > _MOST_WAITING:
                    time.sleep(0.5)
                if time.monotonic() - told > _TELL_EVERY:
                    told = time.monotonic()
                    self.tell(f"{number} of {self.telegrams} sent, {number / (told - began):.1f} a second")
        self.tell(f"all are sent; {self.network.remaining()} things still to be done")
        rest = self.network.at_rest()
        if not rest:
            self.tell(f"no rest: {self.network.remaining()} things still to be done")
        return rest, time.monotonic() - began

    def _send(self, name: str, *, to: tuple[str, ...] = (), nobody: bool = False, body: str = "") -> None:
        self.serials[name] += 1
        serial = (self.serials[name] - 1) % 9999 + 1
        self.network.originate(self.places[name], serial, self.draw, to=to, nobody=nobody, body=body)

    def _killed(self, fault: Fault) -> None:
        self.network.strike(fault.where)

    def _nobody(self, fault: Fault) -> None:
        self._send(fault.where, nobody=True)
        self.done[fault.name, fault.where] += 1

    def _large(self, fault: Fault) -> None:
        lines = (f"{at}. {sentence(self.draw)[:60]}" for at in range(1, self.large // 70))
        self._send(fault.where, to=("ROME" if fault.where == "STATE" else "STATE",), body="\n".join(lines))
        self.done[fault.name, fault.where] += 1

    def _forged(self, fault: Fault) -> None:
        """A telegram that one post sends in the name of another."""
        place = self.places[fault.where]
        self.marks.append(f"FORGED {len(self.marks) + 1:05d}")
        text = message(
            "RUEHTU", "RUEHRO", serial=len(self.marks), sender="RUEHC", name="SECSTATE WASHDC",
            body=f"1. {self.marks[-1]}.",
        ).partition("\n")[2]  # fmt: skip
        with place.book.transaction():
            originate(place.book, place.config, text)
        self.done[fault.name, fault.where] += 1

    def _clock(self, fault: Fault) -> None:
        (self.folder / fault.where / "clock").write_text("0")
        self.network.kill(fault.where)
        self.done[fault.name, fault.where] += 1

    def _cluster(self, fault: Fault) -> None:
        self.network.kill_cluster()
        self.network.start_cluster()
        self.done[fault.name, fault.where] += 1

    def _stranger(self, fault: Fault) -> None:
        """A mail to the gateway of a post, from somebody who does not have the secret."""
        line = next(one for one in LINES if one.kind == "mail")
        port = self.network.ports[line][0 if line.one.post == fault.where else 1]
        mark = f"STRANGER {len(self.marks) + 1:05d}"
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
                server.sendmail(
                    "a@x.example", f"gateway@{fault.where}.example", f"Subject: x\r\n\r\n1. {mark}.\r\n"
                )
        except (OSError, smtplib.SMTPException):
            return  # the post has just been killed
        self.marks.append(mark)
        self.done[fault.name, fault.where] += 1
