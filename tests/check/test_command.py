"""`reftel check` as people and programs use it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reftel.check.examples import compose, specimen
from reftel.check.settings import read_settings
from reftel.cli.check import command

DAMAGED = compose("¶1. (C) THE BOARD MET.\n\n¶2. C) IT AGREED.")
WRONG = compose("E.O. 12958: N/A")


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments], input=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "good.txt").write_text(specimen("2006"), encoding="utf-8")
    (tmp_path / "deep" / "damaged.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "nothing.txt").write_text("a shopping list\nmilk\n", encoding="utf-8")
    return tmp_path


def test_a_finding_shows_place_code_message_and_a_caret_below_the_letters(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(compose("1. (C) THE BOARD MET.\n\n2. C) IT AGREED."), encoding="utf-8")
    head, line, caret = run(path).stdout.splitlines()
    assert head == f"{path}:27:4: S1106 note C) was read as (C)"
    assert line == "    27 | 2. C) IT AGREED."
    assert caret == "       |    ^^ write (C)"


def test_notes_and_warnings_leave_the_exit_status_at_nought(folder: Path) -> None:
    result = run(folder / "deep")
    assert result.exit_code == 0
    assert "S1106 note" in result.stdout
    assert "2 notes in 1 telegram. 2 can be mended with --fix." in result.stderr


def test_errors_set_the_exit_status(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(WRONG, encoding="utf-8")
    assert run(path).exit_code == 0
    assert run(path, "--profile", "draft").exit_code == 1


def test_a_file_that_is_no_telegram_is_named_and_the_rest_goes_on(folder: Path) -> None:
    result = run(folder)
    assert result.exit_code == 0
    assert "nothing.txt: no telegram" in result.stderr
    assert "damaged.txt:25:1: S0104" in result.stdout
    assert "in 2 telegrams" in result.stderr


def test_a_file_that_was_named_and_is_no_telegram_sets_the_exit_status(folder: Path) -> None:
    assert run(folder / "nothing.txt").exit_code == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run(tmp_path / "absent.txt")
    assert result.exit_code == 1
    assert "there is no such file" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--explain", "X1"],
        [".", "--select", "X1"],
        [".", "--profile", "urgent"],
        [".", "--format", "xml"],
    ],
)
def test_wrong_usage_gives_status_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_codes_can_be_selected_and_ignored_by_their_beginnings(folder: Path) -> None:
    assert "S0104" not in run(folder / "deep", "--select", "S11").stdout
    assert "S1106" in run(folder / "deep", "--select", "S11,T").stdout
    assert "S1106" not in run(folder / "deep", "--ignore", "s1106").stdout


def test_standard_input_is_checked() -> None:
    result = run("-", stdin=DAMAGED.encode())
    assert result.stdout.startswith("-:25:1: S0104 note")


def test_json_gives_a_line_for_each_telegram_and_the_counts_last(folder: Path) -> None:
    lines = [json.loads(line) for line in run(folder, "--json").stdout.splitlines()]
    assert {"damaged.txt", "good.txt", "nothing.txt"} == {Path(line["path"]).name for line in lines[:-1]}
    damaged = next(line for line in lines[:-1] if line["path"].endswith("damaged.txt"))
    assert damaged["mrn"] == "2006TUNIS1118"
    assert [one["code"] for one in damaged["diagnostics"]] == ["S0104", "S1106"]
    counts = {"telegrams": 2, "refused": 1, "suppressed": 0, "error": 0, "warning": 0, "note": 2}
    assert lines[-1] == {"summary": {"profile": "archive", **counts}}


def sarif(*arguments: str | Path) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(run(*arguments, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (one,) = log["runs"]
    return dict(one)


def test_sarif_names_rules_places_and_fixes(folder: Path) -> None:
    log = sarif(folder / "deep")
    rules = log["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == ["S0104", "S1106"]
    result = next(one for one in log["results"] if one["ruleId"] == "S1106")
    assert rules[result["ruleIndex"]]["id"] == "S1106"
    assert result["level"] == "note"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == region["endLine"] == 27
    assert DAMAGED[region["charOffset"] :][: region["charLength"]] == "C)"
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == "(C)"


def test_sarif_has_what_code_scanning_and_editors_ask_for(folder: Path) -> None:
    log = sarif(folder / "deep")
    for one in log["tool"]["driver"]["rules"]:
        assert one["shortDescription"]["text"]
        assert one["fullDescription"]["text"]
        assert "Bad:" in one["help"]["text"]
        assert "```" in one["help"]["markdown"]
        assert one["defaultConfiguration"]["level"] in {"error", "warning", "note", "none"}
    prints = [one["partialFingerprints"]["primaryLocationLineHash"] for one in log["results"]]
    assert len(set(prints)) == len(prints)
    for one in log["results"]:
        region = one["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])


def test_sarif_fingerprints_stay_when_lines_are_put_in_above(folder: Path) -> None:
    path = folder / "deep" / "damaged.txt"
    before = [one["partialFingerprints"] for one in sarif(path)["results"]]
    path.write_text("\n\n" + DAMAGED, encoding="utf-8")
    assert [one["partialFingerprints"] for one in sarif(path)["results"]] == before


def test_github_shows_findings_at_their_lines(folder: Path) -> None:
    first, second = run(folder / "deep", "--format", "github").stdout.splitlines()
    assert first.startswith("::notice file=")
    assert "line=25,endLine=25,col=1,endColumn=2,title=reftel S0104::2 pilcrows" in first
    assert second.endswith("::C) was read as (C) Write (C)")


def test_github_commands_are_not_ended_by_letters_of_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a,b:c%.txt"
    path.write_text(DAMAGED, encoding="utf-8")
    assert "a%2Cb%3Ac%25.txt" in run(path, "--format", "github").stdout


def test_diff_shows_what_would_be_mended_and_changes_nothing(folder: Path) -> None:
    path = folder / "deep" / "damaged.txt"
    result = run(path, "--diff")
    assert "-¶2. C) IT AGREED.\n+2. (C) IT AGREED.\n" in result.stdout
    assert "S1106 note" in result.stdout, "what is not mended is still found"
    assert path.read_text(encoding="utf-8") == DAMAGED


def test_sarif_tells_of_files_without_a_telegram(folder: Path) -> None:
    (invocation,) = sarif(folder)["invocations"]
    assert not invocation["executionSuccessful"]
    assert "no telegram" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_fix_mends_the_file_and_says_so(folder: Path) -> None:
    path = folder / "deep" / "damaged.txt"
    path.chmod(0o640)
    result = run(path, "--fix")
    assert "mended S0104, S1106" in result.stderr
    assert result.stdout == ""
    assert path.read_text(encoding="utf-8") == DAMAGED.replace("¶", "").replace("2. C)", "2. (C)")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in path.parent.iterdir()] == ["damaged.txt"]


def test_fix_leaves_a_file_that_is_not_utf_8_alone(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    data = DAMAGED.encode("latin-1")
    path.write_bytes(data)
    assert "not UTF-8" in run(path, "--fix").stderr
    assert path.read_bytes() == data


def test_fix_sends_a_mended_standard_input_to_standard_output() -> None:
    result = run("-", "--fix", "--select", "S1106", stdin=DAMAGED.encode())
    assert result.stdout == DAMAGED.replace("2. C)", "2. (C)")


def test_explain_says_what_a_code_means() -> None:
    lines = run("--explain", "s1106").stdout
    assert "S1106: portion mark with a lost bracket" in lines
    assert "Bad:" in lines
    assert "    2. C) IT AGREED ON LITTLE." in lines


def test_explain_knows_codes_that_only_readers_give() -> None:
    assert "Q148" in run("--explain", "Q148").stdout


def test_letters_that_would_command_the_terminal_are_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(compose("TAGS: PREL, PXYZ, \x1b[31mTS"), encoding="utf-8")
    assert "\x1b" not in run(path).stdout


def test_a_very_long_line_is_shown_in_part(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(
        compose("1. (C) " + "THE BOARD MET. " * 400 + "\n\n2. C) " + "FISH " * 900), encoding="utf-8"
    )
    assert max(map(len, run(path, "--select", "S1106").stdout.splitlines())) < 140


def test_the_problem_matcher_of_the_manual_reads_what_is_printed(folder: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")
    matcher = json.loads(manual.split("```json\n")[1].split("```")[0])["problemMatcher"][0]["pattern"][0]
    line = run(folder / "deep").stdout.splitlines()[0]
    match = re.match(matcher["regexp"], line)
    assert match
    assert (match[matcher["line"]], match[matcher["code"]], match[matcher["severity"]]) == (
        "25",
        "S0104",
        "note",
    )


def test_the_settings_of_the_manual_can_be_used() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")
    tables = [tomllib.loads(part.split("```")[0]) for part in manual.split("```toml\n")[1:3]]
    assert read_settings(tables[0], "note").choice("x", None, (), ()).suppressions
    assert read_settings(tables[1]["check"], "settings").choice("1979/STATE241001.txt", None, (), ()).select
