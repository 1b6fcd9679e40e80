"""`reftel gaps`: what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import archive_option, as_json, console, opened, print_json
from reftel.model.counting import counted

if TYPE_CHECKING:
    from rich.console import Console

    from reftel.archive.missing.gaps import Gaps, Run

MOST_RUNS, MOST_YEARS = 12, 30


def _between(after: str | None, before: str | None) -> str:
    if after and before:
        return after if after == before else f"{after} to {before}"
    return f"after {after}" if after else f"before {before}" if before else ""


def _serials(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _runs(runs: tuple[Run, ...]) -> str:
    largest = sorted(runs, key=lambda run: run.first - run.last)[:MOST_RUNS]
    shown = ", ".join(_serials(run.first, run.last) for run in sorted(largest, key=lambda run: run.first))
    return f"{shown} and {len(runs) - MOST_RUNS} shorter" if len(runs) > MOST_RUNS else shown


def _print_wanted(terminal: Console, gaps: Gaps) -> None:
    from rich.table import Table

    table = Table("wanted", "cited", "sent", "cited by", box=None)
    for one in gaps.wanted:
        more = "" if one.cited <= len(one.by) else f" and {one.cited - len(one.by)} more"
        table.add_row(one.mrn, str(one.cited), _between(one.after, one.before), ", ".join(one.by[:3]) + more)
    if gaps.wanted:
        terminal.print(table)
    shown = f"; the {len(gaps.wanted)} most cited are shown" if gaps.absent > len(gaps.wanted) else ""
    terminal.print(
        f"{counted(gaps.absent, 'telegram')} referred to and not here{shown}",
        markup=False,
    )


def print_gaps(terminal: Console, gaps: Gaps) -> None:
    """The most wanted, then serials, then continuity numbers, then what was withheld."""
    from rich.table import Table

    _print_wanted(terminal, gaps)
    table = Table("post", "year", "held", "to", "missing", "serials missing", box=None)
    years = sorted(gaps.years, key=lambda year: -year.missing)[:MOST_YEARS]
    for year in sorted(years, key=lambda year: (year.post, year.year)):
        counts = (str(count) for count in (year.year, year.held, year.last, year.missing))
        table.add_row(year.post, *counts, _runs(year.runs))
    if gaps.years:
        terminal.print(table)
    if len(gaps.years) > MOST_YEARS:
        missing = sum(year.missing for year in gaps.years)
        terminal.print(
            f"{len(gaps.years)} series in all, {missing} serials missing; the largest are shown", markup=False
        )
    table = Table("sent to", "held", "missing", "continuity numbers missing", box=None)
    for count in gaps.counts:
        runs = ", ".join(_serials(first, last) for first, last in count.runs[:MOST_RUNS])
        table.add_row(count.addressee, str(count.held), str(count.missing), runs)
    if gaps.counts:
        terminal.print(table)
    for hole in dict.fromkeys(run.hole for year in gaps.years for run in year.runs if run.hole):
        terminal.print(f"known hole: {hole}", markup=False)
    if gaps.withheld:
        terminal.print(f"{len(gaps.withheld)} withheld: {', '.join(gaps.withheld[:MOST_RUNS])}", markup=False)


@click.command("gaps")
@click.argument("post", required=False)
@archive_option
@click.option(
    "--wanted",
    type=click.IntRange(0, 10_000),
    default=20,
    show_default=True,
    help="How many of the telegrams that are most referred to.",
)
@as_json
def command(post: str | None, folder: Path, wanted: int, as_json: bool) -> None:
    """Say what is missing, of POST or of all: telegrams referred to and absent, and gaps in each year's serials.

    Serials of a year are counted from 1 to the last that is held. For one post also the gaps in the count of what it
    sent to each addressee. Days are those of the neighbours by serial; a known hole of the files of 1973-79 is named.
    """
    with opened(folder) as archive:
        gaps = archive.gaps(post, wanted)
    if as_json:
        print_json(gaps)
    else:
        print_gaps(console(), gaps)
