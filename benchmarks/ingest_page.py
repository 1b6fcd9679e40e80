"""The page on filing: the figures of `ingest.py`, and a plot of rate, processor time and memory over time in SVG."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from math import ceil, log10
from pathlib import Path

from benchmarks.watching import Row

STEPS = 500  # telegrams whose steps are measured
_Table = Sequence[tuple[str, str]]
_LEFT, _TOP, _WIDE, _HIGH, _GAP = 62, 34, 620, 150, 56  # of a panel, in points
_POINTS = 120  # of a line, at most
_OVER = 6  # points over which a rate is taken: what is done is told by the hundred
_STYLE = """
  text { font: 11px sans-serif; fill: #333 } .title { font-weight: bold }
  .grid { stroke: #ddd } .rate { fill: none; stroke: #4a6785; stroke-width: 1.6 }
  .memory { fill: none; stroke: #b03a2e; stroke-width: 1.6 }
  .worked { fill: none; stroke: #5b7a3a; stroke-width: 1.6 }
"""
_PAGE = """# Filing at scale

How fast telegrams are filed, beside two plain loops that read the same files and do nothing but index their words: one
into a table of SQLite's FTS5, one into a Tantivy index. The telegrams are invented (`reftel synthesize`), one file in
twenty with a malformation. What is filed is read, repaired, compressed, committed and searchable. Printed by

    python benchmarks/ingest.py {command} --docs docs

on a machine that did other work beside, so the ratios say more than the rates.

| | |
|---|---|
{table}

![Files a second, processor time of a file and memory of all processes, over the time of the run](filing.svg)

The plot's numbers are in [filing.csv](filing.csv): seconds, files done, megabytes, processor seconds.

## Where the time goes

Processor time of each step for a file, all steps in one process (`python benchmarks/stages.py {count}`). Steps that
begin with a dash are parts of the one above them.

| step | |
|---|---|
{steps}

Reading takes most of it, in very many small steps of which none stands out. The plain loops do not read what they
index; to file as fast as they do is out of reach while telegrams are read in Python.
"""


def write_page(folder: Path, command: str, lines: _Table, steps: _Table, rows: list[Row]) -> None:
    """Write `filing.md`, `filing.csv` and `filing.svg` below `folder`; the steps are those of `STEPS` telegrams."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"table": _rows(lines), "steps": _rows(steps)}
    (folder / "filing.md").write_text(_PAGE.format(command=command, count=STEPS, **tables), "utf-8")
    few = thinned(rows)
    with (folder / "filing.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(
            (f"{row.seconds:.1f}", row.done, f"{row.memory:.0f}", f"{row.worked:.1f}") for row in few
        )
    (folder / "filing.svg").write_text("\n".join(_drawing(few)) + "\n", "utf-8")


def _rows(lines: _Table) -> str:
    return "\n".join(f"| {label} | {value} |" for label, value in lines)


def thinned(rows: list[Row]) -> list[Row]:
    """At most some hundred rows, the last one among them; of those left out the highest memory counts."""
    step = max(1, ceil(len(rows) / _POINTS))
    groups = [rows[at : at + step] for at in range(0, len(rows), step)]
    return [group[-1]._replace(memory=max(row.memory for row in group)) for group in groups]


def _drawing(rows: list[Row]) -> Iterator[str]:
    pairs = [
        (row, later) for row, later in zip(rows, rows[_OVER:], strict=False) if later.seconds > row.seconds
    ]
    rates = [(later.seconds, (later.done - row.done) / (later.seconds - row.seconds)) for row, later in pairs]
    worked = [
        (later.seconds, 1000 * (later.worked - row.worked) / (later.done - row.done))
        for row, later in pairs
        if later.done > row.done
    ]
    panels = (
        ("files a second", "rate", rates),
        ("processor time of a file in ms", "worked", worked),
        ("memory in MB", "memory", [(row.seconds, row.memory) for row in rows]),
    )
    step = _HIGH + _GAP
    high = _TOP + len(panels) * step - _GAP + 34
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDE + 20} {high}" role="img">'
    yield "<title>Files a second, processor time of a file, and memory of all processes, over time</title>"
    yield f"<style>{_STYLE}</style>"
    for number, (title, kind, points) in enumerate(panels):
        yield from _panel(title, kind, points, rows[-1].seconds, _TOP + number * step)
    yield "</svg>"


def _panel(
    title: str, kind: str, points: list[tuple[float, float]], longest: float, top: float
) -> Iterator[str]:
    highest = _round(max((y for _, y in points), default=1.0))
    across, down = _round(longest), _HIGH
    yield f'<g transform="translate({_LEFT} {top})"><text class="title" x="0" y="-12">{title}</text>'
    for part in range(5):
        y = down - down * part / 4
        yield f'<line class="grid" x1="0" y1="{y:.1f}" x2="{_WIDE}" y2="{y:.1f}"/>'
        yield f'<text x="-6" y="{y + 4:.1f}" text-anchor="end">{highest * part / 4:,.0f}</text>'
        x = _WIDE * part / 4
        yield f'<text x="{x:.1f}" y="{down + 16}" text-anchor="middle">{across * part / 4:,.0f} s</text>'
    places = " ".join(f"{x / across * _WIDE:.1f},{down - y / highest * down:.1f}" for x, y in points)
    yield f'<polyline class="{kind}" points="{places}"/></g>'


def _round(value: float) -> float:
    """The next number above that is 1, 2, 4, 6 or 8 with noughts."""
    unit = 10.0 ** int(log10(max(value, 1.0)))
    return next(unit * step for step in (1, 2, 4, 6, 8, 10) if unit * step >= value)
