"""What cannot be read or written is named; the rest goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reftel.synthetic import write_demo

TELEGRAM = (
    b"R 071729Z JUN 75\nFM AMEMBASSY LIMA\nTO SECSTATE WASHDC 6030\nUNCLAS LIMA 417\n"
    b"E.O. 11652: N/A\nTAGS: EFIS, PE\nSUBJECT: NETS\n1. THE NETS HAVE ARRIVED.\nMARLOWE\n"
)
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)


def reftel(*words: str | Path | bytes, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [os.fsencode(word) for word in (sys.executable, "-m", "reftel", *words)]
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, timeout=60, input=stdin
    )


def test_a_name_that_is_no_utf8_is_written_out_and_its_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    name = os.fsencode(tmp_path / "in") + b"/caf\xe9\n.txt"
    try:
        with open(name, "wb") as file:  # noqa: PTH123 - a path of bytes
            file.write(TELEGRAM)
    except OSError:
        pytest.skip("this file system takes no such name")
    done = reftel("ingest", tmp_path / "in", "--archive", tmp_path / "archive", "--json")
    assert json.loads(done.stdout)["filed"] == 1, done.stderr
    shown = json.loads(reftel("show", "75LIMA417", "--archive", tmp_path / "archive", "--json").stdout)
    assert shown["provenance"]["path"].endswith("/caf\\xe9\\n.txt")
    assert reftel("verify", "--archive", tmp_path / "archive").returncode == 0
    assert json.loads(reftel("parse", name, "--json").stdout)["mrn"] == "1975LIMA417"
    assert reftel("check", name, "--json").returncode == 0


DRAFT = 'from = "LIMA"\nlevel = "UNCLASSIFIED"\nsubject = "NETS"\n---\nTHE NETS HAVE ARRIVED.\n'


@pytest.mark.parametrize("word", ["parse", "convert"])
def test_a_draft_is_taken_for_no_telegram(tmp_path: Path, word: str) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(DRAFT)
    done = reftel(word, path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "this is a draft: reftel compose sets it" in done.stderr
    assert reftel("compose", path, "--to", "plain").returncode == 0
    printed = reftel("parse", "-", "--json", stdin=TELEGRAM.decode()).stdout
    path.with_suffix(".json").write_text(printed)
    assert reftel("convert", path.with_suffix(".json")).returncode == 0, (
        "JSON of a telegram has such entries too"
    )


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(tmp_path / "pipe")
    done = reftel("parse", tmp_path / "pipe")
    assert done.returncode == 1
    assert "no regular file" in done.stderr


@pytest.mark.parametrize(
    "words", [("--log", "{none}/x.log", "schema"), ("ingest", "{in}", "--report", "{none}/r.json")]
)
def test_an_output_that_cannot_be_written_is_named_before_the_work(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "one.txt").write_bytes(TELEGRAM)
    places = {"none": tmp_path / "none", "in": tmp_path / "one.txt"}
    archive = ("--archive", tmp_path / "archive") if words[0] == "ingest" else ()
    done = reftel(*(word.format(**places) for word in words), *archive)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "archive").exists()


@not_root
def test_a_folder_without_permission_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "locked").mkdir(parents=True)
    (folder / "one.txt").write_bytes(TELEGRAM)
    (folder / "locked").chmod(0)
    try:
        done = reftel("ingest", folder, "--archive", tmp_path / "archive", "--json")
    finally:
        (folder / "locked").chmod(0o700)
    report = json.loads(done.stdout)
    assert (report["filed"], report["failed"]) == (1, 1)
    assert report["reasons"][0]["reason"] == "may not be read"


def test_an_interrupted_ingest_says_how_to_go_on(tmp_path: Path) -> None:
    write_demo(tmp_path / "in")
    command = [
        sys.executable,
        "-m",
        "reftel",
        "ingest",
        str(tmp_path / "in"),
        "--archive",
        str(tmp_path / "archive"),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        while not (tmp_path / "archive" / "reftel.sqlite").exists() and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    # An interrupt before the filing begins or after its end is told of by "Aborted!" alone.
    assert process.returncode == 0 or "run it again to go on" in errors or "Aborted!" in errors
    assert reftel("ingest", tmp_path / "in", "--archive", tmp_path / "archive").returncode == 0
    assert reftel("verify", "--archive", tmp_path / "archive").returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nosuch"], "reftel: No such command 'nosuch'.\nTry 'reftel --help' for help.\n"),
        (
            ["search", "--nosuch"],
            "reftel: No such option '--nosuch'.\nTry 'reftel search --help' for help.\n",
        ),
        (
            ["export", "ferry"],
            "reftel: name a format with --to; --formats lists them\nTry 'reftel export --help'",
        ),
    ],
)
def test_what_was_typed_wrongly_is_said_in_the_form_of_every_refusal(words: list[str], said: str) -> None:
    done = reftel(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)


def test_an_archive_that_is_not_there_is_said_in_the_same_form(tmp_path: Path) -> None:
    done = reftel("search", "ferry", "--archive", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"reftel: {tmp_path}: there is no archive here")
