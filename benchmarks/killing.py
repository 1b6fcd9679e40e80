"""Kills an ingest at random instants, again and again, and looks each time whether anything is lost or broken.

    python benchmarks/killing.py [--count N] [--kills K] [--seed S]

Files a corpus of N invented telegrams in one archive. The process is killed (SIGKILL) when it has reported a random
number of files as done, and a random moment later; the next one goes on where it was, so that the corpus is filed once
however many kills there are. After each kill the archive must open, be whole, agree with its index and hold all files
that were reported. In the end all texts are read again (`verify`), and the archive must hold what one holds that was
filed in one run: the same telegrams, each of the same copies. Exits with 1 where that is not so.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reftel.archive import open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.results import Problem
from reftel.synthetic.laid_down import lay_down

PROGRAM = """
import sys
from reftel.archive.filing.ingest import ingest
ingest(sys.argv[1], [sys.argv[2]], workers=2, on_progress=lambda *step: print(step[0], flush=True))
"""
MOST_PAUSE = 0.3  # seconds between a report and the kill
_ROW = "{:>4}{:>10}{:>8}{:>10}{:>11}  {}"


def killed(after: int, pause: float, place: Path, telegrams: Path) -> tuple[int, bool]:
    """Kill an ingest a while after it reported so many files; how many it did report, and whether it was killed."""
    command = (sys.executable, "-c", PROGRAM, str(place), str(telegrams))
    reported = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            reported = int(line)
            if reported >= after:
                break
        time.sleep(pause)
        process.kill()
        reported = max([reported, *map(int, process.communicate()[0].split())])
    return reported, process.returncode != 0


def looked_at(place: Path, reported: int) -> tuple[int, list[str]]:
    """How many files an archive has noted after a kill, and what is wrong with it."""
    if not place.exists() or not any(place.iterdir()):
        return 0, [f"{reported} files were reported and nothing is there"] if reported else []
    with open_archive(place) as archive:
        ((noted,),) = archive.store.rows("SELECT count(*) FROM file WHERE within IS NULL")
        lost = [f"{reported} files were reported and {noted} are noted"] if noted < reported else []
        return noted, [*lost, *map(_told, archive.verify(quick=True))]


def _told(problem: Problem) -> str:
    return f"{problem.subject}: {problem.message}"


def held(place: Path) -> set[tuple[str, bytes]]:
    """The number or key of each telegram with each of its copies."""
    with open_archive(place) as archive:
        sql = "SELECT coalesce(telegram.mrn, key), sha256 FROM telegram JOIN copy ON copy.telegram = telegram.id"
        return {(str(key), bytes(sha256)) for key, sha256 in archive.store.rows(sql)}


def kill_often(kills: int, seed: int, files: int, place: Path, telegrams: Path) -> list[str]:
    """Kill so often and print a table of how it went; all faults."""
    chooser = random.Random(seed)
    found: list[str] = []
    died = 0
    print(_ROW.format("kill", "reported", "noted", "ran", "looked at", "found"))
    for number, after in enumerate(sorted(chooser.randrange(files) for _ in range(kills)), 1):
        began = time.perf_counter()
        reported, in_time = killed(after, chooser.uniform(0, MOST_PAUSE), place, telegrams)
        ran = time.perf_counter()
        noted, wrong = looked_at(place, reported)
        seconds = f"{ran - began:.1f} s", f"{time.perf_counter() - ran:.1f} s"
        print(_ROW.format(number, reported, noted, *seconds, "; ".join(wrong) or "whole"), flush=True)
        died += in_time
        found += wrong
    print(f"{died} of {kills} kills fell into an ingest of {files} files")
    return found


def at_the_end(base: Path, telegrams: Path) -> list[str]:
    """File what is left, and the same in another archive in one run; what is wrong with the first."""
    ingest(base / "killed", [telegrams])
    ingest(base / "at once", [telegrams])
    same = held(base / "killed") == held(base / "at once")
    with open_archive(base / "killed") as archive:
        found = list(map(_told, archive.verify()))
        print(f"in the end {archive.stats().telegrams} telegrams; every text read again: {len(found)} faults")
    print(f"{'the same' if same else 'not the same'} telegrams and copies as filed in one run")
    return found if same else [*found, "another archive than that which was filed in one run"]


def main() -> None:
    """Write the corpus, kill, and compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name).resolve()
        written = lay_down(base, asked.count, asked.seed, faults=0.01)
        telegrams = base / "telegrams"
        found = kill_often(asked.kills, asked.seed, written.files, base / "killed", telegrams)
        found += at_the_end(base, telegrams)
        print(f"faults: {'; '.join(found) or 'none'}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
