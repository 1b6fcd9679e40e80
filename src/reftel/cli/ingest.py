"""`reftel ingest`: file telegrams in an archive."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reftel.cli.common import DONE, FINDINGS, INTERRUPTED, archive_option, as_json, console, print_json

if TYPE_CHECKING:
    from reftel.archive import Failure, Report

    Progress = Callable[[int, int, int], None]

SECONDS_BETWEEN = 10
NAMED = 3  # files of one reason that are named one by one


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress | None]:
    """A bar with rate and time left on a terminal; a line now and then elsewhere; nothing when quiet."""
    terminal = console(stderr=True)
    if quiet:
        yield None
        return
    if not terminal.is_terminal:
        yield _Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        *(TextColumn("Filing"), BarColumn(), MofNCompleteColumn()),
        *(TextColumn("{task.fields[rate]}"), TimeRemainingColumn()),
    )
    with Progress(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("Filing", total=None, rate="")
        began = time.monotonic()

        def show(done: int, total: int, size: int) -> None:
            bar.update(task, completed=done, total=total, rate=rate(done, size, time.monotonic() - began))

        yield show


def rate(done: int, size: int, seconds: float) -> str:
    """Files and megabytes a second."""
    return f"{done / max(seconds, 0.1):,.0f} files/s, {size / 1e6 / max(seconds, 0.1):,.1f} MB/s"


class _Lines:
    """Progress as plain lines on standard error, one in ten seconds."""

    def __init__(self) -> None:
        self.began = self.told = time.monotonic()

    def __call__(self, done: int, total: int, size: int) -> None:
        now = time.monotonic()
        if now - self.told < SECONDS_BETWEEN:
            return
        self.told = now
        left = (total - done) * (now - self.began) / max(done, 1)
        speed = rate(done, size, now - self.began)
        click.echo(f"{done:,} of {total:,} files, {speed}, about {left:,.0f} s left", err=True)


def as_record(report: Report) -> dict[str, Any]:
    """The report for machines: the counts, texts already there, and every file with its reason."""
    return {
        "filed": report.filed,
        "merged": report.merged,
        "withheld": report.withheld,
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


def tell(report: Report, quiet: bool) -> None:
    """Say what came of an ingest, to people."""
    _name_some("failed", report.failed)
    if quiet:
        return
    _name_some("skipped", report.skipped)
    withheld = f" ({report.withheld} of them withheld)" if report.withheld else ""
    click.echo(
        f"{report.filed} filed{withheld}, {report.merged} merged, {len(report.skipped)} skipped, "
        f"{len(report.failed)} failed, {report.unchanged} already there"
    )
    _print_reasons(report)


def _name_some(outcome: str, failures: tuple[Failure, ...]) -> None:
    """Name the first files of each reason; of the others how many they are, once for each reason."""
    named: Counter[str] = Counter()
    for one in failures:
        named[_kind(one.reason)] += 1
        if named[_kind(one.reason)] <= NAMED:
            click.echo(f"{outcome:<8} {sentence(one)}", err=True)
    for reason, count in named.items():
        if count > NAMED:
            click.echo(f"{outcome:<8} and {count - NAMED:,} more: {reason} (--json names them all)", err=True)


def _kind(reason: str) -> str:
    """What reasons of one kind have in common: `a memorandum, no telegram` of that with the memorandum's heading."""
    return reason.partition(": ")[0]


def _print_reasons(report: Report) -> None:
    """Why files and records gave no telegram, each reason counted, where there are several of one."""
    counted = Counter(
        (outcome, _kind(one.reason))
        for outcome, failures in (("skipped", report.skipped), ("failed", report.failed))
        for one in failures
    )
    if not counted or counted.most_common(1)[0][1] == 1:
        return
    from rich.table import Table

    table = Table("", "reason", "files and records", show_edge=False, pad_edge=False)
    for (outcome, reason), count in counted.most_common():
        table.add_row(outcome, reason, f"{count:,}")
    console().print(table)


def _write_report(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{path}: the report cannot be written: {error.strerror}") from error


@click.command("ingest")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@archive_option
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that read; by default one a core.")
@click.option("--retry-failed", is_flag=True, help="Read again what failed before; PATHS may be left out.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as JSON.")
@as_json
@click.pass_obj
def command(
    obj: dict[str, Any],
    paths: tuple[Path, ...],
    folder: Path,
    workers: int | None,
    retry_failed: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """File the telegrams in PATHS (files and folders, with all below them).

    Archives and packed files are read too, and tables, pages, mail and PDF documents: docs/sources.md names them all.
    A second run files nothing twice; an interrupted run goes on where it was. What is no telegram is skipped
    with its reason. The exit status is 1 if a file could not be read.
    """
    from reftel.archive import ArchiveError, Interrupted
    from reftel.archive.filing.ingest import ingest

    if not paths and not retry_failed:
        raise click.UsageError("name files or folders, or --retry-failed")
    if report:
        _write_report(
            report, b""
        )  # before the work, so that nobody waits for a report that cannot be written
    try:
        with progress_bar(obj["quiet"] or as_json) as on_progress:
            result = ingest(
                folder, paths, workers=workers, on_progress=on_progress, retry_failed=retry_failed
            )
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
        tell(result, obj["quiet"])
    sys.exit(FINDINGS if result.failed else DONE)
