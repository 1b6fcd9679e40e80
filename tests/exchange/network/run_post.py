"""A process that runs one post; its clock is wrong by the seconds that the file `clock` of its folder says."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path


def set_clock(path: Path) -> None:
    """Let the clock of this process be wrong, before anything has read it."""
    if path.exists():
        wrong, right = float(path.read_text()), time.time
        time.time = lambda: right() + wrong


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    set_clock(folder / "clock")
    from reftel.exchange.post import running

    running.LOOK_EVERY = 1.0
    asyncio.run(running.run(folder))
