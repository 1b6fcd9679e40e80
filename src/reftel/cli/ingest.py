"""`reftel ingest`: file telegrams in an archive."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reftel.cli.common import DONE, FINDINGS, INTERRUPTED, archive_option, as_json, console, print_json

if TYPE_CHECKING:
    from reftel.archive import Failure, Report

    Progress = Callable[[int, int, int], None]


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress | None]:
    """A bar with rate and time left on a terminal; nothing elsewhere or when quiet."""
    terminal = console(stderr=True)
    if quiet or not terminal.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Filing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("Filing", total=None)
        yield lambda done, total, _size: bar.update(task, completed=done, total=total)


def as_record(report: Report) -> dict[str, Any]:
    """The report for machines: the four counts, texts already there, and every file with its reason."""
    return {
        "filed": report.filed,
        "merged": report.merged,
        "skipped": len(report.skipped),
        "failed": len(report.failed),
        "unchanged": report.unchanged,
        "reasons": [
            {
                "outcome": outcome,
                "path": one.path,
                "line": one.line,
                "reason": one.reason,
                "remedy": one.remedy,
            }
            for outcome, failures in (("skipped", report.skipped), ("failed", report.failed))
            for one in failures
        ],
    }


def sentence(one: Failure) -> str:
    """A failure as one line: the place, the reason, the remedy."""
    place = f"{one.path}:{one.line}" if one.line else one.path
    return f"{place}: {one.reason}" + (f" ({one.remedy})" if one.remedy else "")


def _tell(report: Report, quiet: bool) -> None:
    for one in report.failed:
        click.echo(f"failed   {sentence(one)}", err=True)
    if quiet:
        return
    for one in report.skipped:
        click.echo(f"skipped  {sentence(one)}", err=True)
    click.echo(
        f"{report.filed} filed, {report.merged} merged, {len(report.skipped)} skipped, "
        f"{len(report.failed)} failed, {report.unchanged} already there"
    )


def _write_report(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{path}: the report cannot be written: {error.strerror}") from error


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@archive_option
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that read; by default one a core.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as JSON.")
@as_json
@click.pass_obj
def command(
    obj: dict[str, Any],
    paths: tuple[Path, ...],
    folder: Path,
    workers: int | None,
    report: Path | None,
    as_json: bool,
) -> None:
    """File the telegrams in PATHS (files and folders, with all below them).

    A second run files nothing twice; an interrupted run goes on where it was. What is no telegram is skipped
    with its reason. The exit status is 1 if a file could not be read.
    """
    from reftel.archive import ArchiveError, Interrupted
    from reftel.archive.ingest import ingest

    if report:
        _write_report(
            report, b""
        )  # before the work, so that nobody waits for a report that cannot be written
    try:
        with progress_bar(obj["quiet"] or as_json) as on_progress:
            result = ingest(folder, paths, workers=workers, on_progress=on_progress)
    except ArchiveError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt as error:
        filed = error.filed if isinstance(error, Interrupted) else 0
        click.echo(f"\n{filed} filed; run it again to go on", err=True)
        sys.exit(INTERRUPTED)
    if report:
        import msgspec

        record = msgspec.json.format(msgspec.json.encode(as_record(result)), indent=2)
        _write_report(report, record + b"\n")
    if as_json:
        print_json(as_record(result))
    else:
        _tell(result, obj["quiet"])
    sys.exit(FINDINGS if result.failed else DONE)
