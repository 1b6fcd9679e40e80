"""`reftel watch-floor`: a post as its watch sees it, on one screen."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import console
from reftel.cli.post_common import opened_post, post_option
from reftel.exchange.telling import age, moment
from reftel.model.counting import counted

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table

    from reftel.exchange.watch.standing import Speed, Standing, Told

_EVERY = 1.0
_SIGNS = "YZOPR"


def frame(now: Standing) -> Group:
    """One picture of the post."""
    from rich.console import Group
    from rich.text import Text

    head = Text(f"{now.post}  {moment(now.at)}", style="bold")
    if now.minimize:
        head.append(f"   MINIMIZE {', '.join(now.minimize)}", style="bold reverse")
    counts = Text(
        f"{counted(now.messages, 'message')}, {now.to_file} to file, {now.aside} at the service position, "
        f"{counted(now.open_requests, 'question')} and {counted(now.actions, 'action')} open, {now.due} past their time"
    )
    measured = any(one.measured for one in now.speed)
    parts: list[RenderableType] = [head, _circuits(now), *[_speeds(now.speed)] * measured, counts]
    for title, rows in (
        ("alarms", now.alarms),
        ("held", now.held),
        ("service messages", now.service),
        ("in", now.received),
        ("out", now.sent),
    ):
        if rows:
            parts.append(_told(title, rows))
    if now.tasks:
        parts.append(_tasks(now))
    return Group(*parts)


def _circuits(now: Standing) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    if not now.circuits:
        return Text("There are no circuits: enter them as [[circuit]] in post.toml, and run the post again.")
    table = Table("circuit", "far", "line", "number", "in", "out", "under way", "held", *_SIGNS, box=None)
    for line in now.circuits:
        waiting = {one.precedence: one for one in line.queues}
        cells = (
            f"{one.waiting}, {age(one.oldest)}{', LATE ' + str(one.late) if one.late else ''}" if one else "-"
            for one in map(waiting.get, _SIGNS)
        )
        last = (moment(line.last_in), moment(line.last_out))
        numbers = (f"{line.last_number:03d}", *last, str(line.under_way), str(line.held))
        table.add_row(line.name, line.far, line.state, *numbers, *cells)
    return table


def _speeds(speeds: tuple[Speed, ...]) -> Table:
    from rich.table import Table

    table = Table("precedence", "objective", "measured", "median", "95 %", "missed", box=None)
    for one in speeds:
        if one.measured:
            times = (age(value) if value is not None else "-" for value in (one.median, one.p95))
            table.add_row(one.word, age(one.objective), str(one.measured), *times, str(one.missed))
    return table


def _tasks(now: Standing) -> Table:
    from rich.table import Table

    table = Table("action", "telegram", "answer due", box=None)
    for one in now.tasks:
        late = " LATE" if one.due and one.due < now.at else ""
        table.add_row(one.office, one.mrn or f"message {one.message}", f"{moment(one.due)}{late}")
    return table


def _told(title: str, rows: tuple[Told, ...]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("", "", "", title, box=None)
    for one in rows:
        table.add_row(str(one.id), moment(one.at), one.circuit, Text(one.text[:160], overflow="ellipsis"))
    return table


@click.command("watch-floor")
@post_option
@click.option("--once", is_flag=True, help="Print one frame and end.")
def command(folder: Path, once: bool) -> None:
    """Show how the post stands, once a second, until Ctrl-C: circuits, queues with their age, alarms."""
    from rich.live import Live

    from reftel.exchange.watch.standing import standing

    with opened_post(folder) as place:
        if once:
            console().print(frame(standing(place)))
            return
        try:
            with Live(frame(standing(place)), console=console(), screen=True) as live:
                while True:
                    time.sleep(_EVERY)
                    live.update(frame(standing(place)))
        except KeyboardInterrupt:
            return
