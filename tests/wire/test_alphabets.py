"""The alphabets of circuits, both ways, and what a fault on the circuit makes of a sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.wire.alphabets import (
    ALPHABETS,
    FIGURES,
    IDLE,
    UNREADABLE,
    Decoder,
    Encoder,
    Unsayable,
    garbled_from,
    near,
    other_shift,
    parity,
    sayable,
)

IN = pytest.mark.parametrize("alphabet", ALPHABETS)
FIVE_LEVEL = pytest.mark.parametrize("alphabet", ["ita2", "ata2"])
# Line 3 of an invented message on tape, shift by shift: DE RVOBQU 204 1830915, with LTRS where letters come again.
LINE_3 = "1f 09 01 04 0a 1e 18 19 17 07 04 1b 13 16 0a 04 17 06 01 16 18 17 10 08 08 02"


def shown(data: bytes, alphabet: str) -> str:
    return Decoder(alphabet).feed(data).replace(IDLE, "").replace(FIGURES, "")


@IN
@given(st.data())
def test_what_an_alphabet_can_say_comes_back_as_it_was_sent(alphabet: str, data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from(sorted(sayable(alphabet)))))
    assert shown(Encoder(alphabet).feed(text), alphabet) == text


@FIVE_LEVEL
@given(st.data())
def test_no_shift_is_sent_that_is_not_needed(alphabet: str, data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from(sorted(sayable(alphabet))), min_size=1))
    sent = Encoder(alphabet).feed(text)
    shifts = [at for at, code in enumerate(sent) if code in b"\x1b\x1f"]
    for at in shifts[1:]:  # the first says where to begin, whatever the machine stood in
        assert shown(sent[:at] + sent[at + 1 :], alphabet) != text


def test_a_line_of_a_tape_is_read_hole_by_hole() -> None:
    line = bytes.fromhex(LINE_3)
    assert shown(line, "ita2") == "DE RVOBQU 204 1830915\r\r\n"
    assert Encoder("ita2").feed("DE RVOBQU 204 1830915\r\r\n") == line


@IN
@given(st.binary(), st.integers(0, 300))
def test_slicing_changes_no_sign_and_every_byte_gives_one(alphabet: str, data: bytes, cut: int) -> None:
    whole, sliced = Decoder(alphabet), Decoder(alphabet)
    signs = whole.feed(data)
    assert len(signs) == len(data)
    assert sliced.feed(data[:cut]) + sliced.feed(data[cut:]) == signs


@pytest.mark.parametrize(
    ("alphabet", "signs"), [("ita2", '#"&$!;'), ("ata2", "+="), ("ita2", "abc%"), ("ia5", "é–")]
)
def test_what_an_alphabet_cannot_say_is_named_and_nothing_is_sent(alphabet: str, signs: str) -> None:
    encoder = Encoder(alphabet)
    with pytest.raises(Unsayable) as error:
        encoder.feed(f"A{signs}")
    assert error.value.signs == tuple(signs)


@pytest.mark.parametrize(("alphabet", "bell"), [("ita2", "j"), ("ata2", "s")])
def test_five_j_and_five_s_in_figures_ring_on_either_machine(alphabet: str, bell: str) -> None:
    alarm = b"\x1b" + b"\x0b" * 5 + b"\x05" * 5 + b"\x1f"
    printed = {"j": "\x07" * 5 + "'" * 5, "s": "'" * 5 + "\x07" * 5}
    assert shown(alarm, alphabet) == printed[bell]


def test_a_sixth_level_and_a_figure_of_a_country_have_no_sign() -> None:
    assert Decoder("ita2").feed(b"\x20\x1b\x0d\x14\x1a") == UNREADABLE + FIGURES + UNREADABLE * 3
    assert Decoder("ita2", national="%@£").feed(b"\x1b\x0d\x14\x1a") == FIGURES + "%£@"
    assert Decoder("ata2").feed(b"\x1b\x0d\x14\x1a") == FIGURES + "!#&"


@FIVE_LEVEL
def test_near_signs_are_a_bit_apart_either_way(alphabet: str) -> None:
    printed = sayable(alphabet) - set("\r\n ")
    for one in printed:
        assert one not in near(one, alphabet)
        assert all(one in near(other, alphabet) for other in near(one, alphabet) - set("\r\n "))


@pytest.mark.parametrize(
    ("sign", "others"), [("E", "ASDZ"), ("A", "EWUJ"), ("T", "ZOHL"), ("V", "MGPC"), ("3", "-'+")]
)
def test_one_bit_of_damage_by_hand(sign: str, others: str) -> None:
    assert near(sign) - set("\r\n ") == set(others)


@pytest.mark.parametrize(("letters", "figures"), [("TO", "59"), ("RR", "44"), ("NNNN", ",,,,"), ("PP", "00")])
def test_the_wrong_shift(letters: str, figures: str) -> None:
    assert other_shift(letters) == figures
    assert other_shift(figures) == letters


@pytest.mark.parametrize(
    ("word", "likely"),
    [
        ("DA", ("DE",)),
        ("59", ("TO",)),
        ("INDO", ("INFO",)),
        ("DE", ()),
        ("SO", ()),
        ("ZO", ("TO",)),
        ("DEE", ()),
        ("XX", ()),
    ],
)
def test_what_a_word_may_have_been_is_named(word: str, likely: tuple[str, ...]) -> None:
    assert garbled_from(word, ("DE", "TO", "INFO")) == likely


@pytest.mark.parametrize(
    ("name", "even", "odd"), [("none", 0, 0), ("even", 0, 1), ("odd", 1, 0), ("mark", 1, 1)]
)
def test_the_use_of_the_eighth_bit(name: str, even: int, odd: int) -> None:
    plain = b"THE LAMP WILL BE CHANGED"
    sent = bytes(byte | 0x80 * (odd if byte.bit_count() % 2 else even) for byte in plain)
    assert parity(sent) == (name, 0)
    assert Decoder("ia5").feed(sent) == plain.decode()
    assert parity(sent[:5] + bytes((sent[5] ^ 0x80,)) + sent[6:]) == (name, 1)
