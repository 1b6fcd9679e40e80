"""Posts in folders, and wires between them that carry at once: what each test of the message centre stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from reftel.exchange.keeping.book import NAME, Book
from reftel.exchange.post.place import Place
from reftel.exchange.queue import waiting
from reftel.exchange.receiving.entering import Fate
from reftel.exchange.receiving.filing import file_some
from reftel.exchange.receiving.taking import take_in
from reftel.exchange.seam import Incoming, Outgoing

NOON = 1_147_262_400.0  # 10 May 2006, 12:00 UTC
PEOPLE = """
[[office]]
symbol = "EXEC"
[[office]]
symbol = "POL"
clears = ["PREL", "PGOV"]
[[office]]
symbol = "ECON"
clears = ["ETRD"]
[[person]]
name = "jmarlowe"
office = "EXEC"
roles = ["drafter"]
signs = "MARLOWE"
[[person]]
name = "poole"
office = "POL"
roles = ["drafter", "clearer"]
[[person]]
name = "eckert"
office = "ECON"
roles = ["drafter", "clearer"]
[[person]]
name = "hale"
office = "EXEC"
roles = ["clearer", "approver", "releaser"]
signs = "HALE"
[[person]]
name = "operator"
office = "EXEC"
roles = ["communicator"]
"""


class Clock:
    """A clock that a test sets."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def circuit(
    name: str, far: str, *routes: str, order: int = 1, level: str = "SECRET", kind: str = "wire"
) -> str:
    """One circuit of a configuration."""
    begins = ", ".join(f'"{one}"' for one in routes)
    return (
        f'[[circuit]]\nname = "{name}"\nkind = "{kind}"\nfar = "{far}"\nroutes = [{begins}]\n'
        f'order = {order}\nlevel = "{level}"\n'
    )


def make(folder: Path, name: str, *circuits: str, more: str = "", clock: Clock | None = None) -> Place:
    """A post with its people and circuits; all circuits are up."""
    folder.mkdir(parents=True, exist_ok=True)
    head = f'[post]\nname = "{name}"\nsigning = "HALE"\nduty_office = "EXEC"\n'
    (folder / "post.toml").write_text("\n".join((head, *circuits, PEOPLE, more)), encoding="utf-8")
    Book(folder / NAME, make=True).close()
    place = Place(folder, clock=clock or Clock())
    for one in place.config.circuits:
        up(place, one)
    return place


def up(place: Place, name: str, is_up: bool = True) -> None:
    """A circuit comes up, or goes down."""
    place.book.put("UPDATE circuit SET up = ? WHERE name = ?", is_up, name)


def as_carried(sent: Outgoing) -> str:
    """The message with the line 1 that a transport puts above it."""
    identification = "".join((sent.channel, *sent.earlier))
    return f"VZCZC{identification} {sent.handling}".rstrip() + f"\n{sent.text}"


def hand_over(place: Place, over: str, text: str, channel: str | None = None) -> Fate:
    """What a transport does with a message that came."""
    with place.book.transaction():
        return take_in(
            place.book, place.config, Incoming(circuit=over, raw=text.encode(), text=text, channel=channel)
        )


def send(place: Place, over: str) -> Outgoing | None:
    """What a transport does for the next message of its circuit."""
    with place.book.transaction():
        return waiting.take(place.book, place.config, place.config.circuits[over])


class Network:
    """Posts and the wires between them: (post, circuit, post, circuit)."""

    def __init__(self, wires: Iterable[tuple[Place, str, Place, str]]) -> None:
        self.wires = tuple(wires)

    def carry(self) -> list[Outgoing]:
        """Carry until nothing waits; all that was sent, in order."""
        sent: list[Outgoing] = []
        while moved := list(self._once()):
            sent += moved
        return sent

    def _once(self) -> Iterator[Outgoing]:
        for one, over, other, came in (*self.wires, *((c, d, a, b) for a, b, c, d in self.wires)):
            while message := send(one, over):
                hand_over(other, came, as_carried(message), message.channel)
                with one.book.transaction():
                    waiting.acknowledged(one.book, message.id)
                yield message


def file_all(*places: Place) -> None:
    """File and distribute everything that waits."""
    for place in places:
        while any(file_some(place)):
            pass
