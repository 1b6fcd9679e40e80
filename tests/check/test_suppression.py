"""Silencing a rule without touching the telegram: settings of a folder, notes beside a file, comments in a draft."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reftel.check.examples import compose
from reftel.cli.check import command

BAD = compose("E.O. 12958: N/A\n1. (C) THE BOARD MET.\n\n2. C) IT AGREED.")
LINE_OF_MARK = 1 + BAD[: BAD.index("2. C)")].count("\n")
DRAFT = """\
from = "TUNIS"
serial = 1118
sent = 2008-11-04T14:15:00Z
action = ["STATE PRIORITY"]
level = "CONFIDENTIAL"
order = "DECL: 11/04/2018"
tags = ["PREL", "PXYZ"]
subject = "FISHERIES TALKS"
classified_by = "Jane Q. Marlowe, DCM"
reasons = "1.4 (b)"
sign = "MARLOWE"
---
1. (C) The harbor board met.

2. It agreed on little.
"""


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments], input=stdin)


def codes(result: Result) -> list[str]:
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return [one["code"] for line in lines for one in line.get("diagnostics", ())]


@pytest.fixture
def telegram(tmp_path: Path) -> Path:
    path = tmp_path / "1979" / "one.txt"
    path.parent.mkdir()
    path.write_text(BAD, encoding="utf-8")
    return path


def test_without_settings_both_faults_are_found(telegram: Path) -> None:
    assert codes(run(telegram, "--json")) == ["S0703", "S1106"]


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        ('[check]\nignore = ["S11"]', ["S0703"]),
        ('[check]\nselect = ["S11"]', ["S1106"]),
        ('[check.per-path-ignores]\n"1979/*" = ["S1106"]', ["S0703"]),
        ('[check.per-path-ignores]\n"**/one.txt" = ["S1106"]', ["S0703"]),
        ('[check.per-path-ignores]\n"1980/*" = ["S1106"]', ["S0703", "S1106"]),
        ('[check.severity]\nS1106 = "off"', ["S0703"]),
        ('[[check.suppress]]\nfile = "1979/one.txt"\ncode = "S0703"\nreason = "seen"', ["S1106"]),
        ('[[check.suppress]]\nfile = "one.txt"\nline = 3\ncode = "S0703"\nreason = "x"', ["S0703", "S1106"]),
    ],
)
def test_settings_above_the_telegram_hold_for_it(telegram: Path, settings: str, left: list[str]) -> None:
    (telegram.parents[1] / ".reftel.toml").write_text(settings, encoding="utf-8")
    assert codes(run(telegram, "--json")) == left


def test_settings_may_stand_in_a_pyproject_file(telegram: Path) -> None:
    pyproject = telegram.parent / "pyproject.toml"
    pyproject.write_text('[tool.reftel.check]\nignore = ["S0703"]', encoding="utf-8")
    assert codes(run(telegram, "--json")) == ["S1106"]
    assert "pyproject" not in run(telegram.parent).stderr, "in a folder its settings are no lost telegram"


def test_the_nearest_settings_hold(telegram: Path) -> None:
    (telegram.parents[1] / ".reftel.toml").write_text('[check]\nignore = ["S0703"]', encoding="utf-8")
    (telegram.parent / ".reftel.toml").write_text('[check]\nignore = ["S1106"]', encoding="utf-8")
    assert codes(run(telegram, "--json")) == ["S0703"]


def test_settings_may_choose_the_profile_and_raise_a_severity(telegram: Path) -> None:
    settings = telegram.parent / ".reftel.toml"
    settings.write_text('[check]\nprofile = "draft"', encoding="utf-8")
    assert run(telegram).exit_code == 1
    assert run(telegram, "--profile", "archive").exit_code == 0, "the command line goes before"
    settings.write_text('[check.severity]\nS = "note"\nS0703 = "error"', encoding="utf-8")
    result = run(telegram)
    assert "S0703 error" in result.stdout
    assert "S1106 note" in result.stdout
    assert result.exit_code == 1


def test_a_note_beside_a_telegram_silences_one_line_and_leaves_its_bytes(telegram: Path) -> None:
    note = telegram.with_name("one.txt.reftel.toml")
    entry = (
        f'[[suppress]]\nline = {LINE_OF_MARK}\ncode = "S1106"\nreason = "the bracket is lost in the copy"\n'
    )
    note.write_text(entry, encoding="utf-8")
    result = run(telegram.parent)
    assert "S1106" not in result.stdout
    assert "1 suppressed." in result.stderr
    assert "reftel.toml" not in result.stderr
    assert telegram.read_text(encoding="utf-8") == BAD


def test_a_suppressed_finding_is_not_mended(telegram: Path) -> None:
    note = telegram.with_name("one.txt.reftel.toml")
    note.write_text('[[suppress]]\ncode = "S1106"\nreason = "as it was sent"\n', encoding="utf-8")
    assert run(telegram, "--fix").exit_code == 0
    assert telegram.read_text(encoding="utf-8") == BAD


def test_a_suppression_that_meets_nothing_is_reported(telegram: Path) -> None:
    note = telegram.with_name("one.txt.reftel.toml")
    note.write_text('[[suppress]]\nline = 2\ncode = "S1106"\nreason = "moved"\n', encoding="utf-8")
    assert "one.txt.reftel.toml: nothing to suppress under S1106 on line 2" in run(telegram).stderr
    lines = [json.loads(line) for line in run(telegram, "--json").stdout.splitlines()]
    assert [line["unused"]["codes"] for line in lines if "unused" in line] == [["S1106"]]


@pytest.mark.parametrize(
    ("entry", "alone", "whole"),
    [
        ('file = "one.txt"\ncode = "S0801"', True, True),  # for this file, and it meets nothing
        ('code = "S0801"', False, True),  # for all files: one of them cannot tell
        ('file = "19*/*"\ncode = "S0703"', False, False),  # it meets something
        ('file = "gone.txt"\ncode = "S0703"', False, True),  # its file is no more
    ],
)
def test_a_stale_suppression_of_a_folder_is_told_by_the_file_or_by_the_folder_that_it_is_for(
    telegram: Path, entry: str, alone: bool, whole: bool
) -> None:
    folder = telegram.parents[1]
    (telegram.parent / "two.txt").write_text(BAD, encoding="utf-8")
    (folder / ".reftel.toml").write_text(f'[[check.suppress]]\n{entry}\nreason = "x"', encoding="utf-8")
    told = "nothing to suppress under"
    assert run(telegram).stderr.count(told) == alone
    assert run(folder).stderr.count(told) == whole
    lines = [json.loads(line) for line in run(folder, "--json").stdout.splitlines()]
    assert sum("unused" in line for line in lines) == whole


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[check]\nselekt = ["S"]', "selekt"),
        ('[check]\nselect = ["X9"]', "no code begins with X9"),
        ('[check]\nprofile = "urgent"', "urgent"),
        ('[check.severity]\nS0703 = "grave"', "grave"),
        ('[[check.suppress]]\ncode = "S0703"', "reason"),
        ("[check", "reftel.toml"),
    ],
)
def test_settings_that_cannot_be_used_are_named(telegram: Path, settings: str, said: str) -> None:
    (telegram.parent / ".reftel.toml").write_text(settings, encoding="utf-8")
    result = run(telegram)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_draft_is_checked_as_one_to_be_sent_and_findings_stand_at_its_entries(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(DRAFT, encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1
    assert f"{path}:7:18: S0802 warning" in result.stdout
    assert f"{path}:15:1: S1104 error" in result.stdout
    assert "S1104" in run(tmp_path).stdout, "in a folder too"


def test_comments_in_a_draft_silence_their_line_the_next_or_the_text(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    behind = DRAFT.replace('"PXYZ"]', '"PXYZ"]  # reftel: ignore S0802 new code')
    path.write_text(behind.replace("\n---", "\n# reftel: ignore S1104\n---"), encoding="utf-8")
    result = run(path)
    assert result.exit_code == 0, result.stdout
    assert "2 suppressed." in result.stderr
    path.write_text(DRAFT.replace("serial", "# reftel: ignore S1104\nserial"), encoding="utf-8")
    result = run(path)
    assert "S1104 error" in result.stdout
    assert ":2: nothing to suppress under S1104 on line 3" in result.stderr


def test_a_draft_that_cannot_be_set_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(DRAFT.replace("sign =", "sing ="), encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1
    assert "sing" in result.stderr


def test_a_folder_of_many_files_gives_the_same_in_the_same_order(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(70):
        (folder / f"{number:03d}.txt").write_text(BAD if number % 3 else "milk\n", encoding="utf-8")
    whole = run(folder, "--json").stdout.splitlines()
    parts = [
        line
        for path in sorted(folder.iterdir())
        for line in run(path, "--json").stdout.splitlines()
        if "summary" not in line
    ]
    assert whole[:-1] == parts
    assert json.loads(whole[-1])["summary"]["telegrams"] == 46
