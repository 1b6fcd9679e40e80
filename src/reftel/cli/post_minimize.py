"""`reftel post minimize`: orders to cut normal traffic into an area."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from reftel.cli.post_common import opened_post, post_option, who_option
from reftel.exchange.telling import moment


@click.command("minimize")
@click.argument("area", required=False)
@click.option("--authority", default="", help="Who imposes or cancels it.")
@click.option("--reason", default="", help="Why.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="When it ends by itself, UTC: 2006-05-12T18:00."
)
@click.option("--cancel", is_flag=True, help="CANCEL MINIMIZE.")
@post_option
@who_option
def minimize(
    area: str | None,
    authority: str,
    reason: str,
    until: datetime | None,
    cancel: bool,
    folder: Path,
    who: str,
) -> None:
    """List the orders in force, or put MINIMIZE in force for AREA: a post, a collective, or ALL.

    Releases into it have to be confirmed, and say so.
    """
    from reftel.exchange.queue import minimize as orders

    with opened_post(folder) as place:
        if area is None:
            for one in orders.in_force(place.book):
                ends = f" until {moment(one.until)}" if one.until else ""
                click.echo(f"{one.area}  since {moment(one.since)}{ends}, {one.authority}: {one.reason}")
            return
        if not authority:
            raise click.UsageError("name who imposes or cancels it: --authority")
        person = place.config.person_named(who)
        if cancel:
            orders.cancel(place, area, authority, person)
            return
        end = until.replace(tzinfo=UTC).timestamp() if until else None
        orders.impose(place, orders.Order(area, authority, reason, place.book.clock(), end), person)
