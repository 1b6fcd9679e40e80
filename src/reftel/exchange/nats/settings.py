"""What the configuration of a post says of a circuit through NATS JetStream."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from reftel.exchange.circuit_settings import checked
from reftel.exchange.seam import Circuit

_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}\Z")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The entries of `[circuit.settings]`.

    `servers`: those of the cluster, `nats://host:port` or `tls://host:port`. `own`: the routing indicator under which
    this station takes messages; the far one's is the circuit's `far`. `secret_file`: a file with the secret that both
    stations share: what is not sealed with it is a stranger's. `stream`: begins the names of the streams. `replicas`:
    on how many servers a message lies before it counts as sent. `limit`: the longest message, in bytes. `patience`:
    seconds for an answer.
    """

    servers: tuple[str, ...]
    own: str
    secret_file: str
    stream: str = "TELEGRAMS"
    replicas: int = 3
    limit: int = 1024 * 1024
    patience: float = 10.0


def settings_of(circuit: Circuit) -> Settings:
    """The checked settings; ValueError names the key and the remedy."""
    return checked(circuit, Settings, _problems)


def _problems(found: Settings) -> Iterator[str]:
    if not found.servers or not all(one.startswith(("nats://", "tls://")) for one in found.servers):
        yield 'servers: write ["nats://10.0.0.7:4222"]'
    for key in ("own", "stream"):
        if not _NAME.match(getattr(found, key)):
            yield f"{key}: letters and figures only"
