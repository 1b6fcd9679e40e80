"""Kills an ingest at random instants, again and again, and looks each time whether anything is lost or broken.

    python benchmarks/killing.py [--count N] [--kills K] [--seed S]

Files a corpus of N invented telegrams. The process is killed (SIGKILL) when it has reported a random number of files
as done, and a random moment later; the next one goes on where it was. After each kill the archive must open, be whole,
agree with its index and hold all files that were reported. In the end it must hold what an archive holds that was filed
in one run: the same telegrams, each of the same copies. Exits with 1 where that is not so.
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
from reftel.synthetic.laid_down import lay_down

PROGRAM = """
import sys
from reftel.archive.filing.ingest import ingest
ingest(sys.argv[1], [sys.argv[2]], workers=2, on_progress=lambda *step: print(step[0], flush=True))
"""
MOST_PAUSE = 0.3  # seconds between a report and the kill


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


def faults(place: Path, reported: int) -> list[str]:
    """What is wrong with the archive after a kill."""
    with open_archive(place) as archive:
        ((noted,),) = archive.store.rows("SELECT count(*) FROM file WHERE within IS NULL")
        lost = [f"{reported} files were reported and {noted} are noted"] if noted < reported else []
        return [*lost, *(f"{one.subject}: {one.message}" for one in archive.verify(quick=True))]


def held(place: Path) -> set[tuple[str, bytes]]:
    """The number or key of each telegram with each of its copies."""
    with open_archive(place) as archive:
        sql = "SELECT coalesce(telegram.mrn, key), sha256 FROM telegram JOIN copy ON copy.telegram = telegram.id"
        return {(str(key), bytes(sha256)) for key, sha256 in archive.store.rows(sql)}


def kill_often(kills: int, seed: int, files: int, place: Path, telegrams: Path) -> list[str]:
    """Kill so often and say how it went; all faults."""
    chooser = random.Random(seed)
    found: list[str] = []
    died = 0
    for after in sorted(chooser.randrange(files) for _ in range(kills)):
        reported, in_time = killed(after, chooser.uniform(0, MOST_PAUSE), place, telegrams)
        died += in_time
        wrong = faults(place, reported) if place.exists() and any(place.iterdir()) else []
        found += wrong
        print(f"killed after {reported} of {files} files: {'; '.join(wrong) or 'whole'}", flush=True)
    print(f"{died} of {kills} kills fell into an ingest")
    return found


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
        ingest(base / "killed", [telegrams])
        ingest(base / "at once", [telegrams])
        if held(base / "killed") != held(base / "at once"):
            found.append("another archive than that which was filed in one run")
        with open_archive(base / "killed") as archive:
            print(f"in the end {archive.stats().telegrams} telegrams; faults: {'; '.join(found) or 'none'}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
