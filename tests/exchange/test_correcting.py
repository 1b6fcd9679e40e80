"""Garbled messages go on subject to correction, and their corrections after them."""

from __future__ import annotations

from tests.exchange.conftest import Maker
from tests.exchange.messages import message
from tests.exchange.posts import as_carried, circuit, hand_over, send

from reftel.exchange.post.place import Place
from reftel.exchange.receiving.taking import take_in
from reftel.exchange.seam import Incoming
from reftel.exchange.watch.standing import alarms


def garbled(prosign: str = "O", channel: str = "LFA001", body: str = "1. THE LXMP IS LIT.") -> Incoming:
    text = message("RUEHTU", "RUEHC", prosign=prosign, channel=channel, body=body)
    return Incoming(circuit="FRO", raw=text.encode(), text=text, channel=channel, doubtful=True)


def test_a_garbled_message_goes_on_once_subject_to_correction_and_its_correction_after_it(
    relay: Place, post: Maker
) -> None:
    """F-75, ACP 127(G) para 420: behind a pilot with ZDG; the correct copy is a message of its own."""
    tunis = post("TUNIS", circuit("TUF", "RUEHFT", "R"))
    with relay.book.transaction():
        assert take_in(relay.book, relay.config, garbled()).fate == "taken"
        again = take_in(relay.book, relay.config, garbled(channel="LFA002", body="1. THE LAXP IS LIT."))
    assert again.fate == "duplicate"
    doubtful = send(relay, "FTU")
    assert doubtful is not None
    assert doubtful.text.startswith("OO RUEHTU ZNR UUUUU ZDG RUEHFT\nOO RUEHTU RUEHC\n")
    hand_over(tunis, "TUF", as_carried(doubtful))
    assert hand_over(relay, "FRO", message("RUEHTU", "RUEHC", prosign="O", channel="LFA003")).fate == "taken"
    correct = send(relay, "FTU")
    assert correct is not None and "ZDG" not in correct.text
    hand_over(tunis, "TUF", as_carried(correct))
    assert hand_over(tunis, "TUF", as_carried(doubtful)).fate == "duplicate"
    for place in (relay, tunis):
        states = place.book.rows("SELECT state FROM message WHERE kind = 'telegram' ORDER BY id")
        assert states == [("corrected",), ("taken",)]
        assert not any("two texts" in one.text for one in alarms(place.book))
