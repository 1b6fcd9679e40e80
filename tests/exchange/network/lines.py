"""The lines of the network: which posts each joins, by what transport, and how their configurations say it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import NamedTuple

INDICATORS = {"STATE": "RUEHC", "FRANKFURT": "RUEHFT", "BONN": "RUEHBN", "TUNIS": "RUEHTU", "ROME": "RUEHRO"}
ENDS = ("STATE", "TUNIS", "ROME")
NAMES = {"STATE": "SECSTATE WASHDC", "TUNIS": "AMEMBASSY TUNIS", "ROME": "AMEMBASSY ROME"}
SECRET = "the lamp is lit at nine"
NATS_SERVER = shutil.which("nats-server", path="/usr/sbin:/usr/bin:/usr/local/bin")
_TIMES = "patience = 3.0\naway = 10.0\n"

Ports = tuple[int, int]


class End(NamedTuple):
    """One end of a line: the post, its circuit, the begins of the indicators that it is for, its order."""

    post: str
    circuit: str
    routes: tuple[str, ...]
    order: int


class Line(NamedTuple):
    """A line between two posts; the first listens. `kind`: sealed, even, plain, mail, nats."""

    kind: str
    one: End
    other: End

    @property
    def name(self) -> str:
        return f"{self.one.post}-{self.other.post}"

    @property
    def framed(self) -> bool:
        """Whether who stands on it sees where messages begin and end."""
        return self.kind in {"even", "plain"}

    @property
    def ends(self) -> tuple[tuple[End, End], tuple[End, End]]:
        return (self.one, self.other), (self.other, self.one)


_CLUSTER = "nats" if NATS_SERVER else "sealed"
# Telegrams for Rome go from Washington over the cluster, those for Tunis over Frankfurt; each has its alternate.
LINES = (
    Line("sealed", End("STATE", "WFA", ("R",), 1), End("FRANKFURT", "FWA", ("RUEHC",), 1)),
    Line(_CLUSTER, End("STATE", "WBA", ("RUEHRO", "R"), 2), End("BONN", "BWA", ("RUEHC",), 1)),
    Line("plain", End("FRANKFURT", "FBA", ("R",), 9), End("BONN", "BFA", ("R",), 9)),
    Line("even", End("FRANKFURT", "FTA", ("RUEHTU",), 1), End("TUNIS", "TFA", ("R",), 1)),
    Line("plain", End("BONN", "BTA", ("RUEHTU",), 1), End("TUNIS", "TBA", ("RUEHRO", "R"), 2)),
    Line("mail", End("FRANKFURT", "FRA", ("RUEHRO",), 1), End("ROME", "RFA", ("RUEHTU", "R"), 2)),
    Line("plain", End("BONN", "BRA", ("RUEHRO",), 1), End("ROME", "RBA", ("R",), 1)),
)  # fmt: skip


def circuit(line: Line, end: End, far: End, ports: Ports, dialled: Ports, longest: int) -> str:
    """The table of one circuit. `ports` are listened on by the first and the other end, `dialled` lead to them."""
    begins = ", ".join(f'"{one}"' for one in end.routes)
    kind = "tcp" if line.kind in {"sealed", "even", "plain"} else line.kind
    origins = f'origins = ["{INDICATORS[far.post]}"]\n' if far.post in {"TUNIS", "ROME"} else ""
    return (
        f'[[circuit]]\nname = "{end.circuit}"\nkind = "{kind}"\nfar = "{INDICATORS[far.post]}"\nroutes = [{begins}]\n'
        f'order = {end.order}\nlevel = "SECRET"\n{origins}[circuit.settings]\n'
        + "".join(f"{one}\n" for one in _settings(line, end, far, ports, dialled, longest))
        + _TIMES.replace("away = 10.0\n", "" if kind != "tcp" else "away = 10.0\n")
    )


def _settings(line: Line, end: End, far: End, ports: Ports, dialled: Ports, longest: int) -> Iterator[str]:
    first = end == line.one
    if line.kind == "nats":
        yield f'servers = ["nats://127.0.0.1:{dialled[0 if first else 1]}"]\nreplicas = 1'
        yield f'own = "{INDICATORS[end.post]}"\nsecret_file = "secret"'
    elif line.kind == "mail":
        here, there = (0, 1) if first else (1, 0)
        yield f'listen = "127.0.0.1:{ports[here]}"\nrelay = "127.0.0.1:{dialled[there]}"'
        yield f'mailbox = "gateway@{end.post}.example"\nfar_mailbox = "gateway@{far.post}.example"'
        yield f'secret_file = "secret"\nlimit = {4 * longest}'
    else:
        yield f'listen = "127.0.0.1:{ports[0]}"' if first else f'connect = "127.0.0.1:{dialled[0]}"'
        yield f"limit = {longest}"
        yield {"sealed": 'secret_file = "secret"', "even": 'parity = "even"'}.get(line.kind, "")
