"""The law of a circuit: whatever a line does, what was acknowledged was delivered, and in the end all is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.circuits.ends import Table, text_of
from tests.exchange.circuits.test_secret import shaken

from reftel.exchange.circuits.secret import NotBelieved

PROSIGNS = "RPOZ"


@dataclass(frozen=True)
class Fault:
    """What happens to the line after some bytes: `cut`, `lose` so many bytes, say them `twice`, `restart` an end."""

    kind: str
    after: int
    count: int


FAULTS = st.builds(
    Fault,
    st.sampled_from(["cut", "lose", "twice", "restart near", "restart far"]),
    st.integers(0, 900),
    st.integers(1, 400),
)


def _with(fault: Fault) -> Callable[[bytes], bytes]:
    """A sealed line that does this to the stream once; what is not believed ends it."""
    near, far = shaken()
    passed = 0
    dead = False

    def faulty(data: bytes) -> bytes:
        nonlocal passed, dead
        sealed = near.seal(data)
        low, high = fault.after - passed, fault.after + fault.count - passed
        passed += len(sealed)
        low, high = (max(0, min(len(sealed), at)) for at in (low, high))
        if fault.kind == "lose":
            sealed = sealed[:low] + sealed[high:]
        else:
            sealed = sealed[:high] + sealed[low:] if fault.kind == "twice" else sealed[:low]
        try:
            return b"" if dead else far.open(sealed)
        except NotBelieved:
            dead = True
            return b""

    return faulty


def _holds(line: Table) -> None:
    """What the sender believes to be delivered is."""
    serials = set(line.far.post.serials)
    for one in line.near.post.queued:
        if one.state == "acknowledged" and not one.service:
            assert int(one.text.partition("#")[2][:4]) in serials


@settings(max_examples=60)
@given(
    st.lists(FAULTS, max_size=5), st.lists(st.sampled_from(PROSIGNS), min_size=1, max_size=6), st.booleans()
)
def test_what_was_acknowledged_was_delivered_and_in_the_end_all_is(
    faults: list[Fault], prosigns: list[str], back: bool
) -> None:
    line = Table(patience=5)
    for serial, prosign in enumerate(prosigns, start=1):
        line.near.post.queue(text_of(serial, prosign), prosign)
    for fault in faults:
        line.connect()
        faulty = _with(fault)
        line.run(*((bytes, faulty) if back else (faulty, bytes)), most=150)
        _holds(line)
        line.cut()
        if fault.kind == "restart near":
            line.near.post.restarted()
            line.near.restart()
        elif fault.kind == "restart far":
            line.far.restart()
    line.connect()
    for _ in range(4):
        line.run(most=150)
        line.tick(6)
    _holds(line)
    assert sorted(line.far.post.serials) == list(range(1, len(prosigns) + 1))
    assert line.near.post.unacknowledged == []


@settings(max_examples=20)
@given(
    st.lists(st.integers(0, 1500), max_size=6), st.lists(st.sampled_from(PROSIGNS), min_size=2, max_size=6)
)
def test_a_line_that_only_breaks_keeps_the_order_within_a_precedence(
    cuts: list[int], prosigns: list[str]
) -> None:
    line = Table()
    for serial, prosign in enumerate(prosigns, start=1):
        line.near.post.queue(text_of(serial, prosign), prosign)
    for after in cuts:
        line.connect()
        line.run(_with(Fault("cut", after, 1)), most=150)
        line.cut()
    line.connect()
    line.run()
    came = line.far.post.serials
    for prosign in PROSIGNS:
        own = [serial for serial in came if prosigns[serial - 1] == prosign]
        assert own == sorted(own)
