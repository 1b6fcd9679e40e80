"""How fast telegrams are filed, beside a bare SQLite FTS5 load of the same texts in the same run.

    python benchmarks/ingest.py [COUNT] [WORKERS]

Invented telegrams of some 4 KB each are written to a folder that is deleted afterwards. Prints a line each
for: telegrams a second to a committed, searchable archive; the FTS5 load; their ratio; processor
time of all processes for each telegram, which a busy machine changes less; peak memory of the
master and of the largest worker; the archive's size against the raw texts; a second run that files nothing.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reftel.archive import open_archive
from reftel.archive.ingest import ingest

HEAD = """VZCZCXRO{serial:04d}
OO {indicator}
DE {indicator} #{serial:04d} {day:03d}1039
ZNY {zny} ZZH
O P {dom:02d}1039Z {month} {yy:02d}
FM AMEMBASSY {post}
TO RUEHC/SECSTATE WASHDC IMMEDIATE {serial:04d}
INFO RUEHAK/AMEMBASSY ANKARA PRIORITY 1615
RUEHRL/AMEMBASSY BERLIN PRIORITY 1594
RUEHKO/AMEMBASSY TOKYO PRIORITY 1365
RHEHAAA/NATIONAL SECURITY COUNCIL WASHINGTON DC
BT
{level} {post} {serial:06d}

SIPDIS

STATE FOR EUR/ACE, DRL

E.O. 12958: {order}
TAGS: {tags}
SUBJECT: {subject}

REF: {ref}

CLASSIFIED BY: Jane Q. Holloway, Ambassador. REASON: 1.4 (b), (d)

"""
POSTS = (("DUSHANBE", "RUEHDBU"), ("ANKARA", "RUEHAK"), ("TOKYO", "RUEHKO"), ("BERLIN", "RUEHRL"))
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
TAGS = ["PREL", "PGOV", "ECON", "ETRD", "MARR", "KDEM", "SENV", "EAID"]
LEVELS = (("UNCLAS", "UUUUU", "N/A"), ("C O N F I D E N T I A L", "CCCCC", "DECL: 05/10/2016"))


def lexicon(chooser: random.Random) -> tuple[list[str], list[float]]:
    """Invented words with the frequencies of a language: few that are common, many that are rare."""
    syllables = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "or")]
    words = ["".join(chooser.choices(syllables, k=chooser.randint(1, 4))) for _ in range(40_000)]
    return words, [1 / (rank + 3) for rank in range(len(words))]


def telegrams(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """File names and texts of invented telegrams of some 4 KB."""
    chooser = random.Random(seed)
    words, weights = lexicon(chooser)
    pool = chooser.choices(words, weights, k=400_000)
    for number in range(count):
        post, indicator = POSTS[number % len(POSTS)]
        level, zny, order = LEVELS[chooser.random() < 0.6]
        serial, year, month = number // len(POSTS) % 9000 + 1, number // 36_000 % 20, number % 12
        at = chooser.randrange(len(pool) - 2000)
        head = HEAD.format(
            **{
                "serial": serial,
                "post": post,
                "indicator": indicator,
                "level": level,
                "zny": zny,
                "order": order,
            },
            **{"dom": 10, "day": month * 30 + 10, "month": MONTHS[month], "yy": year},
            tags=", ".join(chooser.sample(TAGS, 3)),
            subject=" ".join(pool[at : at + 8]).upper(),
            ref=f"{post} {chooser.randint(1, 9000)}",
        )
        yield f"{year:02d}{post}{serial}.txt", head + body(chooser, pool, at)


def body(chooser: random.Random, pool: list[str], at: int) -> str:
    """Some eight numbered paragraphs."""
    paragraphs = []
    for number in range(1, chooser.randint(6, 11)):
        at = (at + 67) % (len(pool) - 100)
        text = " ".join(pool[at : at + chooser.randint(40, 90)]).capitalize()
        paragraphs.append(f"{number}. (C) {text}.\n")
    return "\n".join(paragraphs) + "\nHOLLOWAY\nBT\n"


def load_fts5(folder: Path, target: Path) -> float:
    """Seconds to read the same files and load them into a bare FTS5 table."""
    began = time.perf_counter()
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE VIRTUAL TABLE telegram USING fts5 (name, text)")
    connection.execute("BEGIN")
    for number, path in enumerate(sorted(folder.rglob("*.txt")), 1):
        connection.execute("INSERT INTO telegram VALUES (?, ?)", (path.name, path.read_text("utf-8")))
        if number % 500 == 0:
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - began


def processor_time() -> float:
    """Seconds of processor time that this process and those it started have used."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def write_all(folder: Path, count: int) -> int:
    """Write the telegrams, a thousand to a folder; how many bytes they have."""
    raw = 0
    for number, (name, text) in enumerate(telegrams(count, seed=862)):
        into = folder / f"{number // 1000:04d}"
        if number % 1000 == 0:
            into.mkdir(parents=True)
        raw += (into / name).write_bytes(text.encode())
    return raw


def main(count: int, workers: int) -> None:
    """Run it and print the figures."""
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        raw = write_all(base / "telegrams", count)
        began, worked = time.perf_counter(), processor_time()
        report = ingest(base / "archive", [base / "telegrams"], workers=workers)
        taken, worked = time.perf_counter() - began, processor_time() - worked
        began = time.perf_counter()
        again = ingest(base / "archive", [base / "telegrams"], workers=workers)
        second = time.perf_counter() - began
        bare_worked = processor_time()
        bare = load_fts5(base / "telegrams", base / "bare.sqlite")
        bare_worked = processor_time() - bare_worked
        with open_archive(base / "archive") as archive:
            held = archive.stats().telegrams
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"telegrams               {count}, {raw / count:.0f} bytes on average, {workers} workers")
        print(f"filed and searchable    {count / taken:.0f} a second ({report.filed} filed, {held} held)")
        print(f"bare FTS5 load          {count / bare:.0f} a second")
        print(f"ratio                   {bare / taken:.2f}")
        print(
            f"processor time          {1000 * worked / count:.2f} ms each, FTS5 {1000 * bare_worked / count:.2f}"
        )
        print(f"second run              {count / second:.0f} a second ({again.filed} filed)")
        print(f"peak memory             {own:.0f} MB, largest worker {worker:.0f} MB")
        print(f"archive against raw     {size_of(base / 'archive') / raw:.2f}")
        for part in ("reftel.sqlite", "index"):
            where = base / "archive" / part
            print(f"  {part:<22}{(size_of(where) if where.is_dir() else where.stat().st_size) / raw:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, int(sys.argv[2]) if len(sys.argv) > 2 else 2)
