"""Filing what arrives in a folder, again and again: a file that is still being written is left until it settles.

The folder is looked through at intervals: that also works where the system tells of no changes, on shares and mounts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reftel.archive.filing.ingest import ingest
from reftel.archive.results import ArchiveError, Report
from reftel.sources.files import Found
from reftel.sources.walking import find_files

State = tuple[int, int]


def watch(
    archive_dir: Path | str, folder: Path, told: Callable[[Report], None], wait: Callable[[], bool]
) -> None:
    """File what is in the folder and what comes; `wait` waits a while and says whether to go on.

    A file is filed when its size and time stayed the same from one look to the next. `told` hears what came of it.
    """
    if not folder.is_dir():
        raise ArchiveError(f"{folder}: is no folder; name the one in which telegrams arrive")
    before: dict[str, State] = {}
    filed: dict[str, State] = {}
    while True:
        present = {
            one.path: (one.size, one.modified) for one in find_files([folder]) if isinstance(one, Found)
        }
        settled = {path: state for path, state in present.items() if before.get(path) == state}
        if settled.items() - filed.items():
            told(ingest(archive_dir, [folder], wanted=settled.__contains__))
            filed = settled
        before = present
        if not wait():
            return
