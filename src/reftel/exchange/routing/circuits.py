"""Which circuit a routing indicator is reached over (R-16, R-19, R-20; ACP 127(G) paras 204, 301-313)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from reftel.exchange.post.config import Config, Route
from reftel.vocabulary import classification


class Plan(NamedTuple):
    """What is done for the stations called.

    `own`: this post serves them. `over`: the circuits, each with the stations reached over it and no others (the
    routing line is segregated). `held`: those that cannot be sent to, with the reason.
    """

    own: tuple[str, ...]
    over: dict[str, tuple[str, ...]]
    held: dict[str, str]


def plan(
    config: Config,
    called: Iterable[str],
    level: int,
    is_up: Callable[[str], bool],
    *barred: str | None,
) -> Plan:
    """Part the stations called by circuit.

    The first circuit of a station's that is up, approved for the level, and not `barred`: the one that the message came
    over, and those that will not take it; where none is up, the first that would do: the message waits there.
    """
    own: list[str] = []
    over: dict[str, list[str]] = {}
    held: dict[str, str] = {}
    for station in dict.fromkeys(called):
        if station in config.own_indicators:
            own.append(station)
            continue
        ways, reason = _ways(config, station, level, barred)
        way = next((one for one in ways if is_up(one.name)), ways[0] if ways else None)
        if way is None:
            held[station] = reason
        else:
            over.setdefault(way.name, []).append(station)
    return Plan(tuple(own), {name: tuple(stations) for name, stations in over.items()}, held)


def ways_to(config: Config, station: str) -> list[Route]:
    """The circuits over which a station is reached, the best first: longest begin, then lowest order."""
    found = [
        (-max(len(begin) for begin in begins), one.order, at, one)
        for at, one in enumerate(config.circuit)
        if (begins := [begin for begin in (*one.routes, one.far) if station.startswith(begin)])
    ]
    return [one for *_, one in sorted(found, key=lambda item: item[:3])]


def _ways(
    config: Config, station: str, level: int, barred: tuple[str | None, ...]
) -> tuple[list[Route], str]:
    every = ways_to(config, station)
    onward = [one for one in every if one.name not in barred]
    approved = [one for one in onward if classification.rank(one.level) >= level]
    if approved:
        return approved, ""
    if onward:
        return [], f"level: no circuit to {station} is approved for it"
    if every:
        return [], f"route: {station} is reached only over the circuit that it came from"
    return [], f"route: no circuit leads to {station}"
