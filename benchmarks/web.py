"""How fast the reading room answers, to eight readers at once, while telegrams are being filed.

    python benchmarks/web.py [COUNT] [SECONDS] [ARCHIVE]

Invented telegrams are made; three quarters of them are filed in a folder that is deleted afterwards, and `reftel serve`
is started over it. Or it is started over an ARCHIVE that is there already; then that grows by COUNT telegrams. Eight
readers then open pages of every kind over loopback, one after another, for SECONDS: first alone, then while the last
quarter is being filed. Prints for each kind of page how many were opened, and the milliseconds to the whole answer
(median, 95th percentile, worst); then pages a second, and how long the filing took. Any answer but the page, or the
choice between telegrams of one number, ends the measurement with its address.
"""

from __future__ import annotations

import http.client
import itertools
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import quote

from reftel.archive import open_archive
from reftel.archive.filing.ingest import ingest
from reftel.cli.main import main as reftel

READERS = 8
EXPECTED = (200, 300)  # 300: another text that claims the number has been filed meanwhile
WORDS = (
    "minister",
    "trade agreement",
    "ferry OR port",
    "visit -tag:PREL",
    '"foreign ministry"',
    "date:1985",
    "amb*",
)
Times = dict[str, list[float]]


def pages(archive_folder: Path) -> dict[str, list[str]]:
    """The addresses of each kind of page."""
    with open_archive(archive_folder) as archive:
        hits = archive.search("has:reference", limit=40, sort="date").hits
        posts = [one.value for one in archive.counted("")["post"][:20]]
        tags = [one.value for one in archive.counted("")["tag"][:20]]
    keys = [quote(hit.key) for hit in hits]
    return {
        "first": ["/"],
        "search": [f"/search?q={quote(words)}" for words in WORDS],
        "search, page 3": [f"/search?q={quote(words)}&page=3&sort=-date" for words in WORDS[:4]],
        "completion": ["/complete.json?q=post:MO", "/complete.json?q=pre", "/complete.json?q=tag:E"],
        "telegram": [f"/telegram/{key}" for key in keys],
        "telegram, JSON": [f"/telegram/{key}.json" for key in keys],
        "copies": [f"/telegram/{key}/copies" for key in keys],
        "thread": [f"/thread/{key}" for key in keys],
        "answers": [f"/answers/{key}" for key in keys],
        "post": [f"/post/{quote(name)}" for name in posts],
        "TAGS": [f"/tag/{quote(code)}" for code in tags],
        "overview": ["/overview"],
        "gaps": ["/gaps", *(f"/gaps?post={quote(name)}" for name in posts[:5])],
        "coverage": ["/coverage", *(f"/coverage?post={quote(name)}" for name in posts[:5])],
    }


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, int]]:
    """`reftel serve` over an archive; its host and port."""
    command = [sys.executable, "-m", "reftel", "serve", "--archive", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            said = server.stdout.readline() if server.stdout else ""
            found = re.search(r"http://([\d.]+):(\d+)/", said)
            assert found, f"reftel serve said {said!r}"
            yield found[1], int(found[2])
        finally:
            server.terminate()


def read(place: tuple[str, int], kinds: dict[str, list[str]], start: int, until: float, times: Times) -> None:
    """One reader: opens a page of each kind in turn, each time another one, until the time is over."""
    connection = http.client.HTTPConnection(*place, timeout=60)
    for at in itertools.count(start * 5):
        for kind, addresses in kinds.items():
            if time.perf_counter() > until:
                connection.close()
                return
            address = addresses[at % len(addresses)]
            begun = time.perf_counter()
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            times[kind].append(time.perf_counter() - begun)
            assert answer.status in EXPECTED, f"{address} was answered with {answer.status}"


def readers(place: tuple[str, int], kinds: dict[str, list[str]], seconds: float) -> tuple[Times, float]:
    """Eight readers at once; the seconds that each page took, and how long all of it lasted."""
    times: Times = defaultdict(list)
    begun = time.perf_counter()
    threads = [
        threading.Thread(target=read, args=(place, kinds, at, begun + seconds, times))
        for at in range(READERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, time.perf_counter() - begun


def told(title: str, times: Times, lasted: float) -> None:
    """The figures of one run as a table."""
    print(f"\n{title}\n{'page':<16}{'opened':>8}{'median':>9}{'95 %':>9}{'worst':>9}  ms")
    everything = sorted(one for ones in times.values() for one in ones)
    for kind, ones in [*times.items(), ("all", everything)]:
        ordered = sorted(ones)
        late = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
        figures = "".join(f"{1000 * value:>9.1f}" for value in (median(ordered), late, ordered[-1]))
        print(f"{kind:<16}{len(ordered):>8}{figures}")
    print(f"{len(everything) / lasted:.1f} pages a second")


def prepared(folder: Path, count: int) -> tuple[Path, list[Path]]:
    """An archive of three quarters of the invented telegrams, and the folders that are to be filed later."""
    late = made(folder, count)
    early = [late.pop(0) for _ in range(len(late) * 3 // 4)]
    ingest(folder / "archive", early)
    return folder / "archive", late


def made(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """Folders of invented telegrams."""
    words = ["synthesize", "--count", str(count), "--seed", str(seed), "--out", str(folder)]
    reftel(words, standalone_mode=False)
    return sorted(path for path in (folder / "telegrams").iterdir() if path.is_dir())


def main() -> None:
    """Make, file, serve, read alone, read while filing."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 15.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if len(sys.argv) > 3:
            archive, late = Path(sys.argv[3]), made(folder, count, seed=int(time.time()))
        else:
            archive, late = prepared(folder, count)
        kinds = pages(archive)
        with serving(archive) as place:
            readers(place, kinds, 2)  # warm
            told(f"{READERS} readers", *readers(place, kinds, seconds))
            filing = [sys.executable, "-m", "reftel", "ingest", "--archive", str(archive), *map(str, late)]
            begun = time.perf_counter()
            with subprocess.Popen(filing, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
                told(f"{READERS} readers, while telegrams are filed", *readers(place, kinds, seconds))
                still = running.poll() is None
                running.wait()
            print(
                f"filing took {time.perf_counter() - begun:.1f} s"
                + (" and outlasted the reading" if still else "")
            )


if __name__ == "__main__":
    main()
