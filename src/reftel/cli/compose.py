"""`reftel compose`: from a draft to a telegram ready to be sent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import DONE, FINDINGS, complain, read_input
from reftel.cli.formats import (
    FormatsCommand,
    is_json_of_telegrams,
    of_json,
    output_options,
    put_out,
    reason,
    tell_left_out,
)
from reftel.model.telegram import Telegram

if TYPE_CHECKING:
    from reftel.writing import Written


@click.command("compose", cls=FormatsCommand)
@click.argument("draft")
@output_options("acp127us")
@click.option("--force", is_flag=True, help="Write it although the check finds errors.")
def command(draft: str, to: str, out: Path | None, force: bool) -> None:
    """Set DRAFT, a TOML or JSON file (`-` is standard input), as a telegram.

    DRAFT may also be one telegram in the JSON of `reftel parse --json`.

    The telegram is checked as one about to be sent. Findings go to standard error with the line of the written
    telegram; with an error among them nothing is written and the exit status is 1, unless --force is given.
    """
    from reftel.writing import write

    try:
        written = write(_telegram(read_input(draft)), to)
    except (OSError, ValueError) as error:  # DraftError and CannotWrite are ValueErrors
        sys.exit(complain([f"{draft}: {reason(error)}"]))
    errors = _tell_findings(draft, written)
    if errors and not force:
        click.echo(f"reftel: {draft}: nothing is written: mend the errors above, or give --force", err=True)
        sys.exit(FINDINGS)
    put_out(written.data, out)
    tell_left_out(draft, written.left_out)
    sys.exit(DONE)


def _telegram(data: bytes) -> Telegram:
    """The telegram that a draft describes, or that JSON is."""
    from reftel.writing.draft import read_draft

    if not is_json_of_telegrams(data):
        return read_draft(data.decode("utf-8-sig"))
    first, *others = of_json(data)
    if others:
        raise ValueError(f"{len(others) + 1} telegrams, and compose sets one: use reftel convert")
    return first


def _tell_findings(draft: str, written: Written) -> int:
    """Print what the check finds in the written telegram; how many of the findings are errors."""
    from reftel.check import check
    from reftel.reading import parse

    telegram = parse(written.data)
    lines = telegram.text.splitlines()
    errors = 0
    for found in check(telegram, "draft"):
        errors += found.severity == "error"
        place = f"line {found.line} as written, {lines[found.line - 1].strip()!r}: " if found.line else ""
        remedy = f"; write {found.suggestion!r}" if found.suggestion else ""
        click.echo(f"reftel: {draft}: {place}{found.severity} {found.code} {found.message}{remedy}", err=True)
    return errors
