"""`reftel draft`: from a draft to a released telegram."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import DONE, FINDINGS, Listed, as_json, print_json
from reftel.cli.post_common import opened_post, post_option, read_text, who_option
from reftel.exchange.telling import moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reftel.exchange.drafting.examining import Finding
    from reftel.exchange.post.place import Place


@click.group("draft", cls=Listed, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Draft, clear and release telegrams of a post."""


def _tell(findings: Iterable[Finding], as_json: bool) -> int:
    errors = 0
    for one in findings:
        errors += one.severity == "error"
        place = f"line {one.line}: " if one.line else ""
        if as_json:
            print_json(one)
        else:
            click.echo(f"{place}{one.severity} {one.code}: {one.message}")
    return errors


def _tell_at_once(place: Place, text: str) -> None:
    """What the rules say of a draft as it is entered."""
    from reftel.exchange.drafting.examining import examine

    for one in examine(place.config, text, place.book.clock()).findings:
        click.echo(f"{one.severity} {one.code}: {one.message}", err=True)


@command.command("templates")
@click.argument("name", required=False)
@post_option
def templates(name: str | None, folder: Path) -> None:
    """List the templates, or print the one called NAME, filled in for this post."""
    from reftel.exchange.drafting import drafts

    if name is None:
        for one in drafts.templates().values():
            click.echo(f"{one.name:16} {one.about}")
        return
    with opened_post(folder) as place:
        click.echo(drafts.template(place, name), nl=False)


@command.command("new")
@click.argument("file")
@post_option
@who_option
def new(file: str, folder: Path, who: str) -> None:
    """Enter FILE (`-` is standard input) as a draft; prints its number, and to standard error what is to be mended."""
    from reftel.exchange.drafting import drafts

    text = read_text(file)
    with opened_post(folder) as place:
        click.echo(str(drafts.new(place, place.config.person_named(who), text)))
        _tell_at_once(place, text)


@command.command("edit")
@click.argument("draft", type=int)
@click.argument("file")
@post_option
@who_option
def edit(draft: int, file: str, folder: Path, who: str) -> None:
    """Let FILE be the new version of DRAFT; prints its number, and to standard error what is to be mended."""
    from reftel.exchange.drafting import drafts

    text = read_text(file)
    with opened_post(folder) as place:
        click.echo(str(drafts.edit(place, draft, place.config.person_named(who), text)))
        _tell_at_once(place, text)


@command.command("list")
@post_option
@as_json
def listed(folder: Path, as_json: bool) -> None:
    """List the drafts, the newest first: how far each is, and who must still clear it."""
    from reftel.exchange.drafting.progress import every

    with opened_post(folder) as place:
        for one in every(place):
            if as_json:
                print_json(one)
                continue
            waits = f" [{', '.join(word.office for word in one.missing)}]" if one.open and one.missing else ""
            stands = f"{one.draft:4} {one.stage:10} version {one.version:2} {one.author:12}"
            click.echo(f"{stands} {one.mrn or '':14} {one.subject}{waits}".rstrip())


@command.command("show")
@click.argument("draft", type=int)
@click.option("--version", "number", type=int, help="This version instead of the newest.")
@click.option("--diff", "earlier", type=int, help="What has changed since this version.")
@post_option
def show(draft: int, number: int | None, earlier: int | None, folder: Path) -> None:
    """Print DRAFT."""
    from reftel.exchange.drafting import drafts

    with opened_post(folder) as place:
        now = drafts.standing(place, draft)
        if earlier is not None:
            click.echo(drafts.difference(place, draft, earlier, number or now.version))
        else:
            click.echo(drafts.text_of(place, draft, number or now.version), nl=False)


@command.command("check")
@click.argument("draft", type=int)
@click.option("--who", help="Whether this person could release it.")
@post_option
@as_json
def check(draft: int, who: str | None, folder: Path, as_json: bool) -> None:
    """Check DRAFT as a telegram about to be sent: rules, addressees, routes, level, precedence.

    The exit status is 1 if something must be mended.
    """
    from reftel.exchange.drafting import drafts
    from reftel.exchange.drafting.examining import examine

    with opened_post(folder) as place:
        person = place.config.person_named(who) if who else None
        found = examine(place.config, drafts.standing(place, draft).text, place.book.clock(), person)
    sys.exit(FINDINGS if _tell(found.findings, as_json) else DONE)


@command.command("comment")
@click.argument("draft", type=int)
@click.argument("text")
@click.option("--paragraph", type=int, help="The paragraph that it is about.")
@post_option
@who_option
def comment(draft: int, text: str, paragraph: int | None, folder: Path, who: str) -> None:
    """Say TEXT about DRAFT."""
    from reftel.exchange.drafting import drafts

    with opened_post(folder) as place:
        drafts.comment(place, draft, place.config.person_named(who), text, paragraph)


@command.command("submit")
@click.argument("draft", type=int)
@post_option
@who_option
def submit(draft: int, folder: Path, who: str) -> None:
    """Put DRAFT up for clearance, once nothing in it has to be mended. A change takes it back."""
    from reftel.exchange.drafting import clearing

    with opened_post(folder) as place:
        clearing.submit(place, draft, place.config.person_named(who))


@command.command("clear")
@click.argument("draft", type=int)
@click.option("--phone", is_flag=True, help="It was cleared by phone.")
@click.option("--refuse", is_flag=True, help="It is not cleared.")
@click.option("--note", default="", help="With what in mind.")
@post_option
@who_option
def clear(draft: int, phone: bool, refuse: bool, note: str, folder: Path, who: str) -> None:
    """Clear DRAFT for the office of --who, as it reads now. A change asks for the clearance again."""
    from reftel.exchange.drafting import clearing

    state = "not cleared" if refuse else "cleared by phone" if phone else "cleared"
    with opened_post(folder) as place:
        clearing.clear(place, draft, place.config.person_named(who), state, note)


@command.command("approve")
@click.argument("draft", type=int)
@click.option("--note", default="", help="With what in mind.")
@post_option
@who_option
def approve(draft: int, note: str, folder: Path, who: str) -> None:
    """Approve DRAFT as it reads now. A releaser who is an approver too need not."""
    from reftel.exchange.drafting import clearing

    with opened_post(folder) as place:
        clearing.clear(place, draft, place.config.person_named(who), "approved", note)


@command.command("status")
@click.argument("draft", type=int)
@post_option
@as_json
def status(draft: int, folder: Path, as_json: bool) -> None:
    """Show who must clear DRAFT and who has, its versions, and what was said about it."""
    from reftel.exchange.drafting import drafts
    from reftel.exchange.drafting.progress import progress

    with opened_post(folder) as place:
        now, said = progress(place, draft), drafts.comments(place, draft)
        versions = drafts.versions(place, draft)
    if as_json:
        more = {"versions": [one._asdict() for one in versions], "comments": said}
        print_json({**{name: getattr(now, name) for name in now.__struct_fields__}, **more})
        return
    stands = f"draft {now.draft} by {now.author}: {now.stage}, version {now.version}"
    click.echo(f"{stands} {now.mrn or ''}".rstrip())
    for word in now.clearances:
        note = f": {word.note}" if word.note else ""
        click.echo(f"  {word.office:8} {word.state:16} {word.person or ''} ({word.why}){note}")
    if now.trouble:
        click.echo(f"  {now.trouble}")
    for one in versions:
        click.echo(
            f"  version {one.number} by {one.author}, {moment(one.at)}: +{one.added} -{one.taken} lines"
        )
    for word_of in said:
        place_of = f", paragraph {word_of.paragraph}" if word_of.paragraph else ""
        click.echo(
            f"  {moment(word_of.at)} {word_of.author} on version {word_of.version}{place_of}: {word_of.text}"
        )


@command.command("release")
@click.argument("draft", type=int)
@click.option("--confirm-minimize", is_flag=True, help="It must go although MINIMIZE is in force.")
@post_option
@who_option
@as_json
def release(draft: int, confirm_minimize: bool, folder: Path, who: str, as_json: bool) -> None:
    """Release DRAFT: it gets its number and its date-time group and goes to the circuits.

    Nothing is released that must still be mended, cleared or approved; each reason is named.
    """
    from reftel.exchange.drafting.releasing import NotReleased
    from reftel.exchange.drafting.releasing import release as releasing

    with opened_post(folder) as place:
        try:
            come = releasing(place, draft, place.config.person_named(who), confirmed=confirm_minimize)
        except NotReleased as error:
            for reason in error.reasons:
                click.echo(f"reftel: draft {draft} is not released: {reason}", err=True)
            sys.exit(FINDINGS)
    if as_json:
        print_json({"mrn": come.mrn, "dtg": come.dtg, "messages": come.messages})
    else:
        click.echo(come.mrn)


@command.command("withdraw")
@click.argument("mrn")
@post_option
@who_option
def withdraw(mrn: str, folder: Path, who: str) -> None:
    """Take the released telegram MRN back, as long as no transmission of it has begun."""
    from reftel.exchange.drafting.releasing import withdraw as withdrawing

    with opened_post(folder) as place:
        withdrawing(place, mrn, place.config.person_named(who))
