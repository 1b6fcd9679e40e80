"""`reftel verify`: prove that the archive is whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import DONE, FINDINGS, archive_option, as_json, opened, print_json
from reftel.model.counting import counted

if TYPE_CHECKING:
    from reftel.archive import Problem


def _journal_of(post: Path) -> tuple[tuple[Problem, ...], Path]:
    """What is wrong with the journal of a post, and the folder of its archive."""
    from reftel.archive.results import Problem
    from reftel.cli.post_common import opened_post
    from reftel.exchange.keeping import journal

    with opened_post(post) as place:
        broken = journal.broken(place.book)
        return ((Problem(str(place.book.path), broken),) if broken else ()), place.archive


@click.command("verify")
@archive_option
@click.option(
    "--post",
    "post",
    type=click.Path(file_okay=False, path_type=Path),
    help="A post: verify the journal of its book, and its archive instead of --archive.",
)
@click.option(
    "--quick", is_flag=True, help="Leave out reading the texts again, which takes most of the time."
)
@as_json
def command(folder: Path, post: Path | None, quick: bool, as_json: bool) -> None:
    """Read every copy back, compare it with its hash, read its text again, and compare the index with the store.

    With --post the journal is read too: each entry holds the hash of the one before.

    The exit status is 1 if something is wrong; each problem is named.
    """
    problems: tuple[Problem, ...] = ()
    telegrams = 0
    if post is not None:
        problems, folder = _journal_of(post)
    if post is None or folder.exists():
        with opened(folder) as archive:
            telegrams = archive.stats().telegrams
            problems += tuple(archive.verify(quick))
    for problem in problems:
        if as_json:
            print_json(problem)
        else:
            click.echo(f"{problem.subject}: {problem.message}")
    if not as_json:
        click.echo(f"{counted(telegrams, 'telegram')}, {counted(len(problems), 'problem')}")
    sys.exit(FINDINGS if problems else DONE)
