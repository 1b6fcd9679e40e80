"""What the configuration of a post says of a circuit by mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from reftel.exchange.circuit_settings import Address, address_of, checked
from reftel.exchange.seam import Circuit

_MAILBOX = re.compile(r"[^@\s<>]{1,64}@[A-Za-z0-9.-]{1,190}\Z")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The entries of `[circuit.settings]`.

    `listen`: where mail for this circuit comes in; `relay`: the server that takes what goes out; both as `host:port`.
    `mailbox`: our gateway's address; `far_mailbox`: that of the far station's. `secret_file`: a file with the secret
    that both stations share, by which a mail is known to be theirs: all others are put aside. `policy`: the nation or
    policy before the level of a label. `limit`: the longest mail, in bytes. `patience`: seconds for an answer of the
    relay. `unprotected`: listen or relay beyond this machine, without anything but the seal.
    """

    listen: str
    relay: str
    mailbox: str
    far_mailbox: str
    secret_file: str
    policy: str = ""
    limit: int = 8 * 1024 * 1024
    patience: float = 60.0
    unprotected: bool = False

    @property
    def domain(self) -> str:
        """The domain of our mailboxes."""
        return self.mailbox.partition("@")[2]

    def address(self, which: str) -> Address:
        """Host and port of `listen` or `relay`."""
        return address_of(which, getattr(self, which))


def settings_of(circuit: Circuit) -> Settings:
    """The checked settings; ValueError names the key and the remedy."""
    return checked(circuit, Settings, _problems)


def _problems(found: Settings) -> Iterator[str]:
    for which in ("listen", "relay"):
        address = found.address(which)
        if not (found.unprotected or address.is_here):
            yield f"{which} is beyond this machine: put a mail server between, or say unprotected = true"
    for which in ("mailbox", "far_mailbox"):
        if not _MAILBOX.match(getattr(found, which)):
            yield f'{which} = "{getattr(found, which)}": write an address, as in "gateway@tel.example.org"'
