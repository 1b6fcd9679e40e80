"""Routing indicators and the stations they lead to (ACP 117 CAN-US SUPP-1 of 2011 and 2015).

Many to many: one indicator may serve several stations and one station have several.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

FORM = re.compile(r"[RQU][A-Z]{3,7}")
"""Shape of an indicator on these networks: R, Q or U, then nation, area, relay and station; four to eight letters."""


class Station(NamedTuple):
    """One pair of indicator and plain language address. `kind`: diplomatic, collective, civil-agency, ..."""

    indicator: str
    plain_address: str
    kind: str
    source: str

    @property
    def collective(self) -> bool:
        """Whether the indicator leads to a group of addressees."""
        return self.kind == "collective"


def find(indicator: str) -> tuple[Station, ...]:
    """The stations that an indicator serves, in file order; none for an unknown one."""
    return _by_indicator().get(indicator, ())


def of(plain_address: str) -> tuple[Station, ...]:
    """The pairs whose plain address is exactly this one, in file order."""
    return _by_address().get(" ".join(plain_address.upper().split()), ())


def well_formed(text: str) -> bool:
    """Whether a text has the shape of an indicator, known or not."""
    return FORM.fullmatch(text) is not None


@cache
def all_stations() -> tuple[Station, ...]:
    """The whole list, in file order."""
    return tuple(
        Station(row["ri"], row["station"], row["kind"], row["source"]) for row in rows("routing_indicators")
    )


@cache
def _by_indicator() -> dict[str, tuple[Station, ...]]:
    found: dict[str, list[Station]] = {}
    for station in all_stations():
        found.setdefault(station.indicator, []).append(station)
    return {indicator: tuple(stations) for indicator, stations in found.items()}


@cache
def _by_address() -> dict[str, tuple[Station, ...]]:
    found: dict[str, list[Station]] = {}
    for station in all_stations():
        found.setdefault(station.plain_address, []).append(station)
    return {address: tuple(stations) for address, stations in found.items()}
