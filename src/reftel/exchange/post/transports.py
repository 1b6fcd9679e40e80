"""The kinds of circuit, and the module that carries each; loaded when a post has such a circuit."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from reftel.exchange.post.config import PostError
from reftel.exchange.seam import Circuit, Station, Transport

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = {
    "tcp": "reftel.exchange.circuits",
    "mail": "reftel.exchange.mail",
    "nats": "reftel.exchange.nats",
}


def open_transport(circuit: Circuit, station: Station) -> Transport:
    """The transport of a circuit. Raises `PostError` for a kind that there is not, or what its settings lack."""
    if circuit.kind not in KINDS:
        raise PostError(
            f"circuit {circuit.name}: there is no kind {circuit.kind}: write one of {', '.join(KINDS)}"
        )
    try:
        module = import_module(KINDS[circuit.kind])
        opened = cast("Callable[[Circuit, Station], Transport]", module.open_transport)
        return opened(circuit, station)
    except ImportError as error:
        words = (
            f"the kind {circuit.kind} needs the package {error.name}: pip install 'reftel[{circuit.kind}]'"
        )
        raise PostError(f"circuit {circuit.name}: {words}") from error
    except ValueError as error:
        name = f"circuit {circuit.name}: "
        raise PostError(f"{name}{str(error).removeprefix(name)}") from error
