"""What `reftel check` does with one file, in this process or in one of several: reads, mends, checks, sifts."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from reftel.check.mend import mend
from reftel.check.run import Found, examine
from reftel.check.settings import Choice, Sifted, Suppression, sift
from reftel.cli import check_draft
from reftel.cli.check_settings import BESIDE
from reftel.reading import NotATelegram, parse_all
from reftel.sources.files import Found as File
from reftel.sources.files import Refused, read_bytes, refuse_content
from reftel.sources.opening import is_text, records, records_of
from reftel.sources.read import read
from reftel.sources.record import Place, Record
from reftel.sources.source import HEAD

_ENOUGH = 60  # files for which other processes are worth their start
_AT_ONCE = 16  # files that a process is given at a time


class Source(NamedTuple):
    """A file as it is shown to a person, where it is (None: standard input), and whether it was named itself."""

    shown: str
    path: Path | None
    named: bool


class Job(NamedTuple):
    """A file and what is wanted of it. `fix`: `write`, `diff` or nothing."""

    source: Source
    choice: Choice
    fix: str = ""


class Examined(NamedTuple):
    """One telegram: number, identifier, the text that the places count in (empty where nothing was found)."""

    mrn: str | None
    id: str
    text: str
    found: tuple[Found, ...]


class Report(NamedTuple):
    """What became of a file.

    `changed`: its text before and after mending, each if it is to be shown. `failed`: it calls for status 1. `inner`:
    what became of the records of an archive, a table and the like.
    """

    path: str
    telegrams: tuple[Examined, ...] = ()
    refused: tuple[str, str] | None = None
    remarks: tuple[str, ...] = ()
    changed: tuple[str, str] | None = None
    fixed: tuple[tuple[str, int], ...] = ()
    suppressed: int = 0
    used: tuple[Suppression, ...] = ()
    unused: tuple[Suppression, ...] = ()
    failed: bool = False
    inner: tuple[Report, ...] = ()


def is_settings(path: Path) -> bool:
    """Whether a file in a folder is for the settings of this command, and no telegram that somebody lost."""
    return path.name.endswith(BESIDE) or path.name == "pyproject.toml"


def reports(jobs: Sequence[Job | Refused]) -> Iterator[Report]:
    """What becomes of each file, in order; with many files in as many processes as there are cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(jobs) < _ENOUGH or cores == 1:
        yield from map(report, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor

    for many, run in groupby(jobs, lambda job: isinstance(job, Job) and job.source.path is not None):
        if not many:
            yield from map(report, run)
            continue
        with ProcessPoolExecutor(cores) as pool:
            yield from pool.map(report, run, chunksize=_AT_ONCE)


def report(job: Job | Refused) -> Report:
    """Read one file and say what is found in it; in an archive or a table, in each of its records."""
    if isinstance(job, Refused):
        return _refusal(job.path, job)
    source = job.source
    if source.path is not None and not _is_text(source.path):
        named = msgspec.structs.replace(_file(source.path), path=source.shown, raw=os.fsencode(source.path))
        return _of_records(job, records(named))
    try:
        data = _read(source)
        if source.path is None and not is_text(data, ""):
            return _of_records(job, records_of(io.BytesIO(data), Place("standard input", len(data))))
        if source.path and check_draft.may_be(source.path, data):
            return _of_draft(job, data)
        if source.path:
            refuse_content(_file(source.path), data)
    except Refused as refused:
        return _refusal(source.shown, refused)
    return _of_telegrams(job, data)


def _read(source: Source) -> bytes:
    if source.path is None:
        return sys.stdin.buffer.read()
    if source.path.suffix.lower() in check_draft.SUFFIXES:
        data = check_draft.read(source.path)
        if data is not None:
            return data
    return read_bytes(_file(source.path))


def _file(path: Path) -> File:
    try:
        return File(str(path), path.stat().st_size, 0)
    except OSError:
        return File(str(path), 0, 0)


def _is_text(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_text(file.read(HEAD), path.name)
    except OSError:
        return True  # what is wrong with it is said where it is read


def _of_records(job: Job, given: Iterable[Record | Refused]) -> Report:
    """The report on a file that is no plain text, with one on each of its records that hold a telegram or should."""
    inner = [_of_record(job, one) for one in given]
    telling = [one for one in inner if one.telegrams or one.failed]
    if not any(one.telegrams for one in inner):
        telling += [one for one in inner if one not in telling][:1]
    used = {one for each in inner for one in each.used}
    unused = {one for each in inner for one in each.unused} - used
    remarks = ("only plain texts are mended",) if job.fix else ()
    failed = any(one.failed for one in inner) or (
        job.source.named and not any(one.telegrams for one in inner)
    )
    return Report(
        job.source.shown,
        remarks=remarks,
        suppressed=sum(one.suppressed for one in inner),
        used=tuple(used),
        unused=tuple(unused),
        failed=failed,
        inner=tuple(one._replace(suppressed=0, used=(), unused=()) for one in telling),
    )


def _of_record(job: Job, given: Record | Refused) -> Report:
    if isinstance(given, Refused):
        return _refusal(given.path, given)
    try:
        telegrams = [found.telegram for found in read(given)]
    except NotATelegram as error:
        return Report(given.path, refused=(str(error), ""))
    sifted = sift([examine(one, job.choice.profile) for one in telegrams], job.choice)
    return _with(Report(given.path), sifted, [(one.mrn, one.id, one.text) for one in telegrams])


def _refusal(path: str, refused: Refused) -> Report:
    return Report(path, refused=(refused.reason, refused.remedy), failed=refused.outcome == "failed")


def _of_draft(job: Job, data: bytes) -> Report:
    """The report on a draft, which is set as a telegram."""
    shown, draft = job.source.shown, check_draft.examine(data, job.choice.profile_of_draft)
    if isinstance(draft, str):
        return Report(shown, refused=(draft, ""), failed=True)
    own = tuple(check_draft.suppressions(draft.text, shown))
    choice = job.choice._replace(suppressions=(*job.choice.suppressions, *own))
    remarks = ("a draft is not mended; the findings say what to write",) if job.fix else ()
    sifted = sift([draft.found], choice)
    return _with(Report(shown, remarks=remarks), sifted, [(draft.mrn, "", draft.text)])


def _of_telegrams(job: Job, data: bytes) -> Report:
    shown = job.source.shown
    start = Report(shown)
    if job.fix:
        start, data = _mended(job, data)
    try:
        telegrams = list(parse_all(data, path=None if job.source.path is None else shown))
    except NotATelegram as error:
        return start._replace(refused=(str(error), ""), failed=job.source.named)
    sifted = sift([examine(one, job.choice.profile) for one in telegrams], job.choice)
    return _with(start, sifted, [(one.mrn, one.id, one.text) for one in telegrams])


def _with(start: Report, sifted: Sifted, telegrams: list[tuple[str | None, str, str]]) -> Report:
    """The report with what is left of the findings."""
    examined = tuple(
        Examined(mrn, id_, text if found else "", found)
        for (mrn, id_, text), found in zip(telegrams, sifted.found, strict=True)
    )
    errors = any(found.diagnostic.severity == "error" for one in examined for found in one.found)
    return start._replace(
        telegrams=examined,
        suppressed=sifted.suppressed,
        used=sifted.used,
        unused=tuple(one for one in sifted.unused if one.for_one_file),
        failed=start.failed or errors,
    )


def _mended(job: Job, data: bytes) -> tuple[Report, bytes]:
    """What is to be said of mending the file, and its bytes after; with `write` they stand in the file."""
    source, choice = job.source, job.choice
    start = Report(source.shown)
    try:
        text = data.decode("utf-8")
        mended = mend(text, choice.profile, lambda found: bool(sift([(found,)], choice).found[0]))
    except UnicodeDecodeError:
        return start._replace(remarks=("not UTF-8, left as it is",)), data
    except NotATelegram:
        return start, data
    if mended.text == text:
        return start, data
    after = mended.text.encode("utf-8")
    if job.fix == "write" and source.path and not replaced(source.path, after):
        return start._replace(remarks=("may not be written, left as it is",)), data
    changed = (text if job.fix == "diff" else "", mended.text if job.fix == "diff" or not source.path else "")
    return start._replace(
        changed=changed, fixed=tuple(mended.fixed.items())
    ), data if job.fix == "diff" else after


def replaced(path: Path, data: bytes) -> bool:
    """Write the file anew in one step, so that an interruption leaves the old one whole; False if it may not be."""
    import shutil
    import tempfile

    target = path.resolve()
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as new:
            new.write(data)
    except OSError:
        return False
    try:
        shutil.copymode(target, new.name)
        Path(new.name).replace(target)
    except OSError:
        Path(new.name).unlink(missing_ok=True)
        return False
    return True
