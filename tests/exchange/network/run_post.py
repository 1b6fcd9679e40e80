"""A process that runs one post whose circuits may be the wires of the tests."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from reftel.exchange.post import running, transports

if __name__ == "__main__":
    transports.KINDS["wire"] = "tests.exchange.network.wire"
    running.LOOK_EVERY = 1.0
    asyncio.run(running.run(Path(sys.argv[1])))
