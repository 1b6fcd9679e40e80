"""`reftel verify`: prove that the archive is whole."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reftel.cli.common import DONE, FINDINGS, archive_option, as_json, opened, print_json


@click.command("verify")
@archive_option
@click.option(
    "--quick", is_flag=True, help="Leave out reading the texts again, which takes most of the time."
)
@as_json
def command(folder: Path, quick: bool, as_json: bool) -> None:
    """Read every copy back, compare it with its hash, read its text again, and compare the index with the store.

    The exit status is 1 if something is wrong; each problem is named.
    """
    with opened(folder) as archive:
        telegrams = archive.stats().telegrams
        problems = tuple(archive.verify(quick))
    for problem in problems:
        if as_json:
            print_json(problem)
        else:
            click.echo(f"{problem.subject}: {problem.message}")
    if not as_json:
        click.echo(f"{telegrams} telegrams, {len(problems)} problems")
    sys.exit(FINDINGS if problems else DONE)
