"""`reftel show`: one telegram, set for reading."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reftel.cli.common import FINDINGS, archive_option, as_json, console, opened, print_json


@click.command("show")
@click.argument("identifier", metavar="ID")
@archive_option
@click.option("--source", is_flag=True, help="Print the source text as it was filed.")
@as_json
def command(identifier: str, folder: Path, source: bool, as_json: bool) -> None:
    """Show the telegram that ID names: an MRN in any printed form, an alias, or a hash prefix."""
    from reftel.cli.page import print_telegram

    with opened(folder) as archive:
        found = archive.find(identifier)
        removed = archive.removed(identifier) if not found else ()
    for one in removed:
        click.echo(f"reftel: {one.key} was removed on {one.at[:10]} by {one.who}: {one.reason}", err=True)
    if not found:
        click.echo(
            f"reftel: {identifier}: no such telegram in {folder}; `reftel search` finds by words", err=True
        )
        sys.exit(FINDINGS)
    for filed in found:
        if as_json:
            print_json(filed.telegram)
        elif source:
            click.echo(filed.telegram.text)
        else:
            if len(found) > 1:
                click.echo(f"== {filed.key}")
            print_telegram(console(), filed.telegram)
