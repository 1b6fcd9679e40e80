"""The page that shows how reading, checking and writing grow: a table in Markdown, and a plot in a few lines of SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10
from pathlib import Path
from typing import Any

STEPS = ("read", "check", "write")
_LEFT, _TOP, _WIDE, _HIGH, _GAP = 52, 40, 250, 330, 34  # of a panel, in points
_X = (3, 7)  # powers of ten: bytes
_Y = (-4, 2)  # powers of ten: seconds
_TOLD = 3  # lines of each panel that bear a name
_STYLE = """
  text { font: 11px sans-serif; fill: #333 } .title { font-weight: bold } .small { font-size: 9px }
  .grid { stroke: #ddd } .one { fill: none; stroke: #4a6785; stroke-opacity: .28 }
  .worst { fill: none; stroke: #b03a2e; stroke-width: 1.6 } .slope { stroke: #333; stroke-dasharray: 4 3 }
"""
_INTRODUCTION = """# How time grows with length

Reading, checking and writing have to be linear in the length of the text, whatever the text: a damaged capture may be
one line of ten megabytes. The texts below are the worst that we can think of; each is one piece repeated. The table
shows those that were slowest at a megabyte, at the greatest length; the plot shows all, one line for each text. The
dashed line is what linear means; the three steepest texts of each step are named.

![Time against length for reading, checking and writing](linear.svg)

Milliseconds of processor time; megabytes of memory of the whole process (the interpreter with all lists of the
vocabulary takes some 30). Growth is the exponent between the two greatest lengths: 1 is linear, 2 quadratic; it is
left open where a step takes too little time to say. Made on a busy machine by

    python benchmarks/linear.py --docs docs {command}

"""


def write_page(folder: Path, results: list[tuple[str, list[Any]]], command: str) -> None:
    """Write `linear.md` and `linear.svg` from the figures of each text, as `linear.py` measures them.

    `command` are the options that it was called with.
    """
    measured = [(name, rows) for name, rows in results if rows]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "linear.svg").write_text("\n".join(_drawing(measured)) + "\n", "utf-8")
    (folder / "linear.md").write_text(
        _INTRODUCTION.format(command=command) + "\n".join(_table(measured)) + "\n", "utf-8"
    )


def _table(measured: list[tuple[str, list[Any]]]) -> Iterator[str]:
    from benchmarks.linear import growth  # noqa: PLC0415 - that module imports this one

    yield "| text | bytes | read | check | write | memory | growth of reading | of checking | of writing |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    longest = max(rows[-1].size for _, rows in measured)
    for name, rows in sorted(measured, key=lambda one: -one[1][-1].read):
        last = rows[-1]
        if last.size * 2 < longest:
            continue
        exponents = [growth(rows, step) for step in STEPS]
        cells = [f"{getattr(last, step) * 1000:,.0f}" for step in STEPS]
        cells += [f"{last.memory / 1e6:.0f}", *("" if one is None else f"{one:.2f}" for one in exponents)]
        yield f"| {name} | {last.size:,} | {' | '.join(cells)} |"


def _drawing(measured: list[tuple[str, list[Any]]]) -> Iterator[str]:
    wide = _LEFT + len(STEPS) * (_WIDE + _GAP)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {_TOP + _HIGH + 66}" role="img">'
    yield "<title>Seconds of processor time against bytes of text, both logarithmic</title>"
    yield f"<style>{_STYLE}</style>"
    for at, step in enumerate(STEPS):
        yield f'<g transform="translate({_LEFT + at * (_WIDE + _GAP)} {_TOP})">'
        yield from _panel(step, measured, labelled=at == 0)
        yield "</g>"
    yield "</svg>"


def _panel(step: str, measured: list[tuple[str, list[Any]]], *, labelled: bool) -> Iterator[str]:
    yield f'<text class="title" x="0" y="-14">{step}</text>'
    for power in range(_X[0], _X[1] + 1):
        x = _across(10.0**power)
        yield f'<line class="grid" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{_HIGH}"/>'
        yield f'<text class="small" x="{x:.1f}" y="{_HIGH + 14}" text-anchor="middle">{_bytes(power)}</text>'
    for power in range(_Y[0], _Y[1] + 1):
        y = _down(10.0**power)
        yield f'<line class="grid" x1="0" y1="{y:.1f}" x2="{_WIDE}" y2="{y:.1f}"/>'
        if labelled:
            yield f'<text class="small" x="-6" y="{y + 3:.1f}" text-anchor="end">{_seconds(power)}</text>'
    yield _line(
        "slope", [(10.0 ** _X[0], 10.0 ** (_Y[0] + 1)), (10.0 ** _X[1], 10.0 ** (_Y[0] + 1 + _X[1] - _X[0]))]
    )
    ranked = sorted(measured, key=lambda one: getattr(one[1][-1], step) / one[1][-1].size)
    for at, (name, rows) in enumerate(ranked):
        told = at >= len(ranked) - _TOLD
        points = [(row.size, getattr(row, step)) for row in rows if getattr(row, step) > 10.0 ** _Y[0]]
        yield _line("worst" if told else "one", points, name)
        if told:
            below = _HIGH + 28 + 11 * (len(ranked) - 1 - at)
            yield f'<text class="small" x="0" y="{below}">{name}</text>'


def _line(kind: str, points: Sequence[tuple[float, float]], name: str = "") -> str:
    places = " ".join(f"{_across(x):.1f},{_down(y):.1f}" for x, y in points)
    return f'<polyline class="{kind}" points="{places}">{f"<title>{name}</title>" if name else ""}</polyline>'


def _across(size: float) -> float:
    return (log10(size) - _X[0]) / (_X[1] - _X[0]) * _WIDE


def _down(seconds: float) -> float:
    return _HIGH - (log10(seconds) - _Y[0]) / (_Y[1] - _Y[0]) * _HIGH


def _bytes(power: int) -> str:
    return f"{10 ** (power - 3)} KB" if power < 6 else f"{10 ** (power - 6)} MB"


def _seconds(power: int) -> str:
    return f"{10**power} s" if power >= 0 else f"{10.0 ** (power + 3):g} ms"
