"""`reftel remove`: take a telegram out, leaving a tombstone."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import archive_option, opened, reasoned


@click.command("remove")
@click.argument("identifier", metavar="ID")
@reasoned
@archive_option
def command(identifier: str, reason: str, who: str, folder: Path) -> None:
    """Remove the telegram that ID names from store and index; a tombstone says who, when and why.

    Its text is not filed again by a later ingest. Readers' notes to it stay, without the words that they quote.
    """
    from reftel.workspace import Workspace, marks

    with opened(folder, writable=True) as archive, Workspace(folder) as workspace:
        names = [name for filed in archive.find(identifier) for name in marks.names_of(filed)]
        key = archive.remove(identifier, reason=reason, who=who)
        marks.unquote(workspace, names)
    click.echo(f"{key} removed")
