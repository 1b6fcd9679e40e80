"""The command as people run it: in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reftel.synthetic import write_demo

TELEGRAM = b"""VZCZCXRO1234
PP RUEHDBU
DE RUEHDBU #0417/01 0661115
ZNR UUUUU ZZH
P 071115Z MAR 06
FM AMEMBASSY DUSHANBE
TO RUEHC/SECSTATE WASHDC PRIORITY 7002
INFO RUEHAK/AMEMBASSY ANKARA 1401

UNCLAS DUSHANBE 000417

STATE FOR SCA/CEN

E.O. 12958: N/A
TAGS: ECON PGOV TI
SUBJECT: FERRY OVER THE PANJ RESUMES

REF: STATE 31044

1. THE FERRY RESUMED ON MARCH 6.

2. COMMENT: MERCHANTS ARE RELIEVED. END COMMENT.
MARLOWE
"""


def reftel(
    *words: str | Path, stdin: bytes | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reftel", *map(str, words)]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=cwd, env=environment)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the invented telegrams, filed by the command itself."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder)
    target = folder.parent / "archive"
    done = reftel("ingest", folder, "--archive", target, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["failed"] == 0
    return target


def test_a_telegram_on_standard_input_is_parsed_to_one_json_object_a_line() -> None:
    done = reftel("parse", "-", "--json", stdin=TELEGRAM)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    telegram = json.loads(line)
    assert telegram["mrn"] == "2006DUSHANBE417"
    assert telegram["dtg"] == "2006-03-07T11:15:00Z"
    assert telegram["references"][0]["mrn"] == "2006STATE31044"


def test_parse_without_json_sets_the_telegram_for_reading() -> None:
    done = reftel("parse", "-", stdin=TELEGRAM)
    out = done.stdout.decode()
    assert "2006DUSHANBE417" in out
    assert "FERRY OVER THE PANJ RESUMES" in out
    assert "MARLOWE" in out


def test_a_file_that_is_no_telegram_is_named_and_the_others_are_parsed(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_bytes(TELEGRAM)
    done = reftel("parse", tmp_path / "empty.txt", tmp_path / "missing.txt", tmp_path / "good.txt", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["mrn"] == "2006DUSHANBE417"
    errors = done.stderr.decode()
    assert "empty.txt: " in errors
    assert "missing.txt: No such file" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("text", "mrn"),
    [
        ("06DUSHANBE862", "2006DUSHANBE862"),
        ("2006 DUSHANBE 000862", "2006DUSHANBE862"),
        ("Dushanbe 862", None),
    ],
)
def test_mrn_says_what_a_printed_number_means(text: str, mrn: str | None) -> None:
    done = reftel("mrn", text, "--json")
    meaning = json.loads(done.stdout)
    assert meaning["text"] == text
    assert (meaning["mrn"], meaning["post"], meaning["serial"]) == (mrn, "DUSHANBE", 862)
    assert ("06DUSHANBE862" in meaning["aliases"]) == (mrn is not None)


def test_the_schema_describes_every_field_that_parse_prints() -> None:
    schema = json.loads(reftel("schema").stdout)
    properties = schema["$defs"]["Telegram"]["properties"]
    printed = json.loads(reftel("parse", "-", "--json", stdin=TELEGRAM).stdout)
    assert set(printed) == set(properties)


def test_a_second_ingest_files_nothing(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(TELEGRAM)
    target = tmp_path / "archive"
    first = json.loads(reftel("ingest", tmp_path / "one.txt", "--archive", target, "--json").stdout)
    again = json.loads(reftel("ingest", tmp_path / "one.txt", "--archive", target, "--json").stdout)
    assert (first["filed"], again["filed"], again["unchanged"]) == (1, 0, 1)


def test_ingest_writes_a_report_that_names_what_it_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_bytes(TELEGRAM)
    (folder / "notes.md").write_text("# Notes\n\nNothing here is a telegram.\n")
    report = tmp_path / "report.json"
    done = reftel("ingest", folder, "--archive", tmp_path / "archive", "--report", report)
    assert done.returncode == 0, done.stderr
    record = json.loads(report.read_text())
    assert record["filed"] == 1
    assert [Path(one["path"]).name for one in record["reasons"]] == ["notes.md"]
    assert record["reasons"][0]["reason"]


@pytest.mark.parametrize("form", ["{yy}{post}{serial}", "{post} {serial}", "20{yy}{post}{serial:06d}"])
def test_a_number_in_any_printed_form_finds_its_telegram(archive: Path, form: str) -> None:
    hits = [
        json.loads(line)
        for line in reftel("search", "date:2006", "--archive", archive, "--json").stdout.splitlines()
    ]
    mrn = next(hit["mrn"] for hit in hits if hit["mrn"])
    post = mrn[4:].rstrip("0123456789")
    serial = int(mrn[4 + len(post) :])
    done = reftel("search", form.format(yy="06", post=post, serial=serial), "--archive", archive, "--json")
    assert mrn in [json.loads(line)["mrn"] for line in done.stdout.splitlines()]


def test_show_prints_the_telegram_that_an_mrn_names(archive: Path) -> None:
    hit = json.loads(reftel("search", "date:2006", "--archive", archive, "--json", "--limit", "1").stdout)
    done = reftel("show", hit["key"], "--archive", archive)
    assert done.returncode == 0
    assert hit["subject"][:30] in " ".join(done.stdout.decode().split())


def test_show_of_an_unknown_number_says_so(archive: Path) -> None:
    done = reftel("show", "06NOWHERE1", "--archive", archive)
    assert done.returncode == 1
    assert "no such telegram" in done.stderr.decode()


def test_stats_count_every_telegram_once(archive: Path) -> None:
    stats = json.loads(reftel("stats", "--archive", archive, "--json").stdout)
    assert stats["telegrams"] >= 80
    assert sum(count["count"] for count in stats["by_level"]) <= stats["telegrams"]


def test_verify_finds_the_archive_whole(archive: Path) -> None:
    done = reftel("verify", "--archive", archive)
    assert done.returncode == 0, done.stdout


def test_a_removed_telegram_is_gone_and_is_not_filed_again(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(TELEGRAM)
    target = tmp_path / "archive"
    reftel("ingest", tmp_path / "one.txt", "--archive", target)
    assert reftel("remove", "06DUSHANBE417", "--reason", "asked for", "--archive", target).returncode == 0
    gone = reftel("show", "06DUSHANBE417", "--archive", target)
    assert gone.returncode == 1
    assert "was removed on" in gone.stderr.decode()
    assert "asked for" in gone.stderr.decode()
    again = json.loads(reftel("ingest", tmp_path / "one.txt", "--archive", target, "--json").stdout)
    assert again["filed"] == 0
    assert reftel("search", "ferry", "--archive", target, "--json").stdout == b""


def test_a_path_that_is_not_there_makes_no_archive(tmp_path: Path) -> None:
    done = reftel("ingest", tmp_path / "nothing", "--archive", tmp_path / "archive")
    assert done.returncode == 1
    assert "there is no such file" in done.stderr.decode()
    assert not (tmp_path / "archive").exists()


def test_stats_for_people_account_for_every_telegram(archive: Path) -> None:
    out = reftel("stats", "--archive", archive).stdout.decode()
    total = int(out.split()[0])
    years = out[out.index("By year") : out.index("By post")].splitlines()[1:]
    assert (
        sum(
            int(line.replace("not read", "").split()[1 if line.split()[0].isdigit() else 0]) for line in years
        )
        == total
    )


def test_an_archive_that_is_not_there_is_explained(tmp_path: Path) -> None:
    done = reftel("search", "ferry", "--archive", tmp_path / "nothing")
    assert done.returncode == 1
    assert "reftel ingest" in done.stderr.decode()


def test_wrong_usage_ends_with_status_2() -> None:
    assert reftel("parse").returncode == 2
    assert reftel("search", "--sort", "sideways", "x").returncode == 2


def test_the_demo_is_an_archive_ready_to_explore(tmp_path: Path) -> None:
    done = reftel("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "invented telegrams filed" in done.stdout.decode()
    assert "understood as:" in done.stdout.decode()
    stats = json.loads(reftel("stats", "--archive", tmp_path / "reftel-demo", "--json").stdout)
    files = [path for path in (tmp_path / "reftel-demo" / "telegrams").rglob("*") if path.is_file()]
    assert stats["telegrams"] == len(files) >= 80


def test_synthesized_telegrams_come_with_their_true_records(tmp_path: Path) -> None:
    reftel("synthesize", "--count", "7", "--seed", "3", "--out", tmp_path)
    truths = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text().splitlines()]
    assert len(truths) == 7
    assert all(
        (tmp_path / "telegrams" / file["path"]).is_file() for truth in truths for file in truth["files"]
    )
    again = reftel("synthesize", "--count", "2", "--out", tmp_path)
    assert again.returncode == 1
    assert len((tmp_path / "truth.jsonl").read_text().splitlines()) == 7


def test_the_view_for_people_leaves_no_line_of_the_head_out(tmp_path: Path) -> None:
    path = tmp_path / "again.txt"
    path.write_text(
        "VZCZCHMA312\nRR RVKBMG\nDE RVHAMF 444 15/0810Z\nZNR UUUUU\nR 150755Z MAR 2006\nFM MINFOR HALVARD\n"
        "TO RVKBMG/VALCONGEN MARROWGATE 0012\nXMT VALEMB TESSEN\nP R 140958Z MAR 2006\nFM VALEMB TESSEN\n"
        "TO RVHAMF/MINFOR HALVARD\nBT\nUNCLAS\n1. THE LAMP IS LIT.\nBT\n\n\n\nNNNN\n"
    )
    shown = reftel("parse", path).stdout.decode()
    assert "MARROWGATE 0012" in " ".join(shown.split())
    assert "Exempt" in shown
    assert "Readdressed" in shown
    assert "from VALEMB TESSEN 2006-03-14T09:58:00Z to MINFOR HALVARD" in " ".join(shown.split())
    assert "None" not in shown


def test_what_was_skipped_is_counted_by_reason_and_named_in_full_in_the_report(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.txt").write_text("")
    (folder / "numbers.md").write_text("A description.")
    report = tmp_path / "report.json"
    done = reftel("ingest", str(folder), "--archive", str(tmp_path / "archive"), "--report", str(report))
    named = [line for line in done.stderr.decode().splitlines() if line.startswith("skipped")]
    assert sum(": empty" in line and "more" not in line for line in named) == 3
    assert "skipped  and 4 more: empty (--json names them all)" in named
    assert any("numbers.md" in line for line in named)
    assert len(named) == 5
    assert re.search(r"skipped │ empty +│ 7", done.stdout.decode())
    assert len(json.loads(report.read_text())["reasons"]) == 8
