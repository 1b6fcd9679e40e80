"""`reftel compose` and `reftel convert`: what comes out, what is told, and when nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reftel import parse
from reftel.cli.main import main
from reftel.synthetic import demo
from reftel.writing import FORMATS

DRAFT = """from = "TUNIS"
serial = 1118
sent = 2008-11-04T14:15:00Z
action = ["STATE"]
level = "UNCLASSIFIED"
tags = ["EFIS", "TS"]
subject = "FISHERIES TALKS"
sign = "MARLOWE"
---
1. The board met.

2. It agreed on little.
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.toml"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def run(*words: object, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=given)


def test_compose_prints_a_telegram_ready_to_be_sent(draft: Path) -> None:
    result = run("compose", draft)
    assert result.exit_code == 0
    assert result.stderr == ""
    telegram = parse(result.stdout_bytes)
    assert (telegram.mrn, telegram.signature) == ("2008TUNIS1118", "MARLOWE")
    assert result.stdout.startswith("RR RUEHC\nDE RUEHTU #1118 3091415\nZNR UUUUU ZZH\n")


def test_compose_writes_to_a_file_and_reads_standard_input(draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "telegram.txt"
    result = run("compose", "-", "--to", "plain", "--out", out, given=DRAFT.encode())
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text(encoding="utf-8").startswith("UNCLAS TUNIS 001118\n\nE.O. 12958: N/A\n")
    assert "reftel: -: not written: /dtg: this format has no line for it" in result.stderr
    assert draft.exists()


def test_compose_writes_nothing_where_the_check_finds_an_error_unless_it_is_forced(draft: Path) -> None:
    draft.write_text(DRAFT.replace('subject = "FISHERIES TALKS"', 'subject = ""'), encoding="utf-8")
    refused = run("compose", draft)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "error S0002" in refused.stderr
    assert "nothing is written: mend the errors above, or give --force" in refused.stderr
    forced = run("compose", draft, "--force")
    assert forced.exit_code == 0
    assert "UNCLAS TUNIS 001118" in forced.stdout


@pytest.mark.parametrize(
    ("find", "instead", "message"),
    [
        ("serial = 1118\n", "", "line 3 needs a serial and the telegram has no number"),
        ("sign = ", "sing = ", "line 8: there is no entry sing: write sign"),
        ('"TUNIS"', "", 'line 1: Invalid value: an entry is written key = "value"'),
    ],
)
def test_a_draft_that_cannot_be_used_is_named_with_the_reason(
    draft: Path, find: str, instead: str, message: str
) -> None:
    draft.write_text(DRAFT.replace(find, instead, 1), encoding="utf-8")
    result = run("compose", draft)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"reftel: {draft}: {message}" in result.stderr


def test_a_missing_draft_and_an_unknown_format_are_named(draft: Path) -> None:
    assert "No such file or directory" in run("compose", draft.with_name("none.toml")).stderr
    unknown = run("convert", draft, "--to", "morse")
    assert unknown.exit_code == 2
    assert "there is no format morse" in unknown.stderr
    assert "acp127us: as sent on State circuits" in " ".join(unknown.stderr.split())


def test_convert_gives_back_the_same_bytes_for_the_source(tmp_path: Path) -> None:
    _, data = next(demo())
    path = tmp_path / "telegram.txt"
    path.write_bytes(data)
    result = run("convert", path, "--to", "source")
    assert (result.exit_code, result.stdout_bytes, result.stderr) == (0, data, "")


def test_convert_reads_the_json_that_parse_prints() -> None:
    telegram = parse(run("compose", "-", given=DRAFT.encode()).stdout_bytes)
    result = run("convert", "-", "--to", "acp127us", given=telegram.to_json() + b"\n")
    assert result.exit_code == 0
    assert parse(result.stdout_bytes).paragraphs == telegram.paragraphs
    broken = run("convert", "-", given=b'{"schema": 1, "tags": 5}')
    assert broken.exit_code == 1
    assert "line 1: Expected `array`, got `int`" in broken.stderr


def test_convert_says_of_each_telegram_why_it_cannot_be_written() -> None:
    result = run(
        "convert", "-", "--to", "acp127us", given=b"UNCLAS TUNIS 001118\n\nSUBJECT: TIDES\n\n1. HIGH.\n"
    )
    assert (result.exit_code, result.stdout) == (1, "")
    assert "line 5 needs a date-time group to the minute" in result.stderr


def test_convert_says_that_a_file_holds_no_telegram() -> None:
    result = run("convert", "-", given=b"\x89PNG\r\n\x1a\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "PNG picture" in result.stderr


def test_compose_sets_a_telegram_in_json_in_every_format(draft: Path) -> None:
    telegram = parse(run("compose", draft).stdout_bytes)
    for to in FORMATS:
        if to != "source":
            result = run("compose", "-", "--to", to, given=telegram.to_json())
            assert result.exit_code == 0, result.stderr
            assert parse(result.stdout_bytes).subject == "FISHERIES TALKS", to
    two = run("compose", "-", given=telegram.to_json() + b"\n" + telegram.to_json())
    assert (two.exit_code, two.stdout) == (1, "")
    assert "2 telegrams, and compose sets one: use reftel convert" in two.stderr


def test_both_commands_list_the_formats_in_their_help_and_refuse_doi_103() -> None:
    for command in ("compose", "convert"):
        text = " ".join(run(command, "--help").stdout.split())
        for name, form in FORMATS.items():
            assert f"{name} {form.meaning}" in text
    refused = run("convert", "-", "--to", "doi103")
    assert refused.exit_code == 2
    assert "doi103: its layout is not public" in " ".join(refused.stderr.split())
