"""`reftel split`: let a copy be of a telegram of its own."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import archive_option, opened, reasoned


@click.command("split")
@click.argument("identifier", metavar="ID")
@click.argument("copy")
@reasoned
@archive_option
def command(identifier: str, copy: str, reason: str, who: str, folder: Path) -> None:
    """Let COPY (the begin of its hash, as `reftel copies` shows it) be of a telegram of its own, apart from ID.

    `reftel merge` undoes it. What comes later or is read anew does not.
    """
    with opened(folder, writable=True) as archive:
        key = archive.split(identifier, copy, reason=reason, who=who)
    click.echo(f"{copy} is {key} now")
