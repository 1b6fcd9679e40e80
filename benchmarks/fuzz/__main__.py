"""Fuzz Reftel: inputs that are nearly telegrams, changed again and again towards code that none has reached yet.

    python -m benchmarks.fuzz [HARNESS ...] [--seconds N | --runs N] [--seed N] [--keep DIR]

The laws that must hold stand in `laws.py`, seeds and dictionary in `seeds.py`. This stands beside the benchmarks and
not among the tests because it is a search without an end, and because it needs atheris, which is not made for every
machine: where it is missing this says so, and nothing is fuzzed. What is found is written to DIR beside the inputs that
reached new code, from which a later run goes on; a finding then becomes a case in the tests. A number of runs with a
seed makes the same inputs each time, as long as the code is the same. Exit status 1 where anything was found.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LONGEST = 8192  # bytes of an input
_STATUS = re.compile(r"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)")
_MISSING = (
    "atheris is not installed, so nothing is fuzzed: pip install -r requirements-fuzz.txt"
    " (it comes ready for Linux and Python 3.11 to 3.13)"
)


def fuzz(name: str, folder: Path, options: list[str]) -> tuple[str, list[Path]]:
    """Run one harness in a process of its own: what the fuzzer said last, and the findings that lie in the folder."""
    from benchmarks.fuzz import seeds  # noqa: PLC0415 - the list of harnesses is shown without loading everything

    corpus, findings, planted = (folder / kind / name for kind in ("corpus", "findings", "seeds"))
    corpus.mkdir(parents=True, exist_ok=True)
    seeds.plant(planted, seeds.SEEDS[name](), LONGEST)
    words = folder / "words.dict"
    words.write_text(seeds.dictionary(), "ascii")
    command = [sys.executable, "-m", "benchmarks.fuzz.target", name, str(findings), f"-dict={words}"]
    command += [f"-max_len={LONGEST}", "-rss_limit_mb=0", "-timeout=1200", "-print_final_stats=0", *options]
    with (folder / f"{name}.log").open("a", encoding="utf-8") as log:
        ended = subprocess.run([*command, str(corpus), str(planted)], check=False, stderr=log, stdout=log)
    last = (folder / f"{name}.log").read_text("utf-8", "replace")
    if ended.returncode:
        findings.mkdir(parents=True, exist_ok=True)
        (findings / "the-process-ended.txt").write_text(last[-4000:], "utf-8")
    return _said(last), sorted(findings.glob("*.txt"))


def _said(log: str) -> str:
    status = _STATUS.findall(log)
    if not status:
        return "the fuzzer said nothing"
    runs, edges, features, kept = status[-1]
    return f"{runs} inputs, {edges} edges and {features} features of the code reached, {kept} inputs kept"


def _run(names: list[str], folder: Path, options: list[str]) -> int:
    found = 0
    for name in names:
        began = time.monotonic()
        said, findings = fuzz(name, folder, options)
        print(f"{name}: {said}; {time.monotonic() - began:.0f} s; {len(findings)} findings", flush=True)
        found += len(findings)
        for one in findings:
            print(f"  {one}: {one.read_text('utf-8', 'replace').strip().splitlines()[-1][:160]}")
    return 1 if found else 0


def main() -> int:
    """Fuzz as the arguments say."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        prog="python -m benchmarks.fuzz",
    )
    parser.add_argument("harness", nargs="*", help="which harnesses (all)")
    parser.add_argument("--seconds", type=int, default=60, help="how long each (60)")
    parser.add_argument("--runs", type=int, help="how many inputs each, instead of a time")
    parser.add_argument("--seed", type=int, default=862, help="where chance begins (862)")
    parser.add_argument(
        "--keep", type=Path, help="folder for findings and inputs; without it they are shown and forgotten"
    )
    given = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print(_MISSING)
        return 0
    from benchmarks.fuzz.laws import HARNESSES  # noqa: PLC0415 - as above

    stop = f"-runs={given.runs}" if given.runs else f"-max_total_time={given.seconds}"
    options = [stop, f"-seed={given.seed}"]
    if given.keep:
        return _run(given.harness or list(HARNESSES), given.keep, options)
    with tempfile.TemporaryDirectory() as folder:
        return _run(given.harness or list(HARNESSES), Path(folder), options)


if __name__ == "__main__":
    sys.exit(main())
