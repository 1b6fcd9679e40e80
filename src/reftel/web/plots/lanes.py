"""A thread over time: a lane for each post, a mark for each telegram, a line from each to what it cites.

Across in per cent of the drawing, down in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from reftel.archive.links.threads import Node
from reftel.web.words import day, telegram_url

LANE, TOP = 34, 14
FIRST, LAST = 12.0, 97.0
ABSENT = "not in this archive"


class Mark(NamedTuple):
    """One telegram: where it leads, what it says to a pointer, where it stands, whether it is here or the one asked."""

    label: str
    url: str
    x: float
    y: int
    absent: bool
    asked: bool


class Line(NamedTuple):
    """A line from a telegram to one that it cites."""

    x1: float
    y1: int
    x2: float
    y2: int


class Lanes(NamedTuple):
    """The drawing, and the names of its lanes with the height of each, the first and the last day."""

    lanes: tuple[tuple[str, int], ...]
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    height: int
    first: str
    last: str


class Leaf(NamedTuple):
    """A telegram of the tree with how deep it stands."""

    node: Node
    depth: int


def drawn(nodes: Sequence[Node], asked: str) -> Lanes | None:
    """The drawing of a thread; None where fewer than two telegrams are dated."""
    times = {node.mrn: _seconds(node.dtg) for node in nodes if node.dtg}
    if len(times) < 2:
        return None
    names = list(dict.fromkeys(_lane(node) for node in sorted(nodes, key=lambda node: node.dtg or "9")))
    heights = {name: TOP + LANE * at for at, name in enumerate(names)}
    across = _across(nodes, times)
    marks = {node.mrn: _mark(node, across[node.mrn], heights[_lane(node)], asked) for node in nodes}
    lines = (
        Line(marks[cited].x, marks[cited].y, marks[node.mrn].x, marks[node.mrn].y)
        for node in nodes
        for cited in node.cites
    )
    days = sorted(node.dtg for node in nodes if node.dtg)
    return Lanes(
        tuple(heights.items()),
        tuple(marks.values()),
        tuple(lines),
        TOP + LANE * len(names),
        day(days[0]),
        day(days[-1]),
    )


def in_levels(nodes: Iterable[Node]) -> tuple[Leaf, ...]:
    """The telegrams in the order of the tree, each with its depth."""
    depths: dict[str, int] = {}
    made = []
    for node in nodes:
        depths[node.mrn] = depths.get(node.parent or "", -1) + 1
        made.append(Leaf(node, depths[node.mrn]))
    return tuple(made)


def _lane(node: Node) -> str:
    return (node.post or "post not known") if node.key else ABSENT


def _seconds(dtg: str) -> float:
    parts = dtg[:10].split("-")
    full = dtg if len(parts) == 3 else "-".join((*parts, *("01",) * (3 - len(parts))))
    return datetime.fromisoformat(full.replace("Z", "+00:00")[:19]).timestamp()


def _across(nodes: Sequence[Node], times: dict[str, float]) -> dict[str, float]:
    """How far across each stands; one without a date just before the first that cites it."""
    low, high = min(times.values()), max(times.values())
    wide = (high - low) or 1.0
    across = {mrn: FIRST + (LAST - FIRST) * (time - low) / wide for mrn, time in times.items()}
    for node in nodes:
        if node.mrn not in across:
            citing = [across[one.mrn] for one in nodes if node.mrn in one.cites and one.mrn in across]
            across[node.mrn] = max(min(citing, default=FIRST) - 2.5, 1.0)
    return across


def _mark(node: Node, x: float, y: int, asked: str) -> Mark:
    said = " ".join(filter(None, (node.mrn, day(node.dtg) or ABSENT)))
    return Mark(said, telegram_url(node.key or node.mrn), round(x, 2), y, node.key is None, node.mrn == asked)
