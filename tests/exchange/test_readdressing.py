"""Readdressal: what a post holds goes on to others under a heading of its own."""

from __future__ import annotations

import pytest
from tests.exchange.conftest import Maker
from tests.exchange.messages import message
from tests.exchange.posts import as_carried, circuit, file_all, hand_over, send

from reftel.exchange.keeping import journal
from reftel.exchange.post.config import PostError
from reftel.exchange.post.place import Place
from reftel.exchange.receiving.analysis import analyse
from reftel.exchange.receiving.readdressing import readdress


@pytest.fixture
def tunis(post: Maker) -> Place:
    """Tunis, which holds a telegram of London in two sections."""
    place = post("TUNIS", circuit("TUF", "RUEHFT", "R"))
    for section in ("SECTION 01 OF 02", "SECTION 02 OF 02"):
        hand_over(place, "TUF", message("RUEHTU", section=section, to=("RUEHTU/AMEMBASSY TUNIS 0007",)))
    file_all(place)
    return place


def test_a_telegram_is_readdressed_letter_by_letter_under_a_new_heading(tunis: Place) -> None:
    """ACP 127(G) paras 501-504; each section by itself."""
    who = tunis.config.person_named("operator")
    assert len(readdress(tunis, "06LONDON118", who, to=["Rome"], info=["STATE"], word="PRIORITY")) == 2
    sent = send(tunis, "TUF")
    assert sent is not None
    head, _, below = sent.text.partition("\nR 101000Z MAY 06\n")
    assert head == (
        "PP RUEHRO RUEHC\nDE RUEHTU #0001 1301200\nZNR UUUUU\nP 101200Z MAY 06\nFM AMEMBASSY TUNIS\n"
        "TO RUEHRO/AMEMBASSY ROME\nINFO RUEHC/SECSTATE WASHDC"
    )
    original = tunis.book.one("SELECT text FROM message WHERE id = 1")[0].partition("\nR 101000Z MAY 06\n")[2]
    assert below == original.replace("#0118", "#0001")
    assert [one.name for one in analyse(sent.text).heading.action] == ["AMEMBASSY ROME"]
    assert "readdressed" in [entry.event for entry in journal.entries(tunis.book, "message 1")]
    assert journal.broken(tunis.book) is None


@pytest.mark.parametrize(
    ("mrn", "who", "to", "word", "told"),
    [
        ("06LONDON999", "operator", "Rome", "", "holds no such telegram"),
        ("06LONDON118", "poole", "Rome", "", "poole is no releaser or communicator"),
        ("06LONDON118", "operator", "Atlantis", "", "Atlantis: no list knows it"),
        ("06LONDON118", "operator", "Rome", "SOON", "SOON is no precedence: write one of"),
    ],
)
def test_what_cannot_be_readdressed_is_told_and_not_sent(
    tunis: Place, mrn: str, who: str, to: str, word: str, told: str
) -> None:
    with pytest.raises(PostError, match=told):
        readdress(tunis, mrn, tunis.config.person_named(who), to=[to], word=word)
    assert send(tunis, "TUF") is None


def test_what_is_in_cipher_is_not_readdressed(tunis: Place) -> None:
    """F-59."""
    cipher = message("RUEHTU", serial=7, to=("RUEHTU/AMEMBASSY TUNIS",)).partition("\nBT\n")
    text = f"{cipher[0]}\nBT\nQXWVT PLMNB ZXCVR\nTREWQ LKJHG\nBT\n#0007\n\n\nNNNN\n"
    hand_over(tunis, "TUF", text)
    tunis.book.put("UPDATE message SET mrn = '2006LONDON7' WHERE serial = 7")
    with pytest.raises(PostError, match="its text is in cipher"):
        readdress(tunis, "06LONDON7", tunis.config.person_named("operator"), to=["Rome"])
    assert send(tunis, "TUF") is None


def test_what_was_readdressed_twice_shows_its_headings_in_order(tunis: Place, post: Maker) -> None:
    """F-58: the outer heading counts; the oldest stands last, with its own date-time group."""
    rome = post("ROME", circuit("RFA", "RUEHFT", "R"))
    readdress(tunis, "06LONDON118", tunis.config.person_named("operator"), to=["Rome"])
    for _ in range(2):
        sent = send(tunis, "TUF")
        assert sent is not None
        hand_over(rome, "RFA", as_carried(sent))
    file_all(rome)
    readdress(rome, "06LONDON118", rome.config.person_named("operator"), to=["STATE"])
    sent = send(rome, "RFA")
    assert sent is not None
    heading = analyse(sent.text).heading
    assert heading.originator is not None and heading.originator.name == "AMEMBASSY ROME"
    assert [one.originator and one.originator.name for one in heading.originals] == [
        "AMEMBASSY TUNIS",
        "AMEMBASSY LONDON",
    ]
    assert heading.originals[-1].dtg == "2006-05-10T10:00:00Z"
