"""Invented telegrams on disk, and archives of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reftel.archive import Archive, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.synthetic import write_demo

Write = Callable[..., Path]

TOPICS = (
    "grain prices",
    "river navigation",
    "consular hours",
    "radio licences",
    "harbour dues",
    "visa forms",
)
POSTS = (("DUSHANBE", "RUEHDBU"), ("ANKARA", "RUEHAK"), ("TOKYO", "RUEHKO"))
TELEGRAM = """VZCZCXRO{serial:04d}
{prosign} {indicator}
DE {indicator} #{serial:04d} {day:03d}1039
ZNY {zny} ZZH
{prosign_one} {dom:02d}1039Z {month} {yy}
FM AMEMBASSY {post}
TO RUEHC/SECSTATE WASHDC {precedence} {serial:04d}
INFO RUEHRL/AMEMBASSY BERLIN 0001
BT
{level} {post} {serial:06d}

SIPDIS

E.O. 12958: N/A
TAGS: PREL, ECON, {tag}
SUBJECT: {subject}

REF: STATE {ref}

1. (U) SUMMARY: The ministry raised {topic} with the delegation. {extra} END SUMMARY.

2. (U) Number {serial} of this series speaks of matter {serial}x{serial} and of nothing else.

HOLLOWAY
BT
#{serial:04d}
"""


def invented(serial: int, **changes: object) -> str:
    """The text of an invented telegram from Dushanbe, Ankara or Tokyo in May 2006; no two have one number."""
    post, indicator = POSTS[serial % 3]
    facts: dict[str, object] = {
        "serial": serial,
        "post": post,
        "indicator": indicator,
        "dom": serial % 28 + 1,
        "day": 121 + serial % 28,
        "month": "MAY",
        "yy": "06",
        "prosign": "OO",
        "prosign_one": "O",
        "precedence": "IMMEDIATE",
        "zny": "UUUUU",
        "level": "UNCLAS",
        "tag": "TI",
        "topic": TOPICS[serial % 6],
        "subject": f"TALKS ABOUT {TOPICS[serial % 6].upper()}",
        "ref": 70000 + serial,
        "extra": "It promised an answer within the week.",
    }
    return TELEGRAM.format(**(facts | changes))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes invented telegrams, a file each, into a folder below the test's own; gives the folder."""

    def writer(count: int = 6, folder: str = "telegrams", first: int = 1, **changes: object) -> Path:
        target = tmp_path / folder
        target.mkdir(exist_ok=True)
        for serial in range(first, first + count):
            (target / f"{serial:05d}.txt").write_text(invented(serial, **changes), "utf-8")
        return target

    return writer


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the test's archive is."""
    return tmp_path / "archive"


@pytest.fixture
def archive(write: Write, place: Path) -> Iterator[Archive]:
    """An archive of twelve invented telegrams, opened for reading."""
    ingest(place, [write(12)], workers=1)
    with open_archive(place) as opened:
        yield opened


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of the invented stories that come with the package."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder / "telegrams")
    ingest(folder / "archive", [folder / "telegrams"], workers=1)
    with open_archive(folder / "archive") as archive:
        yield archive
