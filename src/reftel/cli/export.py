"""`reftel export`: telegrams in formats that others read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from reftel.cli.common import FINDINGS, INTERRUPTED, archive_option, complain, console, opened, read_input
from reftel.model.counting import counted

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.export import Exported, Taking

SORTS = ("date", "-date", "post", "relevance")


def _print_formats() -> None:
    """Every format with its extension and what it loses."""
    from rich.table import Table

    from reftel.export import FORMATS, FolderFormat

    table = Table("format", "file", "what it is", "what is lost", show_edge=False, pad_edge=False, box=None)
    for form in FORMATS.values():
        place = "a folder" if isinstance(form, FolderFormat) else form.extension
        lost = ", ".join(aspect.name for aspect in form.loses) or "nothing"
        table.add_row(form.name, place, form.title, lost)
    console().print(table)


@contextmanager
def _bar(shown: bool, name: str) -> Iterator[Callable[[int, int], None]]:
    if not shown:
        yield lambda _done, _total: None
        return
    from rich.progress import Progress

    with Progress(console=console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _tell(done: Exported, where: str, quiet: bool) -> None:
    """How many were exported, and each thing that was left out; to standard error, where it does not disturb."""
    if quiet:
        return
    click.echo(f"{counted(done.telegrams, 'telegram')} exported to {where}", err=True)
    for title, values in (("left out", done.left_out), ("changed", done.changed)):
        if values:
            told = "; ".join(
                f"{one.what} ({one.count:,} in {counted(one.telegrams, 'telegram')})" for one in values
            )
            console(stderr=True).print(f"{title}: {told}", markup=False)


def _place(form: str, out: str | None) -> Path | BinaryIO:
    """Where it goes: a path, or standard output where that is fit for it."""
    from reftel.export import FORMATS, FolderFormat

    chosen = FORMATS[form]
    if out is not None and out != "-":
        return Path(out)
    if isinstance(chosen, FolderFormat):
        raise click.UsageError(f"{form} is a folder of files; name one with --out")
    if chosen.binary and sys.stdout.isatty():
        raise click.UsageError(f"{form} is not made for a terminal; name a file with --out")
    return sys.stdout.buffer


def _taking(archive: Archive, query: str, ids: str | None, sort: str, limit: int | None) -> Taking:
    from reftel.export import found, named

    if ids is not None:
        lines = read_input(ids).decode("utf-8", "replace").splitlines()
        return named(archive, [line.strip() for line in lines if line.strip()])
    return found(archive, query, sort, limit)


def _form(context: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    from reftel.export import ExportError, format_named

    try:
        return name and format_named(name).name
    except ExportError as error:
        raise click.BadParameter(str(error), context, parameter) from error


@click.command("export")
@click.argument("query", nargs=-1)
@archive_option
@click.option("--to", "form", callback=_form, metavar="FORMAT", help="See --formats.")
@click.option(
    "--out", metavar="FILE|DIR", help="Where it goes; - is standard output, the default for single files."
)
@click.option(
    "--ids", metavar="FILE", help="The telegrams that this file names, one a line, instead of a QUERY."
)
@click.option("--sort", type=click.Choice(SORTS), default="date", help="Order; -date: newest first.")
@click.option("--limit", type=click.IntRange(1), help="The first so many only.")
@click.option("--force", is_flag=True, help="Replace a file, or a folder that was exported before.")
@click.option("--as-is", is_flag=True, help="csv: leave what a spreadsheet would run as a formula as it is.")
@click.option(
    "--font", type=click.Path(dir_okay=False, path_type=Path), help="pdf: set the text in this TrueType font."
)
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as JSON.")
@click.option("--formats", is_flag=True, help="List the formats with what each cannot carry.")
@click.pass_obj
def command(
    obj: dict[str, Any],
    query: tuple[str, ...],
    folder: Path,
    form: str | None,
    out: str | None,
    ids: str | None,
    sort: str,
    limit: int | None,
    force: bool,
    as_is: bool,
    font: Path | None,
    report: Path | None,
    formats: bool,
) -> None:
    """Take away the telegrams that QUERY finds, all of them ("" is everything), in another format.

    What the format could not carry is counted on standard error; docs/exports.md tells it beforehand. A file is
    there when it is whole, and replaces nothing without --force. The exit status is 1 if a telegram that was named
    is not there or could not be written.
    """
    from reftel.export import ExportError, Options, export

    if formats:
        _print_formats()
        return
    if form is None:
        raise click.UsageError("name a format with --to; --formats lists them")
    if (not query) == (ids is None):
        raise click.UsageError('name a QUERY ("" is everything), or a file of identifiers with --ids')
    place = _place(form, out)
    try:
        with opened(folder) as archive, _bar(not obj["quiet"] and sys.stderr.isatty(), form) as told:
            taking = _taking(archive, " ".join(query), ids, sort, limit)
            complain(taking.remarks if not obj["quiet"] else ())
            done = export(
                archive, taking, form, place, options=Options(as_is=as_is, font=font), force=force, told=told
            )
    except ExportError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo("interrupted; nothing was written", err=True)
        sys.exit(INTERRUPTED)
    if report:
        _write_report(report, done)
    _tell(done, "standard output" if out in {None, "-"} else str(out), obj["quiet"])
    sys.exit(complain(done.failed) and FINDINGS)


def _write_report(path: Path, done: Exported) -> None:
    import msgspec

    path.write_bytes(msgspec.json.format(msgspec.json.encode(done), indent=2) + b"\n")
