"""Posts for benchmarks: configurations with circuits over TCP, and messages of ordinary length."""

from __future__ import annotations

import random
import socket
from pathlib import Path

from reftel.exchange.keeping.book import NAME, Book

_WORDS = (
    "THE",
    "LAMP",
    "HARBOR",
    "MINISTER",
    "SAID",
    "FERRY",
    "TALKS",
    "WERE",
    "LATE",
    "AGAIN",
    "TODAY",
    "TRADE",
)
_LINES = 45


def free_ports(count: int) -> list[int]:
    """Ports of the loopback address that nobody uses now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def circuit(name: str, far: str, route: str, *, connect: int = 0, listen: int = 0) -> str:
    """A circuit over TCP of a configuration."""
    where = f'connect = "127.0.0.1:{connect}"' if connect else f'listen = "127.0.0.1:{listen}"'
    head = (
        f'[[circuit]]\nname = "{name}"\nkind = "tcp"\nfar = "{far}"\nroutes = ["{route}"]\nlevel = "SECRET"\n'
    )
    return f"{head}[circuit.settings]\n{where}\n"


def make_post(folder: Path, name: str, indicator: str, *circuits: str) -> None:
    """A post in a new folder."""
    folder.mkdir(parents=True)
    head = f'[post]\nname = "{name}"\nrouting_indicators = ["{indicator}"]\n'
    (folder / "post.toml").write_text(head + "".join(circuits), encoding="utf-8")
    Book(folder / NAME, make=True).close()


def text_of(serial: int, prosign: str, day: int = 1) -> str:
    """A message from Tunis to Washington, 3 to 4 KB long; another one for each serial and day."""
    draw = random.Random(serial * 100 + day)
    body = "\n".join(" ".join(draw.choices(_WORDS, k=11))[:65] for _ in range(_LINES))
    return (
        f"{prosign * 2} RUEHC\nDE RUEHTU #{serial:04d} {120 + day:03d}1000\nZNR UUUUU ZZH\n"
        f"{prosign} {1 + day:02d}1000Z MAY 06\nFM AMEMBASSY TUNIS\nTO RUEHC/SECSTATE WASHDC\nBT\n"
        f"UNCLAS TUNIS {serial:06d}\n\nTAGS: EFIS\nSUBJECT: LAMPS\n\n1. {body}.\nBT\n#{serial:04d}"
        "\n\n\n\n\n\n\n\nNNNN\n"
    )
