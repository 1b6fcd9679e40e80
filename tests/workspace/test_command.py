"""`reftel workspace` as people type it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from reftel.cli.alerts import command as alerts_command
from reftel.cli.workspace import command


def run(place: Path, *arguments: str, status: int = 0, given: str | None = None) -> str:
    done = CliRunner().invoke(command, [arguments[0], "--archive", str(place), *arguments[1:]], input=given)
    assert done.exit_code == status, done.output
    return done.output


def test_a_list_is_made_cited_taken_away_and_brought_back(place: Path, tmp_path: Path) -> None:
    assert run(place, "add", "Moles", "06LIMA7", "ANKARA 12") == "2 added to Moles, 0 in it already\n"
    assert "letters" in run(place, "note", "06LIMA7", "which?", "--words", "light on the mole")
    run(place, "star", "06LIMA7")
    run(place, "tag", "to ask", "06LIMA7", "06OSLO3")
    typed = [sys.executable, "-m", "reftel", "workspace", "lists", "--archive", str(place)]
    assert subprocess.run(typed, check=True, capture_output=True, timeout=60).stdout == b"Moles (2)\n"
    assert [line.split()[0] for line in run(place, "lists", "Moles").splitlines()] == [
        "2006LIMA7",
        "2006ANKARA12",
    ]
    assert run(place, "lists", "Moles", "--cite", "frus").startswith("Telegram 7 From the Embassy in Lima")
    away = tmp_path / "desk.jsonl"
    run(place, "export", str(away))
    assert [json.loads(line)["kind"] for line in away.read_text("utf-8").splitlines()] == [
        *("workspace", "star", "tag", "tag", "note", "list", "entry", "entry"),
    ]
    (place / "workspace.sqlite").unlink()
    assert run(place, "import", "-", given=away.read_text("utf-8")) == "7 brought back\n"
    assert run(place, "export") == away.read_text("utf-8")
    assert "standard input:1: is no record" in run(place, "import", "-", given="x", status=1)
    assert "no such telegram" in run(place, "star", "06LIMA99", status=1)
    assert "there is no reading list" in run(place, "lists", "Masts", status=1)
    assert "light on the mole  which?" in run(place, "show", "notes")


def test_a_viewer_keeps_what_the_owner_does_not_find_and_finds_nothing_of_the_owners(place: Path) -> None:
    run(place, "add", "Moles", "06LIMA7")
    run(place, "tag", "to ask", "06LIMA7", "06OSLO3")
    owners, low = run(place, "export"), ("--level", "confidential")
    assert run(place, "export", *low) == '{"kind":"workspace","format":1}\n'
    assert "there is no reading list" in run(place, "lists", "Moles", *low, status=1)
    assert "no such telegram" in run(place, "star", "06OSLO3", *low, status=1)
    run(place, "add", "Moles", "06ANKARA12", *low)
    run(place, "star", "06LIMA7", *low)
    assert "2006LIMA7" not in run(place, "lists", "Moles", *low)
    assert run(place, "export") == owners
    theirs = run(place, "export", *low)
    assert run(place, "import", "-", "--level", "secret", given=theirs) == "3 brought back\n"
    assert run(place, "export") == owners
    assert run(place, "export", "--level", "secret") == theirs.replace('"CONFIDENTIAL"', '"SECRET"')


def test_a_list_that_is_empty_says_so_to_people_and_nothing_to_programs(place: Path) -> None:
    assert run(place, "show", "stars") == "No stars yet.\n"
    assert run(place, "show", "history") == "No visits yet.\n"
    assert run(place, "lists") == "No reading lists yet.\n"
    assert run(place, "lists", "--json") == run(place, "show", "notes", "--json") == ""


def test_saved_searches_are_each_viewers_own(place: Path) -> None:
    def alerts(*arguments: str) -> str:
        done = CliRunner().invoke(alerts_command, ["--archive", str(place), *arguments])
        assert done.exit_code == 0, done.output
        return done.output

    assert alerts() == alerts("--list") == "No saved searches yet.\n"
    alerts("--save", "quiet", "harbour")
    assert "quiet" not in alerts("--list", "--level", "unclassified")
    alerts("--save", "lights", "light", "--level", "unclassified")
    assert alerts("--list") == "quiet: harbour\n"
    assert json.loads(alerts("--list", "--json", "--level", "unclassified"))["seen"] == 0
