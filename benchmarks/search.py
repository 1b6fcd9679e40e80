"""How fast telegrams are found, beside SQLite FTS5 over the same texts in the same run.

    python benchmarks/search.py [COUNT] [ARCHIVE] [--alone] [--docs DIR]

Invented telegrams are made and filed in a folder that is deleted afterwards; or an ARCHIVE is searched that is there
already (COUNT is ignored). `--alone` leaves FTS5 out, which takes long to load. The words of the fixed set of queries
are chosen from the archive by how many telegrams have them, so that rare, middling and common ones are mixed in the
same way at every size. Prints for each kind: how many there are, milliseconds of processor time to a page of 20 hits
with snippets (median, 95th percentile, worst of five rounds each), and the same for FTS5 where it can say it; then all
of them together, ten facets over everything, fresh and remembered, and `find`, and, not remembered, `thread`, `gaps`
and `coverage` of the post with the most telegrams and of a middling one. With `--docs`, what is printed also becomes
the page `finding.md`, with `--alone` the page `finding-large.md`.
"""

from __future__ import annotations

import argparse
import io
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, redirect_stdout
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from reftel.archive import Archive, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.links.threads import Links
from reftel.archive.missing.coverage import coverage
from reftel.archive.missing.gaps import gaps
from reftel.cli.main import main as reftel

ROUNDS = 5
STARTS = ("ma", "re", "co", "st", "tr", "pa", "in", "de")
PAGE = 20
SQL = "SELECT text.rowid, snippet(text, 0, '[', ']', '...', 40) FROM text {join} WHERE {where} ORDER BY rank LIMIT 20"


class Query(NamedTuple):
    """One question in the query language, and as FTS5 takes it (None: it cannot say it) with a condition on columns."""

    kind: str
    typed: str
    match: str | None = None
    where: str = ""


def words_of(archive: Archive) -> tuple[list[str], list[str], list[str]]:
    """Eight rare, eight middling and eight common words of paragraphs."""
    rare, middling, common = [], [], []
    for start in STARTS:
        found = archive.index.searcher().terms_with_prefix("para0", start)
        ranked = sorted((count, word) for word, count in found if word.isascii() and len(word) > 3)
        rare.append(ranked[len(ranked) // 3][1])
        middling.append(ranked[len(ranked) * 9 // 10][1])
        common.append(ranked[-1][1])
    return rare, middling, common


def phrase_of(archive: Archive, word: str) -> str:
    """Three words that stand next to each other after a word in a telegram."""
    hit = archive.search(f"para:{word}", limit=1).hits[0]
    body = " ".join(part.text for part in archive.find(hit.key)[0].telegram.paragraphs).lower().split()
    at = next((at for at, one in enumerate(body) if one == word), 0)
    return " ".join("".join(letter for letter in one if letter.isalnum()) for one in body[at : at + 3])


def queries(archive: Archive) -> Iterator[Query]:
    """The fixed set."""
    rare, middling, common = words_of(archive)
    stats = archive.stats()
    post, other = stats.by_post[0].value, stats.by_post[len(stats.by_post) // 2].value
    tag, year = stats.by_tag[0].value, stats.by_year[len(stats.by_year) // 2].value
    hit = archive.search("has:reference", limit=1, sort="date").hits[0]
    for kind, words in (("rare word", rare), ("middling word", middling), ("common word", common)):
        yield from (Query(kind, word, word) for word in words)
    for one, two in zip(middling, common, strict=True):
        yield Query("two words", f"{one} {two}", f"{one} AND {two}")
    for word in middling[:6]:
        phrase = phrase_of(archive, word)
        yield Query("phrase", f'"{phrase}"', f'"{phrase}"')
    for one, two in zip(middling[:4], rare, strict=False):
        yield Query("either", f"{one} OR {two}", f"{one} OR {two}")
        yield Query("not", f"{one} -{two}", f"{one} NOT {two}")
    yield from (Query("prefix", f"{word[:4]}*", f"{word[:4]}*") for word in middling[:4])
    yield from (Query("wildcard", f"{word[:2]}?{word[3:]}") for word in middling[:3])
    yield from (Query("spelt nearly", f"{word}~1") for word in middling[:3])
    for one, two in zip(common[:3], common[3:6], strict=True):
        yield Query("near", f'"{one} {two}"~5', f"NEAR({one} {two}, 5)")
    for word in (common[0], middling[0], middling[1]):
        yield Query("word and post", f"{word} post:{post}", word, f"post = '{post}'")
        yield Query("word and date", f"{word} date:{year}", word, f"day LIKE '{year}%'")
        yield Query("word and class", f"{word} class:c", word, "level = 'CONFIDENTIAL'")
        yield Query("word in subject", f"subject:{word}", f"subject : {word}")
        yield Query("word and TAGS", f"{word} tag:{tag}")
    yield from (Query("post", f"post:{name}") for name in (post, other))
    yield from (Query("number", text) for text in (str(hit.mrn), f"ref:{hit.mrn}", f"cites:{hit.mrn}"))
    yield from (Query("everything", text) for text in ("", f"date:{year}", "class:c"))


def load_fts(archive: Archive, path: Path) -> sqlite3.Connection:
    """The same texts in FTS5, with what the queries ask for as columns of a table beside."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE text USING fts5(words, subject, tokenize='unicode61')")
    connection.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, post TEXT, day TEXT, level TEXT)")
    for row, copy in archive.store.rows("SELECT id, copy FROM telegram"):
        telegram = archive.store.telegram_of(copy)
        post = telegram.originator.post if telegram.originator else None
        connection.execute(
            "INSERT INTO text (rowid, words, subject) VALUES (?, ?, ?)",
            (row, telegram.text, telegram.subject),
        )
        facts = (row, post, telegram.dtg, telegram.classification.level)
        connection.execute("INSERT INTO fact VALUES (?, ?, ?, ?)", facts)
    connection.commit()
    return connection


def milliseconds(work: Callable[[], object]) -> float:
    """How long a piece of work keeps the processor; what else runs on the machine does not count."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def ask_fts(connection: sqlite3.Connection, query: Query) -> list[tuple[object, ...]]:
    """A page of what FTS5 finds, ranked, with snippets."""
    join = "JOIN fact ON fact.id = text.rowid" if query.where else ""
    where = "text MATCH ?" + (f" AND {query.where}" if query.where else "")
    return connection.execute(SQL.format(join=join, where=where), (query.match,)).fetchall()


def line(name: str, count: int, ours: list[float], theirs: list[float]) -> None:
    """One line of the answer."""
    parts = [f"{name:18}{count:4}", *(f"{value:9.1f}" for value in _figures(ours))]
    parts += [f"{value:9.1f}" for value in _figures(theirs)] if theirs else []
    print(" ".join(parts))


def _figures(times: list[float]) -> tuple[float, float, float]:
    ordered = sorted(times)
    return median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)], ordered[-1]


def measure(archive: Archive, connection: sqlite3.Connection | None) -> None:
    """Every query five times, ours and, where there is a connection, theirs in turn."""
    kinds: dict[str, tuple[list[str], list[float], list[float]]] = {}
    for query in queries(archive):
        names, ours, theirs = kinds.setdefault(query.kind, ([], [], []))
        names.append(query.typed)
        for _ in range(ROUNDS):
            ours.append(milliseconds(lambda query=query: archive.search(query.typed, limit=PAGE)))  # type: ignore[misc]
            if query.match and connection:
                theirs.append(milliseconds(lambda query=query: ask_fts(connection, query)))  # type: ignore[misc]
    beside = "  FTS5: median  95th %   worst" if connection else ""
    print(f"kind              number   median   95th %    worst {beside}  (ms)")
    for kind, (names, ours, theirs) in kinds.items():
        line(kind, len(names), ours, theirs)
    every = [one for names, ours, theirs in kinds.values() for one in ours]
    others = [one for names, ours, theirs in kinds.values() for one in theirs]
    line("all together", sum(len(names) for names, _, _ in kinds.values()), every, others)


def measure_rest(archive: Archive) -> None:
    """Facets, and what is asked of one telegram or post."""
    everything = "date:1000.."  # in other words than those that the statistics have asked with
    count = archive.search(everything, limit=1).total
    fresh = milliseconds(lambda: archive.search(everything, limit=1, facets=True))
    again = [milliseconds(lambda: archive.search(everything, limit=1, facets=True)) for _ in range(ROUNDS)]
    print(f"facets of everything  {fresh:.1f} ms ({count} telegrams), remembered {median(again):.1f} ms")
    post = archive.stats().by_post[0]
    hit = archive.search("has:reference", limit=1, sort="date").hits[0]
    middle = archive.stats().by_post[len(archive.stats().by_post) // 4]
    works: dict[str, Callable[[], object]] = {
        "find": lambda: archive.find(hit.key),
        f"thread of {len(archive.thread(hit.key).nodes)}": lambda: Links(archive).thread(hit.key),
    }
    works |= {
        f"gaps of {one.value} ({one.count})": partial(gaps, archive, one.value) for one in (post, middle)
    }
    works |= {f"coverage of {one.value}": partial(coverage, archive, one.value) for one in (post, middle)}
    for name, work in works.items():
        print(f"{name:22} {median(milliseconds(work) for _ in range(ROUNDS)):.1f} ms")


def main(count: int, place: Path | None, alone: bool) -> None:
    """Make or open an archive, load FTS5 from it unless it is to be alone, ask both."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if place is None:
            corpus, place = folder / "corpus", folder / "archive"
            reftel(
                ["synthesize", f"--count={count}", "--years=1973-2010", f"--out={corpus}"],
                standalone_mode=False,
            )
            ingest(place, [corpus / "telegrams"])
        archive = stack.enter_context(open_archive(place))
        beside = None if alone else stack.enter_context(closing(load_fts(archive, folder / "fts.sqlite")))
        print(f"telegrams {archive.stats().telegrams}")
        measure(archive, beside)
        measure_rest(archive)


PAGE_TEXT = """# How fast telegrams are found{where}

Processor time to a page of twenty hits with snippets{beside}, in an
archive of invented telegrams (`python benchmarks/ingest.py {count} --keep DIR` makes one). The words are chosen from
the archive by how many telegrams have them{said}. Then ten facets over everything, and what is asked of one telegram
or post. Printed by

    python benchmarks/search.py {words} --docs docs

on a machine that did other work beside:

```text
{printed}```
"""
_BESIDE = ", beside SQLite FTS5 over the same texts in the same run"
_SAID = "; FTS5 is asked what it can say"


def page(folder: Path, asked: argparse.Namespace, printed: str) -> None:
    """Write `finding.md`, or `finding-large.md` without FTS5."""
    words = f"{asked.count}{' ARCHIVE' if asked.archive else ''}{' --alone' if asked.alone else ''}"
    beside, said, where = ("", "", " in a large archive") if asked.alone else (_BESIDE, _SAID, "")
    text = PAGE_TEXT.format(
        words=words, printed=printed, beside=beside, said=said, where=where, count=asked.count
    )
    (folder / ("finding-large.md" if asked.alone else "finding.md")).write_text(text, "utf-8")


def asked_for() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("archive", type=Path, nargs="?", help="search this archive instead of making one")
    parser.add_argument("--alone", action="store_true", help="leave FTS5 out")
    parser.add_argument("--docs", type=Path, help="the folder for the page")
    return parser.parse_args()


if __name__ == "__main__":
    asked = asked_for()
    printed = io.StringIO()
    with redirect_stdout(printed):
        main(asked.count, asked.archive, asked.alone)
    print(printed.getvalue(), end="")
    if asked.docs:
        page(asked.docs, asked, printed.getvalue())
