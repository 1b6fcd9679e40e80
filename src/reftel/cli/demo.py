"""`reftel demo`: an archive of invented telegrams, a search, the reader."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from reftel.cli.common import console, opened
from reftel.cli.search import print_results

QUESTION = "ferry OR fisheries"


def _program() -> str:
    """How this command can be typed here."""
    return "reftel" if shutil.which("reftel") else sys.argv[0]


@click.command("demo")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("reftel-demo"),
    show_default=True,
    help="The archive's folder; the telegrams stand in it as files too.",
)
@click.option("--serve", is_flag=True, help="Serve the reader afterwards, until interrupted.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8390, show_default=True, help="Port of the reader."
)
@click.pass_context
def command(ctx: click.Context, folder: Path, serve: bool, port: int) -> None:
    """Make an archive of invented telegrams in ./reftel-demo, ready to explore, and show a search in it."""
    from reftel.archive import ArchiveError
    from reftel.archive.filing.ingest import ingest
    from reftel.cli.ingest import sentence
    from reftel.cli.serve import command as serve_command
    from reftel.synthetic import write_demo

    with opened(folder, writable=True):
        write_demo(folder / "telegrams")
    try:
        report = ingest(folder, [folder / "telegrams"])
    except ArchiveError as error:
        raise click.ClickException(str(error)) from error
    for one in (*report.skipped, *report.failed):
        click.echo(sentence(one), err=True)
    click.echo(f"{report.filed} invented telegrams filed in {folder} ({report.unchanged} were there already)")
    click.echo(f"\n$ reftel search --archive {folder} --limit 5 --facets '{QUESTION}'")
    with opened(folder) as archive:
        print_results(console(), archive.search(QUESTION, limit=5, facets=True), facets=True)
    if serve:
        ctx.invoke(serve_command, folder=folder, port=port)
    else:
        click.echo(f"\nThe reader: {_program()} serve --archive {folder}")
