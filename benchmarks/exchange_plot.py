"""The plot of time in queue by precedence under load, in a few lines of SVG, and its numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from math import log10
from pathlib import Path

_LEFT, _TOP, _WIDE, _HIGH = 62, 20, 620, 260
_WORDS = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
_STYLE = """
  text { font: 11px sans-serif; fill: #333 } .grid { stroke: #ddd }
  polyline { fill: none; stroke-width: 1.8 }
  .Z { stroke: #b03a2e } .O { stroke: #b9770e } .P { stroke: #4a6785 } .R { stroke: #666 }
"""


def write_plot(folder: Path, rows: list[tuple[int, str, float]]) -> None:
    """Write `exchange.svg` and `exchange.csv` below `folder`."""
    with (folder / "exchange.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("hour", "precedence", "median_minutes"))
        writer.writerows((hour, sign, f"{minutes:.2f}") for hour, sign, minutes in rows)
    (folder / "exchange.svg").write_text("\n".join(_drawing(rows)) + "\n", "utf-8")


def _drawing(rows: list[tuple[int, str, float]]) -> Iterator[str]:
    hours = max(hour for hour, *_ in rows) or 1
    low = min(minutes for *_, minutes in rows)
    high = max(minutes for *_, minutes in rows)
    floor, ceiling = log10(low), log10(high)

    def point(hour: int, minutes: float) -> tuple[float, float]:
        up = (log10(minutes) - floor) / ((ceiling - floor) or 1)
        return _LEFT + _WIDE * hour / hours, _TOP + _HIGH * (1 - up)

    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDE + 90} {_TOP + _HIGH + 40}">'
    yield f"<style>{_STYLE}</style>"
    for minutes in (one for one in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500) if low <= one <= high):
        _, y = point(0, minutes)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_LEFT + _WIDE}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{minutes:g}</text>'
    for sign, word in _WORDS.items():
        points = [point(hour, minutes) for hour, one, minutes in rows if one == sign]
        if points:
            yield f'<polyline class="{sign}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'
            yield f'<text x="{points[-1][0] + 6:.1f}" y="{points[-1][1] + 4:.1f}">{word}</text>'
    yield f'<text x="{_LEFT}" y="{_TOP + _HIGH + 28}">hours of a tenth more traffic than the circuit carries</text>'
    yield f'<text x="6" y="{_TOP - 6}">minutes in queue and on the line (median, logarithmic)</text>'
    yield "</svg>"
