"""`reftel policy`: what an archive lays down for its telegrams."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from reftel.cli.common import archive_option, as_json, opened, print_json


@click.command("policy")
@archive_option
@click.option("--unstated", metavar="LEVEL", help="The level of telegrams without any classification.")
@click.option("--who", default=getpass.getuser, help="Who decides it; by default the user of this computer.")
@as_json
def command(folder: Path, unstated: str | None, who: str, as_json: bool) -> None:
    """Show or change as which level a telegram without any classification counts, for who may not see everything.

    In a new archive it is TOP SECRET. A change holds at once and is noted in the archive.
    """
    with opened(folder, writable=unstated is not None) as archive:
        policy = archive.lay_down(unstated, who) if unstated else archive.policy
    if as_json:
        print_json(policy)
    else:
        click.echo(f"A telegram without any classification counts as {policy.unstated}.")
