"""How heavy each page of the reading room is, and how its time grows with the archive.

    python benchmarks/web_pages.py [SMALL] [LARGE]

Archives of SMALL and of LARGE invented telegrams are made in a folder that is deleted afterwards. Prints for each kind
of page the bytes of the heaviest, alone, and the processor's milliseconds to make one: the first time, when nothing is
remembered, and again (median), each for both archives and with the ratio between these. In the last line: the bytes
of the styles and scripts that every page loads besides.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from litestar.testing import TestClient

from benchmarks.web import pages
from reftel.archive.filing.ingest import ingest
from reftel.cli.main import main as reftel
from reftel.web.app import create_app
from reftel.web.templating import STATIC, static

OPENED = 6


class Cost(NamedTuple):
    """What a kind of page costs: the bytes of the heaviest, the milliseconds of the first time and of later ones."""

    size: int
    first: float
    again: float


def costs(archive: Path) -> dict[str, Cost]:
    """What each kind of page costs over an archive."""
    client = TestClient(create_app(archive), base_url="http://127.0.0.1:8390")
    client.get("/searches")  # what the first page of all loads is not counted
    found = {}
    for kind, addresses in pages(archive).items():
        sizes: list[int] = []
        firsts: list[float] = []
        agains: list[float] = []
        for at, address in enumerate((*addresses[:OPENED], *addresses[:OPENED])):
            begun = time.process_time()
            answer = client.get(address)
            (firsts if at < len(addresses[:OPENED]) else agains).append(time.process_time() - begun)
            assert answer.status_code == 200, f"{address} was answered with {answer.status_code}"
            sizes.append(len(answer.content))
        found[kind] = Cost(max(sizes), 1000 * firsts[0], 1000 * median(agains))
    return found


def main() -> None:
    """Make two archives, open every kind of page over each, print the table."""
    counts = [int(one) for one in sys.argv[1:3]] or [1000, 5000]
    with tempfile.TemporaryDirectory() as name:
        made = []
        for count in counts:
            folder = Path(name) / str(count)
            reftel(["synthesize", "--count", str(count), "--out", str(folder)], standalone_mode=False)
            ingest(folder / "archive", [folder / "telegrams"])
            made.append(costs(folder / "archive"))
    small, large = made[0], made[-1]
    print(f"{'page':<16}{'bytes':>9}{'first time, ms':>24}{'again, ms':>24}")
    for kind, one in small.items():
        other = large[kind]
        times = (
            one.first,
            other.first,
            other.first / one.first,
            one.again,
            other.again,
            other.again / one.again,
        )
        print(
            f"{kind:<16}{other.size:>9}" + "{:>8.0f}{:>8.0f}{:>7.1f}x{:>8.0f}{:>8.0f}{:>7.1f}x".format(*times)
        )
    print(f"styles and scripts: {sum(len(static(name) or b'') for name in STATIC)} bytes")


if __name__ == "__main__":
    main()
