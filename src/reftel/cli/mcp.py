"""`reftel mcp`: the archive as tools of the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import archive_option, opened, viewer_of, viewer_options


@click.command("mcp")
@archive_option
@viewer_options
def command(folder: Path, level: str | None, allowed: tuple[str, ...]) -> None:
    """Answer a language model's questions over standard input and output, until they end.

    Its tools find telegrams, read them, and tell threads, gaps and statistics; nothing is changed. With --level they
    tell only what someone of that level may see. Needs the extra: pip install 'reftel[mcp]'.
    """
    try:
        from reftel.mcp.server import server
    except ImportError as error:
        raise click.ClickException(f"{error.name} is not installed; pip install 'reftel[mcp]'") from error

    with opened(folder) as archive:
        server(archive.seen_by(viewer_of(level, allowed))).run("stdio")
