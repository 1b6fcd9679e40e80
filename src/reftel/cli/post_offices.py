"""`reftel post copies`, `give` and `answered`: what the offices of a post have, and what they must answer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import as_json, print_json
from reftel.cli.post_common import opened_post, post_option, who_option
from reftel.exchange.telling import moment

if TYPE_CHECKING:
    from reftel.exchange.receiving.held_by_offices import Held


def _line(one: Held, now: float) -> str:
    head = f"{moment(one.at)}  {one.mrn or f'message {one.message}':16} {one.office:8} {one.role:6}"
    if one.answered_by:
        return f"{head} answered {moment(one.answered)}: {one.answered_by} ({one.rule})"
    if one.due:
        return f"{head} {'LATE, ' if one.due < now else ''}answer due {moment(one.due)} ({one.rule})"
    return f"{head} ({one.rule})"


@click.command("copies")
@click.option("--office", default="", help="Those of this office.")
@click.option("--open", "only_open", is_flag=True, help="Actions without an answer, the most pressing first.")
@post_option
@as_json
def copies(office: str, only_open: bool, folder: Path, as_json: bool) -> None:
    """List the copies that offices have, why, and until when an action is to be answered."""
    from reftel.exchange.receiving.held_by_offices import held, waiting

    with opened_post(folder) as place:
        found = held(place, office)
        if only_open:
            found = tuple(one for one in waiting(place) if one in found)
        now = place.book.clock()
    for one in found:
        if as_json:
            print_json(one)
        else:
            click.echo(_line(one, now))


@click.command("give")
@click.argument("telegram")
@click.option(
    "--action", default="", help="The office that is to act; the one that had the action keeps a copy."
)
@click.option("--info", multiple=True, help="An office that gets a copy; may be repeated.")
@click.option("--recall", multiple=True, help="An office whose copy is called back; may be repeated.")
@click.option(
    "--due", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="When the answer is due, UTC: 2006-05-12T18:00."
)
@post_option
@who_option
def give(
    telegram: str,
    action: str,
    info: tuple[str, ...],
    recall: tuple[str, ...],
    due: datetime | None,
    folder: Path,
    who: str,
) -> None:
    """Give TELEGRAM (its number, or `message 12`) to other offices by hand, or say when its answer is due."""
    from reftel.exchange.receiving.held_by_offices import give as giving

    with opened_post(folder) as place:
        person = place.config.person_named(who)
        until = due.replace(tzinfo=UTC).timestamp() if due else None
        giving(place, telegram, person, action=action, info=info, recall=recall, due=until)


@click.command("answered")
@click.argument("telegram")
@click.option(
    "--by", "answer", required=True, help="The telegram that answers it, or why it needs no answer."
)
@post_option
@who_option
def answered(telegram: str, answer: str, folder: Path, who: str) -> None:
    """Say that the action on TELEGRAM needs no further answer; one that a release refers to is noted by itself."""
    from reftel.exchange.receiving.held_by_offices import settle

    with opened_post(folder) as place:
        settle(place, telegram, place.config.person_named(who), answer)
