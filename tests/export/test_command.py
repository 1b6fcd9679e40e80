"""`reftel export` as people call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.export.conftest import HOSTILE

from reftel.archive import Archive
from reftel.cli.main import main
from reftel.export.page import page

DOCS = Path(__file__).parents[2] / "docs"


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(archive: Archive, tmp_path: Path) -> Run:
    """Calls `reftel export` on the archive, in a folder of its own."""

    def call(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "reftel", "export", *arguments],
            env=os.environ | {"REFTEL_ARCHIVE": str(archive.folder), "COLUMNS": "500"},
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            check=False,
        )

    return call


def test_the_page_of_exports_is_made_from_the_registry() -> None:
    assert (DOCS / "exports.md").read_text("utf-8") == page(), "run `make docs`"


def test_an_export_goes_to_standard_output_and_tells_beside_it_what_was_left_out(run: Run) -> None:
    done = run(HOSTILE, "--to", "csl-json")
    assert done.returncode == 0
    assert [one["id"] for one in json.loads(done.stdout)] == [HOSTILE]
    told = done.stderr.decode()
    assert "1 telegram exported to standard output" in told
    assert "words of paragraphs (3 in 1 telegram)" in told
    assert "written as [U+0007] (1 in 1 telegram)" in told


def test_a_file_is_not_replaced_unless_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("mine")
    refused = run("", "--to", "csv", "--out", "out.csv")
    assert refused.returncode == 1
    assert b"--force" in refused.stderr
    assert (tmp_path / "out.csv").read_text() == "mine"
    assert run("", "--to", "csv", "--out", "out.csv", "--force").returncode == 0
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("key,")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_telegrams_that_are_named_come_in_their_order_and_unknown_ones_are_told(
    run: Run, tmp_path: Path
) -> None:
    names = f"75 REYKJAVIK 402\n\n06ANKARA666\n75REYKJAVIK00402\n99LIMA1\n{HOSTILE}\n".encode()
    done = run("--ids", "-", "--to", "csl-json", "--report", "report.json", stdin=names)
    assert done.returncode == 1
    assert [one["id"] for one in json.loads(done.stdout)] == ["1975REYKJAVIK402", HOSTILE]
    assert b"99LIMA1: no such telegram" in done.stderr
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert (report["format"], report["telegrams"]) == ("csl-json", 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["", "--to", "papyrus"], "csv, "),
        ([""], "--formats"),
        (["--to", "csv"], "QUERY"),
        (["x", "--ids", "-", "--to", "csv"], "QUERY"),
    ],
)
def test_wrong_usage_says_what_is_right(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(main, ["export", *arguments])
    assert done.exit_code == 2
    assert said in done.stderr


def test_the_formats_are_listed_with_what_they_lose(run: Run) -> None:
    listed = run("--formats").stdout.decode()
    assert "csv" in listed
    assert "source bytes" in listed
