"""`reftel post`: make, run and look after a post."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from reftel.cli.common import DONE, FINDINGS, Listed, as_json, console, print_json
from reftel.cli.post_common import opened_post, post_option, read_text, who_option
from reftel.cli.post_minimize import minimize
from reftel.cli.post_offices import answered, copies, give
from reftel.cli.post_questions import questions
from reftel.exchange.telling import moment


@click.group("post", cls=Listed, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Make, run and look after a post: a message centre with its circuits, its people and its archive."""


@command.command("init")
@post_option
@click.option("--name", required=True, help="The post, as telegrams name it: TUNIS.")
def init(folder: Path, name: str) -> None:
    """Make a post, with a configuration to be filled in."""
    from reftel.exchange.keeping.book import BookError
    from reftel.exchange.post.config import PostError
    from reftel.exchange.post.place import init as make

    try:
        path = make(folder, name)
    except (PostError, BookError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{path}: enter circuits, offices and people there, then `reftel post run --post {folder}`")


@command.command("run")
@post_option
@click.option(
    "--metrics",
    type=click.IntRange(0, 65535),
    help="Serve /metrics on this port of 127.0.0.1; 0 takes a free one.",
)
def run(folder: Path, metrics: int | None) -> None:
    """Run the post until SIGTERM or Ctrl-C: its circuits, its filing, its watch.

    Nothing is lost if it is killed: what was under way goes out again as a suspected duplicate.
    """
    from reftel.exchange.keeping.book import BookError
    from reftel.exchange.post.config import PostError
    from reftel.exchange.post.running import run as running

    def ready(address: str) -> None:
        click.echo(f"{folder}: running" + (f", metrics at http://{address}/metrics" if address else ""))

    try:
        asyncio.run(running(folder, metrics, ready))
    except (PostError, BookError) as error:
        raise click.ClickException(str(error)) from error


@command.command("status")
@post_option
@as_json
def status(folder: Path, as_json: bool) -> None:
    """Show how the post stands; it may be running or not."""
    from reftel.cli.watch_floor import frame
    from reftel.exchange.watch.standing import standing

    with opened_post(folder) as place:
        now = standing(place)
    if as_json:
        print_json(now)
    else:
        console().print(frame(now))


@command.command("accept")
@click.argument("alarm", type=int)
@post_option
@who_option
def accept(alarm: int, folder: Path, who: str) -> None:
    """Accept ALARM: someone has seen it and acts."""
    from reftel.exchange.watch.operating import accept as accepting

    with opened_post(folder) as place:
        accepting(place, alarm, place.config.person_named(who))


@command.command("let-go")
@click.argument("transmission", type=int)
@post_option
@who_option
def let_go(transmission: int, folder: Path, who: str) -> None:
    """Let the held TRANSMISSION go on its circuit."""
    from reftel.exchange.watch.operating import let_go as letting

    with opened_post(folder) as place:
        letting(place, transmission, place.config.person_named(who))


@command.command("drop")
@click.argument("transmission", type=int)
@click.option("--reason", required=True, help="Why it is not sent.")
@post_option
@who_option
def drop(transmission: int, reason: str, folder: Path, who: str) -> None:
    """Never send the held TRANSMISSION; its message stays in the book."""
    from reftel.exchange.watch.operating import drop as dropping

    with opened_post(folder) as place:
        dropping(place, transmission, place.config.person_named(who), reason)


@command.command("circuit")
@click.argument("name")
@click.argument("state", type=click.Choice(["open", "closed"]))
@post_option
@who_option
def circuit(name: str, state: str, folder: Path, who: str) -> None:
    """Close the circuit NAME to traffic, which goes to its alternates, or open it again."""
    from reftel.exchange.watch.operating import set_closed

    with opened_post(folder) as place:
        set_closed(place, name, state == "closed", place.config.person_named(who))


@command.command("track")
@click.argument("subject")
@post_option
@as_json
def track(subject: str, folder: Path, as_json: bool) -> None:
    """Show the path of SUBJECT through this post: a telegram's number, `message 12` or `draft 3`."""
    from reftel.exchange.watch.operating import track as tracking

    with opened_post(folder) as place:
        found = tracking(place, subject)
    for entry in found:
        if as_json:
            print_json({"at": entry.at, "actor": entry.actor, "object": entry.object, "event": entry.event})
        else:
            click.echo(f"{entry.at}  {entry.object:14} {entry.actor}: {entry.event} {entry.parameters}")
    if not found:
        click.echo(f"reftel: {subject}: the journal of this post has nothing of it", err=True)
    sys.exit(DONE if found else FINDINGS)


@command.command("readdress")
@click.argument("mrn")
@click.option("--to", "to", multiple=True, required=True, help="A post that is to act; may be repeated.")
@click.option("--info", multiple=True, help="A post that is to know; may be repeated.")
@click.option("--precedence", default="", help="ROUTINE, PRIORITY ...; that of the original by default.")
@post_option
@who_option
def readdress(
    mrn: str, to: tuple[str, ...], info: tuple[str, ...], precedence: str, folder: Path, who: str
) -> None:
    """Send the telegram MRN, which this post holds, on to others, its original heading below a new one."""
    from reftel.exchange.receiving.readdressing import readdress as readdressing

    with opened_post(folder) as place:
        person = place.config.person_named(who)
        sent = readdressing(place, mrn, person, to=to, info=info, word=precedence)
    for message in sent:
        click.echo(f"message {message} is on its way to {', '.join((*to, *info))}")


@command.command("service")
@post_option
def service(folder: Path) -> None:
    """Show what lies at the service position: service messages, and what could not be handled."""
    from reftel.exchange.watch.operating import service_position

    with opened_post(folder) as place:
        for one in service_position(place):
            click.echo(f"{moment(one.at)}  {one.circuit:4} {one.text}")


@command.command("show")
@click.argument("subject")
@post_option
def show(subject: str, folder: Path) -> None:
    """Print SUBJECT as it came: `inbound 12`, a reception as the watch names it, or `message 12`."""
    from reftel.exchange.receiving.by_hand import as_it_came
    from reftel.sources.files import printable

    with opened_post(folder) as place:
        for line in as_it_came(place, subject).splitlines():
            click.echo(printable(line))


@command.command("take-in")
@click.argument("inbound", type=int)
@click.option("--text", "file", help="A file with its mended letters, in the place of those that came.")
@post_option
@who_option
def take_in(inbound: int, file: str | None, folder: Path, who: str) -> None:
    """Take in the reception INBOUND, which could not be handled when it came; its bytes stay as they are."""
    from reftel.exchange.receiving.by_hand import take_again

    text = read_text(file) if file else ""
    with opened_post(folder) as place:
        fate = take_again(place, inbound, place.config.person_named(who), text)
    click.echo(f"inbound {inbound} is message {fate.message}: {fate.fate}")


@command.command("profile")
@click.argument("query")
@post_option
@as_json
def profile(query: str, folder: Path, as_json: bool) -> None:
    """Show whom the profile would give the telegrams that QUERY finds in the archive; nothing is given."""
    from reftel.archive import open_archive
    from reftel.exchange.receiving.profile import dry_run

    with opened_post(folder) as place, open_archive(place.archive) as archive:
        for key, given in dry_run(place.config, archive, query):
            if as_json:
                print_json({"telegram": key, "copies": given.copies, "notes": given.notes})
                continue
            click.echo(key)
            for one in given.copies:
                click.echo(f"  {one.office:8} {one.role:6} {one.rule}")
            for note in given.notes:
                click.echo(f"  {note}")


for one in (copies, give, answered, questions, minimize):
    command.add_command(one)
