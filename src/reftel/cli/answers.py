"""`reftel answers`: who answered an instruction, and who never did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import archive_option, as_json, console, opened, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from reftel.archive.links.answers import Campaign


def delay(hours: float | None) -> str:
    """`6 h`, `3.5 d`; empty where it is not known."""
    if hours is None:
        return ""
    return f"{hours:.0f} h" if abs(hours) < 48 else f"{hours / 24:.1f} d"


def print_campaign(terminal: Console, campaign: Campaign) -> None:
    """The instruction, a line for each answer, the posts that did not answer."""
    from rich.table import Table

    date = (campaign.dtg or "")[:10]
    terminal.print(f"{campaign.key}  {date}  {campaign.subject or ''}", markup=False)
    table = Table("post", "answered", "after", "telegram", "subject", box=None)
    for one in campaign.answers:
        post = one.post if one.asked else f"{one.post} (not asked)"
        table.add_row(post, (one.dtg or "")[:10], delay(one.hours), one.key, one.subject or "")
    if campaign.answers:
        terminal.print(table)
    answered = {one.post for one in campaign.answers if one.asked}
    terminal.print(f"{len(answered)} of {len(campaign.asked)} posts asked have answered", markup=False)
    if campaign.median_hours is not None:
        terminal.print(f"first answers after {delay(campaign.median_hours)} (median)", markup=False)
    if campaign.unanswered:
        terminal.print(f"no answer here from: {', '.join(campaign.unanswered)}", markup=False)
    if campaign.collectives:
        terminal.print(
            f"addressed too, their posts not known: {', '.join(campaign.collectives)}", markup=False
        )


@click.command("answers")
@click.argument("identifier", metavar="ID")
@archive_option
@as_json
def command(identifier: str, folder: Path, as_json: bool) -> None:
    """Show who answered the instruction that ID names, when and after how long, and who never did.

    An answer is a telegram of another post that refers to it. Asked are the action addressees, with the embassies of
    a collective whose states are known.
    """
    with opened(folder) as archive:
        campaign = archive.answers(identifier)
    if as_json:
        print_json(campaign)
    else:
        print_campaign(console(), campaign)
