"""How fast telegrams are read and checked, as a ratio to a reference loop over the same text in the same run.

The reference is `str.splitlines` and one compiled pattern a line: what any reader of lines has to pay at least.
Both run in turns, so that a busy machine slows both; medians are printed. Real samples are read where the
folder that REFTEL_SAMPLES names (or ../shared/samples) exists; the invented telegrams of the tests always.

    python benchmarks/parse.py [--turns 200]
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from reftel.check import check
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, detect, parse

HERE = Path(__file__).resolve().parent
SAMPLES = Path(os.environ.get("REFTEL_SAMPLES", HERE.parents[1] / "shared" / "samples"))
INVENTED = HERE.parent / "tests" / "reading" / "telegrams"
LINE = re.compile(r"[A-Z]+")
LONG_PAGES = 300


def reference(text: str) -> int:
    """The reference loop: split into lines, match one pattern on each."""
    return sum(1 for line in text.splitlines() if LINE.match(line))


def in_turns(works: tuple[Callable[[], object], ...], turns: int) -> list[float]:
    """Median seconds of each, measured one after the other, turn by turn."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(turns):
        for work, times in zip(works, took, strict=True):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
    return [median(times) for times in took]


def measured(name: str, files: list[bytes], turns: int) -> str:
    """One row: how long reading and checking these files take, a telegram, and against the reference loop.

    What is checked has just been read, as it is in use: nothing that the rules find out of a telegram is known yet.
    """
    texts = [data.decode("utf-8", "replace") for data in files]
    rounds = max(5, turns // max(1, len(files) // 2))
    read: list[Telegram] = []

    def reading() -> None:
        read[:] = [parse(data) for data in files]

    def loop() -> None:
        for text in texts:
            reference(text)

    seconds, rules, base = in_turns((reading, lambda: [check(one) for one in read], loop), rounds)
    each = seconds / len(files)
    size = sum(map(len, files)) / len(files)
    return (
        f"{name:24} {len(files):5} {size:8.0f} {base / len(files) * 1e6:10.1f}"
        f" {each * 1e3:9.3f} {seconds / base:7.1f} {1 / each:11.0f} {size / each / 1e6:7.1f}"
        f" {rules / len(files) * 1e3:9.3f} {rules / base:7.1f}"
    )


def groups() -> Iterator[tuple[str, list[bytes]]]:
    """The telegrams by layout; the seed sample apart; and one long telegram."""
    paths = sorted(INVENTED.glob("*.txt"))
    seed = SAMPLES / "seed" / "06DUSHANBE862.txt"
    if SAMPLES.is_dir():
        yield "seed sample", [seed.read_bytes()]
        paths = sorted(path for path in SAMPLES.rglob("*.txt") if path != seed)
    layouts: dict[str, list[bytes]] = {}
    for path in paths:
        data = path.read_bytes()
        try:
            layouts.setdefault(detect(data).layout, []).append(data)
        except NotATelegram:
            continue
    yield from sorted(layouts.items())
    head = (INVENTED / "department-1979.txt").read_bytes().removesuffix(b"CONFIDENTIAL\nNNN\n")
    page = (
        b"CONFIDENTIAL\nCONFIDENTIAL\nPAGE 02\nSTATE 241001\n" + b"MORE IS TO BE SAID ABOUT OLIVE OIL.\n" * 30
    )
    yield f"one of {LONG_PAGES} pages", [head + page * LONG_PAGES]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description="How fast telegrams are read and checked.")
    arguments.add_argument("--turns", type=int, default=200, help="measurements of each group (default 200)")
    turns = arguments.parse_args().turns
    print(f"{'':49} {'reading':^37} {'rules':^17}")
    print(
        f"{'':24} {'files':>5} {'bytes':>8} {'loop us':>10} {'ms each':>9} {'ratio':>7} {'telegrams/s':>11} {'MB/s':>7}"
        f" {'ms each':>9} {'ratio':>7}"
    )
    for name, files in groups():
        print(measured(name, files, turns), flush=True)


if __name__ == "__main__":
    main()
