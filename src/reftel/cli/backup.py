"""`reftel backup`: copy the archive while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import archive_option, opened


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@archive_option
def command(target: Path, folder: Path) -> None:
    """Copy the archive to the new folder TARGET; its index is built when TARGET is first opened."""
    with opened(folder) as archive:
        archive.backup(target)
    click.echo(f"{folder} copied to {target}")
