"""An archive of three invented telegrams, one of them with a page in the midst of a paragraph."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reftel.archive import Archive, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.workspace import Workspace

TELEGRAM = """FM AMEMBASSY {post}
TO RUEHC/SECSTATE WASHDC PRIORITY {serial:04d}
BT
{level} {post} {serial:06d}

E.O. 12958: DECL: 05/10/2016
TAGS: PREL, TI
SUBJECT: {subject}

REF: STATE 70001

1. ({mark}) The harbour master spoke of the second ferry
and of the light on the mole.

2. ({second}) The light on the mole is out. He asked whether the Department

{post} {serial:08d}  002 OF 002

would help.

HOLLOWAY
BT
"""
SHEETS = (
    {
        "post": "ANKARA",
        "serial": 12,
        "level": "UNCLAS",
        "mark": "U",
        "second": "U",
        "subject": "A SECOND FERRY",
    },
    {
        "post": "LIMA",
        "serial": 7,
        "level": "C O N F I D E N T I A L",
        "mark": "C",
        "second": "U",
        "subject": "THE MOLE",
    },
    {
        "post": "OSLO",
        "serial": 3,
        "level": "S E C R E T",
        "mark": "S",
        "second": "S",
        "subject": "A QUIET HARBOUR",
    },
)


@pytest.fixture(scope="session")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the archive, which tests copy."""
    place = tmp_path_factory.mktemp("workspace")
    for sheet in SHEETS:
        text = "O 101039Z MAY 06\n" + TELEGRAM.format(**sheet)
        (place / f"{sheet['post']}.txt").write_text(text, "utf-8")
    ingest(place / "archive", sorted(place.glob("*.txt")), workers=1)
    return place / "archive"


@pytest.fixture
def place(filed: Path, tmp_path: Path) -> Path:
    """A copy of the archive of the test's own."""
    return Path(shutil.copytree(filed, tmp_path / "archive"))


@pytest.fixture
def archive(place: Path) -> Iterator[Archive]:
    """The archive, opened for reading."""
    with open_archive(place) as opened:
        yield opened


@pytest.fixture
def workspace(place: Path) -> Iterator[Workspace]:
    """The workspace beside the archive."""
    with Workspace(place) as opened:
        yield opened
