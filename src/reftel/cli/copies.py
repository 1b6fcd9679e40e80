"""`reftel copies`: the copies of a telegram side by side, with their differences marked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import FINDINGS, archive_option, as_json, console, opened, print_json
from reftel.model.counting import counted

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from reftel.archive import Comparison, CopyView

_MOST_BESIDE = 4  # copies that stand beside each other in a terminal


@click.command("copies")
@click.argument("identifier", metavar="ID")
@archive_option
@as_json
def command(identifier: str, folder: Path, as_json: bool) -> None:
    """Show the copies of the telegram that ID names side by side, with their differences marked.

    Words that a copy has otherwise stand as [-shown-] {+its own+}.
    """
    with opened(folder) as archive:
        found = archive.copies(identifier)
    if not found:
        click.echo(f"reftel: {identifier}: no such telegram in {folder}", err=True)
        sys.exit(FINDINGS)
    for comparison in found:
        if as_json:
            print_json(comparison)
        else:
            _print(console(), comparison)


def _print(terminal: Console, comparison: Comparison) -> None:
    former = f" (also {', '.join(comparison.former)})" if comparison.former else ""
    terminal.print(
        f"{comparison.key}{former}: {counted(len(comparison.copies), 'copy', 'copies')}", style="bold"
    )
    for at in range(0, len(comparison.copies), _MOST_BESIDE):
        terminal.print(_table(comparison, comparison.copies[at : at + _MOST_BESIDE]))
    for one in comparison.corrections:
        terminal.print(f"corrected: {one.field} is {one.value} ({one.who}, {one.at[:10]}: {one.reason})")
    for copy in comparison.copies:
        for change in copy.changes:
            terminal.print(_marked(copy, change.start, change.shown, change.own))


def _table(comparison: Comparison, copies: tuple[CopyView, ...]) -> Table:
    from rich.table import Table

    disputed = {difference.field for difference in comparison.differences}
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("")
    for copy in copies:
        table.add_column(copy.id[7:15], overflow="fold")
    for name, values in _rows(copies):
        if any(values):
            table.add_row(name, *values, style="bold" if name in disputed else None)
    return table


def _rows(copies: tuple[CopyView, ...]) -> Iterator[tuple[str, list[str]]]:
    yield "found at", ["\n".join(place.path or "" for place in copy.places) for copy in copies]
    yield "collection", [copy.places[0].collection or "" for copy in copies]
    yield "it is", [f"{copy.completeness} {copy.kind}, {copy.layout}" for copy in copies]
    yield "sections", [_sections(copy) for copy in copies]
    for name in dict.fromkeys(name for copy in copies for name in copy.said):
        yield name, [copy.said.get(name, "") for copy in copies]
    yield "words", [f"{copy.covers[0] + 1} to {copy.covers[1]} of {copy.words}" for copy in copies]
    yield (
        "differs",
        [f"in {counted(len(copy.changes), 'place')}" if copy.changes else "nowhere" for copy in copies],
    )


def _sections(copy: CopyView) -> str:
    return (
        f"{', '.join(map(str, copy.sections.present))} of {copy.sections.of}" if copy.sections.of > 1 else ""
    )


def _marked(copy: CopyView, at: int, shown: str, own: str) -> Text:
    from rich.text import Text

    text = Text(f"{copy.id[7:15]} word {at + 1}: ")
    if shown:
        text.append(f"[-{shown}-]", style="red")
    if own:
        text.append(" " if shown else "").append(f"{{+{own}+}}", style="green")
    return text
