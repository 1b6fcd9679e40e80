"""How time and memory grow with the length of the text, on the worst texts that we can think of.

    python benchmarks/linear.py [--largest BYTES] [--slowest N] [--only PATTERN] [--docs DIR]

Each text of `worst_texts.toml` is made ever longer, up to a megabyte, and read, checked and written (plain, and for
the wire) in a process of its own that may take so much memory and time and no more; the N slowest go on to ten
megabytes. The growth is the exponent between the two longest texts: 1 is linear, 2 is quadratic. `--docs` writes the
table and the plot. Times are processor time, which a busy machine changes less.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import sys
import tomllib
from collections.abc import Callable, Iterator
from math import log
from multiprocessing.connection import Connection
from pathlib import Path
from time import process_time
from typing import NamedTuple

from reftel.check import check
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, parse_all
from reftel.writing import CannotWrite, write

HERE = Path(__file__).parent
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
STEPS = ("read", "check", "write")
MOST_MEMORY = 3 * 1024**3  # bytes of a process
MOST_SECONDS = 300  # of the processor, for one text
_ENOUGH = 100_000  # bytes, after which a text is not taken again
_SHORTEST_TOLD = 0.002  # seconds; the growth of less is that of the clock


class Text(NamedTuple):
    """A worst text: what stands at its head, and the piece that is repeated."""

    name: str
    head: str
    piece: str

    def of(self, size: int) -> bytes:
        """The text with about so many letters."""
        return (self.head + self.piece * max(1, (size - len(self.head)) // len(self.piece))).encode()


class Measured(NamedTuple):
    """Seconds of reading, checking and writing a text of `size` bytes, and the most memory of the process in bytes."""

    size: int
    read: float
    check: float
    write: float
    memory: int


def texts() -> list[Text]:
    """The texts of the table."""
    page = tomllib.loads((HERE / "worst_texts.toml").read_text("utf-8"))
    heads = {"": "", **page["heads"]}
    return [
        Text(one["name"], heads[one["head"]] + one.get("after", ""), one["piece"]) for one in page["text"]
    ]


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _read(data: bytes, into: list[Telegram]) -> None:
    try:
        into.extend(parse_all(data))
    except NotATelegram:
        into.clear()


def _write(telegrams: list[Telegram]) -> None:
    for telegram in telegrams:
        for to in ("plain", "acp127us"):
            try:
                write(telegram, to)
            except CannotWrite:
                continue


def _work(data: bytes) -> tuple[float, float, float]:
    """Seconds of reading, checking and writing."""
    telegrams: list[Telegram] = []
    return (
        _timed(lambda: _read(data, telegrams)),
        _timed(lambda: [check(telegram) for telegram in telegrams]),
        _timed(lambda: _write(telegrams)),
    )


def _measure(data: bytes, pipe: Connection) -> None:
    """In a process of its own. Short texts are taken several times, for clocks tick slowly."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    turns = max(1, _ENOUGH // len(data))
    rounds = [_work(data) for _ in range(turns)]
    times = [sum(one) / turns for one in zip(*rounds, strict=True)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    pipe.send(Measured(len(data), times[0], times[1], times[2], memory))


def measured(text: Text, size: int) -> Measured | None:
    """The figures of one text; None where the process ran out of time or memory."""
    receive, send = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_measure, args=(text.of(size), send))
    process.start()
    send.close()
    try:
        figures: Measured | None = receive.recv()
    except EOFError:
        figures = None
    process.join()
    return figures


def growth(rows: list[Measured], step: str) -> float | None:
    """The exponent of a step between the two longest texts; None where the step takes no time worth telling."""
    if len(rows) < 2:
        return None
    before, after = (getattr(row, step) for row in rows[-2:])
    if after < _SHORTEST_TOLD or before < _SHORTEST_TOLD / 20:
        return None  # the clock's growth, or the shorter text gave no telegram
    return log(after / before) / log(rows[-1].size / rows[-2].size)


def _grown(text: Text, rows: list[Measured], sizes: tuple[int, ...]) -> bool:
    """Measure the text at these lengths; False where one of them was too much."""
    for size in sizes:
        figures = measured(text, size)
        if figures is None:
            return False
        rows.append(figures)
    return True


def row_of(name: str, rows: list[Measured], finished: bool) -> str:
    """One line of the table: reading at each length, growth of each step, memory at the longest."""
    times = "".join(f"{row.read * 1000:>10.1f}" for row in rows) + " " * 10 * (len(SIZES) - len(rows))
    exponents = "".join(
        f"{'-' if grows is None else format(grows, '.2f'):>8}"
        for grows in (growth(rows, step) for step in STEPS)
    )
    last = rows[-1] if rows else None
    steps = f"{last.check * 1000:>10.1f}{last.write * 1000:>10.1f}{last.memory / 1e6:>9.0f}" if last else ""
    return f"{name:36}{times}{steps}{exponents}{'' if finished else '   TOO MUCH at the next length'}"


HEADING = (
    f"{'milliseconds; memory in MB':36}"
    + "".join(f"{f'{size // 1000} KB':>10}" for size in SIZES)
    + f"{'check':>10}{'write':>10}{'memory':>9}{'read^':>8}{'check^':>8}{'write^':>8}"
)


def run(chosen: list[Text], largest: int, slowest: int) -> Iterator[tuple[str, list[Measured], bool]]:
    """Each text up to a megabyte, as soon as it is measured; then the slowest of them again with ten."""
    sizes = tuple(size for size in SIZES if size <= min(largest, 1_000_000))
    figures: dict[str, list[Measured]] = {}
    for text in chosen:
        rows = figures[text.name] = []
        finished = _grown(text, rows, sizes)
        if largest <= sizes[-1] or not finished:
            yield text.name, rows, finished
    if largest <= sizes[-1]:
        return
    whole = [text for text in chosen if len(figures[text.name]) == len(sizes)]
    ranked = sorted(whole, key=lambda text: -sum(figures[text.name][-1][1:4]))
    for at, text in enumerate(ranked):
        rows = figures[text.name]
        yield text.name, rows, at >= slowest or _grown(text, rows, SIZES[len(sizes) :])


def main() -> int:
    """Print a line for each text; exit status 1 where one was too much."""
    parser = argparse.ArgumentParser(
        description="How time and memory grow with the length of the worst texts."
    )
    parser.add_argument("--largest", type=int, default=100_000, help="bytes of the longest text (100,000)")
    parser.add_argument("--slowest", type=int, default=24, help="how many go on to ten megabytes (24)")
    parser.add_argument("--only", default="", help="texts whose names hold what this pattern finds")
    parser.add_argument("--docs", type=Path, help="folder for linear.md and linear.svg")
    given = parser.parse_args()
    chosen = [text for text in texts() if re.search(given.only, text.name)]
    for text in chosen:
        _work(
            text.of(SIZES[0])
        )  # so that all that is loaded at first use is there before anything is measured
    print(HEADING)
    results: list[tuple[str, list[Measured], bool]] = []
    for result in run(chosen, given.largest, given.slowest):
        print(row_of(*result), flush=True)
        results.append(result)
    if given.docs:
        sys.path.insert(0, str(HERE.parent))
        from benchmarks.linear_page import write_page  # noqa: PLC0415 - seldom needed

        command = [f"--{name} {value!r}" for name, value in vars(given).items() if name != "docs"]
        write_page(given.docs, [(name, rows) for name, rows, _ in results], " ".join(command))
    return 0 if all(finished for _, _, finished in results) else 1


if __name__ == "__main__":
    sys.exit(main())
