"""Two ends of a circuit: what the far station has acknowledged it has, whatever befalls the line."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.circuits.ends import End, Line, Post, Table, text_of

from reftel.exchange.circuits import garbles
from reftel.exchange.circuits.settings import Settings
from reftel.exchange.seam import Outgoing


def table(*serials: int, prosign: str = "R", **settings: object) -> Table:
    made = Table(**settings)
    for serial in serials:
        made.near.post.queue(text_of(serial, prosign), prosign)
    return made


def test_messages_arrive_in_order_and_are_acknowledged() -> None:
    line = table(*range(1, 200))
    line.connect()
    line.run()
    assert line.far.post.serials == list(range(1, 200))
    assert line.near.post.unacknowledged == []
    assert not line.near.post.alarms + line.far.post.alarms


class Flood(Post):
    """A post with so many messages that they are not looked through for each."""

    def take(self) -> Outgoing | None:
        if self.count == len(self.queued):
            return None
        one = self.queued[self.count]
        one.state = "taken"
        self.count += 1
        channel = f"{self.designator}{(self.count - 1) % 999 + 1:03d}"
        return Outgoing(id=one.id, circuit=self.designator, channel=channel, precedence="R", text=one.text)

    def urgent_waits(self, sending: Outgoing) -> bool:
        return False


@pytest.mark.slow
def test_ten_thousand_small_messages_come_in_order_over_ten_cycles_of_numbers() -> None:
    line = Table()
    line.near = End(Flood("TSA"), line.near.settings)
    for serial in range(10_000):
        line.near.post.queue(text_of(serial, words="LIT."))
    line.connect()
    line.run(steps=40_000)
    assert line.far.post.serials == list(range(10_000))
    assert len(line.far.post.delivered) == 10_000
    assert line.near.post.unacknowledged == []
    assert not line.near.post.alarms + line.far.post.alarms


@pytest.mark.parametrize("alphabet", ["ia5", "ita2", "ata2"])
@pytest.mark.parametrize("parity", ["none", "even"])
def test_every_alphabet_carries_them(alphabet: str, parity: str) -> None:
    if parity == "even" and alphabet != "ia5":
        pytest.skip("five levels have no parity")
    line = table(1, 2, 3, alphabet=alphabet, parity=parity)
    line.connect()
    line.run()
    assert len(line.far.post.delivered) == 3
    assert line.near.post.unacknowledged == []


def test_nothing_is_acknowledged_that_is_not_on_the_disk() -> None:
    line = table(1, 2)
    line.far.post.full = True
    line.connect()
    line.run()
    assert line.near.post.unacknowledged == [0, 1]
    line.cut()
    line.far.post.full, line.far.dropped = False, []
    line.connect()
    line.run()
    assert line.far.post.serials == [1, 2]
    assert line.near.post.unacknowledged == []


def stream_of(line: Table) -> int:
    """How many bytes the near end writes in all."""
    written = 0

    def counted(data: bytes) -> bytes:
        nonlocal written
        written += len(data)
        return data

    line.connect()
    line.run(counted)
    return written


def test_a_line_that_is_cut_at_any_byte_goes_on_at_the_right_message() -> None:
    whole = stream_of(table(1, 2))
    for at in range(whole + 1):
        line = table(1, 2)
        line.connect()
        left = at

        def until(data: bytes) -> bytes:
            nonlocal left
            given, left = data[:left], max(0, left - len(data))
            return given

        for _ in range(4):
            if data := line.near.write(200):
                line.far.read(until(data))
            if data := line.far.write():
                line.near.read(data)
        line.cut()
        line.connect()
        line.run()
        assert line.far.post.serials == [1, 2], at
        assert len(line.far.post.delivered) == 2, at
        assert line.near.post.unacknowledged == [], at


def test_acknowledgements_that_are_cut_at_any_byte_cost_nothing() -> None:
    for at in range(0, 260, 3):
        line = table(1, 2)
        line.connect()
        left = at

        def until(data: bytes) -> bytes:
            nonlocal left
            given, left = data[:left], max(0, left - len(data))
            return given

        line.run(back=until)
        line.cut()
        line.connect()
        line.run()
        assert len(line.far.post.delivered) == 2, at
        assert line.near.post.unacknowledged == [], at


def test_a_post_that_is_killed_sends_again_what_it_did_not_know_to_have_arrived() -> None:
    line = table(1, 2, 3)
    line.connect()
    line.run(back=lambda data: data if b"000" in data else b"")  # only the first report comes through
    assert line.near.post.unacknowledged == [0, 1, 2]
    line.cut()
    line.near.post.restarted()
    line.near.restart()
    line.connect()
    line.run()
    assert line.far.post.serials == [1, 2, 3]
    again = [one for one in line.far.post.delivered if "ZFD" in one.text.partition("\n")[0]]
    assert len(again) == 3
    assert line.near.post.unacknowledged == []


def test_flash_breaks_in_and_what_it_interrupted_comes_again_whole() -> None:
    line = table()
    line.near.post.queue(text_of(1, "R", "LAMPS. " * 800), "R")
    line.near.post.queue(text_of(2, "R"), "R")
    line.connect()
    line.far.read(line.near.write(500))
    line.near.read(line.far.write())
    line.far.read(line.near.write(500))
    line.near.post.queue(text_of(3, "Z"), "Z")
    line.run(most=300)
    assert line.far.post.serials == [3, 1, 2]
    assert [one.kind for one in line.far.post.came] == ["cancelled", "message", "message", "message"]
    assert line.near.post.unacknowledged == []
    assert not line.far.post.services


def test_a_flash_message_is_receipted_at_once_unless_zgc_says_no() -> None:
    heard = bytearray()

    def listening(data: bytes) -> bytes:
        heard.extend(data)
        return data

    line = table()
    line.near.post.queue(text_of(1, "Z"), "Z")
    line.near.post.queue(text_of(2, "Z").replace("ZNR UUUUU", "ZNR UUUUU ZGC"), "Z")
    line.connect()
    line.run(back=listening)
    assert b"\r\r\nR Z TSA001\r\r\n" in heard
    assert b"R Z TSA002" not in heard
    assert line.near.post.unacknowledged == []


def drop(nth: int) -> object:
    """A line that loses the nth message as a whole, and nothing else."""
    seen = 0

    def losing(data: bytes) -> bytes:
        nonlocal seen
        if b"VZCZC" in data:
            seen += 1
            return b"" if seen == nth else data
        return data

    return losing


def test_an_open_number_is_asked_for_and_comes_again() -> None:
    line = table(*range(1, 9))
    line.connect()
    line.run(drop(3))  # type: ignore[arg-type]
    assert "ZFX TSA003" in line.far.post.services
    assert sorted(line.far.post.serials) == list(range(1, 9))
    assert len(line.far.post.delivered) == 8
    assert line.near.post.unacknowledged == []


def test_the_last_message_is_missed_when_the_sender_asks() -> None:
    line = table(1, 2)
    line.connect()
    line.run(drop(2))  # type: ignore[arg-type]
    assert line.near.post.unacknowledged == [1]
    line.tick(61)
    line.run()
    assert line.far.post.serials == [1, 2]
    assert line.near.post.unacknowledged == []


def test_a_message_without_its_end_is_asked_for_again() -> None:
    line = table(1, 2, 3)
    line.connect()
    line.run(lambda data: data.partition(b"\n#0002")[0] if b"TSA002" in data else data)
    assert sorted(line.far.post.serials) == [1, 2, 3]
    assert "TSA002 ZES2" in line.far.post.services
    assert line.near.post.unacknowledged == []


def test_a_message_that_lost_only_its_end_is_delivered_with_a_mark() -> None:
    line = table(1, 2, 3)
    line.connect()
    line.run(lambda data: data.replace(b"NNNN", b"NNN") if b"TSA002" in data else data)
    assert line.far.post.serials == [1, 2, 3]
    assert any("T1601" in said for said in line.far.post.delivered[1].findings)
    assert not line.far.post.services


def test_a_peer_that_never_acknowledges_is_asked_three_times_and_left() -> None:
    line = table(1)
    line.connect()
    line.run(back=lambda data: data if b"000" in data else b"")
    for _ in range(3):
        line.tick(61)
        line.run(back=lambda data: b"")
        assert not line.near.dropped
    line.tick(61)
    assert line.near.dropped == ["the far station never acknowledges"]
    assert line.near.post.queued[0].suspected


def midst_of_a_message() -> Table:
    """The far station is in the midst of a long message when the near one has something to send."""
    line = table(patience=3.0)
    line.far.post.queue(text_of(2, words="THE LAMP IS LIT. " * 4000, calling="RVHAMF"))
    line.connect()
    slowly(line, 20)
    line.near.post.queue(text_of(1))
    return line


def slowly(line: Table, seconds: int) -> None:
    """A second for each 256 characters that the far station writes."""
    for _ in range(seconds):
        line.far.read(line.near.write())
        line.near.read(line.far.write(most=256))
        line.tick(1)


def test_a_peer_in_the_midst_of_a_long_message_is_not_taken_to_be_gone() -> None:
    line = midst_of_a_message()
    slowly(line, 100)  # what it has received it can tell only behind its message
    assert line.near.post.unacknowledged == [0]
    slowly(line, 300)
    assert not line.near.dropped + line.far.dropped
    assert line.near.post.unacknowledged == line.far.post.unacknowledged == []


def test_a_peer_that_only_asks_behind_an_end_that_was_garbled_is_not_in_the_midst_of_a_message() -> None:
    line = table(patience=3.0)
    line.far.post.queue(text_of(2, calling="RVHAMF"))
    line.connect()
    line.run(back=lambda data: data.replace(b"NNNN", b"NNN"))
    line.near.post.queue(text_of(1))
    line.near.write()
    for _ in range(8):
        line.near.read(b"\r\r\nINT ZID HAT001 IMI INT ZID HAT001\r\r\n")
        for _ in range(3):
            line.near.tick(1)
            line.near.write()
    assert line.near.dropped


def test_a_peer_that_stops_in_the_midst_of_a_message_is_left() -> None:
    line = midst_of_a_message()
    slowly(line, 20)
    for _ in range(40):
        line.near.tick(1)
        line.near.write()
    assert set(line.near.dropped) == {"the far station never acknowledges"}


def test_a_peer_that_never_says_how_far_it_has_received_is_sent_nothing() -> None:
    line = table(1)
    line.connect()
    line.run(back=lambda data: b"")
    assert not line.far.post.came
    line.tick(61)
    assert line.near.dropped


def test_no_more_is_under_way_than_the_window_holds() -> None:
    line = table(*range(1, 50), window=8)
    line.connect()
    line.run(back=lambda data: data if b"000" in data else b"")
    assert len(line.far.post.delivered) == 8
    line.run()


def test_a_peer_that_sends_without_end_costs_no_more_than_the_limit() -> None:
    far = End(Post("HAT"), Settings(connect="localhost:1", limit=10_000))
    far.connect()
    far.read(b"\r\r\nVZCZCTSA001     \r\r\nRR RVHAMF\r\r\n")
    for _ in range(200):
        far.read(b"LAMPS " * 500 + b"\r\r\n")
        assert far.terminal.receiving is not None
        assert far.terminal.receiving._reader.held <= 10_000
    far.read(b"\r\r\n\n\n\n\n\n\n\n\nNNNN" + b"\x7f" * 12)
    assert far.dropped[0].startswith("a message of more than 10000 bytes")
    assert [one.kind for one in far.post.came] == ["refused"]


def test_numbers_that_jump_back_are_told_and_counted_on_from_there() -> None:
    line = table()
    line.near.post.count = 400
    for serial in (1, 2):
        line.near.post.queue(text_of(serial))
    line.near.restart()
    line.connect()
    line.run()
    line.cut()
    line.near.post.count = 90  # restored from an old copy
    line.near.restart()
    for serial in (3, 4):
        line.near.post.queue(text_of(serial))
    line.connect()
    line.run()
    assert line.far.post.serials == [1, 2, 3, 4]
    assert "the far station has everything to TSA402, which was never sent" in line.near.post.alarms
    assert "TSA402 cannot have been sent: 090 was sent last" in line.far.post.alarms
    assert line.near.post.unacknowledged == []


def test_after_number_999_comes_001() -> None:
    line = table()
    line.near.post.count = 996
    line.near.restart()
    for serial in range(1, 7):
        line.near.post.queue(text_of(serial))
    line.connect()
    line.run()
    assert line.far.post.serials == list(range(1, 7))
    assert line.near.post.unacknowledged == []
    assert not line.far.post.alarms + line.far.post.services


def test_one_number_on_two_messages_is_told_and_both_are_delivered() -> None:
    line = table(1, 2, 3)
    line.connect()
    line.run(lambda data: data.replace(b"TSA003", b"TSA002"))
    assert line.far.post.serials == [1, 2, 3]
    assert "ZFQ TSA002" in line.far.post.services


def test_a_frame_that_comes_twice_is_handed_over_twice_and_counted_once() -> None:
    """The post knows a message by its identification; the transport only tells that the number came again."""
    line = table(1, 2)
    line.connect()
    line.run(lambda data: data + data)
    assert line.far.post.serials == [1, 2]
    assert any("TSA001 came again" in one for one in line.far.post.alarms)
    assert not line.far.post.services


def test_frames_out_of_order_open_a_number_and_close_it() -> None:
    line = table(1, 2, 3)
    line.connect()
    kept = b""

    def swapped(data: bytes) -> bytes:
        nonlocal kept
        if b"TSA001" in data:
            kept = data
            return b""
        data, kept = data + kept, b""
        return data

    line.run(swapped)
    assert sorted(line.far.post.serials) == [1, 2, 3]
    assert line.near.post.unacknowledged == []


@pytest.mark.parametrize("ahead", [7, 60, 300, 480])
def test_a_number_that_jumps_ahead_acknowledges_nothing_that_did_not_come(ahead: int) -> None:
    """A station that is told of a number which it never sent believes nothing, and tells the last."""
    line = table(*range(1, 6), patience=5)
    line.connect()
    line.run()

    def jump(data: bytes) -> bytes:
        return data.replace(b"TSA006", b"TSA%03d" % (6 + ahead))

    for serial in (6, 7, 8):
        line.near.post.queue(text_of(serial))
    line.far.read(jump(line.near.write(1 << 16)))
    for _ in range(2):
        line.near.write(1 << 16)  # lost with the line
    line.cut()
    assert line.far.post.serials == [1, 2, 3, 4, 5, 6]
    for _ in range(8):
        line.connect()
        line.run()
        line.tick(6)
        line.run()
        line.cut()
        line.near.dropped.clear()
    assert sorted(line.far.post.serials) == list(range(1, 9))
    assert line.near.post.unacknowledged == []


@pytest.mark.parametrize("voided", [5, 90, 150, 400])
def test_a_long_gap_acknowledges_nothing_that_did_not_come(voided: int) -> None:
    """Many numbers are used up that the far station never hears of; what follows them is lost but for its last."""
    line = table(*range(1, 6), patience=5)
    line.connect()
    line.run()
    line.cut()
    line.near.post.count += voided
    line.near.restart()
    line.connect()
    line.near.read(line.far.write())
    for serial in range(6, 40):
        line.near.post.queue(text_of(serial))
    lines = [line.near.write(1 << 16) for _ in range(40)]
    line.far.read([one for one in lines if one][-1])
    for _ in range(12):
        line.run()
        line.tick(6)
        line.run()
        if line.near.dropped:
            line.near.dropped.clear()
            line.cut()
            line.connect()
    assert sorted(line.far.post.serials) == list(range(1, 40))
    assert line.near.post.unacknowledged == []


def test_a_message_that_is_odd_in_itself_is_asked_for_once_and_then_taken_as_it_is() -> None:
    """The number behind its text is another one: the end of another message, or it was written so."""
    line = table()
    line.near.post.queue(text_of(1).replace("\n#0001", "\n#0009"))
    line.near.post.queue(text_of(2))
    line.connect()
    line.run()
    assert sorted(line.far.post.serials) == [1, 2]
    assert line.near.post.unacknowledged == []
    assert [one for one in line.far.post.services if "ZES2" in one] == ["TSA001 ZES2"]
    (odd,) = (one for one in line.far.post.delivered if "#0009" in one.text)
    assert any("it came so twice" in said for said in odd.findings)


def test_what_the_end_of_the_line_shows_to_be_glued_is_not_delivered() -> None:
    line = table()
    line.connect()
    line.run()
    glued = text_of(1).replace("\n#0001", "\n#0009").rstrip().replace("\n", "\r\r\n")
    line.far.read(f"\r\r\nVZCZCTSA001\r\r\n{glued}".encode())
    line.cut()
    assert [one.kind for one in line.far.post.came] == ["cut"]


def test_a_message_of_five_megabytes_goes_where_the_limit_allows_and_is_refused_elsewhere() -> None:
    words = "LAMPS ARE LIT ALONG THE QUAY. " * 174_000
    for limit, state in ((8_000_000, "acknowledged"), (1_000_000, "refused")):
        line = table(limit=limit)
        line.near.post.queue(text_of(1, words=words))
        line.near.post.queue(text_of(2))
        line.connect()
        line.run(most=1 << 20)
        assert [one.state for one in line.near.post.queued] == [state, "acknowledged"]
        assert line.far.post.serials[-1] == 2
        assert not line.far.post.services


def test_what_cannot_be_sent_is_refused_and_its_number_is_told_to_be_void() -> None:
    line = table(1)
    line.near.post.queue(text_of(2, words="THE SWITCH PRINTED\nZCZC TSA041\nIN MID-TEXT."))
    line.near.post.queue(text_of(3))
    line.connect()
    line.run()
    assert [one.state for one in line.near.post.queued] == ["acknowledged", "refused", "acknowledged"]
    assert line.far.post.serials == [1, 3]
    assert not line.far.post.services


def garbling(share: float, seed: int) -> Line:
    """A line on which one bit of that share of the characters is wrong."""
    chance = random.Random(seed)

    def garbled(data: bytes) -> bytes:
        return bytes(byte ^ 1 << chance.randrange(8) if chance.random() < share else byte for byte in data)

    return garbled


@pytest.mark.parametrize("seed", range(3))
def test_one_character_in_a_hundred_garbled_is_seen_and_mended(seed: int) -> None:
    """Even parity shows each; two copies, garbled at different places, make one that is whole."""
    line = table(*range(1, 13), parity="even", patience=5)
    line.connect()
    out, back = garbling(0.01, seed), garbling(0.01, seed + 100)
    for _ in range(100):
        line.run(out, back)
        if not line.near.post.unacknowledged:
            break
        line.tick(6)
        for end in (line.near, line.far):
            if end.dropped:
                end.dropped.clear()
                line.cut()
                line.connect()
    assert not line.near.post.unacknowledged
    assert sorted(line.far.post.serials) == list(range(1, 13))
    for one in line.far.post.delivered:
        serial = int(one.text.partition("#")[2][:4])
        assert one.text.partition("\n")[2].split() == text_of(serial).split()


def garbled_at(**words: str) -> Line:
    """A line that garbles one letter of this word in the message of this number."""

    def garble(data: bytes) -> bytes:
        for channel, word in words.items():
            if channel.encode() in garbles.plain(data):
                sound = garbles.even(word.encode())
                data = data.replace(sound, bytes((sound[0], sound[1] ^ 2, *sound[2:])))
        return data

    return garble


def test_the_second_garbled_copy_completes_the_first() -> None:
    line = table(1, parity="even")
    line.connect()
    line.run(garbled_at(TSA001="MINFOR", TSA003="LAMP"))
    (one,) = line.far.post.delivered
    assert (one.channel, one.text.partition("\n")[2].split()) == ("TSA003", text_of(1).split())
    assert one.findings == ("made of copies that were garbled at other places",)


def test_a_station_is_given_the_time_to_read_a_long_message() -> None:
    """Else it would be asked, and at last taken to be gone, while it still reads."""
    line = table(patience=5)
    line.near.post.queue(text_of(1, words="THE LAMP IS LIT.\n" * 20_000))
    line.connect()
    line.near.read(line.far.write())
    while line.near.write(65_536):
        pass  # the far station reads, and says nothing yet
    line.near.tick(7)
    assert line.near.write() == b""
    line.near.tick(3)
    assert b"INT ZID TSA001" in line.near.write()


def test_a_garbled_flash_is_handed_over_at_once_subject_to_correction_and_comes_again() -> None:
    line = table(1, prosign="Z", parity="even")
    line.connect()

    line.run(garbled_at(TSA001="LAMP"))
    first, second = line.far.post.delivered
    assert any("subject to correction" in said for said in first.findings)
    assert "THE LAMP IS LIT" in second.text
    assert "TSA001 ZES2" in line.far.post.services
    assert line.near.post.unacknowledged == []


ALL = "ZES2 ZFX ZDK ZFR ZID ZUI ZAR2 ZBQ ZNZ INT TO FOLLOWING AWAITING IMI R Z"
SIGNALS = st.sampled_from(ALL.split())
WORDS = SIGNALS | st.builds("{}{:03d}".format, st.sampled_from(["TSA", "HAT", "ZZZ"]), st.integers(0, 1200))


@given(st.lists(WORDS, max_size=12))
def test_no_row_of_signals_stops_a_circuit(words: list[str]) -> None:
    line = table(1, 2, 3)
    line.connect()
    said = " ".join(words)
    line.far.post.queue(f"PP RVKBTS\nDE RVHAMF 14/1015Z\nZNR UUUUU\n{said}\nNNNN\n", "P", service=True)
    line.near.read(f"\r\r\n{said} IMI {said}\r\r\n".encode())
    line.run(most=100)
    line.tick(61)
    line.run()
    assert set(line.far.post.serials) <= {1, 2, 3}


@pytest.mark.parametrize("signal", ["ZBQ", "ZEC", "ZPC", "ZNZ", "ZDE", "ZDF", "ZUJ"])
def test_signals_that_are_recalled_or_mean_nothing_here_are_shown_and_not_acted_on(signal: str) -> None:
    line = table(1)
    line.connect()
    line.run()
    line.far.post.queue(
        f"PP RVKBTS\nDE RVHAMF 14/1015Z\nZNR UUUUU\n{signal} TSA001\nNNNN\n", "P", service=True
    )
    line.run()
    assert [one.text.split("\n")[4] for one in line.near.post.came] == [f"{signal} TSA001"]
    assert len(line.far.post.delivered) == 1
    assert not line.near.post.services


@pytest.mark.parametrize(
    ("asked", "answer", "copies"),
    [
        ("TSA001 ZES2", "ZUI HAT001 ZDK TSA001", 2),
        ("INT ZDK TRANSMISSION FOLLOWING TSA001", "ZUI HAT001 ZDK TSA002", 1),
        ("ZFX TSA700", "ZUI HAT001 ZFR TSA700", 1),
    ],
)
def test_an_operator_who_asks_for_a_number_of_the_past_gets_it_again(
    asked: str, answer: str, copies: int
) -> None:
    line = table(1, 2)
    line.connect()
    line.run()
    line.far.post.queue(f"PP RVKBTS\nDE RVHAMF 14/1015Z\nZNR UUUUU\n{asked}\nNNNN\n", "P", service=True)
    line.run()
    assert line.near.post.services == [answer]
    assert sum("#0001" in one.text for one in line.far.post.delivered) == copies


def test_the_end_of_another_message_glued_to_a_beginning_is_told_by_its_number() -> None:
    line = table(1, 2, 3)
    line.connect()
    kept = b""

    def glued(data: bytes) -> bytes:
        nonlocal kept
        if b"TSA001" in data:
            kept = data.partition(b"THE LAMP")[0]
            return b""
        if b"TSA002" in data and kept:
            data, kept = kept + data.partition(b"THE LAMP")[2], b""
        return data

    line.run(glued)
    assert sorted(line.far.post.serials) == [1, 2, 3]
    assert line.far.post.came[0].kind == "cut"
    assert line.near.post.unacknowledged == []


@pytest.mark.parametrize("numbers", ["daily", "running"])
def test_numbers_that_begin_anew_at_midnight_alarm_nobody_where_that_is_agreed(numbers: str) -> None:
    """By the sender's clock, which may be an hour off: the receiver's own is not asked."""
    line = table()
    line.far = End(Post("HAT"), line.far.settings, numbers=numbers)
    line.near.post.count = 163
    line.near.post.queue(text_of(1))
    line.near.restart()
    line.connect()
    line.run()
    line.near.post.count = 0
    for serial in (2, 3):
        line.near.post.queue(text_of(serial))
    line.run()
    assert line.far.post.serials == [1, 2, 3]
    assert line.near.post.unacknowledged == []
    assert bool(line.far.post.alarms + line.far.post.services) is (numbers == "running")
