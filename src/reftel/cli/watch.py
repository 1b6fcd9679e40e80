"""`reftel watch`: file what arrives in a folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import archive_option, as_json, print_json

if TYPE_CHECKING:
    from reftel.archive import Report


@click.command("watch")
@click.argument("directory", type=click.Path(path_type=Path))
@archive_option
@click.option(
    "--every", type=click.FloatRange(0.1), default=2.0, show_default=True, help="Seconds between looks."
)
@as_json
def command(directory: Path, folder: Path, every: float, as_json: bool) -> None:
    """File the telegrams in DIRECTORY and those that arrive there, until Ctrl-C.

    A file that is still being written is left until it settles.
    """
    from reftel.archive import ArchiveError
    from reftel.archive.filing.watching import watch
    from reftel.cli.ingest import as_record, tell

    def told(report: Report) -> None:
        if as_json:
            print_json(as_record(report))
        else:
            tell(report, quiet=False)

    def wait() -> bool:
        time.sleep(every)
        return True

    try:
        watch(folder, directory, told, wait)
    except ArchiveError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
