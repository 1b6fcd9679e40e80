"""What an operator does by hand: with what is held, what could not be handled, and what offices have."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.conftest import Maker
from tests.exchange.messages import message
from tests.exchange.posts import NOON, Clock, circuit, file_all, hand_over, make, send
from tests.exchange.test_commands import reftel

from reftel.exchange.keeping import journal
from reftel.exchange.post.config import NotAllowed, Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.receiving.by_hand import as_it_came, take_again
from reftel.exchange.receiving.held_by_offices import give, held, settle, waiting
from reftel.exchange.receiving.taking import take_in
from reftel.exchange.seam import Incoming
from reftel.exchange.watch.looking import look
from reftel.exchange.watch.operating import drop, let_go, set_closed
from reftel.exchange.watch.standing import alarms, standing

PROFILE = """
[[office]]
symbol = "PAS"
level = "UNCLASSIFIED"
[[distribution]]
name = "closed"
captions = ["NODIS"]
action = "EXEC"
only = true
[[distribution]]
name = "trade"
tags = ["ETRD"]
action = "ECON"
info = ["EXEC"]
[[distribution]]
name = "fisheries"
words = ["FISHER*", "COD"]
info = ["POL"]
"""


@pytest.fixture
def tunis(post: Maker) -> Place:
    return post("TUNIS", circuit("TUF", "RUEHFT", "R"), more=PROFILE)


def person(place: Place, name: str = "operator") -> Person:
    return place.config.person_named(name)


def states(place: Place) -> list[tuple[str, str]]:
    return place.book.rows("SELECT circuit, state FROM transmission ORDER BY id")


def events(place: Place, subject: str) -> list[str]:
    return [entry.event for entry in journal.entries(place.book, subject)]


def test_what_no_circuit_led_to_goes_when_one_does(relay: Place) -> None:
    """R-20: the operator enters the route, and the message goes as it came."""
    hand_over(relay, "FWA", message("RVKBLN"))
    with pytest.raises(
        PostError, match=r"route: no circuit leads to RVKBLN: enter a route for it in post.toml"
    ):
        let_go(relay, 1, person(relay))
    config = relay.folder / "post.toml"
    told = config.read_text("utf-8").replace('routes = ["RUEHTU"]', 'routes = ["RUEHTU", "RVKBLN"]')
    config.write_text(told, encoding="utf-8")
    with Place(relay.folder, clock=relay.book.clock) as again:
        let_go(again, 1, person(again))
        sent = send(again, "FTU")
    assert sent is not None and sent.called == ("RVKBLN",)
    assert "let go by operator" in events(relay, "message 1")


def test_what_was_held_for_its_level_is_not_let_onto_a_lower_circuit(relay: Place) -> None:
    hand_over(relay, "FWA", message("RUEHRO", letters="SSSSS", level="S E C R E T"))
    with pytest.raises(PostError, match="level: no circuit to RUEHRO is approved for it"):
        let_go(relay, 1, person(relay))
    assert states(relay) == [("", "held")]


def test_what_is_dropped_is_never_sent_and_says_why(relay: Place) -> None:
    hand_over(relay, "FWA", message("RVKBLN"))
    with pytest.raises(NotAllowed):
        drop(relay, 1, person(relay, "poole"), "nobody is there")
    drop(relay, 1, person(relay), "nobody is there")
    assert states(relay) == [("", "cancelled")]
    (entry,) = (one for one in journal.entries(relay.book, "message 1") if one.event == "dropped")
    assert entry.actor == "operator" and "nobody is there" in entry.parameters
    assert standing(relay).held == ()
    with pytest.raises(PostError, match="there is no held transmission 1"):
        let_go(relay, 1, person(relay))


def test_only_a_communicator_closes_a_circuit_and_what_waits_takes_another(relay: Place) -> None:
    hand_over(relay, "FTU", message("RUEHC"))
    with pytest.raises(NotAllowed):
        set_closed(relay, "FWA", True, person(relay, "poole"))
    set_closed(relay, "FWA", True, person(relay))
    look(relay)
    assert states(relay) == [("FWA", "cancelled"), ("FWB", "waiting")]
    assert events(relay, "FWA")[-1] == "closed"


GARBLED = message("RUEHTU", to=("RUEHTU/AMEMBASSY TUNIS",)).replace("RR RUEHTU", "RR 4 TU")


def test_what_could_not_be_handled_is_read_as_it_came_and_taken_in_when_it_is_mended(tunis: Place) -> None:
    """R-34: message service assistance, with the letters as they came."""
    assert hand_over(tunis, "TUF", GARBLED).fate == "service"
    assert as_it_came(tunis, "inbound 1") == GARBLED
    with pytest.raises(PostError, match="cannot be taken in: no routing line"):
        take_again(tunis, 1, person(tunis))
    fate = take_again(tunis, 1, person(tunis), GARBLED.replace("RR 4 TU", "RR RUEHTU"))
    assert fate.fate == "taken"
    assert tunis.book.one("SELECT addressee FROM delivery") == ("AMEMBASSY TUNIS",)
    assert tunis.book.one("SELECT fate, raw FROM inbound") == ("taken", GARBLED.encode())
    assert events(tunis, "message 1")[-1] == "taken in by hand"
    assert as_it_came(tunis, "message 1").startswith("RR RUEHTU\n")
    with pytest.raises(PostError, match="inbound 1 does not wait at the service position"):
        take_again(tunis, 1, person(tunis))


def test_what_a_stranger_sent_is_shown_and_never_taken_in(tunis: Place) -> None:
    text = message("RUEHTU")
    with tunis.book.transaction():
        take_in(
            tunis.book, tunis.config, Incoming(circuit="TUF", raw=text.encode(), text=text, stranger=True)
        )
    assert as_it_came(tunis, "inbound 1") == text
    with pytest.raises(PostError, match="does not wait"):
        take_again(tunis, 1, person(tunis))


@pytest.mark.parametrize("subject", ["inbound 9", "message 9", "draft 1", "inbound x", ""])
def test_what_is_not_there_cannot_be_shown(tunis: Place, subject: str) -> None:
    with pytest.raises(PostError, match=r"has no|write `inbound 12`"):
        as_it_came(tunis, subject)


def test_what_came_over_a_line_with_parity_is_shown_as_letters(post: Maker) -> None:
    place = post("TUNIS", circuit("TUF", "RUEHFT", "R", kind="tcp"))
    raw = bytes(one | (one.bit_count() % 2) << 7 for one in b"VZCZCTUF001\r\r\nTHE LAMP\r\r\n")
    with place.book.transaction():
        take_in(place.book, place.config, Incoming(circuit="TUF", raw=raw, text="", kind="cut"))
    assert as_it_came(place, "inbound 1") == "VZCZCTUF001\nTHE LAMP\n"


def received(
    place: Place, head: str = "TAGS: ETRD\n\n", body: str = "1. THE LAMP IS LIT.", **more: str
) -> None:
    text = message("RUEHTU", to=("RUEHTU/AMEMBASSY TUNIS",), body=body, **more)  # type: ignore[arg-type]
    hand_over(place, "TUF", text.replace("SUBJECT: LAMPS", f"{head}SUBJECT: LAMPS"))
    file_all(place)


def copies(place: Place) -> set[tuple[str, str]]:
    return {(one.office, one.role) for one in held(place)}


def test_the_action_moves_to_another_office_with_its_due_time(tunis: Place, clock: Clock) -> None:
    """R-51."""
    received(tunis)
    clock.now += 3600
    give(tunis, "06LONDON118", person(tunis), action="POL", recall=["EXEC"])
    assert copies(tunis) == {("POL", "action"), ("ECON", "info")}
    (task,) = waiting(tunis)
    assert (task.office, task.mrn, task.due) == ("POL", "2006LONDON118", NOON + 3 * 86_400)
    assert "action went to POL" in next(one.rule for one in held(tunis) if one.office == "ECON")
    assert events(tunis, "message 1")[-1] == "distributed by hand"
    assert standing(tunis).tasks == (task,)


@pytest.mark.parametrize(
    ("level", "head", "office", "told"),
    [
        ("C O N F I D E N T I A L", "", "PAS", "PAS gets no copy: it may hold UNCLASSIFIED at most"),
        ("UNCLAS", "", "ARMS", "there is no .*office.* ARMS"),
    ],
)
def test_nobody_gives_an_office_by_hand_what_it_may_not_hold(
    tunis: Place, level: str, head: str, office: str, told: str
) -> None:
    letters = "UUUUU" if level == "UNCLAS" else "CCCCC"
    received(tunis, head, level=level, letters=letters)
    before = copies(tunis)
    with pytest.raises(PostError, match=told):
        give(tunis, "06LONDON118", person(tunis), info=[office])
    assert copies(tunis) == before


def test_what_no_reader_can_read_is_distributed_by_hand(
    tunis: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> None:
        raise RecursionError("too deep")

    with monkeypatch.context() as patched:
        patched.setattr("reftel.exchange.receiving.filing.parse", broken)
        received(tunis)
    assert copies(tunis) == set()
    assert "distribute it by hand" in alarms(tunis.book)[-1].text
    give(tunis, "message 1", person(tunis), action="ECON", info=["EXEC"])
    assert copies(tunis) == {("ECON", "action"), ("EXEC", "info")}
    assert [one.office for one in waiting(tunis)] == ["ECON"]


def test_an_instruction_that_names_a_day_is_due_on_that_day(tunis: Place, clock: Clock) -> None:
    received(tunis)
    with pytest.raises(PostError, match="say which office"):
        give(tunis, "06LONDON118", person(tunis))
    give(tunis, "06LONDON118", person(tunis), due=NOON + 3600)
    for hours in (2, 5):
        clock.now = NOON + hours * 3600
        look(tunis)
        told = [one.text for one in alarms(tunis.book) if "has not answered" in one.text]
        assert told == ["ECON has not answered 2006LONDON118 in time"] * (1 if hours == 2 else 2)
        give(tunis, "06LONDON118", person(tunis), due=NOON + 4 * 3600)  # more time was given
    settle(tunis, "06LONDON118", person(tunis), "by telephone")
    with pytest.raises(PostError, match="no office has an open action on it"):
        give(tunis, "06LONDON118", person(tunis), due=NOON)


def test_an_action_that_was_answered_in_another_way_is_late_no_more(tunis: Place, clock: Clock) -> None:
    received(tunis)
    settle(tunis, "06LONDON118", person(tunis), "by telephone")
    clock.now += 4 * 86_400
    look(tunis)
    assert not any("has not answered" in one.text for one in alarms(tunis.book))
    assert [one.answered_by for one in held(tunis, "ECON")] == ["by telephone"]
    assert waiting(tunis) == ()
    with pytest.raises(PostError, match="no office has an open action on it"):
        settle(tunis, "06LONDON118", person(tunis), "by telephone")


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ('1. HE SPOKE OF "COD".', True),
        ("1. HE SPOKE OF (FISHERIES), AND LEFT.", True),
        ("1. THE CODE WAS CHANGED.", False),
        ("1. THE LAMP IS LIT.", False),
    ],
)
def test_a_keyword_is_a_whole_word_whatever_stands_beside_it(tunis: Place, body: str, fits: bool) -> None:
    received(tunis, body=body)
    assert (("POL", "info") in copies(tunis)) is fits


def test_copies_and_what_could_not_be_handled_on_the_command_line(tmp_path: Path) -> None:
    place = make(tmp_path / "TUNIS", "TUNIS", circuit("TUF", "RUEHFT", "R"), more=PROFILE)
    received(place)
    hand_over(place, "TUF", GARBLED.replace("0118", "0119"))
    hand_over(place, "TUF", message("RVKBLN", serial=120))
    place.book.close()
    on, who = ("--post", tmp_path / "TUNIS"), ("--who", "operator")
    (line,) = reftel("post", "copies", "--open", *on).splitlines()
    assert "2006LONDON118" in line and "ECON" in line and "LATE, answer due 13 May 12:00Z" in line
    assert "answer due" in reftel("watch-floor", "--once", *on)
    reftel("post", "give", "06LONDON118", "--info", "POL", *on, *who)
    assert "by hand: operator" in reftel("post", "copies", "--office", "POL", *on)
    reftel("post", "give", "06LONDON118", "--due", "2106-05-12T18:00", *on, *who)
    assert "  2006LONDON118    ECON     action answer due 12 May 18:00Z" in reftel(
        "post", "copies", "--open", *on
    )
    reftel("post", "answered", "06LONDON118", "--by", "no answer is needed", *on, *who)
    assert reftel("post", "copies", "--open", *on) == ""
    shown = reftel("post", "show", "inbound 2", *on)
    assert "RR 4 TU\n" in shown
    taken = reftel(
        "post", "take-in", "2", "--text", "-", *on, *who, given=shown.replace("RR 4 TU", "RR RUEHTU")
    )
    assert "inbound 2 is message 3: taken" in taken
    reftel("post", "drop", "1", "--reason", "nobody is there", *on, *who)
    assert "0 problems" in reftel("verify", *on)
