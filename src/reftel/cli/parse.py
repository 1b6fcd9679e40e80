"""`reftel parse`: read and show telegrams; nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from reftel.cli.common import as_json, complain, console, print_json, read_input
from reftel.model.telegram import Telegram
from reftel.wire.profile import PROFILES


def _telegrams(path: str, circuit: str | None, strict: bool, profile: str | None) -> Iterator[Telegram | str]:
    """The telegrams of a file, and a message for each of its records that could not be read."""
    from reftel.cli.check_draft import refuse_draft
    from reftel.cli.records import telegrams_of
    from reftel.reading import parse_all
    from reftel.sources.files import shown
    from reftel.sources.opening import is_text

    name = None if path == "-" else shown(Path(path))
    data = read_input(path)
    refuse_draft(path, data)
    if circuit or is_text(data, name or ""):
        yield from parse_all(data, path=name, circuit=circuit, strict=strict, profile=profile)
    else:
        yield from telegrams_of(data, name or "standard input", strict=strict, profile=profile)


def _why(path: str, error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{path.encode(errors='surrogateescape').decode(errors='backslashreplace')}: {reason}"


@click.command("parse")
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--circuit",
    type=click.Choice(("ia5", "ita2", "ata2")),
    help="FILES are captures of a circuit in this alphabet. Five-level code and line functions are known without it.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Refuse what can be read only with repairs or errors, and name each with its line and remedy.",
)
@click.option(
    "--as",
    "profile",
    type=click.Choice(PROFILES),
    help="Read the transmission lines by this procedure, whatever they look like.",
)
@as_json
def command(
    files: tuple[str, ...], circuit: str | None, strict: bool, profile: str | None, as_json: bool
) -> None:
    """Read telegrams from FILES (`-` is standard input) and show them; nothing is stored.

    FILES may be texts, or anything else that `reftel ingest` takes: archives, tables, pages, mail, PDF documents.

    With --json: one object for each telegram, a line each, in order. A file that gives none is named with
    the reason, and the exit status is 1.

    The capture of a circuit, five-level code (ITA2, ATA2) or ASCII with its line functions (IA5), gives its
    telegrams with what was wrong on the circuit among the findings. Whether five-level code is ITA2 or ATA2 is told
    by the number sign, which only ATA2 has; say --circuit where that is not enough.
    """
    from reftel.check import check
    from reftel.cli.page import print_telegram
    from reftel.reading import NotATelegram, NotStrict

    failures: list[str] = []
    terminal = console()
    for path in files:
        try:
            for one in _telegrams(path, circuit, strict, profile):
                if isinstance(one, str):
                    failures.append(one)
                    continue
                telegram = one.replace(diagnostics=check(one, "archive"))
                if as_json:
                    print_json(telegram)
                else:
                    print_telegram(terminal, telegram)
        except (NotATelegram, NotStrict, OSError) as error:
            failures.append(_why(path, error))
    sys.exit(complain(failures))
