"""Captures of circuits: each message gives its telegram, with what was wrong on the circuit."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import reftel.wire
from reftel.check import check
from reftel.check.examples import specimen
from reftel.cli.main import main
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, detect, parse, parse_all
from reftel.wire.alphabets import ALPHABETS, Encoder

DOCS = Path(__file__).parents[2] / "docs" / "circuits.md"
IN = pytest.mark.parametrize("alphabet", ALPHABETS)

MESSAGE = """VZCZCTUX{channel:03d}
PP RUEHC RUEHFR
DE RUEHTU {sign}{serial:04d} 1301039
ZNR UUUUU
P 101039Z MAY 06
FM AMEMBASSY TUNIS
TO RUEHC/SECSTATE WASHDC
INFO RUEHFR/AMEMBASSY PARIS
BT
UNCLAS TUNIS {serial:06d}

E.O. 12958: N/A
TAGS: PREL, TS
SUBJECT: LAMPS ON PIER {serial}

1. THE HARBOR BOARD CHANGED THE LAMPS ON PIER {serial}.
MARLOWE
BT
{check}NNNN"""


def message(channel: int, serial: int, alphabet: str) -> str:
    sign = "" if alphabet == "ita2" else "#"
    check_line = f"#{serial:04d}\n" if sign else ""
    return MESSAGE.format(channel=channel, serial=serial, sign=sign, check=check_line)


def sent(messages: list[str], alphabet: str, between: str = "") -> bytes:
    encoder = Encoder(alphabet)
    data = b""
    for at, one in enumerate(messages):
        data += encoder.feed((between if at else "") + one.replace("\n", "\r\r\n")) + encoder.letters(12)
    return data


def three(alphabet: str) -> bytes:
    return sent([message(at, 1117 + at, alphabet) for at in (1, 2, 3)], alphabet)


def codes(telegram: Telegram) -> list[str]:
    return [one.code for one in telegram.diagnostics]


@IN
def test_three_messages_are_three_telegrams_without_a_word_which_alphabet(alphabet: str) -> None:
    telegrams = list(parse_all(three(alphabet)))
    assert [one.mrn for one in telegrams] == ["2006TUNIS1118", "2006TUNIS1119", "2006TUNIS1120"]
    assert [one.subject for one in telegrams] == [f"LAMPS ON PIER {serial}" for serial in (1118, 1119, 1120)]
    assert {one.provenance.facts["Circuit"] for one in telegrams} == {alphabet.upper()}
    assert [codes(one) for one in telegrams] == [[], [], []]
    assert detect(three(alphabet)).layout == "acp127"


@IN
def test_each_telegram_keeps_its_bytes_and_is_read_from_them_again(alphabet: str) -> None:
    data = three(alphabet)
    telegrams = list(parse_all(data))
    places = [(one.provenance.offset, one.provenance.offset + one.provenance.length) for one in telegrams]
    assert places[0][0] == 0
    assert places[-1][1] == len(data)
    assert all(before[1] == after[0] for before, after in pairwise(places))
    for one in telegrams:
        assert one.source
        again = parse(one.source)
        assert (again.mrn, again.subject, again.paragraphs[0].text) == (
            one.mrn,
            one.subject,
            one.paragraphs[0].text,
        )


@IN
def test_every_value_points_at_its_letters(alphabet: str) -> None:
    for one in parse_all(three(alphabet)):
        (span,) = one.spans["/subject"]
        assert one.text[span.start : span.end] == one.subject
        assert "\r" not in one.text


@IN
def test_the_rules_find_no_fault_that_is_none(alphabet: str) -> None:
    for one in parse_all(three(alphabet)):
        found = {found.code for found in check(one, "archive") if found.severity != "note"}
        assert not found


@IN
def test_what_was_wrong_on_the_circuit_reaches_its_telegram(alphabet: str) -> None:
    whole = [message(at, 1117 + at, alphabet) for at in (1, 4)]
    cut = message(5, 1200, alphabet).partition("1. THE")[0]
    data = sent([*whole, cut + "\n" + message(6, 1201, alphabet)], alphabet, between="RYRY\r\r\n")
    found = {one.mrn: codes(one) for one in parse_all(data)}
    assert found["2006TUNIS1118"] == []
    assert set(found["2006TUNIS1121"]) == {"T0006", "T0104"}
    assert {"T0006", "T0102", "T1601"} <= set(found["2006TUNIS1200"])
    assert found["2006TUNIS1201"] == []


@IN
def test_letters_behind_the_last_telegram_are_told_with_it(alphabet: str) -> None:
    data = sent([message(1, 1118, alphabet), "RYRYRY"], alphabet)
    (one,) = parse_all(data)
    assert codes(one) == ["T0006"]


@pytest.mark.parametrize("alphabet", ["ia5", "ata2"])
def test_the_sections_of_a_telegram_are_one_telegram(alphabet: str) -> None:
    parts = [
        message(at, 1118, alphabet)
        .replace("DE RUEHTU #1118", f"DE RUEHTU #1118/{at:02d}")
        .replace("UNCLAS TUNIS", f"UNCLAS SECTION {at:02d} OF 02 TUNIS")
        for at in (1, 2)
    ]
    telegrams = list(parse_all(sent([*parts, message(3, 1119, alphabet)], alphabet)))
    assert [one.mrn for one in telegrams] == ["2006TUNIS1118", "2006TUNIS1119"]
    assert telegrams[0].sections.present == (1, 2)


def test_the_alphabet_may_be_said() -> None:
    plain = message(1, 1118, "ia5").encode() + b"\n"
    (one,) = parse_all(plain, circuit="ia5")
    assert codes(one) == ["T0004"]
    assert codes(parse(plain)) == []
    even = bytes(byte | 0x80 if byte.bit_count() % 2 else byte for byte in plain)
    assert next(parse_all(even, circuit="ia5")).subject == "LAMPS ON PIER 1118"
    with pytest.raises(ValueError, match="alphabet"):
        list(parse_all(plain, circuit="morse"))


@pytest.mark.parametrize("data", [bytes(range(32)) * 40, b"\x1f" * 500, b"\x00" * 500])
def test_control_characters_that_say_no_message_are_no_circuit(data: bytes) -> None:
    with pytest.raises(NotATelegram):
        parse(data)


@IN
@given(st.binary(max_size=300))
def test_any_bytes_said_to_be_a_circuit_are_read_or_refused(alphabet: str, data: bytes) -> None:
    try:
        for one in parse_all(three(alphabet)[:200] + data, circuit=alphabet):
            assert all(0 <= found.start <= found.end <= len(one.text) for found in one.diagnostics)
    except NotATelegram:
        pass


def test_the_command_reads_a_capture(tmp_path: Path) -> None:
    file = tmp_path / "capture.bin"
    file.write_bytes(three("ita2"))
    result = CliRunner().invoke(main, ["parse", "--json", str(file)])
    assert result.exit_code == 0
    assert [Telegram.from_json(line).mrn for line in result.output.splitlines()] == [
        "2006TUNIS1118",
        "2006TUNIS1119",
        "2006TUNIS1120",
    ]
    assert CliRunner().invoke(main, ["parse", "--circuit", "ata2", str(file)]).exit_code == 0
    assert "morse" in CliRunner().invoke(main, ["parse", "--circuit", "morse", str(file)]).output


def test_the_examples_of_the_page_on_circuits_print_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    page = DOCS.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```\n\nprints\n\n```\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 2
    for program, printed in blocks:
        exec(program, {})
        assert capsys.readouterr().out == printed


def test_the_page_on_circuits_names_every_finding_of_the_receiver() -> None:
    told = set(re.findall(r"T\d{4}", DOCS.read_text(encoding="utf-8")))
    room = Path(reftel.wire.__path__[0])
    said = {
        code
        for name in ("held.py", "received.py", "continuity.py")
        for code in re.findall(r'"(T\d{4})"', (room / name).read_text(encoding="utf-8"))
    }
    assert said == told


def test_a_telegram_is_written_for_a_circuit_and_read_from_it(tmp_path: Path) -> None:
    telegram, capture = tmp_path / "telegram.txt", tmp_path / "capture.bin"
    telegram.write_text(specimen("2006"), encoding="utf-8")
    order = ["convert", str(telegram), "--to", "acp127us", "--out", str(capture)]
    result = CliRunner().invoke(main, [*order, "--circuit", "ita2", "--channel", "TUX044"])
    assert result.exit_code == 0
    assert "# is left away before a number" in result.stderr
    assert parse(capture.read_bytes()).mrn == "2006TUNIS1118"
    refused = CliRunner().invoke(main, ["convert", str(telegram), "--to", "plain", "--circuit", "ita2"])
    assert (refused.exit_code, "line 1 needs a channel number" in refused.stderr) == (1, True)
