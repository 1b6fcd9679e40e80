"""How fast a corpus is made, beside writing the same files from memory in the same run.

    python benchmarks/synthesize.py [COUNT] [--workers N] [--runs N]

Prints medians of some runs: telegrams a second of `lay_down`; of the bare writing; their ratio; processor time for each
telegram, which a busy machine changes less; peak memory of the master and of the largest worker; and once: bytes of
a file on average.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from pathlib import Path

from reftel.synthetic.laid_down import Written, lay_down

_HELD = 50_000  # files that are read back into memory for the bare writing


def processor_time() -> float:
    """Seconds of processor time that this process and those it started have used."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def bare(source: Path, target: Path) -> float:
    """Files a second when the same bytes are written from memory, in the same folders; at most some thousand files."""
    paths = sorted(source.rglob("*.txt"))[:_HELD]
    held = [(path.relative_to(source), path.read_bytes()) for path in paths]
    for folder in {path.parent for path, _ in held}:
        (target / folder).mkdir(parents=True)
    began = time.perf_counter()
    for path, data in held:
        (target / path).write_bytes(data)
    return len(held) / (time.perf_counter() - began)


def run(count: int, seed: int, workers: int) -> tuple[Written, float, float, float]:
    """One run: what was written; telegrams a second; the same of the bare writing; milliseconds of processor time."""
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        began, worked = time.perf_counter(), processor_time()
        done = lay_down(base / "corpus", count, seed, workers=workers)
        rate, worked = count / (time.perf_counter() - began), processor_time() - worked
        files = bare(base / "corpus" / "telegrams", base / "again")
        return done, rate, files * count / done.files, 1000 * worked / count


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=5000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    runs = [run(asked.count, seed, asked.workers) for seed in range(1, asked.runs + 1)]
    done = runs[0][0]
    rate = statistics.median(one[1] for one in runs)
    reference = statistics.median(one[2] for one in runs)
    worked = statistics.median(one[3] for one in runs)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"telegrams               {asked.count} in {done.files} files, {done.size / done.files:.0f} bytes on average"
    )
    print(
        f"made and written        {rate:.0f} telegrams a second, {asked.workers} workers, median of {asked.runs}"
    )
    print(f"bare writing            {reference:.0f} telegrams a second, one process")
    print(f"ratio                   {rate / reference:.2f}")
    print(f"processor time          {worked:.3f} ms for each telegram")
    print(f"peak memory             {own:.0f} MB, largest worker {worker:.0f} MB")


if __name__ == "__main__":
    main()
