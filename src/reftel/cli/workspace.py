"""`reftel workspace`: what readers keep beside an archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli.common import (
    FINDINGS,
    Listed,
    archive_option,
    as_json,
    complain,
    none_yet,
    opened,
    print_json,
    read_input,
    viewer_of,
    viewer_options,
)

if TYPE_CHECKING:
    from reftel.archive import Archive, Filed, Hit
    from reftel.model.noun import Noun
    from reftel.workspace import Workspace
    from reftel.workspace.records import Entry


KINDS = {"stars": "stars", "tags": "tags", "notes": "notes", "history": "visits"}


@contextmanager
def at_desk(folder: Path, level: str | None, allowed: tuple[str, ...]) -> Iterator[tuple[Workspace, Archive]]:
    """A viewer's workspace and the archive as they see it; what cannot be done ends the command with status 1."""
    from reftel.workspace import Workspace
    from reftel.workspace.records import reader_of

    viewer = viewer_of(level, allowed)
    with opened(folder) as archive, Workspace(folder, reader_of(viewer)) as workspace:
        yield workspace, archive.seen_by(viewer)


def _the_telegrams(archive: Archive, identifiers: tuple[str, ...]) -> list[Filed]:
    """The one telegram that each identifier names; a message and status 1 where it names none or several."""
    found = {identifier: archive.find(identifier) for identifier in identifiers}
    wrong = [
        f"{identifier}: {'names several telegrams; name one by its hash' if filed else 'no such telegram here'}"
        for identifier, filed in found.items()
        if len(filed) != 1
    ]
    if complain(wrong):
        sys.exit(FINDINGS)
    return [filed[0] for filed in found.values()]


@click.group("workspace", cls=Listed)
def command() -> None:
    """Stars, tags, notes and reading lists that are kept beside the archive, also while others file.

    Each viewer has their own: with --level that of who may see this level and nothing above, without it the owner's.

    Saved searches stand there too: `reftel alerts`. The reading room (`reftel serve`) works with the same ones.
    """


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@archive_option
@viewer_options
def export(file: Path | None, folder: Path, level: str | None, allowed: tuple[str, ...]) -> None:
    """Write everything that is kept to FILE, or print it: a line of JSON for each star, tag, note, list, visit."""
    from reftel.workspace import text

    with at_desk(folder, level, allowed) as (workspace, archive):
        lines = list(text.lines(workspace, archive))
    if file is None:
        click.echo("".join(lines), nl=False)
        return
    try:
        file.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be written: {error.strerror}") from error


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@archive_option
@viewer_options
def bring(file: str, folder: Path, level: str | None, allowed: tuple[str, ...]) -> None:
    """Bring back what `export` wrote (`-`: standard input); what has the same name or number is replaced."""
    from reftel.cli.ingest import sentence
    from reftel.workspace import text

    name = "standard input" if file == "-" else file
    given = read_input(file).decode("utf-8", "replace").split("\n")
    with at_desk(folder, level, allowed) as (workspace, archive):
        done = text.bring(workspace, archive, name, given)
    click.echo(f"{done.kept} brought back")
    sys.exit(complain(map(sentence, done.failed)))


@command.command("lists")
@click.argument("name", required=False)
@archive_option
@click.option(
    "--cite",
    "form",
    type=click.Choice(["archives", "frus", "chicago"]),
    help="Cite the telegrams in this form.",
)
@as_json
@viewer_options
def lists(
    name: str | None,
    folder: Path,
    form: str | None,
    as_json: bool,
    level: str | None,
    allowed: tuple[str, ...],
) -> None:
    """Print the reading lists, or the telegrams of the list NAME in their order."""
    from reftel.workspace import lists as desk
    from reftel.workspace.seen import told_of

    with at_desk(folder, level, allowed) as (workspace, archive):
        if name is not None:
            told = told_of(archive, desk.entries(workspace, name))
            _print_cited(archive, told, form) if form else _print_entries(told, as_json)
            return
        found = desk.lists(workspace)
        none_yet(found, "reading lists", as_json)
        for one in found:
            held = len(told_of(archive, desk.entries(workspace, one.name)))
            print_json(one) if as_json else click.echo(
                f"{one.name} ({held})" + (f": {one.about}" * bool(one.about))
            )


def _print_cited(archive: Archive, told: tuple[tuple[Entry, Hit | None], ...], form: str) -> None:
    from reftel.archive.links.cite import cited

    for _, hit in told:
        for filed in archive.find(hit.key) if hit else ():
            click.echo(next(one.text for one in cited(filed.telegram) if one.form == form))


def _print_entries(told: tuple[tuple[Entry, Hit | None], ...], as_json: bool) -> None:
    none_yet(told, "telegrams in this list", as_json)
    for entry, hit in told:
        if as_json:
            print_json({"entry": entry, "hit": hit})
        elif hit is None:
            click.echo(f"{entry.key}  no longer in this archive")
        else:
            click.echo(f"{hit.key}  {(hit.dtg or '')[:10] or 'no date'}  {hit.subject or ''}")


@command.command("add")
@click.argument("name")
@click.argument("identifiers", metavar="ID...", nargs=-1, required=True)
@archive_option
@viewer_options
def add(
    name: str, identifiers: tuple[str, ...], folder: Path, level: str | None, allowed: tuple[str, ...]
) -> None:
    """Put telegrams at the end of the reading list NAME, which is begun where there is none."""
    from reftel.workspace import lists as desk
    from reftel.workspace.marks import names_of

    with at_desk(folder, level, allowed) as (workspace, archive):
        telegrams = _the_telegrams(archive, identifiers)
        if name not in {one.name for one in desk.lists(workspace)}:
            desk.make(workspace, name)
        new = sum(desk.add(workspace, name, names_of(filed)) for filed in telegrams)
    click.echo(f"{new} added to {name}, {len(telegrams) - new} in it already")


@command.command("note")
@click.argument("identifier", metavar="ID")
@click.argument("text")
@click.option("--words", default="", help="The passage that the note is about, in the words of the telegram.")
@archive_option
@viewer_options
def note(
    identifier: str, text: str, words: str, folder: Path, level: str | None, allowed: tuple[str, ...]
) -> None:
    """Write a note to the telegram ID, or to a passage of it."""
    from reftel.workspace import marks

    with at_desk(folder, level, allowed) as (workspace, archive):
        (filed,) = _the_telegrams(archive, (identifier,))
        made = marks.note(workspace, filed, text, words)
    click.echo(f"noted to {made.key}" + (f", letters {made.start} to {made.end}" if made.words else ""))


@command.command("star")
@click.argument("identifiers", metavar="ID...", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="Take the stars away.")
@archive_option
@viewer_options
def star(
    identifiers: tuple[str, ...], off: bool, folder: Path, level: str | None, allowed: tuple[str, ...]
) -> None:
    """Star telegrams."""
    from reftel.workspace import marks

    with at_desk(folder, level, allowed) as (workspace, archive):
        for filed in _the_telegrams(archive, identifiers):
            marks.star(workspace, marks.names_of(filed), not off)


@command.command("tag")
@click.argument("word")
@click.argument("identifiers", metavar="ID...", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="Take the tag away.")
@archive_option
@viewer_options
def tag(
    word: str,
    identifiers: tuple[str, ...],
    off: bool,
    folder: Path,
    level: str | None,
    allowed: tuple[str, ...],
) -> None:
    """Put a word of your own to telegrams."""
    from reftel.workspace import marks

    with at_desk(folder, level, allowed) as (workspace, archive):
        for filed in _the_telegrams(archive, identifiers):
            (marks.untag if off else marks.tag)(workspace, marks.names_of(filed), word)


@command.command("show")
@click.argument("kind", type=click.Choice(list(KINDS)))
@archive_option
@as_json
@viewer_options
def show(kind: str, folder: Path, as_json: bool, level: str | None, allowed: tuple[str, ...]) -> None:
    """Print the stars, the tags, the notes or the history, the newest first."""
    from reftel.workspace.records import Note, Star, Tag, Visit
    from reftel.workspace.seen import may_be_told, told_of

    kinds: dict[str, type[Noun]] = {"stars": Star, "tags": Tag, "notes": Note, "history": Visit}
    with at_desk(folder, level, allowed) as (workspace, archive):
        records = workspace.all(kinds[kind], "ORDER BY at DESC")
        may = [record for record in records if may_be_told(archive, record)]
        none_yet(may, KINDS[kind], as_json)
        _print_records(told_of(archive, may), as_json)


def _print_records(told: tuple[tuple[Noun, Hit | None], ...], as_json: bool) -> None:
    from reftel.workspace.seen import key_of

    for record, hit in told:
        if as_json:
            print_json({"record": record, "hit": hit})
            continue
        said = [getattr(record, name, "") for name in ("at", "word", "words", "text")]
        key = hit.key if hit else key_of(record) or str(getattr(record, "what", ""))
        click.echo("  ".join([key, *(" ".join(text.split()) for text in said if text)]))
