"""The page that shows how searches grow with the archive: a table in Markdown, and a plot in a few lines of SVG."""

from __future__ import annotations

from math import log10
from pathlib import Path
from statistics import median
from typing import Any

LEFT, TOP, WIDE, HIGH = 60, 30, 420, 260
X, Y = (4, 7), (-1, 3)  # powers of ten: telegrams, milliseconds
_STYLE = (
    "text { font: 11px sans-serif; fill: #333 } .grid { stroke: #ddd } path { fill: none; stroke-width: 1.6 }"
)
_LINES = (("median", "#4a6785"), ("95th percentile", "#b03a2e"), ("ten facets of everything", "#5b8c5a"))
_INTRODUCTION = """# How searches grow with the archive

The same invented telegrams stand in one index again and again, so that nothing grows but the index, and every word is
as frequent as the index is large. The fixed set of queries of `benchmarks/search.py` is asked at each size for the
twenty best and their number; cutting snippets for a page of hits costs the same at every size and is measured there.
The dashed line is what it would be to grow as fast as the archive.

![Time against the number of telegrams](search.svg)

Milliseconds of processor time, made on a busy machine by

    python benchmarks/search_growth.py ARCHIVE {command} --docs docs

| telegrams | queries | median | 95th percentile | worst | ten facets of everything | until the first are shown |
|---|---|---|---|---|---|---|
"""


def figures(size: Any) -> tuple[float, float, float, float, float]:
    """Median, 95th percentile and worst of the queries; all facets and the first slice of them."""
    times = size.times
    return (
        median(times),
        times[min(len(times) - 1, len(times) * 95 // 100)],
        times[-1],
        size.facets,
        size.first,
    )


def line(size: Any) -> str:
    """The figures of a size as they are printed."""
    return f"{size.telegrams:9} " + " ".join(f"{value:9.2f}" for value in figures(size))


def write_page(folder: Path, sizes: list[Any], command: str) -> None:
    """Write `search.md` and `search.svg` from the figures of each size."""
    rows = (
        f"| {size.telegrams} | {len(size.times)} | "
        + " | ".join(f"{one:.1f}" for one in figures(size))
        + " |"
        for size in sizes
    )
    numbers = " ".join(command.split()[1:])
    text = _INTRODUCTION.format(command=numbers) + "\n".join(rows) + "\n"
    (folder / "search.md").write_text(text, "utf-8")
    (folder / "search.svg").write_text(_drawing(sizes), "utf-8")


def _place(telegrams: float, milliseconds: float) -> tuple[float, float]:
    x = (log10(telegrams) - X[0]) / (X[1] - X[0])
    y = (log10(max(milliseconds, 10.0 ** Y[0])) - Y[0]) / (Y[1] - Y[0])
    return LEFT + WIDE * x, TOP + HIGH * (1 - y)


def _path(points: list[tuple[float, float]], style: str) -> str:
    return f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in points)}" style="{style}"/>'


def _drawing(sizes: list[Any]) -> str:
    parts = [f"<style>{_STYLE}</style>"]
    for power in range(X[0], X[1] + 1):
        x, y = _place(10.0**power, 10.0 ** Y[0])
        parts.append(f'<line class="grid" x1="{x:.0f}" x2="{x:.0f}" y1="{TOP}" y2="{y:.0f}"/>')
        parts.append(f'<text x="{x - 20:.0f}" y="{y + 16:.0f}">{10**power:,}</text>')
    for power in range(Y[0], Y[1] + 1):
        x, y = _place(10.0 ** X[0], 10.0**power)
        parts.append(f'<line class="grid" x1="{x:.0f}" x2="{LEFT + WIDE}" y1="{y:.0f}" y2="{y:.0f}"/>')
        parts.append(f'<text x="8" y="{y + 4:.0f}">{10.0**power:g} ms</text>')
    for number, (name, colour) in enumerate(_LINES):
        values = [(size.telegrams, figures(size)[(0, 1, 3)[number]]) for size in sizes]
        parts.append(_path([_place(*value) for value in values], f"stroke: {colour}"))
        parts.append(
            f'<text x="{LEFT + 10}" y="{TOP + 14 + 15 * number}" style="fill: {colour}">{name}</text>'
        )
    first = (sizes[0].telegrams, figures(sizes[0])[0])
    slope = [_place(*first), _place(sizes[-1].telegrams, first[1] * sizes[-1].telegrams / first[0])]
    parts.append(_path(slope, "stroke: #333; stroke-dasharray: 4 3"))
    size = f'viewBox="0 0 {LEFT + WIDE + 60} {TOP + HIGH + 40}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>\n'
