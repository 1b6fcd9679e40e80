"""How fast telegrams are read and checked, as a ratio to a reference loop over the same text in the same run.

The reference is `str.splitlines` and one compiled pattern a line: what any reader of lines has to pay at least.
Both run in turns, and processor time is measured, so that a busy machine changes the ratio little; medians are
printed. Real samples are read where the folder that REFTEL_SAMPLES names (or ../shared/samples) exists; the invented
telegrams of the tests always.

Reading remembers short strings that traffic repeats: names of posts, TAGS, lines of addressees. The last rows read
invented telegrams that are all different, each of them once, so that nothing is remembered of any of them.

    python benchmarks/parse.py [--turns 200] [--different 200]
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from time import thread_time

from reftel.check import check
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, detect, parse
from reftel.synthetic import corpus

HERE = Path(__file__).resolve().parent
SAMPLES = Path(os.environ.get("REFTEL_SAMPLES", HERE.parents[1] / "shared" / "samples"))
INVENTED = HERE.parent / "tests" / "reading" / "telegrams"
LINE = re.compile(r"[A-Z]+")
LONG_PAGES = 300


def reference(text: str) -> int:
    """The reference loop: split into lines, match one pattern on each."""
    return sum(1 for line in text.splitlines() if LINE.match(line))


def in_turns(works: tuple[Callable[[], object], ...], turns: int) -> list[float]:
    """Median seconds of processor time of each, measured one after the other, turn by turn."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(turns):
        for work, times in zip(works, took, strict=True):
            start = thread_time()
            work()
            times.append(thread_time() - start)
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
    return row(name, files, seconds / len(files), rules / len(files), base / len(files))


def row(name: str, files: list[bytes], read: float, rules: float, loop: float) -> str:
    """One line of the table, from the seconds that one telegram takes."""
    size = sum(map(len, files)) / len(files)
    return (
        f"{name:24} {len(files):5} {size:8.0f} {loop * 1e6:10.1f} {read * 1e3:9.3f} {read / loop:7.1f}"
        f" {1 / read:11.0f} {size / read / 1e6:7.1f} {rules * 1e3:9.3f} {rules / loop:7.1f}"
    )


def once(name: str, files: list[bytes]) -> str:
    """One row: telegrams that are all different, each read and checked once; medians over the telegrams."""
    took: list[list[float]] = []
    for data in files:
        text, read = data.decode(), list[Telegram]()
        works = (partial(_into, read, data), partial(_checked, read), partial(reference, text))
        took.append(in_turns(works, 1))
    return row(name, files, *(median(one[at] for one in took) for at in range(3)))


def _into(read: list[Telegram], data: bytes) -> None:
    read.append(parse(data))


def _checked(read: list[Telegram]) -> None:
    check(read[0])


def different(count: int) -> Iterator[tuple[str, list[bytes]]]:
    """Invented telegrams of each layout, one in twenty with a fault of the catalogue."""
    for layout in ("acp127", "aad", "smart", "bare"):
        made = corpus(count, seed=862, layouts=(layout,), faults=0.05)
        sheets = (sheet for one in made for sheet in one.sheets if sheet.layout == layout)
        yield layout, [sheet.data for sheet in islice(sheets, count)]


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
    arguments.add_argument(
        "--different", type=int, default=200, help="telegrams that are read once (default 200)"
    )
    given = arguments.parse_args()
    print(f"{'':49} {'reading':^37} {'rules':^17}")
    print(
        f"{'':24} {'files':>5} {'bytes':>8} {'loop us':>10} {'ms each':>9} {'ratio':>7} {'telegrams/s':>11} {'MB/s':>7}"
        f" {'ms each':>9} {'ratio':>7}"
    )
    for name, files in groups():
        print(measured(name, files, given.turns), flush=True)
    print("each telegram once")
    for name, files in different(given.different):
        print(once(name, files), flush=True)


if __name__ == "__main__":
    main()
