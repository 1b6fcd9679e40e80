"""Writes a corpus to disk: `telegrams/` with a thousand telegrams to a folder, and `truth.jsonl`.

The traffic is made here, in the order of time; its blocks are written down by several processes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import msgspec

from reftel.synthetic.corpus import Asked, Block, blocks, made, years_for

_FEW = 2  # blocks for which other processes take longer to start than to write
_AHEAD = 2  # blocks for each process that are waiting, so that memory stays flat


class Written(NamedTuple):
    """What came of a block, or of all: telegrams, files, bytes of the files; the true records, a line each."""

    telegrams: int = 0
    files: int = 0
    size: int = 0
    truths: bytes = b""


def lay_down(
    folder: Path,
    count: int,
    seed: int,
    *,
    years: tuple[int, int] | None = None,
    layouts: Sequence[str] = (),
    faults: float = 0.0,
    remove: float = 0.0,
    workers: int | None = None,
) -> Written:
    """Write the corpus that is asked for, as `corpus` takes it, with `workers` processes (None: one a core).

    Gives how much was written, without the records. The bytes do not depend on the number of processes.
    """
    asked = Asked(seed, tuple(layouts), faults, remove)
    (folder / "telegrams").mkdir(parents=True, exist_ok=True)
    stream = blocks(count, seed, years or years_for(layouts))
    total = Written()
    with (folder / "truth.jsonl").open("wb") as truths:
        for done in _all_written(stream, asked, folder / "telegrams", workers or os.cpu_count() or 1):
            truths.write(done.truths)
            total = Written(
                total.telegrams + done.telegrams, total.files + done.files, total.size + done.size
            )
    return total


def _all_written(stream: Iterator[Block], asked: Asked, folder: Path, workers: int) -> Iterator[Written]:
    """Each block, written, in order."""
    for block in stream:
        yield write_block(block, asked, folder)
        if workers > 1 and block.number + 1 >= _FEW:
            break
    if workers > 1:
        yield from _elsewhere(stream, asked, folder, workers)


def _elsewhere(stream: Iterable[Block], asked: Asked, folder: Path, workers: int) -> Iterator[Written]:
    """Each block, written by another process; only some are under way at a time."""
    waiting: deque[Future[Written]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for block in stream:
            waiting.append(pool.submit(write_block, block, asked, folder))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        yield from (future.result() for future in waiting)


def write_block(block: Block, asked: Asked, folder: Path) -> Written:
    """Write the files of a block below `folder`."""
    encode = msgspec.json.Encoder().encode
    truths: list[bytes] = []
    files = size = 0
    (folder / f"{block.number:04d}").mkdir(exist_ok=True)
    for telegram in made(block, asked):
        truths.append(encode(telegram.record))
        files += len(telegram.sheets)
        size += sum(_write(f"{folder}/{sheet.path}", sheet.data) for sheet in telegram.sheets)
    return Written(len(truths), files, size, b"\n".join(truths) + b"\n")


def _write(path: str, data: bytes) -> int:
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123 - a Path for each file takes longer than the file
        return file.write(data)
