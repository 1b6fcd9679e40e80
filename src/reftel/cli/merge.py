"""`reftel merge`: let telegrams be one."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import archive_option, opened, reasoned


@click.command("merge")
@click.argument("identifiers", metavar="ID ID...", nargs=-1, required=True)
@reasoned
@archive_option
def command(identifiers: tuple[str, ...], reason: str, who: str, folder: Path) -> None:
    """Let the telegrams that these IDs name be one; the key of each leads to it from now on.

    `reftel split` undoes it. What comes later or is read anew does not.
    """
    with opened(folder, writable=True) as archive:
        key = archive.merge(identifiers, reason=reason, who=who)
    click.echo(f"{key} has all their copies")
