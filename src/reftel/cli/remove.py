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

    Its text is not filed again by a later ingest.
    """
    with opened(folder, writable=True) as archive:
        key = archive.remove(identifier, reason=reason, who=who)
    click.echo(f"{key} removed")
