"""`reftel reindex`: build the index anew from the store."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import archive_option, opened
from reftel.model.counting import counted


@click.command("reindex")
@archive_option
def command(folder: Path) -> None:
    """Build the index anew from the store. Nothing is lost if it is interrupted; run it again."""
    with opened(folder, writable=True) as archive:
        archive.reindex()
        click.echo(f"{counted(archive.stats().telegrams, 'telegram')} indexed")
