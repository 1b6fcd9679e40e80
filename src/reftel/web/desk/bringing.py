"""The pages of filing: choose files or a folder, watch, read the report, look at what failed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from litestar import post

from reftel.archive import Archive, ArchiveError, Hit, Report
from reftel.archive.opening import writer_of
from reftel.model.counting import counted
from reftel.model.noun import Noun
from reftel.web.answering import Browser, Page
from reftel.web.desk.acting import Acting, Action, Done, for_the_owner, led_on
from reftel.web.desk.filing import Run
from reftel.web.desk.uploads import MOST_BYTES, Receiver
from reftel.web.desk.visit import Said
from reftel.web.setting.cards import cards
from reftel.web.view import Asked, Fault, Missing, View
from reftel.workspace import Workspace

MOST_SHOWN, MOST_LINES, MOST_LETTERS = 50, 120, 64 * 1024
AROUND = 20


class Filing(Noun, frozen=True):
    """A filing and how far it is. `state`: waiting, reading, done or refused."""

    id: str
    state: str
    done: int
    total: int
    size: int
    reason: str


class BringPage(View, frozen=True):
    """The form, the filings before, and who is writing in the archive at this moment."""

    template: ClassVar[str] = "bring.html"

    filings: tuple[Filing, ...]
    writer: str | None


class RunPage(View, frozen=True):
    """A filing under way, or its report with the first telegrams that it filed."""

    template: ClassVar[str] = "run.html"

    id: str
    state: str
    done: int
    total: int
    size: int
    reason: str
    report: Report | None
    filed: tuple[Hit, ...] = ()

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The telegrams as cards, and the addresses of files that gave none."""
        return {"cards": cards(self.filed), "file_url": lambda path, line: _file_url(self.id, path, line)}


class FailedPage(View, frozen=True):
    """A file that gave no telegram, around the line that the report names; numbers of lines count from 1."""

    template: ClassVar[str] = "failed.html"

    id: str
    path: str
    line: int
    reasons: tuple[str, ...]
    first: int
    lines: tuple[str, ...]
    more: bool


def _file_url(run: str, path: str, line: int) -> str:
    return f"/ingest/{run}/file?path={quote(path, safe='')}&line={line}"


def filing_of(run: Run) -> Filing:
    """A filing as pages have it."""
    return Filing(run.id, run.state, run.done, run.total, run.size, run.reason)


def bring_page(_archive: Archive, _workspace: Workspace, _asked: Asked) -> View:
    """The form to choose files with."""
    desk = for_the_owner().desk
    return BringPage(tuple(filing_of(run) for run in desk.runs.all()), writer_of(desk.folder))


def run_page(archive: Archive, _workspace: Workspace, asked: Asked) -> View:
    """The filing that the address names."""
    run = the_run(asked)
    one = filing_of(run)
    filed = archive.filed_after("", run.after, MOST_SHOWN) if run.report and run.report.filed else ()
    return RunPage(one.id, one.state, one.done, one.total, one.size, one.reason, run.report, filed)


def the_run(asked: Asked) -> Run:
    """The filing that an address names, for the owner. A `Fault` where it is not remembered."""
    run = for_the_owner().desk.runs.named(asked.path["run"])
    if run is None:
        message = "This filing is not remembered; what it filed is in the archive."
        raise Fault(404, "no_such_filing", message, Missing("No such filing", message))
    return run


def failed_page(_archive: Archive, _workspace: Workspace, asked: Asked) -> View:
    """A file of a filing that the report names; no other file can be asked for."""
    run, path = the_run(asked), asked.get("path")
    failures = (*run.report.failed, *run.report.skipped) if run.report else ()
    named = tuple(one for one in failures if one.path == path)
    file = _file_of(run, path)
    if not named or file is None:
        message = f"{path}: the report names no such file"
        raise Fault(404, "no_such_file", message, Missing("No such file", message))
    with file.open("rb") as opened:
        text = opened.read(MOST_LETTERS).decode("utf-8", "replace")
    digits = asked.get("line", "0")
    line = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0
    lines = text.splitlines()
    first = max(0, line - AROUND)
    more = len(lines) > first + MOST_LINES or file.stat().st_size > MOST_LETTERS
    reasons = tuple(
        f"{one.reason}{f' ({one.remedy})' if one.remedy else ''}" for one in named if one.line == line
    )
    return FailedPage(run.id, path, line, reasons, first + 1, tuple(lines[first : first + MOST_LINES]), more)


def _file_of(run: Run, path: str) -> Path | None:
    """The file that a path of the report names, or in which it names something: of `1` and `10.txt` the longer."""
    files = {str(one.relative_to(run.folder)): one for one in run.folder.rglob("*") if one.is_file()}
    return files.get(max(filter(path.startswith, files), key=len, default=""))


@post("/ingest/files", request_max_body_size=MOST_BYTES, status_code=303)
async def receive(request: Browser) -> Page:
    """Take files from the owner's browser, and begin to file them."""
    here = for_the_owner()
    archive: Archive = request.app.state.shelf.archive()
    try:
        run = here.desk.runs.begin(archive.store.highest("telegram"))
    except ArchiveError as error:
        raise Fault(409, "being_written", str(error), Missing("Nothing was taken", str(error))) from error
    receiver = Receiver(run.folder, lambda token: here.desk.is_sealed(here.session, token))
    try:
        await receiver.receive(request.headers.get("content-type", ""), request.stream())
        if not receiver.files:
            raise Fault(400, "no_files", "Choose files, or a folder, first.")
    except BaseException:
        here.desk.runs.drop(run)
        raise
    run.start()
    return led_on(
        here, Said(f"{counted(receiver.files, 'file')} taken; filing has begun."), f"/ingest/{run.id}"
    )


def _forget(acting: Acting) -> Done:
    for_the_owner().desk.runs.forget(acting.form.get("run"))
    return Done("What was brought is removed; what was filed stays in the archive.")


def _again(acting: Acting) -> Done:
    run = acting.form.get("run")
    for_the_owner().desk.runs.again(run)
    return Done("Filing has begun once more.", f"/ingest/{quote(run, safe='')}")


ACTIONS = (Action("/ingest/forget", _forget, "/ingest"), Action("/ingest/again", _again, "/ingest"))
