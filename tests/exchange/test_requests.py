"""Questions to other stations, and the answers that close them."""

from __future__ import annotations

import pytest
from tests.exchange.conftest import Maker
from tests.exchange.messages import message
from tests.exchange.posts import Clock, circuit, hand_over, send
from tests.exchange.test_commands import reftel

from reftel.exchange.post.config import NotAllowed, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.watch.looking import look
from reftel.exchange.watch.questions import close, questions
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


def test_an_operator_sees_what_is_open_and_closes_what_has_become_known(asked: Place, clock: Clock) -> None:
    """ACP 127(G) para 419."""
    first, second = questions(asked)
    assert (first.kind, first.subject, first.asked) == (
        "running number",
        "0008 AMEMBASSY LONDON TO AMEMBASSY TUNIS",
        1,
    )
    operator, poole = (asked.config.person_named(name) for name in ("operator", "poole"))
    with pytest.raises(NotAllowed):
        close(asked, first.id, poole, "it was not used")
    with pytest.raises(PostError, match="say what became of question 1"):
        close(asked, first.id, operator, " ")
    close(asked, first.id, operator, "it was not used")
    assert questions(asked) == (second,)
    assert asked.book.one("SELECT outcome FROM request WHERE id = ?", first.id) == (
        "operator: it was not used",
    )
    clock.now += 40 * 3600
    look(asked)
    assert [one.asked for one in questions(asked)] == [2]
    with pytest.raises(PostError, match="there is no open question 1"):
        close(asked, first.id, operator, "again")
    on = ("--post", asked.folder)
    assert "asked 2 times  running number 0009 AMEMBASSY LONDON" in reftel("post", "questions", *on)
    reftel("post", "questions", "--close", str(second.id), "--reason", "not used", *on, "--who", "operator")
    assert reftel("post", "questions", *on) == ""
