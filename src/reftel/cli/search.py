"""`reftel search`: find telegrams in an archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from reftel.cli.batch import run_batch
from reftel.cli.common import archive_option, as_json, console, opened, print_json, read_input

if TYPE_CHECKING:
    from rich.console import Console

    from reftel.archive import Archive, Hit, Results

AT_ONCE = 500


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


def rest_of(archive: Archive, query: str, sort: str, cursor: str | None) -> Iterator[Hit]:
    """Every hit after a page."""
    while cursor is not None:
        page = archive.search(query, limit=AT_ONCE, sort=sort, cursor=cursor)
        yield from page.hits
        cursor = page.cursor


def print_results(terminal: Console, results: Results, facets: bool) -> None:
    """What was understood, the hits, the facets."""
    for doubt in results.doubts:
        terminal.print(f"note: {doubt.message}", markup=False)
    for note in results.notes:
        terminal.print(note, markup=False)
    for hit in results.hits:
        print_hit(terminal, hit)
    shown = f"{len(results.hits)} of {results.total}" if results.hits else "none found"
    terminal.print(f"{shown}; understood as: {results.understood}", markup=False)
    for name, counts in results.facets.items() if facets else ():
        line = ", ".join(f"{count.value} {count.count}" for count in counts[:12])
        terminal.print(f"{name}: {line}", markup=False)


@click.command("search")
@click.argument("query", nargs=-1)
@archive_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Hits to print.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Hits to pass over first.")
@click.option("--all", "everything", is_flag=True, help="Print every hit, to the last.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "-date", "post"]),
    default="relevance",
    help="Order; -date: newest first.",
)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Queries, one a line (# remark): a table as CSV of what each finds, with the keys of the first --limit.",
)
@click.option("--facets", is_flag=True, help="Count the hits by post, year, TAGS, classification and more.")
@as_json
def command(
    query: tuple[str, ...],
    folder: Path,
    limit: int,
    offset: int,
    everything: bool,
    sort: str,
    batch: str | None,
    facets: bool,
    as_json: bool,
) -> None:
    """Find telegrams. A query is never refused: what is no valid query is searched as words, and the answer says so.

    \b
    ferry code            both words          ferry OR steamer    either
    ferry -code           the first alone     (a OR b) c          brackets
    "evening copy"        a phrase            "a b"~3             near each other
    fish* gr?en steemer~  begun so, any letter, spelt nearly so
    06DUSHANBE417         a number in any printed form, and what refers to it
    \b
    from: to: info: subject: para: summary: comment: drafter: classifier: passing:     words
    post: tag: class: mark: caption: precedence: addressee: office: signer: source:    codes,
    year: month: layout: has: is: finding:         by code or meaning: post:tanzania, tag:"human rights"
    mrn: ref: cites: citedby: thread:              numbers
    date:2006-03  date:"7 March 2006"  date:2006-03..2006-05  date:>=1975  date:1970s

    With --json: one hit a line, the facets as the last line. docs/query.md is the handbook.
    """  # noqa: D301 - click's sign for lines that stay as they are
    if batch is None and not query:
        raise click.UsageError("name a QUERY, or a file of queries with --batch")
    with opened(folder) as archive:
        if batch is not None:
            run_batch(archive, read_input(batch), limit, sort, as_json)
            return
        results = archive.search(
            " ".join(query), limit=limit, offset=offset, sort=sort, facets=facets, hurried=False
        )
        if everything:
            rest = rest_of(archive, " ".join(query), sort, results.cursor)
            results = msgspec.structs.replace(results, hits=(*results.hits, *rest))
    if not as_json:
        print_results(console(), results, facets)
        return
    for hit in results.hits:
        print_json(hit)
    if facets:
        print_json({"total": results.total, "understood": results.understood, "facets": results.facets})
