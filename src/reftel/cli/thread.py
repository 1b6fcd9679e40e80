"""`reftel thread`: what references tie to a telegram, as a tree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import archive_option, as_json, console, opened, print_json
from reftel.model.counting import counted

if TYPE_CHECKING:
    from rich.tree import Tree

    from reftel.archive.links.threads import Node, Thread


def _line(node: Node, asked: str) -> str:
    from rich.markup import escape

    if node.key is None:
        return f"[dim]{escape(node.mrn)}  not in this archive[/dim]"
    named = f"[bold]{escape(node.key)}[/bold]" if node.mrn == asked else escape(node.key)
    return f"{named}  {(node.dtg or '')[:10] or 'no date'}  {escape(node.subject or '')}"


def tree_of(thread: Thread) -> Tree:
    """The thread as a tree: each telegram under the one that it answers."""
    from rich.tree import Tree

    top = Tree("", hide_root=True)
    places: dict[str, Tree] = {}
    for node in thread.nodes:
        above = places.get(node.parent or "", top)
        places[node.mrn] = above.add(_line(node, thread.asked))
    return top


def _print_numbered(thread: Thread) -> None:
    if len(thread.numbered) > 1:
        click.echo("The same subject by number:")
    for one in thread.numbered if len(thread.numbered) > 1 else ():
        click.echo(f"  {one.number:4}  {one.key}  {(one.dtg or '')[:10] or 'no date'}  {one.subject}")


@click.command("thread")
@click.argument("identifier", metavar="ID")
@archive_option
@as_json
def command(identifier: str, folder: Path, as_json: bool) -> None:
    """Show what references tie to the telegram that ID names: each telegram under the one that it answers.

    A telegram answers the first in its REF line that is no later than itself. What is cited and absent is shown too.
    Telegrams of the post whose subjects differ in their number alone (STATUS REPORT NO. 12) are listed below.
    """
    with opened(folder) as archive:
        thread = archive.thread(identifier)
    if as_json:
        print_json(thread)
        return
    console().print(tree_of(thread))
    _print_numbered(thread)
    held = sum(1 for node in thread.nodes if node.key)
    more = "; there is more, the thread was cut" if thread.cut else ""
    click.echo(f"{counted(held, 'telegram')}, {len(thread.nodes) - held} cited and not in this archive{more}")
