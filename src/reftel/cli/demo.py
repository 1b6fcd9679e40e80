"""`reftel demo`: an archive of invented telegrams, a search, the reader."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import console, opened
from reftel.cli.search import print_results

QUESTION = "ferry OR fisheries"


@click.command("demo")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("reftel-demo"),
    show_default=True,
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8390, show_default=True, help="Port of the reader."
)
@click.option("--serve/--no-serve", default=True, help="Serve the reader until interrupted.")
@click.pass_context
def command(ctx: click.Context, folder: Path, port: int, serve: bool) -> None:
    """File the invented telegrams that come with Reftel in ./reftel-demo, search them, serve the reader."""
    from reftel.archive.ingest import ingest
    from reftel.cli.ingest import sentence
    from reftel.cli.serve import command as serve_command
    from reftel.synthetic import write_demo

    telegrams, archive_folder = folder / "telegrams", folder / "archive"
    write_demo(telegrams)
    report = ingest(archive_folder, [telegrams])
    for one in (*report.skipped, *report.failed):
        click.echo(sentence(one))
    click.echo(
        f"{report.filed} invented telegrams filed in {archive_folder} ({report.unchanged} were there already)"
    )
    click.echo(f"\n$ reftel search --archive {archive_folder} '{QUESTION}'")
    with opened(archive_folder) as archive:
        print_results(console(), archive.search(QUESTION, limit=5, facets=True), facets=True)
    if serve:
        ctx.invoke(serve_command, folder=archive_folder, port=port)
