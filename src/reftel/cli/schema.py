"""`reftel schema`: the JSON Schema of a telegram."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema (2020-12) of the object that `reftel parse --json` prints."""
    import json

    import msgspec

    from reftel.model.telegram import Telegram

    click.echo(json.dumps(msgspec.json.schema(Telegram), indent=2))
