"""What the configuration of a post says of a circuit over TCP."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import msgspec

from reftel.exchange.circuit_settings import Address, address_of, checked
from reftel.exchange.circuits.continuity import MOST_OPEN
from reftel.exchange.seam import Circuit
from reftel.wire.alphabets import ALPHABETS
from reftel.wire.circuit import LIMIT

_SHORTEST_SECRET = 16


class Tls(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Files in PEM: our certificate with its key, the authority of the far station's, and the name in the latter."""

    certificate: str
    key: str
    authority: str
    name: str = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The entries of `[circuit.settings]`.

    `listen` or `connect`: `host:port`; one of the two stations listens. `alphabet` and `parity` (`none`, `even`) of the
    line. `hears`: the designator of the far station's channel; the first that comes, if it is not said.
    `secret_file`: a file with the secret that both stations share; `tls`: certificates instead, or as well;
    `unprotected`: neither, over a network all the same. `limit`: the longest message, in bytes. `window`: how many
    messages may be under way. `patience`: seconds until a station that is silent is asked how far it has received.
    `silence`: seconds after which it is told without being asked. `away`: seconds after which what is under way
    on a broken line is given back. `automatic`: messages begin with VZCZC; else with VV, for manual relays.
    """

    listen: str = ""
    connect: str = ""
    alphabet: str = "ia5"
    parity: str = "none"
    hears: str = ""
    secret_file: str = ""
    tls: Tls | None = None
    unprotected: bool = False
    limit: int = LIMIT
    window: int = 64
    patience: float = 60.0
    silence: float = 1800.0
    away: float = 300.0
    automatic: bool = True

    @property
    def address(self) -> Address:
        """Where it listens or is called."""
        key = "listen" if self.listen else "connect"
        return address_of(key, self.listen or self.connect)


def settings_of(circuit: Circuit) -> Settings:
    """The checked settings; ValueError names the key and the remedy."""
    return checked(circuit, Settings, _problems)


def _problems(found: Settings) -> Iterator[str]:
    if bool(found.listen) == bool(found.connect):
        yield 'say listen = "host:port" at one station and connect = "host:port" at the other'
    address = found.address
    if found.alphabet not in ALPHABETS:
        yield f'alphabet = "{found.alphabet}": there are {", ".join(ALPHABETS)}'
    if found.parity not in {"none", "even"} or (found.parity == "even" and found.alphabet != "ia5"):
        yield f'parity = "{found.parity}": write "none", or "even" with the alphabet ia5'
    if not (found.secret_file or found.tls or found.unprotected or address.is_here):
        yield "nothing protects it: name a secret_file or [circuit.settings.tls], or say unprotected = true"
    if not 1 <= found.window <= MOST_OPEN or found.limit < 1000:
        yield f"window must be 1 to {MOST_OPEN}, limit 1000 or more"


def secret_of(name: str, folder: Path) -> bytes:
    """The secret in a file, without its line end. ValueError where there is none, or a short one."""
    path = folder / name
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        words = f"{path}: {error.strerror}: write the secret into it, the same as at the far station"
        raise ValueError(words) from error
    if len(secret) < _SHORTEST_SECRET:
        raise ValueError(f"{path}: a secret of {len(secret)} bytes: write at least {_SHORTEST_SECRET}")
    return secret


def tls_of(settings: Settings, circuit: Circuit) -> ssl.SSLContext | None:
    """Both stations show a certificate of the authority that is named."""
    tls = settings.tls
    if tls is None:
        return None
    files = {name: circuit.folder / getattr(tls, name) for name in ("certificate", "key", "authority")}
    side = ssl.PROTOCOL_TLS_SERVER if settings.listen else ssl.PROTOCOL_TLS_CLIENT
    context = ssl.SSLContext(side)
    try:
        context.load_cert_chain(files["certificate"], files["key"])
        context.load_verify_locations(files["authority"])
    except (OSError, ssl.SSLError) as error:
        words = f"circuit {circuit.name}: tls: {error}: name files in PEM, from the folder of the post"
        raise ValueError(words) from error
    context.verify_mode = ssl.CERT_REQUIRED
    return context
