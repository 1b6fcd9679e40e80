"""Office symbols of the Department, `SCA/CEN`, and the codes of the distribution block of the 1970s."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows


class Office(NamedTuple):
    """One office. `kind`: State or distribution code; `other_meanings` are those of other years."""

    symbol: str
    name: str
    kind: str
    era: str
    other_meanings: str
    confidence: str
    source: str


@cache
def all_offices() -> dict[str, Office]:
    """The offices by symbol. Where two rows share one, the office goes before the distribution code."""
    found: dict[str, Office] = {}
    for row in sorted(rows("offices"), key=lambda row: row["kind"] != "State"):
        office = Office(
            row["symbol"],
            row["name"],
            row["kind"],
            row["era_notes"],
            row["other_meanings"],
            row["confidence"],
            row["source"],
        )
        found.setdefault(office.symbol, office)
    return found


def find(symbol: str) -> Office | None:
    """The office of a symbol, `SCA/CEN`; None if the list has it not. A part of a symbol finds nothing."""
    return all_offices().get(symbol.upper().replace(" ", ""))


def bureau(symbol: str) -> Office | None:
    """The office of a symbol or, failing that, the nearest one above it in the list: `SCA/XYZ` gives SCA."""
    parts = symbol.upper().replace(" ", "").split("/")
    above = (all_offices().get("/".join(parts[:size])) for size in range(len(parts), 0, -1))
    return next((office for office in above if office is not None), None)
