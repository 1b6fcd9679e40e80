"""`reftel parse`: read and show telegrams; nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from reftel.cli.common import as_json, complain, console, print_json, read_input
from reftel.model.telegram import Telegram


def _telegrams(path: str) -> Iterator[Telegram]:
    from reftel.check import check
    from reftel.reading import parse_all
    from reftel.sources.files import shown

    for telegram in parse_all(read_input(path), path=None if path == "-" else shown(Path(path))):
        yield telegram.replace(diagnostics=check(telegram, "archive"))


def _why(path: str, error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{path.encode(errors='surrogateescape').decode(errors='backslashreplace')}: {reason}"


@click.command("parse")
@click.argument("files", nargs=-1, required=True)
@as_json
def command(files: tuple[str, ...], as_json: bool) -> None:
    """Read telegrams from FILES (`-` is standard input) and show them; nothing is stored.

    With --json: one object for each telegram, a line each, in order. A file that gives none is named with
    the reason, and the exit status is 1.
    """
    from reftel.cli.page import print_telegram
    from reftel.reading import NotATelegram

    failures: list[str] = []
    terminal = console()
    for path in files:
        try:
            for telegram in _telegrams(path):
                if as_json:
                    print_json(telegram)
                else:
                    print_telegram(terminal, telegram)
        except (NotATelegram, OSError) as error:
            failures.append(_why(path, error))
    sys.exit(complain(failures))
