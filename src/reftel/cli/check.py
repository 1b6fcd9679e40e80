"""`reftel check`: check telegrams against the rules, like a linter."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reftel.cli.common import DONE, FINDINGS, console

if TYPE_CHECKING:
    from reftel.check.settings import Suppression
    from reftel.cli.check_files import Report, Source
    from reftel.cli.check_output import Output
    from reftel.cli.check_settings import Shelf
    from reftel.sources.files import Refused

FORMATS = ("text", "json", "sarif", "github")
_FEW = 20  # files that are checked before anybody wonders


def _codes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    from reftel.vocabulary import codes

    wanted = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    for code in wanted:
        if not any(known.startswith(code) for known in codes.all_codes()):
            raise click.BadParameter(f"no code begins with {code}", context, parameter)
    return wanted


@click.command("check")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--profile",
    type=click.Choice(("draft", "archive")),
    help="How grave findings are: for a telegram about to be sent, or received as it is. Without it that of the "
    "settings; else a draft is checked as one to be sent, anything else as received.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to print findings: for people, as JSON a line, as SARIF, as annotations of GitHub.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--select",
    multiple=True,
    callback=_codes,
    metavar="CODES",
    help="Only these codes or beginnings of codes, e.g. S11,T.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_codes,
    metavar="CODES",
    help="Not these codes or beginnings of codes.",
)
@click.option("--fix", is_flag=True, help="Mend what can safely be mended, in the file itself.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--explain", metavar="CODE", help="Say what a code means, with examples, and do nothing else.")
@click.pass_obj
def command(
    obj: dict[str, Any] | None,
    paths: tuple[str, ...],
    profile: str | None,
    form: str,
    as_json: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    diff: bool,
    explain: str | None,
) -> None:
    """Check the telegrams in PATHs: files, folders with all that is in them, or `-` for standard input.

    A draft for `reftel compose`, in TOML or JSON, is set as a telegram and checked; its findings stand at the draft.

    Archives, tables, pages, mail and documents are checked record by record. A file that is no telegram is named
    with its reason, and the rest goes on. The exit status is 1 if there are errors, files that cannot be read, or no
    telegram in a file that PATHs name; warnings and notes leave it 0.
    """
    from reftel.cli import check_output, check_services
    from reftel.cli.check_settings import Shelf

    if explain:
        check_output.explain(explain)
        return
    if not paths:
        raise click.UsageError("name at least one file or folder, or `-` for standard input")
    output = check_services.output("json" if as_json else form, profile or "archive")
    shelf = Shelf(profile, select, ignore)
    quiet = bool(obj and obj.get("quiet"))
    sys.exit(_run(paths, shelf, output, fix="diff" if diff else "write" if fix else "", quiet=quiet))


def _run(paths: tuple[str, ...], shelf: Shelf, output: Output, *, fix: str, quiet: bool) -> int:
    """Check every file and print what is found; the exit status."""
    from reftel.check.settings import SettingsError
    from reftel.cli.check_files import Job, Source, reports

    status = DONE
    try:
        jobs = [
            Job(source, shelf.choice(source.path), fix) if isinstance(source, Source) else source
            for source in _sources(paths)
        ]
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    judged: set[Suppression] = set()
    with progress_bar(quiet, len(jobs)) as advance:
        for report in reports(jobs):
            status = max(status, _tell(report, output))
            judged.update(report.used, report.unused)
            advance()
    for one in shelf.unmet(paths, judged):
        output.passed_over(one.place, 0, (one,))
    output.end()
    return status


def _sources(paths: tuple[str, ...]) -> Iterator[Source | Refused]:
    """The files that are named or found in folders; what cannot be read or is none is Refused."""
    from reftel.cli.check_files import Source, is_settings
    from reftel.sources.files import Refused
    from reftel.sources.walking import find_files

    for path in paths:
        if path == "-":
            yield Source("-", None, True)
            continue
        named = not Path(path).is_dir()
        for found in find_files([path]):
            if isinstance(found, Refused):
                yield found
            elif named or not is_settings(found.place):
                yield Source(shown(found.path), found.place, named)


def shown(path: str) -> str:
    """A path as short as can be: from the working folder down, else whole."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return path


def _tell(report: Report, output: Output) -> int:
    """Print what became of one file; the exit status that it calls for."""
    for message in report.remarks:
        output.remark(report.path, message)
    if report.changed is not None:
        output.changed(report.path, report.changed, dict(report.fixed))
    if report.refused:
        output.refuse(report.path, *report.refused)
    for one in report.telegrams:
        output.telegram(report.path, one)
    for inner in report.inner:
        _tell(inner, output)
    output.passed_over(report.path, report.suppressed, report.unused)
    return FINDINGS if report.failed else DONE


@contextmanager
def progress_bar(quiet: bool, total: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal for more than a few files; nothing elsewhere or when quiet. What is yielded counts one."""
    terminal = console(stderr=True)
    if quiet or not terminal.is_terminal or total < _FEW:
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("Checking", total=total)
        yield lambda: bar.advance(task)
