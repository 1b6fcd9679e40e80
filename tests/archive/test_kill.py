"""An ingest that is killed at any instant leaves a whole archive, and nothing that was reported is gone."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reftel.archive import open_archive
from reftel.archive.filing.ingest import ingest

Write = Callable[..., Path]

# Small steps, so that a kill falls between many different instants of filing and indexing.
PROGRAM = """
import sys
from pathlib import Path
from reftel.archive.filing import feeding
from reftel.archive.filing import ingest
ingest.COMMIT_FILES, ingest.INDEX_EVERY, feeding.BATCH_FILES = 7, 11, 5
ingest.ingest(sys.argv[1], [sys.argv[2]], workers=2, on_progress=lambda *step: print(step[0], flush=True))
"""
# The same, but the process kills itself at a chosen call of a chosen function, before or after it.
SUICIDE = (
    """
import os, signal
from reftel.archive.filing import batches as filing
from reftel.archive.index import follow
from reftel.archive.index import engine as index
from reftel.archive.store import database as store
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
"""
    "{patch}\n" + PROGRAM
)
INSTANTS = {
    "within the first transaction": "filing.Filer._placed = die",
    "after a commit, before the index hears of it": "index.Index.put = die",
    "before the index commits": "index.Index.commit = die",
    "after the index committed, before it is noted": "index._replace = die",
    "while the note is replaced": "index.os.fsync = die",
    "while old indexes are tidied away": "index.Index.tidy = die",
}
COUNT = 160


def start(program: str, place: Path, folder: Path) -> subprocess.Popen[str]:
    command = (sys.executable, "-c", program, str(place), str(folder))
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed(steps: int, pause: float, place: Path, folder: Path) -> int:
    """Start an ingest, kill it some seconds after its n-th report; how many telegrams it had reported as filed.

    Counting reports instead of seconds lets the kill fall into the filing on a machine of any speed.
    """
    with start(PROGRAM, place, folder) as process:
        assert process.stdout is not None
        reported = [line for _, line in zip(range(steps), process.stdout, strict=False)]
        time.sleep(pause)
        process.kill()
        reported += process.communicate()[0].splitlines()
    return int(reported[-1]) if reported else 0


def assert_whole(place: Path, at_least: int) -> int:
    """The archive opens, is whole, and holds at least what was reported; how much it holds."""
    if not (place / "reftel.sqlite").exists():
        assert at_least == 0
        return 0
    with open_archive(place) as archive:
        assert archive.verify(quick=True) == ()
        held = archive.stats().telegrams
        assert held == archive.search("ministry").total
    assert held >= at_least
    return held


def kill_often(times: int, seed: int, place: Path, folder: Path) -> list[int]:
    chooser = random.Random(seed)
    held = [0]
    for _ in range(times):
        steps = chooser.randrange(4)
        reported = killed(steps, chooser.uniform(0, 0.03 if steps else 0.6), place, folder)
        held.append(assert_whole(place, max(reported, held[-1])))
        if held[-1] == COUNT:
            place = place.with_name(f"{place.name}-next")
            held.append(0)
    report = ingest(place, [folder], workers=1)
    assert report.filed == COUNT - held[-1]
    assert assert_whole(place, COUNT) == COUNT
    return held


def test_killed_three_times_at_random_instants_the_archive_is_whole(write: Write, place: Path) -> None:
    kill_often(3, 862, place, write(COUNT))


@pytest.mark.slow
def test_killed_twenty_times_at_random_instants_the_archive_is_whole(write: Write, place: Path) -> None:
    held = kill_often(20, 2006, place, write(COUNT))
    assert any(0 < count < COUNT for count in held), "no kill fell into the filing"


@pytest.mark.parametrize("instant", INSTANTS)
def test_killed_at_a_chosen_instant_the_archive_is_whole(instant: str, write: Write, place: Path) -> None:
    folder = write(30)
    ingest(place, [write(3, folder="before", first=900)], workers=1)
    with start(SUICIDE.format(patch=INSTANTS[instant]), place, folder) as process:
        output, errors = process.communicate(timeout=60)
    if instant != "while old indexes are tidied away":  # nothing is tidied where nothing was rebuilt
        assert process.returncode == -signal.SIGKILL, errors
    reported = int(output.split()[-1]) if output.split() else 0
    held = assert_whole(place, 3 + reported)
    assert ingest(place, [folder], workers=1).filed == 33 - held
    assert assert_whole(place, 33) == 33


def test_killed_while_the_index_is_built_anew_the_next_opening_builds_it(write: Write, place: Path) -> None:
    ingest(place, [write(12)], workers=1)
    program = """
import os, signal, sys
from reftel.archive import open_archive
from reftel.archive.index import engine as index
index.Index.commit = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with open_archive(sys.argv[1], writable=True) as archive:
    archive.reindex()
"""
    with start(program, place, place) as process:
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert assert_whole(place, 12) == 12
