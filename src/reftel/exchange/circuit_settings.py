"""The entries of `[circuit.settings]`, checked by the transport that they are for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from reftel.exchange.seam import Circuit

S = TypeVar("S")


def checked(circuit: Circuit, kind: type[S], problems: Callable[[S], Iterable[str]]) -> S:
    """The settings of a circuit as this kind; ValueError names the circuit, the key and the remedy."""
    try:
        found = msgspec.convert(circuit.settings, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"circuit {circuit.name}: {error}") from error
    for problem in problems(found):
        raise ValueError(f"circuit {circuit.name}: {problem}")
    return found
