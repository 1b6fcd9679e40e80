"""Speed of service: how long a message may take from release, or reception at a relay, to the next station (R-25)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Objective(NamedTuple):
    """Seconds until a message of this precedence is late, and until the watch is told that it may be."""

    prosign: str
    word: str
    late: float
    alarm: float


@cache
def objectives() -> dict[str, Objective]:
    """The objectives by prosign, the most urgent first."""
    text = files("reftel.exchange.queue").joinpath("objectives.csv").read_text("utf-8")
    return {
        row["prosign"]: Objective(
            row["prosign"],
            row["word"],
            60 * float(row["objective_minutes"]),
            60 * float(row["alarm_minutes"]),
        )
        for row in csv.DictReader(text.splitlines())
    }


def objective(prosign: str) -> Objective:
    """The objective of a prosign; one that nobody knows goes with ROUTINE."""
    return objectives().get(prosign, objectives()["R"])
