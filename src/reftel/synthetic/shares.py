"""What `traffic.toml` says of real traffic, as tables for drawing by chance; the file names the source of each."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, NamedTuple


class Draw(NamedTuple):
    """Things to draw from, with their weights summed up, so that a draw is one look-up."""

    things: tuple[Any, ...]
    sums: tuple[float, ...]

    def one(self, chance: random.Random) -> Any:
        """One of the things, as often as its weight says."""
        return chance.choices(self.things, cum_weights=self.sums)[0]

    def some(self, chance: random.Random, count: int) -> list[Any]:
        """At most `count` of the things, none twice."""
        return list(dict.fromkeys(chance.choices(self.things, cum_weights=self.sums, k=count)))


def draw(weights: dict[Any, float]) -> Draw:
    """The draw of a table of weights."""
    return Draw(tuple(weights), tuple(accumulate(weights.values())))


@cache
def shares() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads(files("reftel.synthetic").joinpath("traffic.toml").read_text(encoding="utf-8"))


def _row(table: str, year: int) -> dict[str, Any]:
    """The last row of a table whose first year has come."""
    rows: list[dict[str, Any]] = shares()[table]
    return [row for row in rows if row["first"] <= year][-1]


@cache
def volume(year: int) -> int:
    """How many telegrams a year had; of one that no source counts, what the nearest counted one had."""
    rows: list[dict[str, Any]] = shares()["volume"]
    return int(min(rows, key=lambda row: abs(row["year"] - year))["telegrams"])


@cache
def levels(year: int) -> Draw:
    """The levels of classification."""
    return draw(_row("levels", year)["weights"])


@cache
def captions(year: int) -> tuple[tuple[str, float], ...]:
    """Each caption with the share of telegrams that bear it."""
    return tuple(_row("captions", year)["share"].items())


@cache
def subject_tags(year: int) -> Draw:
    """The TAGS of subjects; the weight falls as one over the rank."""
    codes: Sequence[str] = _row("tags", year)["codes"].split()
    return draw({code: 1 / rank for rank, code in enumerate(codes, 1)})


@cache
def order_line(year: int, month: int, day: int) -> str:
    """The line of the executive order in force, with `{later}` and `{officer}` to be filled in."""
    return str([row["line"] for row in shares()["orders"] if row["from"] <= date(year, month, day)][-1])


@cache
def layouts(year: int, asked: tuple[str, ...]) -> Draw:
    """The layouts that copies of a year's telegrams have; where some are asked for, only those of them."""
    weights: dict[str, float] = _row("layouts", year)["weights"]
    chosen = {name: weight for name, weight in weights.items() if not asked or name.split("+")[0] in asked}
    return draw(chosen or dict.fromkeys(asked, 1.0))


def years_of(layout: str) -> tuple[int, int]:
    """The first and the last year of a layout."""
    rows = [
        row for row in shares()["layouts"] if any(name.split("+")[0] == layout for name in row["weights"])
    ]
    return max(1950, min(row["first"] for row in rows)), max(row["last"] for row in rows)
