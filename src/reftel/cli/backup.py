"""`reftel backup`: copy the archive while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import archive_option, opened


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@archive_option
def command(target: Path, folder: Path) -> None:
    """Copy the archive with its workspace to the new folder TARGET; its index is built when TARGET is first opened."""
    from reftel.workspace.workspace import copy_to

    with opened(folder) as archive:
        archive.backup(target)
        copy_to(folder, target)
    click.echo(f"{folder} copied to {target}")
