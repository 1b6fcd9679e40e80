"""`reftel serve`: on this machine only, on a free port."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.exchange.posts import circuit, make

from reftel.archive import open_archive
from reftel.archive.figures import lasting
from reftel.archive.filing.ingest import ingest
from reftel.archive.view import FIGURES
from reftel.cli.main import main
from reftel.cli.serve import LARGEST, listen, look_ahead, loopback
from reftel.synthetic import write_demo


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_this_machines_own_addresses_are_taken(host: str) -> None:
    assert loopback(host) in {host, "127.0.0.1"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", "", "127.0.0.1.example"])
def test_addresses_that_others_can_reach_are_refused(host: str) -> None:
    with pytest.raises(click.BadParameter, match="other machines"):
        loopback(host)


def test_refusing_an_address_is_wrong_usage(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["serve", "--archive", str(tmp_path), "--host", "0.0.0.0"])
    assert ran.exit_code == 2
    assert "127.0.0.1" in ran.output


def test_a_port_that_is_taken_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port) as listener:
            assert port < listener.getsockname()[1] < port + 50


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["serve", "--archive", str(tmp_path / "none")])
    assert ran.exit_code == 1
    assert str(tmp_path / "none") in ran.output


def test_it_prints_its_address_and_answers_there(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", writable=True):
        pass
    command = [sys.executable, "-m", "reftel", "serve", "--archive", str(tmp_path / "archive"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            address = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())
            assert address is not None
            with urllib.request.urlopen(address[0], timeout=20) as answer:
                assert b"This archive is empty" in answer.read()
                assert "default-src 'none'" in answer.headers["content-security-policy"]
                assert answer.headers["server"] is None
        finally:
            running.terminate()
        assert running.wait(20) in {0, -15}


def test_what_takes_long_is_worked_out_before_a_reader_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasting, "LONG", -1.0)
    look_ahead(tmp_path / "none")  # what is wrong with it is told by whoever opens it to read
    write_demo(tmp_path / "telegrams")
    ingest(tmp_path / "archive", [tmp_path / "telegrams"], workers=1)
    look_ahead(tmp_path / "archive")
    with open_archive(tmp_path / "archive") as archive:
        posts = archive.stats().by_post[:LARGEST]
    kept = list((tmp_path / "archive" / "index" / FIGURES).iterdir())
    assert len(kept) == 3 + 2 * len(posts)


def test_a_post_is_shown_with_who_sits_there(tmp_path: Path) -> None:
    make(tmp_path / "TUNIS", "TUNIS", circuit("TUF", "RUEHFT", "R")).book.close()
    post = str(tmp_path / "TUNIS")
    command = [sys.executable, "-m", "reftel", "serve", "--post", post, "--as", "poole", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            address = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())
            assert address is not None
            with urllib.request.urlopen(f"{address[0]}drafts.json", timeout=20) as answer:
                assert json.load(answer)["seat"]["name"] == "poole"
        finally:
            running.terminate()


def test_who_sits_at_a_post_must_be_of_it(tmp_path: Path) -> None:
    make(tmp_path / "TUNIS", "TUNIS").book.close()
    with open_archive(tmp_path / "archive", writable=True):
        pass
    for given, status, told in (
        (
            ("--post", tmp_path / "TUNIS", "--as", "pole"),
            1,
            "pole is no person of this post; give --who poole",
        ),
        (("--archive", tmp_path / "archive", "--as", "poole"), 2, "this archive is no post's"),
        (("--post", tmp_path / "TUNIS", "--level", "SECRET"), 2, "sees nothing of a post"),
        (("--post", tmp_path / "none"), 1, "post.toml"),
    ):
        ran = CliRunner().invoke(main, ["serve", *map(str, given)])
        assert ran.exit_code == status, ran.output
        assert told in " ".join(ran.output.split())
