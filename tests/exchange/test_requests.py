"""Questions to other stations, and the answers that close them."""

from __future__ import annotations

import pytest
from tests.exchange.conftest import Maker
from tests.exchange.messages import message
from tests.exchange.posts import Clock, circuit, hand_over, send

from reftel.exchange.post.place import Place
from reftel.exchange.watch.looking import look
from reftel.exchange.watch.standing import alarms


@pytest.fixture
def asked(post: Maker, clock: Clock) -> Place:
    """Tunis, which has asked London for two running numbers that did not come, in its messages 1 and 2."""
    tunis = post("TUNIS", circuit("TUF", "RUEHFT", "R"))
    for serial, number in ((1, 7), (2, 10)):
        hand_over(
            tunis, "TUF", message("RUEHTU", serial=serial, to=(f"RUEHTU/AMEMBASSY TUNIS {number:04d}",))
        )
    clock.now += 7 * 3600
    look(tunis)
    return tunis


def answer(words: str, sender: str = "RUEHLO") -> str:
    return message("RUEHTU", serial=3, sender=sender, to=("RUEHTU",), body=words, level="UNCLAS SVC")


def test_an_answer_closes_the_request_that_it_names(asked: Place) -> None:
    sent = send(asked, "TUF")
    assert sent is not None and "INT ZDK RUNNING NUMBER 0008 AMEMBASSY LONDON TO AMEMBASSY TUNIS" in sent.text
    found = hand_over(asked, "TUF", answer("ZUI RUEHTU 0001 0008 AMEMBASSY LONDON WAS NOT USED"))
    assert found.reason == "service message"
    assert asked.book.rows("SELECT outcome FROM request ORDER BY id") == [("service message 5",), ("",)]


@pytest.mark.parametrize(
    ("words", "sender"),
    [
        ("0008 AMEMBASSY LONDON WAS NOT USED", "RUEHLO"),  # our question is not named
        ("ZUI RUEHTU 0001 0008 AMEMBASSY LONDON WAS NOT USED", "RUEHC"),  # London was asked
        ("ZUI RUEHRO 0001 0008 AMEMBASSY LONDON WAS NOT USED", "RUEHLO"),  # a question of Rome's
        ("ZUI RUEHTU 0003 0008 AMEMBASSY LONDON WAS NOT USED", "RUEHLO"),  # no question
    ],
)
def test_what_only_looks_like_an_answer_closes_nothing(asked: Place, words: str, sender: str) -> None:
    hand_over(asked, "TUF", answer(words, sender))
    assert asked.book.rows("SELECT outcome FROM request") == [("",), ("",)]
    assert "see `reftel post service`" in "\n".join(one.text for one in alarms(asked.book))
