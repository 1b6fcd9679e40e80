"""A telegram between those that it cites and those that cite it. Across in per cent, down in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reftel.archive.results import Hit
from reftel.web.words import day, telegram_url

MOST = 8
STEP = 36
LEFT, HERE, RIGHT = "1.5%", "50%", "98.5%"


class Tie(NamedTuple):
    """One telegram beside the one shown: its number, its date or that it is missing, and how far down it stands."""

    key: str
    said: str
    url: str
    y: int
    missing: bool = False


class Ties(NamedTuple):
    """The drawing: those cited at the left, those that cite at the right, each with how many more there are."""

    cited: tuple[Tie, ...]
    citing: tuple[Tie, ...]
    more_cited: int
    more_citing: int
    height: int

    @property
    def middle(self) -> float:
        """How far down the telegram itself stands."""
        return self.height / 2


def ties(cited: Sequence[str], held: frozenset[str], citing: Sequence[Hit]) -> Ties | None:
    """The drawing for a telegram; None where it has no ties."""
    if not (cited or citing):
        return None
    tall = max(min(len(cited), MOST), min(len(citing), MOST)) * STEP + 8
    left, right = cited[:MOST], citing[:MOST]
    return Ties(
        tuple(_cited(mrn, mrn in held, y) for mrn, y in zip(left, _places(len(left), tall), strict=True)),
        tuple(
            Tie(hit.key, day(hit.dtg), telegram_url(hit.key), y)
            for hit, y in zip(right, _places(len(right), tall), strict=True)
        ),
        len(cited) - len(left),
        len(citing) - len(right),
        tall,
    )


def _cited(mrn: str, here: bool, y: int) -> Tie:
    return Tie(mrn, "" if here else "not here", telegram_url(mrn), y, not here)


def _places(count: int, tall: int) -> list[int]:
    first = (tall - (count - 1) * STEP) // 2
    return [first + at * STEP for at in range(count)]
