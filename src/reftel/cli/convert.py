"""`reftel convert`: telegrams from one format into another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from reftel.cli.common import complain, read_input
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


@click.command("convert", cls=FormatsCommand)
@click.argument("file")
@output_options("plain")
@click.option(
    "--circuit",
    type=click.Choice(("ia5", "ita2", "ata2")),
    help="Write the bytes that go out on a circuit in this alphabet.",
)
@click.option("--channel", metavar="TSA041", help="The channel number of the first message; counted on.")
def command(file: str, to: str, out: Path | None, circuit: str | None, channel: str | None) -> None:
    """Write the telegrams of FILE (`-` is standard input) in another format.

    FILE holds telegrams in any layout that Reftel reads, or the JSON of `reftel parse --json`, or is anything else that
    `reftel ingest` takes: an archive, a table, a page, mail, a document. What the format
    cannot say is named on standard error. With --circuit the messages get the functions of a circuit; signs that its
    alphabet lacks are spelt, and each is named. The exit status is 1 if a telegram could not be written.
    """
    from reftel.wire.written_facts import CannotTransmit
    from reftel.writing import CannotWrite, write

    failures: list[str] = []
    written: list[bytes] = []
    try:
        for telegram in _telegrams(file):
            if isinstance(telegram, str):
                failures.append(telegram)
                continue
            name = telegram.mrn or file
            try:
                found = write(telegram, to)
            except CannotWrite as error:
                failures.append(f"{file}: {name}: {error}")
                continue
            written.append(found.data)
            tell_left_out(name, found.left_out)
    except (OSError, ValueError) as error:  # NotATelegram is a ValueError
        failures.append(f"{file}: {reason(error)}")
    if written:
        data = (b"" if to == "source" else b"\n").join(written)
        try:
            put_out(_on_circuit(file, data, circuit, channel) if circuit else data, out)
        except CannotTransmit as error:
            failures.append(f"{file}: {error}")
    sys.exit(complain(failures))


def _on_circuit(file: str, data: bytes, circuit: str, channel: str | None) -> bytes:
    """The bytes that go out; what is sent otherwise than written is named."""
    from reftel.wire.sending import send

    sent = send(data.decode(), circuit, channel=channel)
    for one in sent.changed:
        click.echo(f"reftel: {file}: {one}", err=True)
    return sent.data


def _telegrams(file: str) -> Iterator[Telegram | str]:
    """The telegrams of a file, and a message for each of its records that could not be read."""
    from reftel.cli.check_draft import refuse_draft
    from reftel.cli.records import telegrams_of
    from reftel.reading import parse_all
    from reftel.sources.opening import is_text

    data = read_input(file)
    refuse_draft(file, data)
    if is_json_of_telegrams(data):
        yield from of_json(data)
    elif not is_text(data, file):
        yield from telegrams_of(data, "standard input" if file == "-" else file)
    else:
        yield from parse_all(data, path=None if file == "-" else file)
