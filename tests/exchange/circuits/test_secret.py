"""A shared secret: who does not have it is not believed, and nothing that was changed on the way is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.exchange.circuits.secret import Handshake, NotBelieved, Session
from reftel.exchange.circuits.settings import Settings, secret_of, settings_of
from reftel.exchange.seam import Circuit

SECRET = b"the lamp is lit at nine"


def shaken(one: bytes = SECRET, other: bytes = SECRET, slice_of: int = 1000) -> tuple[Session, Session]:
    ends = Handshake(one, calling=True), Handshake(other, calling=False)
    sessions: list[Session | None] = [None, None]
    said = [ends[0].begin(), ends[1].begin()]
    while any(said):
        for at in (0, 1):
            data, said[1 - at] = said[1 - at], b""
            for low in range(0, len(data), slice_of):
                answer, session = ends[at].feed(data[low : low + slice_of])
                said[at] += answer
                sessions[at] = sessions[at] or session
    assert sessions[0]
    assert sessions[1]
    return sessions[0], sessions[1]


@given(st.lists(st.binary(max_size=200), max_size=5), st.integers(1, 50))
def test_what_is_sealed_at_one_end_is_opened_at_the_other_in_any_slices(
    pieces: list[bytes], step: int
) -> None:
    near, far = shaken(slice_of=step)
    stream = b"".join(near.seal(piece) for piece in pieces)
    opened = b"".join(far.open(stream[at : at + step]) for at in range(0, len(stream), step))
    assert opened == b"".join(pieces)


def test_another_secret_is_not_believed() -> None:
    with pytest.raises(NotBelieved):
        shaken(other=b"another secret than theirs")


def test_a_station_that_says_back_what_it_heard_is_not_believed() -> None:
    one = Handshake(SECRET, calling=True)
    with pytest.raises(NotBelieved):
        one.feed(one.begin())


@pytest.mark.parametrize("hello", [b"SSH-2.0-x\r\n", b"\x00" * 300, b"\n"])
def test_who_speaks_another_language_is_not_believed(hello: bytes) -> None:
    with pytest.raises(NotBelieved):
        Handshake(SECRET, calling=False).feed(hello)


@given(st.integers(0, 7), st.data())
def test_one_changed_bit_is_not_believed(bit: int, data: st.DataObject) -> None:
    near, far = shaken()
    sealed = bytearray(near.seal(b"VZCZCTSA041"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << bit
    try:
        opened = far.open(bytes(sealed))
    except NotBelieved:
        return
    assert opened == b""  # a longer length: it waits for bytes that do not fit either
    with pytest.raises(NotBelieved):
        for _ in range(5000):
            far.open(near.seal(b"VZCZCTSA042"))


def test_frames_that_come_twice_or_not_in_their_order_are_not_believed() -> None:
    near, far = shaken()
    first, second = near.seal(b"one"), near.seal(b"two")
    assert far.open(first) == b"one"
    with pytest.raises(NotBelieved):
        far.open(first)
    near, far = shaken()
    first, second = near.seal(b"one"), near.seal(b"two")
    with pytest.raises(NotBelieved):
        far.open(second + first)


@pytest.mark.parametrize(
    ("entry", "remedy"),
    [
        ({"connect": ""}, "say listen"),
        ({"connect": "10.0.0.7"}, "host:port"),
        ({"connect": "10.0.0.7:7127"}, "nothing protects it"),
        ({"connect": "127.0.0.1:1", "alphabet": "morse"}, "ia5, ita2, ata2"),
        ({"connect": "127.0.0.1:1", "alphabet": "ita2", "parity": "even"}, "parity"),
        ({"connect": "127.0.0.1:1", "window": 0}, "window"),
        ({"connect": "127.0.0.1:1", "window": 101}, "window"),
        ({"connect": "127.0.0.1:1", "colour": "blue"}, "colour"),
    ],
)
def test_settings_that_cannot_be_are_told_with_a_remedy(entry: dict[str, object], remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        settings_of(Circuit(name="TSA", kind="tcp", far="RUEHPE", settings=entry))


def test_a_short_secret_is_refused(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "secret").write_text("short")
    with pytest.raises(ValueError, match="at least 16"):
        secret_of("secret", folder)
    assert Settings(connect="[::1]:7127").address.is_here
