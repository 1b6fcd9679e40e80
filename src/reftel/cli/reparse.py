"""`reftel reparse`: read the copies of an archive again with today's reader."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from reftel.cli.common import DONE, FINDINGS, archive_option, as_json, opened, print_json
from reftel.cli.ingest import progress_bar
from reftel.model.counting import counted


@click.command("reparse")
@click.option("--older-than", metavar="VERSION", help="Only what a reader older than this read.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that read; by default one a core.")
@archive_option
@as_json
@click.pass_obj
def command(
    obj: dict[str, Any], older_than: str | None, workers: int | None, folder: Path, as_json: bool
) -> None:
    """Read again, from the bytes that the archive keeps, what another version of Reftel read.

    Corrections and decisions stay, and so do keys. A copy that does not read as one telegram now is left as it was
    and named; the exit status is 1 then.
    """
    with opened(folder, writable=True) as archive, progress_bar(obj["quiet"] or as_json) as told:
        done = archive.reparse(older_than, lambda at, total: told(at, total, 0) if told else None, workers)
    for identity, reason in done.left:
        click.echo(f"left     {identity[:15]}: {reason}", err=True)
    if as_json:
        print_json({"read": done.read, "changed": done.changed, "left": len(done.left)})
    else:
        read = counted(done.read, "copy", "copies")
        click.echo(f"{read} read again, {done.changed} of them otherwise, {len(done.left)} left")
    sys.exit(FINDINGS if done.left else DONE)
