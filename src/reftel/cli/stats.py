"""`reftel stats`: what the archive holds, counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import archive_option, as_json, console, opened, print_json
from reftel.model.counting import counted

if TYPE_CHECKING:
    from rich.console import Console

    from reftel.archive import Count, Stats

WIDTH = 30


def _print_counts(terminal: Console, title: str, counts: tuple[Count, ...], most: int) -> None:
    from rich.table import Table

    if not counts:
        return
    table = Table(title=title, box=None, show_header=False, title_justify="left", padding=(0, 1))
    top = max(count.count for count in counts)
    for count in counts[:most]:
        bar = "█" * max(1, round(WIDTH * count.count / top))
        label = f"{count.value}  {count.label}" if count.label and count.label != count.value else count.value
        table.add_row(label, str(count.count), bar)
    terminal.print(table)
    if len(counts) > most:
        terminal.print(f"  and {len(counts) - most} more")


def _whole(counts: tuple[Count, ...], total: int) -> tuple[Count, ...]:
    """The counts with a row for the telegrams that none of them counts."""
    from reftel.archive import Count

    left = total - sum(count.count for count in counts)
    return (*counts, Count("not read", left)) if left > 0 else counts


def print_stats(terminal: Console, stats: Stats, most: int) -> None:
    """The totals, then bars by year (all of them), post, TAGS, classification and precedence."""
    terminal.print(
        f"{counted(stats.telegrams, 'telegram')} in {counted(stats.copies, 'copy', 'copies')}, "
        f"{(stats.first or '?')[:10]} to {(stats.last or '?')[:10]}"
    )
    total = stats.telegrams
    _print_counts(terminal, "By year", _whole(stats.by_year, total), len(stats.by_year) + 1)
    _print_counts(terminal, "By post", stats.by_post, most)
    _print_counts(terminal, "By TAGS", stats.by_tag, most)
    _print_counts(terminal, "By classification", _whole(stats.by_level, total), most)
    _print_counts(terminal, "By precedence", _whole(stats.by_precedence, total), most)


@click.command("stats")
@archive_option
@click.option("--most", type=click.IntRange(1), default=15, show_default=True, help="Rows in each table.")
@as_json
def command(folder: Path, most: int, as_json: bool) -> None:
    """Count what the archive holds by year, post, TAGS, classification and precedence."""
    with opened(folder) as archive:
        stats = archive.stats()
    if as_json:
        print_json(stats)
    else:
        print_stats(console(), stats, most)
