"""What comes off a circuit. The cases are data: tests/wire/cases/circuit_streams.toml."""

from __future__ import annotations

import re
import tomllib
import tracemalloc
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.vocabulary import codes
from reftel.wire.alphabets import ALPHABETS, Encoder
from reftel.wire.circuit import CircuitReader
from reftel.wire.received import Received

STREAMS = tomllib.loads(
    (Path(__file__).parent / "cases" / "circuit_streams.toml").read_text(encoding="utf-8")
)["stream"]
SENT = [(case, alphabet) for case in STREAMS for alphabet in case.get("alphabets", ALPHABETS)]
EACH = pytest.mark.parametrize(
    ("case", "alphabet"), [pytest.param(*one, id=f"{one[1]}: {one[0]['name']}") for one in SENT]
)
IN = pytest.mark.parametrize("alphabet", ALPHABETS)
LINE_ENDS = {"CR CR LF": "\r\r\n", "CR LF": "\r\n", "LF": "\n"}
FIVE_LEVEL = {"fill": b"\x1f" * 12, "figs": b"\x1b", "blank": b"\x00", "national": b"\x0d"}
IA5 = {"fill": b"\x7f" * 12, "figs": b"\x0e", "blank": b"\x00"}
BOTH = {"bell": "\x07", "cr": "\r", "lf": "\n"}
MESSAGE = "VZCZCQUA{:03d}\r\r\nRR RVGAMF\r\r\nDE RVOBQU 204 02/0915Z\r\r\n{}\r\r\nNNNN"


def sent(case: dict[str, Any], alphabet: str) -> bytes:
    """The bytes of a stream, in an alphabet."""
    text = case["text"].lstrip("\n").replace("\n", LINE_ENDS[case.get("line_ends", "CR CR LF")])
    encoder, raw = Encoder(alphabet), b""
    for piece in re.split("(<[a-z]+>)", text):
        sign = piece.strip("<>")
        if piece[:1] != "<" or sign in BOTH:
            raw += encoder.feed(BOTH[sign] if piece[:1] == "<" else piece)
        else:
            raw += (IA5 if alphabet == "ia5" else FIVE_LEVEL)[sign]
            encoder = Encoder(alphabet)  # whatever the shift was, the next sign is sent with its own
    return raw


def read(data: bytes, alphabet: str, cuts: list[int] | None = None, limit: int = 10_000) -> list[Received]:
    reader = CircuitReader(alphabet, limit=limit)
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts or ())})
    given: list[Received] = []
    for low, high in pairwise(places):
        given += reader.feed(data[low:high])
        assert reader.held <= limit
    return [*given, *reader.end()]


@EACH
def test_an_operator_would_make_this_of_it(case: dict[str, Any], alphabet: str) -> None:
    given = read(sent(case, alphabet), alphabet)
    assert [(one.kind, one.identifier) for one in given] == [
        (one["kind"], one.get("identifier")) for one in case["gives"]
    ]
    for one, expected in zip(given, case["gives"], strict=True):
        assert sorted(found.code for found in one.diagnostics) == expected["codes"]
        assert one.alarm is expected.get("alarm", False)
        if "suggestion" in expected:
            assert {found.suggestion for found in one.diagnostics} == {None, expected["suggestion"]}
    everything = "".join(one.text for one in given)
    assert all(words in everything for words in case.get("holds", ()))
    assert not any(words in everything for words in case.get("lacks", ()))


@EACH
def test_nothing_is_lost_but_fill(case: dict[str, Any], alphabet: str) -> None:
    data = sent(case, alphabet)
    given = read(data, alphabet)
    at = 0
    outside = b""
    for one in given:
        assert data[one.start : one.end] == one.raw
        outside += data[at : one.start]
        at = one.end
        letters = [place for place in range(len(one.raw)) if place not in one.skipped]
        assert len(letters) == len(one.text)
    outside += data[at:]
    assert not outside.translate(
        None, b" \r\n\x00\x0e\x7f" if alphabet == "ia5" else b"\x00\x02\x04\x08\x1b\x1f"
    )


@EACH
def test_every_remark_points_into_the_text_and_has_a_row(case: dict[str, Any], alphabet: str) -> None:
    for one in read(sent(case, alphabet), alphabet):
        for found in one.diagnostics:
            assert 0 <= found.start < found.end <= len(one.text)
            assert codes.find(found.code)


@EACH
def test_one_byte_after_the_other_gives_the_same(case: dict[str, Any], alphabet: str) -> None:
    data = sent(case, alphabet)
    assert read(data, alphabet, list(range(len(data)))) == read(data, alphabet)


@IN
@given(st.data())
def test_slicing_the_stream_anywhere_changes_nothing(alphabet: str, data: st.DataObject) -> None:
    cases = data.draw(st.lists(st.sampled_from([one for one, of in SENT if of == alphabet]), max_size=4))
    stream = b"".join(sent(one, alphabet) for one in cases)
    limit = data.draw(st.sampled_from([800, 900, 10_000]))
    cuts = data.draw(st.lists(st.integers(0, 3000), max_size=12))
    assert read(stream, alphabet, cuts, limit) == read(stream, alphabet, None, limit)


@IN
@given(st.binary(max_size=400), st.lists(st.integers(0, 3000), max_size=12))
def test_slicing_any_bytes_anywhere_changes_nothing(alphabet: str, noise: bytes, cuts: list[int]) -> None:
    message = Encoder(alphabet).feed(MESSAGE.format(1, "ONE") + "\r\r\n")
    stream = message + noise + message
    given = read(stream, alphabet, cuts)
    assert given == read(stream, alphabet)
    assert given[0].kind == "message"


@IN
@given(st.lists(st.sampled_from(["E", " ", "\r", "\n", "NNNN", "ZCZC", "VZCZCQUA001", "\n"]), max_size=60))
def test_slicing_functions_in_any_order_changes_nothing(alphabet: str, pieces: list[str]) -> None:
    stream = Encoder(alphabet).feed("".join(pieces))
    assert read(stream, alphabet, list(range(len(stream)))) == read(stream, alphabet)


PIECES = ["A", " ", "\n", "\r", "\r\r\n", "A\r\r\n", "\x07", "A\r", "FILL", "VZCZCQUA001\n"]
"""What a line in disorder may send without end."""


def loads(alphabet: str, piece: str, size: int) -> tuple[bytes, bytes]:
    """The start of a message, and so many letters of one kind."""
    encoder = Encoder(alphabet)
    begin = encoder.feed("VZCZCQUA001\r\r\n")
    return begin, encoder.letters(size) if piece == "FILL" else encoder.feed(piece * (size // len(piece)))


@IN
@pytest.mark.parametrize("piece", PIECES)
def test_whatever_comes_no_more_than_the_limit_is_held(alphabet: str, piece: str) -> None:
    reader = CircuitReader(alphabet, limit=2000)
    begin, load = loads(alphabet, piece, 6000)
    for data in (load, begin, load, load):
        reader.feed(data)
        assert reader.held <= 2000


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["A", "\n", "A\r", "FILL", "VZCZCQUA001\n"])
def test_what_is_held_is_all_that_takes_memory(piece: str) -> None:
    limit = 2000
    reader = CircuitReader("ia5", limit=limit)
    begin, load = loads("ia5", piece, 70_000)
    tracemalloc.start()
    try:
        used = []
        for data in (load, begin, load, load):
            reader.feed(data)
            used.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert max(used[2:]) - used[0] < 35 * limit  # of one load, and two are fed


def test_a_message_is_under_way_from_its_first_line_to_its_end() -> None:
    reader = CircuitReader("ia5")
    seen = []
    for piece in (
        "THE LAMP",
        " IS LIT.\r\r\n",
        "VZCZCQUA001\r\r\n",
        "RR RVHAMF\r\r\n",
        "\n\nNNNN\r\r\n",
        "R Z QUA001",
    ):
        reader.feed(piece.encode())
        seen.append(reader.in_message)
    assert seen == [False, False, True, True, False, False]


@IN
def test_a_message_over_the_limit_is_refused_and_the_next_one_is_whole(alphabet: str) -> None:
    encoder = Encoder(alphabet)
    stream = encoder.feed(
        MESSAGE.format(1, "TOO LONG " * 500) + "\r\r\n" + MESSAGE.format(2, "TWO") + "\r\r\n"
    )
    refused, whole = read(stream, alphabet, limit=1000)
    assert (refused.kind, refused.identifier) == ("refused", "VZCZCQUA001")
    assert refused.text.startswith("VZCZCQUA001\nRR RVGAMF\nDE RVOBQU 204")
    assert len(refused.raw) == 400
    assert stream[refused.start : refused.end].startswith(refused.raw)
    assert (whole.kind, whole.identifier, whole.diagnostics) == ("message", "VZCZCQUA002", ())


@IN
def test_a_message_over_the_limit_without_an_end_is_over_where_the_next_begins(alphabet: str) -> None:
    encoder = Encoder(alphabet)
    first = MESSAGE.format(1, "TOO LONG " * 500).removesuffix("NNNN")
    refused, whole = read(encoder.feed(first + MESSAGE.format(2, "TWO")), alphabet, limit=1000)
    assert (refused.kind, refused.identifier) == ("refused", "VZCZCQUA001")
    assert {"T0102", "T1601"} <= {one.code for one in refused.diagnostics}
    assert (whole.kind, whole.identifier) == ("message", "VZCZCQUA002")


def test_the_parity_of_eight_bits_is_passed_over_and_told() -> None:
    plain = MESSAGE.format(1, "ONE").encode()
    even = bytes(byte | 0x80 if byte.bit_count() % 2 else byte for byte in plain)
    (one,) = read(even, "ia5")
    assert (one.text, one.parity, one.diagnostics) == (read(plain, "ia5")[0].text, "even", ())


def test_a_byte_against_the_parity_of_the_others_is_told() -> None:
    plain = MESSAGE.format(1, "ONE").encode()
    odd = bytearray(byte if byte.bit_count() % 2 else byte | 0x80 for byte in plain)
    place = plain.index(b"ONE")
    odd[place] ^= 1
    (one,) = read(bytes(odd), "ia5")
    assert one.parity == "odd"
    (found,) = one.diagnostics
    assert (found.code, one.text[found.start : found.end]) == ("T0001", "N")


def test_the_figures_of_a_country_are_read_where_they_are_known() -> None:
    stream = Encoder("ita2", national="%@£").feed("VZCZCQUA001\r\r\n5%\r\r\nNNNN")
    reader = CircuitReader("ita2", national="%@£")
    (one,) = (*reader.feed(stream), *reader.end())
    assert "5%" in one.text
    assert one.diagnostics == ()


@pytest.mark.parametrize("wrong", [{"alphabet": "ita3"}, {"limit": 100}, {"national": "%"}])
def test_a_circuit_that_there_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"alphabet|limit|three signs"):
        CircuitReader(**wrong)
