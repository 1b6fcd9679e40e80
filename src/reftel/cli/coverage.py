"""`reftel coverage`: what is held, against what the serials imply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import archive_option, as_json, console, opened, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from reftel.archive.missing.coverage import Month

WIDTH = 30


def bar(month: Month, scale: float) -> str:
    """What is held as full blocks, what the serials imply beside it as light ones."""
    held = round(month.held * scale)
    return "█" * held + "░" * max(0, round(month.implied * scale) - held)


def print_months(terminal: Console, months: tuple[Month, ...]) -> None:
    """A line for each month with its bar."""
    from rich.table import Column, Table

    if not months:
        terminal.print("no numbered and dated telegram here tells of a volume", markup=False)
        return
    scale = WIDTH / max(1.0, *(month.implied for month in months))
    table = Table("month", "held", "implied", "least", "most", "share", Column("", no_wrap=True), box=None)
    for month in months:
        share = f"{100 * month.held / month.implied:.0f} %" if month.implied else ""
        most = "?" if month.most is None else str(month.most)
        mark = " *" if month.hole else ""
        counts = (str(month.held), f"{month.implied:.0f}", str(month.least), most, share)
        table.add_row(month.month + mark, *counts, bar(month, scale))
    terminal.print(table)
    for hole in dict.fromkeys(f"{month.month}: {month.hole}" for month in months if month.hole):
        terminal.print(f"* {hole}", markup=False)


@click.command("coverage")
@click.argument("post", required=False)
@archive_option
@click.option("--by-post", is_flag=True, help="Each post's months, not their sum (always so with --json).")
@click.option(
    "--svg", "picture", type=click.Path(dir_okay=False, path_type=Path), help="Draw the plot in this file."
)
@as_json
def command(post: str | None, folder: Path, by_post: bool, picture: Path | None, as_json: bool) -> None:
    """Show by month how much is held of what POST, or every post, sent: its serials imply how many that were.

    A serial held is a count of what the post had sent in that year; between two that are held the count is taken to
    grow evenly, and least and most say how far that may be wrong. Nothing tells how many followed the last one of a
    year.
    """
    from reftel.archive.missing.coverage import by_month

    with opened(folder) as archive:
        months = archive.coverage(post)
    if picture:
        from reftel.cli.coverage_plot import svg

        picture.write_text(svg(by_month(months), post or "all posts"), "utf-8")
    if as_json:
        for month in months:
            print_json(month)
    elif by_post:
        for name in dict.fromkeys(month.post for month in months):
            click.echo(name)
            print_months(console(), tuple(month for month in months if month.post == name))
    else:
        print_months(console(), by_month(months))
