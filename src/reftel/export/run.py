"""Exporting: telegrams of an archive into a format, whole or not at all, with a word about what it could not carry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from reftel.archive import Archive
from reftel.export.format import Exported, ExportError, FolderFormat, Format, Job, Options, StreamFormat
from reftel.export.placing import MARK, new_file, new_folder
from reftel.export.registry import FORMATS
from reftel.export.taking import Taking

Told = Callable[[int, int], None]


def format_named(name: str) -> Format:
    """The format of a name. Raises `ExportError` that lists the names."""
    form = FORMATS.get(name)
    if form is None:
        raise ExportError(f"{name}: is no format; these are: {', '.join(FORMATS)}")
    return form


def export(
    archive: Archive,
    taking: Taking,
    name: str,
    out: Path | BinaryIO,
    *,
    options: Options = Options(),  # noqa: B008 - a frozen value
    force: bool = False,
    told: Told = lambda _done, _total: None,
) -> Exported:
    """Write telegrams (`found`, `named`) in a format to a file, a folder or a stream that is open for bytes.

    `force` replaces a file, or a folder that an export made. `told(done, total)` hears how far it is. Raises
    `ExportError`, and leaves nothing behind, where it cannot be done.
    """
    form = format_named(name)
    job = Job(archive, form, options)
    telegrams = job.passing(taking.telegrams, lambda done: told(done, taking.total), form.most)
    if isinstance(form, StreamFormat):
        if isinstance(out, Path):
            with new_file(out, force) as file:
                form.write(telegrams, file, job)
        else:
            form.write(telegrams, out, job)
        return job.exported(taking.unknown)
    assert isinstance(form, FolderFormat)
    if not isinstance(out, Path):
        raise ExportError(f"{name} is a folder of files; name one")
    with new_folder(out, force) as folder:
        form.write(telegrams, folder, job)
        done = job.exported(taking.unknown)
        (folder / MARK).write_bytes(msgspec.json.format(msgspec.json.encode(done), indent=2) + b"\n")
    return done
