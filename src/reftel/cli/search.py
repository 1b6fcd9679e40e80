"""`reftel search`: find telegrams in an archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import archive_option, as_json, console, opened, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from reftel.archive import Hit, Results


def _snippet(hit: Hit) -> str:
    from rich.markup import escape

    parts, at = [], 0
    for start, end in hit.highlights:
        parts += [escape(hit.snippet[at:start]), "[bold]", escape(hit.snippet[start:end]), "[/bold]"]
        at = end
    return "".join(parts) + escape(hit.snippet[at:])


def print_hit(terminal: Console, hit: Hit) -> None:
    """One hit: number, date and level, then subject, then where the words stand."""
    from rich.markup import escape
    from rich.padding import Padding

    date = (hit.dtg or "")[:10] or "no date"
    terminal.print(f"[bold]{escape(hit.key)}[/bold]  {date}  {escape(hit.level or '')}")
    if hit.subject:
        terminal.print(Padding(escape(hit.subject), (0, 2)))
    if hit.snippet:
        terminal.print(Padding(f"[dim]{_snippet(hit)}[/dim]", (0, 2)))


def print_results(terminal: Console, results: Results, facets: bool) -> None:
    """What was understood, the hits, the facets."""
    for doubt in results.doubts:
        terminal.print(f"note: {doubt}", markup=False)
    for hit in results.hits:
        print_hit(terminal, hit)
    shown = f"{len(results.hits)} of {results.total}" if results.hits else "none found"
    terminal.print(f"{shown}; understood as: {results.understood}", markup=False)
    for name, counts in results.facets.items() if facets else ():
        line = ", ".join(f"{count.value} {count.count}" for count in counts[:12])
        terminal.print(f"{name}: {line}", markup=False)


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@archive_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Hits to print.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Hits to pass over first.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "-date"]),
    default="relevance",
    help="Order; -date: newest first.",
)
@click.option("--facets", is_flag=True, help="Count the hits by post, year, TAGS, classification and more.")
@as_json
def command(
    query: tuple[str, ...], folder: Path, limit: int, offset: int, sort: str, facets: bool, as_json: bool
) -> None:
    """Find telegrams: words, "phrases", OR, -not, (brackets), field:value, date:2006-05..2006-06.

    Fields: from to post tag date year month class caption precedence subject ref mrn layout. A message reference
    number in any printed form finds its telegram. With --json: one hit a line, the facets as the last line.
    """
    with opened(folder) as archive:
        results = archive.search(" ".join(query), limit=limit, offset=offset, sort=sort, facets=facets)
    if not as_json:
        print_results(console(), results, facets)
        return
    for hit in results.hits:
        print_json(hit)
    if facets:
        print_json({"total": results.total, "understood": results.understood, "facets": results.facets})
