"""`reftel post questions`: what other stations were asked and have not answered."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli.common import as_json, print_json
from reftel.cli.post_common import opened_post, post_option, who_option
from reftel.exchange.telling import moment


@click.command("questions")
@click.option("--close", "number", type=int, help="This one needs no answer any more.")
@click.option("--reason", default="", help="With --close: what became of it.")
@post_option
@who_option
@as_json
def questions(number: int | None, reason: str, folder: Path, who: str, as_json: bool) -> None:
    """List what is missing and was asked for, running numbers and sections, or close a question by hand."""
    from reftel.exchange.watch import questions as asked

    with opened_post(folder) as place:
        if number is not None:
            asked.close(place, number, place.config.person_named(who), reason)
            return
        found = asked.questions(place)
    for one in found:
        if as_json:
            print_json(one)
        else:
            click.echo(f"{one.id:4} {moment(one.at)}  asked {one.asked} times  {one.kind} {one.subject}")
