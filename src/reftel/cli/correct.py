"""`reftel correct`: put another value in the place of a field."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import archive_option, opened, reasoned


@click.command("correct")
@click.argument("identifier", metavar="ID")
@click.argument("field")
@click.argument("value")
@reasoned
@archive_option
def command(identifier: str, field: str, value: str, reason: str, who: str, folder: Path) -> None:
    """Put VALUE in the place of FIELD (subject, dtg, tags, mrn, classification/level, ...) of the telegram ID.

    A list is written with commas, anything else that is no word as JSON. The copies stay as they are; the
    correction is kept beside them, named wherever the telegram is shown, and outlives every new reading. A later
    correction of the same field overrules it.
    """
    with opened(folder, writable=True) as archive:
        key, made = archive.correct(identifier, field, value, reason=reason, who=who)
    click.echo(f"{key}: {made.field} is {made.value}")
