"""A package of others brings a collection: the one of docs/sources.md, installed as packages are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reftel.sources.page import EXAMPLE, page
from reftel.sources.registry import BadSource, _loaded

DOCS = Path(__file__).parents[2] / "docs"
SOURCE = Path(__file__).parents[2] / "src"
LOG = """FERRY OFFICE LOG
*** 06LIMA862 2006-05-10
UNCLAS LIMA 000862

SUBJECT: FERRIES

1. THE FERRY IS LATE.

MARLOWE
*** no number here
*** 06LIMA863 2006-05-11
THE FERRY IS HERE.
"""
READS = """
import json
from reftel.sources.files import Found, Refused
from reftel.sources.opening import records
from reftel.sources.read import read
said = []
for one in records(Found("log.txt", 1, 0)):
    if isinstance(one, Refused):
        said.append([one.outcome, one.line, one.remedy])
    else:
        said += [[t.telegram.mrn, t.telegram.dtg, one.collection, one.line] for t in read(one)]
print(json.dumps(said))
"""
SAID = [
    ["2006LIMA862", "2006-05-10T00:00:00Z", "Ferry office", 3],
    ["failed", 10, "mend this line"],
    ["2006LIMA863", "2006-05-11T00:00:00Z", "Ferry office", 12],
]


def reads(installed: Path, folder: Path) -> object:
    """What another process reads from a log, with the package installed there."""
    (folder / "log.txt").write_text(LOG)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(installed), str(SOURCE)))}
    done = subprocess.run(
        [sys.executable, "-c", READS], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_a_package_that_names_a_source_is_asked(tmp_path: Path) -> None:
    (tmp_path / "ferry_log.py").write_text((DOCS / EXAMPLE / "ferry_log.py").read_text("utf-8"))
    metadata = tmp_path / "reftel_ferry_log-1.0.dist-info"  # what an installer leaves
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: reftel-ferry-log\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[reftel.sources]\nferry-log = ferry_log:SOURCE\n")
    assert reads(tmp_path, tmp_path) == SAID


@pytest.mark.slow
def test_the_package_of_the_page_is_installed_and_used(tmp_path: Path) -> None:
    pytest.importorskip("pip")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
    ]
    subprocess.run([*command, "--target", str(tmp_path / "lib"), str(DOCS / EXAMPLE)], check=True)
    assert reads(tmp_path / "lib", tmp_path) == SAID


def test_a_package_that_names_something_else_is_named() -> None:
    with pytest.raises(BadSource, match=r"ferry = ferry:NAME of reftel\.sources names no Source"):
        _loaded("ferry", "ferry:NAME", "a word")


def test_the_committed_page_of_sources_is_up_to_date() -> None:
    assert (DOCS / "sources.md").read_text("utf-8") == page(DOCS), "run `make docs`"
