"""What goes out on a circuit, and that it comes in again. The cases are data: tests/wire/cases/circuit_sending.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reftel.check.examples import specimen
from reftel.reading import parse
from reftel.wire.alphabets import ALPHABETS, Decoder, sayable
from reftel.wire.circuit import CircuitReader
from reftel.wire.received import Received
from reftel.wire.sending import send
from reftel.wire.written_facts import CannotTransmit
from reftel.writing import FORMATS, write

CASES = Path(__file__).parent / "cases"
LINES = tomllib.loads((CASES / "circuit_sending.toml").read_text(encoding="utf-8"))["line"]
MESSAGES = tomllib.loads((CASES / "messages.toml").read_text(encoding="utf-8"))["message"]
EACH = pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in LINES])
IN = pytest.mark.parametrize("alphabet", ALPHABETS)
HEADING = "VZCZCQUA017\nRR RVGAMF\n"
WHOLE = [
    case
    for case in MESSAGES
    if case["text"].lstrip().startswith(("VZCZC", "VV ")) and case["text"].rstrip().endswith("NNNN")
]


def read(data: bytes, alphabet: str) -> tuple[Received, ...]:
    reader = CircuitReader(alphabet)
    return (*reader.feed(data), *reader.end())


def words(text: str) -> list[str]:
    """The lines that hold something, without blanks at their ends."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@EACH
def test_a_line_goes_out_as_an_operator_would_send_it(case: dict[str, Any]) -> None:
    text = f"{HEADING}{case['written']}\nNNNN\n"
    if "refused" in case:
        with pytest.raises(CannotTransmit) as error:
            send(text, case["alphabet"])
        assert case["refused"] in str(error.value)
        return
    data, changed = send(text, case["alphabet"])
    (one,) = read(data, case["alphabet"])
    assert words(one.text)[2] == case["sent"]
    assert changed == tuple(case.get("changed", ()))


@pytest.mark.parametrize("alphabet", ["ia5", "ata2"])
@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in WHOLE])
def test_a_message_comes_in_as_it_went_out(case: dict[str, Any], alphabet: str) -> None:
    text = case["text"].lstrip("\n")
    try:
        data, changed = send(text, alphabet)
    except CannotTransmit as error:
        assert any(code in {"T0103", "T1205", "T0102"} for code in case["remarks"]), error
        return
    given = read(data, alphabet)
    assert {one.kind for one in given} <= {"message", "cancelled"}
    again = words("\n".join(one.text for one in given))
    assert changed == ()
    assert [line for line in again if line != "NNNN"] == [
        "VV   " + line[3:].lstrip() if line.startswith("VV ") else line
        for line in words(text)
        if line != "NNNN"
    ]


@IN
@given(st.data())
def test_any_text_that_an_alphabet_can_say_comes_in_as_it_went_out(
    alphabet: str, data: st.DataObject
) -> None:
    signs = sorted(sayable(alphabet) - set("\r\n"))
    lines = data.draw(st.lists(st.text(st.sampled_from(signs), max_size=69), min_size=1, max_size=8))
    body = "\n".join(lines)
    assume(not any(mark in body.upper() for mark in ("NNNN", "ZCZC", "PAGE", "JJJJJ", "'''''", "VV ")))
    sent, changed = send(f"{HEADING}{body}\nNNNN\n", alphabet)
    (one,) = read(sent, alphabet)
    assert (one.kind, changed) == ("message", ())
    assert one.diagnostics == ()
    below = one.text.split("\n", 2)[2].removesuffix("NNNN").rstrip("\n")
    assert below == "\n".join(line.rstrip() for line in body.split("\n")).rstrip("\n")


@IN
def test_the_functions_of_a_message(alphabet: str) -> None:
    text = "RR RVGAMF\nDE RVOBQU 231 0731015\n\n\nPAGE 02 RVOBQU 231 UNCLAS\nBT\n\n\nNNNN"
    data, _ = send(text, alphabet, channel="QUA017")
    signs = Decoder(alphabet).feed(data).replace("\x0e", "").replace("\x7f", "^")
    shown = signs if alphabet == "ia5" else "".join(signs[:-12].replace("^", "")) + signs[-12:]
    assert shown == (
        "VZCZCQUA017     \r\r\nRR RVGAMF\r\r\nDE RVOBQU 231 0731015\r\r\n\n\n\n"
        "PAGE 02 RVOBQU 231 UNCLAS\r\r\nBT\r\r\n\n\n\n\n\n\n\nNNNN^^^^^^^^^^^^"
    )


def test_the_machine_is_in_letters_again_behind_the_julian_filing_time() -> None:
    day, _ = send(HEADING + "DE RVOBQU 231 14/1015Z\nBT\nNNNN", "ita2")
    julian, _ = send(HEADING + "DE RVOBQU 231 0731015\nBT\nNNNN", "ita2")
    assert b"\x1f\x08\x08\x02" in julian
    assert b"\x1f\x08\x08\x02" not in day


@pytest.mark.parametrize(
    ("first", "channel", "automatic", "sent"),
    [
        ("VZCZCQUA017", None, None, "VZCZCQUA017"),
        ("VV   QUA017", None, None, "VV   QUA017"),
        ("VZCZCQUA017", None, False, "VV   QUA017"),
        ("VV QUA017", None, True, "VZCZCQUA017"),
        ("VZCZCQUA017 ZVQ", "SLB004", None, "VZCZCSLB004 ZVQ"),
        ("RR RVGAMF", "SLB004", None, "VZCZCSLB004"),
        ("RR RVGAMF", "SLB004", False, "VV   SLB004"),
    ],
)
def test_the_first_line(first: str, channel: str | None, automatic: bool | None, sent: str) -> None:
    data, _ = send(f"{first}\nRR RVGAMF\nNNNN", channel=channel, automatic=automatic)
    assert data.decode().split("\r")[0].rstrip() == sent


def test_the_channel_is_counted_on_and_begins_again_with_001() -> None:
    text = "RR RVGAMF\nONE\nNNNN\n\nRR RVGAMF\nTWO\nNNNN\n"
    given = read(send(text, channel="QUA999").data, "ia5")
    assert [one.identifier for one in given] == ["VZCZCQUA999", "VZCZCQUA001"]
    assert [one.diagnostics for one in given] == [(), ()]


@pytest.mark.parametrize(
    ("text", "channel", "reason"),
    [
        ("RR RVGAMF\nNNNN", None, "needs a channel"),
        ("RR RVGAMF\nNNNN", "QU17", "no channel"),
        ("VZCZCQUA017\nONE\nNNNN\nFORGED\nNNNN", None, "needs a channel"),
        ("VZCZCQUA017\nONE\nVZCZCQUA018\nFORGED\nNNNN", None, "VZCZCQUA018 may not stand"),
        ("VZCZCQUA017\nONE\nVV QUA018\nFORGED\nNNNN", None, "VV QUA018 may not stand"),
        ("VZCZCQUA017\nONE\nNNNN\nFORGED\nNNNN", "QUA001", "no heading"),
        (" \n\n", "QUA001", "nothing to send"),
    ],
)
def test_what_cannot_be_sent_is_refused(text: str, channel: str | None, reason: str) -> None:
    with pytest.raises(CannotTransmit, match=reason):
        send(text, channel=channel)


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.circuit])
@pytest.mark.parametrize("alphabet", ["ia5", "ata2"])
def test_a_telegram_that_is_written_sent_and_received_is_the_same(name: str, alphabet: str) -> None:
    written = write(parse(specimen("2006")), name).data
    before = parse(written)
    data, changed = send(written.decode(), alphabet, channel="TUX012")
    after = parse(data)
    assert changed == ()
    for field in (
        "mrn",
        "dtg",
        "subject",
        "tags",
        "action",
        "info",
        "references",
        "classification",
        "signature",
    ):
        assert getattr(after, field) == getattr(before, field)
    assert [one.text for one in after.paragraphs] == [one.text for one in before.paragraphs]
