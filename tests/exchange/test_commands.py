"""`reftel post`, `reftel draft`, `reftel watch-floor` and `reftel verify --post`, through the command itself."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.exchange.messages import message
from tests.exchange.posts import circuit, file_all, hand_over, make
from tests.exchange.test_drafting import DRAFT

from reftel.cli.main import main


def reftel(*arguments: str | Path, status: int = 0, given: str = "") -> str:
    """Run the command; what it printed."""
    run = CliRunner().invoke(main, [str(one) for one in arguments], input=given, env={"COLUMNS": "160"})
    assert run.exit_code == status, run.output
    return run.output


@pytest.fixture(scope="module")
def tunis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("posts") / "TUNIS"
    make(folder, "TUNIS", circuit("TUF", "RUEHFT", "R")).book.close()
    return folder


def test_a_draft_is_checked_cleared_and_released(tunis: Path) -> None:
    on = ("--post", tunis)
    draft, *told = reftel("draft", "new", "-", *on, "--who", "jmarlowe", given=DRAFT).splitlines()
    assert not any("error" in one for one in told)
    assert "error" not in reftel("draft", "check", draft, *on)
    reftel("draft", "submit", draft, *on, "--who", "jmarlowe")
    (line,) = reftel("draft", "list", *on).splitlines()
    assert "submitted" in line and line.endswith("[POL, ECON]")
    assert tomllib.loads(DRAFT.partition("\n---")[0])["subject"] in line
    refused = reftel("draft", "release", draft, *on, "--who", "hale", status=1)
    assert "POL must clear it (TAGS PREL): needed" in refused
    for who in ("poole", "eckert"):
        reftel("draft", "clear", draft, *on, "--who", who)
    status = json.loads(reftel("draft", "status", draft, *on, "--json"))
    assert {one["office"]: one["state"] for one in status["clearances"]} == {
        "POL": "cleared",
        "ECON": "cleared",
    }
    mrn = reftel("draft", "release", draft, *on, "--who", "hale").strip()
    assert mrn.endswith("TUNIS1")
    track = reftel("post", "track", mrn, *on)
    assert "hale: released" in track and "router: queued" in track
    assert reftel("post", "track", mrn.removeprefix("20"), *on) == track
    assert "has nothing of it" in reftel("post", "track", "06TUNIS9999", *on, status=1)
    assert "0 problems" in reftel("verify", "--post", tunis)
    frame = reftel("watch-floor", *on, "--once")
    assert "TUF" in frame and "RUEHFT" in frame
    waiting = json.loads(reftel("post", "status", *on, "--json"))["circuits"][0]["queues"]
    assert [(one["precedence"], one["waiting"]) for one in waiting] == [("P", 1)]


def test_versions_differences_and_comments_on_the_command_line(tunis: Path) -> None:
    on = ("--post", tunis)
    draft = reftel("draft", "new", "-", *on, "--who", "jmarlowe", given=DRAFT).split()[0]
    reftel("draft", "edit", draft, "-", *on, "--who", "poole", given=DRAFT.replace("LAMPS", "LANTERNS"))
    reftel("draft", "comment", draft, "who says?", "--paragraph", "2", *on, "--who", "eckert")
    shown = reftel("draft", "status", draft, *on)
    assert "version 1 by jmarlowe" in shown and "version 2 by poole" in shown and "+1 -1 lines" in shown
    assert "eckert on version 2, paragraph 2: who says?" in shown
    versions = json.loads(reftel("draft", "status", draft, *on, "--json"))["versions"]
    assert [(one["number"], one["author"]) for one in versions] == [(1, "jmarlowe"), (2, "poole")]
    assert '-subject = "LAMPS"\n+subject = "LANTERNS"' in reftel("draft", "show", draft, "--diff", "1", *on)
    assert 'subject = "LAMPS"' in reftel("draft", "show", draft, "--version", "1", *on)


def test_minimize_is_imposed_listed_and_cancelled_on_the_command_line(tmp_path: Path) -> None:
    make(tmp_path / "TUNIS", "TUNIS", circuit("TUF", "RUEHFT", "R")).book.close()
    on, who = ("--post", tmp_path / "TUNIS"), ("--who", "operator")
    reftel("post", "minimize", "rome", "--authority", "JCS", "--reason", "storm", *on, *who)
    assert "ROME  since" in (listed := reftel("post", "minimize", *on)) and "JCS: storm" in listed
    assert "MINIMIZE ROME" in reftel("watch-floor", "--once", *on)
    assert "does not stand above" in reftel(
        "post", "minimize", "rome", "--cancel", "--authority", "LEGATT", *on, *who, status=1
    )
    reftel("post", "minimize", "rome", "--cancel", "--authority", "JCS", *on, *who)
    assert reftel("post", "minimize", *on) == ""


def test_a_stranger_is_told_whom_the_post_knows(tunis: Path) -> None:
    told = reftel("draft", "new", "-", "--post", tunis, "--who", "marlowe", status=1, given=DRAFT)
    assert "marlowe is no person of this post; give --who jmarlowe" in told


def test_an_altered_journal_is_found(tmp_path: Path) -> None:
    place = make(tmp_path / "TUNIS", "TUNIS")
    with place.book.transaction():
        from reftel.exchange.keeping import journal

        journal.enter(place.book, "hale", "draft 1", "released")
    place.book.put("DROP TRIGGER journal_is_not_altered")
    place.book.put("UPDATE journal SET actor = 'poole'")
    place.book.close()
    assert "entry 1 of the journal (read anew" in reftel("verify", "--post", tmp_path / "TUNIS", status=1)


def test_a_post_runs_serves_its_metrics_and_stops_when_told(tmp_path: Path) -> None:
    folder = tmp_path / "ROME"
    assert "post.toml" in reftel("post", "init", "--post", folder, "--name", "ROME")
    process = subprocess.Popen(
        [sys.executable, "-m", "reftel", "post", "run", "--post", str(folder), "--metrics", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().partition("http://")[2].strip()
        with urllib.request.urlopen(f"http://{address}", timeout=30) as answer:
            lines = answer.read().decode().splitlines()
        assert "reftel_messages 0" in lines and "reftel_alarms 0" in lines
        assert "is run by process" in reftel("post", "run", "--post", folder, status=1)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert process.stdout is not None
        process.stdout.close()


def test_the_profile_is_tried_on_the_archive(tmp_path: Path) -> None:
    place = make(tmp_path / "ROME", "ROME", circuit("RFA", "RUEHFT", "R"))
    hand_over(place, "RFA", message("RUEHRO", to=("RUEHRO/AMEMBASSY ROME",)))
    file_all(place)
    place.book.close()
    config = tmp_path / "ROME" / "post.toml"
    rule = '[[distribution]]\nname = "lamps"\nwords = ["LAMP"]\naction = "ECON"\n'
    config.write_text(config.read_text("utf-8") + rule, encoding="utf-8")
    tried = reftel("post", "profile", "lamp", "--post", tmp_path / "ROME")
    assert "2006LONDON118\n  ECON     action lamps: LAMP\n" in tried


def test_a_telegram_is_sent_on_by_command(tmp_path: Path) -> None:
    place = make(tmp_path / "TUNIS", "TUNIS", circuit("TUF", "RUEHFT", "R"))
    hand_over(place, "TUF", message("RUEHTU", to=("RUEHTU/AMEMBASSY TUNIS",)))
    file_all(place)
    place.book.close()
    command = (
        "post",
        "readdress",
        "06LONDON118",
        "--to",
        "Rome",
        "--info",
        "STATE",
        "--post",
        tmp_path / "TUNIS",
    )
    assert "is on its way to Rome, STATE" in reftel(*command, "--who", "operator")
    assert "poole is no releaser" in reftel(*command, "--who", "poole", status=1)
    assert "readdressed" in reftel("post", "track", "06LONDON118", "--post", tmp_path / "TUNIS")


def test_a_circuit_without_its_settings_is_named_once(tmp_path: Path) -> None:
    make(tmp_path / "TUNIS", "TUNIS", circuit("TSA", "RUEHC", "R", kind="tcp")).book.close()
    told = reftel("post", "run", "--post", tmp_path / "TUNIS", status=1)
    assert told.count("circuit TSA") == 1 and 'say listen = "host:port"' in told


def test_a_post_without_circuits_says_so(tmp_path: Path) -> None:
    make(tmp_path / "TUNIS", "TUNIS").book.close()
    said = reftel("post", "status", "--post", tmp_path / "TUNIS")
    assert "There are no circuits: enter them as [[circuit]] in post.toml" in said
    assert "under way" not in said and "objective" not in said


@pytest.mark.parametrize(("kind", "package"), [("mail", "aiosmtplib"), ("nats", "nats")])
def test_a_post_without_the_packages_of_a_transport_tells_how_to_install_them(
    tmp_path: Path, kind: str, package: str
) -> None:
    make(tmp_path / "TUNIS", "TUNIS", circuit("TUF", "RUEHFT", "R", kind=kind)).book.close()
    lacking = f"import sys; sys.modules['{package}'] = None; from reftel.cli.main import main; main()"
    command = [sys.executable, "-c", lacking, "post", "run", "--post", str(tmp_path / "TUNIS")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert (
        f"circuit TUF: the kind {kind} needs the package {package}: pip install 'reftel[{kind}]'"
        in done.stderr
    )


@pytest.mark.parametrize("command", ["init", "run", "status", "track", "service", "accept"])
def test_every_command_of_a_post_is_told_in_one_way_which_post(command: str) -> None:
    assert "--post PATH" in reftel("post", command, "--help")


def test_the_variable_names_the_post_for_all_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFTEL_POST", str(tmp_path / "LIMA"))
    reftel("post", "init", "--name", "LIMA")
    assert reftel("post", "status").startswith("LIMA") and reftel("watch-floor", "--once").startswith("LIMA")


def test_the_list_of_commands_cuts_no_sentence() -> None:
    for family in ("post", "draft", "workspace"):
        assert "..." not in reftel(family, "--help").partition("Commands:")[2]
