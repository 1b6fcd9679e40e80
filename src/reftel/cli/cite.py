"""`reftel cite`: a telegram as footnotes name it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reftel.cli.common import FINDINGS, archive_option, as_json, opened, print_json


@click.command("cite")
@click.argument("identifiers", metavar="ID...", nargs=-1, required=True)
@archive_option
@click.option("--form", type=click.Choice(["archives", "frus", "chicago"]), help="This form only.")
@as_json
def command(identifiers: tuple[str, ...], folder: Path, form: str | None, as_json: bool) -> None:
    """Cite telegrams as the National Archives ask for, as the Foreign Relations series does, and in Chicago style."""
    from reftel.archive.links.cite import cited

    missing = False
    with opened(folder) as archive:
        for identifier in identifiers:
            found = archive.find(identifier)
            if not found:
                click.echo(f"reftel: {identifier}: no such telegram in {folder}", err=True)
                missing = True
            for filed in found:
                for one in cited(filed.telegram):
                    if form not in {None, one.form}:
                        continue
                    if as_json:
                        print_json({"key": filed.key, "form": one.form, "text": one.text})
                    else:
                        click.echo(one.text if form else f"{one.form}: {one.text}")
    sys.exit(FINDINGS if missing else 0)
