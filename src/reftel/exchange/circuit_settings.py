"""The entries of `[circuit.settings]`, checked by the transport that they are for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import NamedTuple, TypeVar

import msgspec

from reftel.exchange.seam import Circuit

S = TypeVar("S")
_ADDRESS = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<host>[^:\s\[\]]+)):(?P<port>[0-9]{1,5})\Z")


class Address(NamedTuple):
    """Where a circuit listens or is called."""

    host: str
    port: int

    @property
    def is_here(self) -> bool:
        """Whether it is this machine's own, which no other can reach."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def address_of(key: str, text: str) -> Address:
    """`host:port`, an address of IPv6 in brackets; ValueError names the key."""
    found = _ADDRESS.match(text)
    if found is None or int(found["port"]) > 65_535:
        raise ValueError(f'{key} = "{text}": write "host:port", as in "10.0.0.7:7127" or "[fd00::7]:7127"')
    return Address(found["six"] or found["host"], int(found["port"]))


def checked(circuit: Circuit, kind: type[S], problems: Callable[[S], Iterable[str]]) -> S:
    """The settings of a circuit as this kind; ValueError names the circuit, the key and the remedy."""
    try:
        found = msgspec.convert(circuit.settings, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"circuit {circuit.name}: {error}") from error
    for problem in problems(found):
        raise ValueError(f"circuit {circuit.name}: {problem}")
    return found
