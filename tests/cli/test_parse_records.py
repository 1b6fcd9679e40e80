"""`reftel parse`, `check` and `convert` read what `reftel ingest` takes: archives, tables, documents."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.sources.packing import zipped
from tests.sources.pdfs import pdf

TEXT = """UNCLAS LIMA 000862

SUBJECT: PORT CHARGES

1. THE MINISTER SAID YES.

MARLOWE
"""


def parse(*arguments: str, data: bytes = b"") -> tuple[int, list[dict[str, object]], str]:
    command = [sys.executable, "-m", "reftel", "parse", "--json", *arguments]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def test_the_members_of_an_archive_are_read_and_what_is_wrong_is_named(tmp_path: Path) -> None:
    data = zipped({"06LIMA862.txt": TEXT.encode(), "scan.pdf": pdf([[]]), "README": b"about"})
    (tmp_path / "a.zip").write_bytes(data)
    status, telegrams, said = parse(str(tmp_path / "a.zip"))
    assert status == 1
    assert [one["mrn"] for one in telegrams] == ["2006LIMA862"]
    assert "a.zip!/scan.pdf: a PDF document without a text layer" in said
    assert "ocrmypdf" in said
    assert "README" not in said


def test_a_document_on_standard_input_is_read() -> None:
    status, (telegram,), said = parse("-", data=pdf([TEXT.splitlines()]))
    assert (status, telegram["subject"], said) == (0, "PORT CHARGES", "")


def test_where_nothing_is_a_telegram_it_is_said_why(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"README": b"about"}))
    status, telegrams, said = parse(str(tmp_path / "a.zip"))
    assert (status, telegrams) == (1, [])
    assert "a.zip!/README: a description, no telegram" in said


def test_a_row_that_is_broken_is_named_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "index.tsv"
    table.write_text("Document Number,From,Subject\n1975LIMA01862,LIMA,FISH\n1975LIMA01863,LIMA\n")
    status, (telegram,), said = parse(str(table))
    assert (status, telegram["kind"]) == (1, "index entry")
    assert "index.tsv row 2:3: it has 2 fields and not 3" in said


def run(*arguments: str, data: bytes = b"") -> tuple[int, str, str]:
    command = [sys.executable, "-m", "reftel", *arguments]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_members_of_an_archive_are_checked_each_under_its_own_name(tmp_path: Path) -> None:
    bad = TEXT.replace("UNCLAS", "SECRET")
    packed = zipped({"a/06LIMA862.txt": TEXT.encode(), "b.txt": bad.encode(), "README": b"about"})
    (tmp_path / "a.zip").write_bytes(packed)
    status, told, _ = run("check", "--format", "json", str(tmp_path / "a.zip"))
    found = [one for line in told.splitlines() if "path" in (one := json.loads(line))]
    assert any(one["path"].endswith("a.zip!/b.txt") for one in found)
    assert not any("README" in one["path"] for one in found)
    assert status == 0
    assert run("check", "--format", "json", "-", data=packed)[1].count("b.txt") == told.count("b.txt")


def test_an_archive_without_a_telegram_and_a_damaged_one_are_named(tmp_path: Path) -> None:
    (tmp_path / "none.zip").write_bytes(zipped({"README": b"about"}))
    (tmp_path / "cut.zip").write_bytes(zipped({"06LIMA862.txt": TEXT.encode()})[:60])
    for name, reason in (
        ("none.zip", "README: a description, no telegram"),
        ("cut.zip", "cannot be unpacked"),
    ):
        status, told, said = run("check", str(tmp_path / name))
        assert status == 1
        assert reason in told + said


def test_the_members_of_an_archive_are_converted(tmp_path: Path) -> None:
    data = zipped({"06LIMA862.txt": TEXT.encode(), "scan.pdf": pdf([[]])})
    (tmp_path / "a.zip").write_bytes(data)
    status, told, said = run("convert", "--to", "plain", str(tmp_path / "a.zip"))
    assert status == 1
    assert "THE MINISTER SAID YES." in told
    assert "a.zip!/scan.pdf: a PDF document without a text layer" in said
