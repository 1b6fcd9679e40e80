"""Filing what a browser brought: the ordinary ingest, in a thread of its own, watched by pages."""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from reftel.archive import ArchiveError, Failure, Report
from reftel.archive.filing.ingest import ingest
from reftel.archive.opening import writer_of

log = logging.getLogger(__name__)
UPLOADS = "uploads"
MOST_RUNS = 20
_DAY = 24 * 3600
WAITING, READING, DONE, REFUSED = "waiting", "reading", "done", "refused"
UNDER_WAY = (WAITING, READING)


class Run:
    """One filing: the folder of what was brought, how far it is, and in the end its report or why there is none."""

    def __init__(self, archive: Path, after: int) -> None:
        stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
        self.id = f"{stamp}-{secrets.token_hex(4)}"
        self.archive = archive
        self.folder = archive / UPLOADS / self.id
        self.after = after
        self.state = WAITING
        self.done = self.total = self.size = 0
        self.report: Report | None = None
        self.reason = ""

    def start(self) -> None:
        """Begin to file, or begin again. The thread ends with the program: what is committed stays."""
        self.state, self.reason = READING, ""
        threading.Thread(target=self._file, name=f"filing {self.id}", daemon=True).start()

    def _file(self) -> None:
        try:
            report = ingest(self.archive, [self.folder], on_progress=self._progress)
            self.report = _without(report, f"{self.folder}/")
            self._clear(report)
            self.state = DONE
        except ArchiveError as error:
            self.reason, self.state = str(error), REFUSED
        except Exception as error:  # the thread is the last to hear of it
            log.error("filing %s failed", self.id, exc_info=error)
            self.reason, self.state = "The fault is in Reftel; the log of reftel serve says more.", REFUSED

    def _progress(self, done: int, total: int, size: int) -> None:
        self.done, self.total, self.size = done, total, size

    def _clear(self, report: Report) -> None:
        """Remove the files that were filed, whose bytes the archive has; what failed can still be looked at."""
        named = [one.path for one in (*report.failed, *report.skipped)]
        for file in self.folder.rglob("*"):
            if file.is_file() and not any(path.startswith(str(file)) for path in named):
                file.unlink()

    def forget(self) -> None:
        """Remove all that was brought."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _without(report: Report, folder: str) -> Report:
    """The report with the names that the files had where they came from."""

    def named(failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
        return tuple(
            Failure(one.path.removeprefix(folder), one.line, one.reason, one.remedy) for one in failures
        )

    counts = report.filed, report.merged, report.withheld
    return Report(*counts, named(report.skipped), named(report.failed), report.unchanged)


class Runs:
    """The filings of a program run, the newest last."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()

    def all(self) -> tuple[Run, ...]:
        """Every filing that is remembered, the newest first."""
        return tuple(reversed(self._runs.values()))

    def named(self, identity: str) -> Run | None:
        """The filing of a name."""
        return self._runs.get(identity)

    def begin(self, after: int) -> Run:
        """Make ready to receive. Raises `ArchiveError` where someone else is writing in the archive.

        What is left of filings of another day is removed, and so is the oldest where there are many.
        """
        holder = writer_of(self.archive)
        if holder is not None:
            raise ArchiveError(f"{self.archive}: is being written by {holder}; wait until it is done")
        with self._lock:
            while len(self._runs) >= MOST_RUNS:
                self._runs.pop(next(iter(self._runs))).forget()
            for left in (self.archive / UPLOADS).glob("*"):
                if left.name not in self._runs and left.stat().st_mtime < time.time() - _DAY:
                    shutil.rmtree(left, ignore_errors=True)
            run = Run(self.archive, after)
            self._runs[run.id] = run
        run.folder.mkdir(parents=True)
        return run

    def again(self, identity: str) -> None:
        """Begin once more to file what was refused."""
        with self._lock:
            run = self._runs.get(identity)
            if run is not None and run.state == REFUSED:
                run.start()

    def forget(self, identity: str) -> None:
        """Let go of a filing and of what was brought for it, unless it is under way."""
        run = self._runs.get(identity)
        if run is not None and run.state not in UNDER_WAY:
            run.forget()
            del self._runs[identity]

    def drop(self, run: Run) -> None:
        """Let go of a filing that was not begun."""
        run.forget()
        self._runs.pop(run.id, None)
