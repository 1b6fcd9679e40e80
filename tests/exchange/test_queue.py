"""Queues: precedence, then order of arrival; FLASH breaks in; nothing that was taken is forgotten."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.messages import message
from tests.exchange.posts import Clock, hand_over, send, up

from reftel.exchange.post.place import Place
from reftel.exchange.queue import waiting
from reftel.exchange.queue.objectives import objectives
from reftel.exchange.queue.rerouting import refuse, reroute
from reftel.exchange.receiving import service
from reftel.exchange.seam import Outgoing
from reftel.exchange.watch.looking import look
from reftel.exchange.watch.standing import alarms, queues, standing


def serials(place: Place, over: str) -> list[int | None]:
    """The serials that go out over a circuit, in order."""
    sent = []
    while one := send(place, over):
        sent.append(one.station_serial)
    return sent


def test_precedence_goes_before_arrival(relay: Place) -> None:
    for serial, prosign in enumerate("RPORZPO", start=1):
        hand_over(relay, "FTU", message("RUEHC", serial=serial, prosign=prosign))
    assert serials(relay, "FWA") == [5, 3, 7, 2, 6, 1, 4]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("ZOPR"), min_size=1, max_size=12))
def test_within_a_precedence_messages_keep_their_order(relay: Place, prosigns: list[str]) -> None:
    numbers = iter(range(relay.book.one("SELECT count(*) FROM message")[0] + 1, 10_000))
    given_in = {next(numbers): prosign for prosign in prosigns}
    for serial, prosign in given_in.items():
        hand_over(relay, "FTU", message("RUEHC", serial=serial, prosign=prosign))
    sent = serials(relay, "FWA")
    assert sent == sorted(given_in, key=lambda serial: ("ZOPR".index(given_in[serial]), serial))


@pytest.mark.parametrize(
    ("waits", "under_way", "remaining", "breaks_in"),
    [
        ("Z", "R", 1.0, True),
        ("Z", "O", 1.0, True),
        ("Z", "Z", 999.0, False),
        ("O", "R", 5.0, False),  # F-25: finishing is quicker
        ("O", "R", 300.0, True),
        ("P", "R", 300.0, False),  # only extra long ones
        ("R", "R", 300.0, False),
    ],
)
def test_who_breaks_in(relay: Place, waits: str, under_way: str, remaining: float, breaks_in: bool) -> None:
    hand_over(relay, "FTU", message("RUEHC", serial=1, prosign=under_way))
    sending = send(relay, "FWA")
    assert sending is not None
    hand_over(relay, "FTU", message("RUEHC", serial=2, prosign=waits))
    assert waiting.interrupts(relay.book, sending, remaining) is breaks_in


def test_what_was_broken_off_goes_again_whole_in_its_old_place_under_a_new_number(relay: Place) -> None:
    """F-23."""
    for serial in (1, 2):
        hand_over(relay, "FTU", message("RUEHC", serial=serial))
    first = send(relay, "FWA")
    assert first is not None
    waiting.broken_off(relay.book, first.id, "FLASH broke in", perhaps_arrived=False)
    again = send(relay, "FWA")
    assert again is not None
    assert (first.channel, again.channel) == ("FWA001", "FWA002")
    assert (again.text, again.station_serial, again.suspected_duplicate) == (first.text, 1, False)


def test_what_was_under_way_at_a_stop_is_a_suspected_duplicate(relay: Place) -> None:
    """F-67."""
    hand_over(relay, "FTU", message("RUEHC"))
    first = send(relay, "FWA")
    assert waiting.recover(relay.book) == 1
    again = send(relay, "FWA")
    assert first is not None and again is not None
    assert again.suspected_duplicate and again.handling == "ZFD RUEHLO"
    assert again.channel == "FWA002"


def test_an_acknowledged_message_never_waits_again(relay: Place) -> None:
    hand_over(relay, "FTU", message("RUEHC"))
    one = send(relay, "FWA")
    assert one is not None
    waiting.acknowledged(relay.book, one.id)
    waiting.broken_off(relay.book, one.id, "the line went down", perhaps_arrived=True)
    assert send(relay, "FWA") is None and waiting.recover(relay.book) == 0


def test_a_number_asked_for_again_is_sent_again(relay: Place) -> None:
    hand_over(relay, "FTU", message("RUEHC"))
    one = send(relay, "FWA")
    assert one is not None
    waiting.acknowledged(relay.book, one.id)
    assert waiting.repeat(relay.book, "FWA", 1, suspected=True)
    again = send(relay, "FWA")
    assert again is not None and again.channel == "FWA002" and again.suspected_duplicate
    assert not waiting.repeat(relay.book, "FWA", 77, suspected=True)


def test_channel_numbers_begin_again_after_999(relay: Place) -> None:
    relay.book.put("INSERT INTO series VALUES ('channel FWA', 998)")
    for serial in (1, 2):
        hand_over(relay, "FTU", message("RUEHC", serial=serial))
    channels = [one.channel for one in (send(relay, "FWA"), send(relay, "FWA")) if one]
    assert channels == ["FWA999", "FWA001"]


def test_a_circuit_that_lost_its_approval_is_not_sent_to(relay: Place) -> None:
    """F-18: the level is checked again right before sending."""
    hand_over(relay, "FTU", message("RUEHRO"))
    relay.book.put("UPDATE message SET level = 3")
    assert send(relay, "FRO") is None
    assert relay.book.one("SELECT state, reason FROM transmission") == (
        "held",
        "level: FRO is approved for UNCLASSIFIED",
    )
    assert "is held" in alarms(relay.book)[-1].text


def test_a_queue_moves_to_the_alternate_of_a_circuit_that_stays_down(relay: Place, clock: Clock) -> None:
    hand_over(relay, "FTU", message("RUEHC"))
    up(relay, "FWA", False)
    relay.book.put("UPDATE circuit SET changed = ?", clock.now)
    assert reroute(relay.book, relay.config) == 0  # not at once
    clock.now += 61
    assert reroute(relay.book, relay.config) == 1
    up(relay, "FWA")
    assert serials(relay, "FWA") == []
    assert serials(relay, "FWB") == [118]


def test_lateness_is_told_at_every_precedence(relay: Place, clock: Clock) -> None:
    """Constant PRIORITY does not keep late ROUTINE from being told."""
    hand_over(relay, "FTU", message("RUEHC", serial=1))
    clock.now += 180 * 60 + 1
    hand_over(relay, "FTU", message("RUEHC", serial=2, prosign="P"))
    look(relay)
    assert [one.text for one in alarms(relay.book)] == [
        "message 1 (ROUTINE) has used half its objective of 360 minutes"
    ]
    clock.now += 180 * 60
    look(relay)
    look(relay)
    told = [one.text for one in alarms(relay.book)]
    assert told.count("message 1 (ROUTINE) has missed its objective of 360 minutes") == 1
    assert [(one.precedence, one.waiting, one.late) for one in queues(relay.book, "FWA")] == [
        ("P", 1, 0),
        ("R", 1, 1),
    ]


def test_speed_of_service_is_measured(relay: Place, clock: Clock) -> None:
    hand_over(relay, "FTU", message("RUEHC", prosign="Z"))
    clock.now += 11 * 60
    one = send(relay, "FWA")
    assert one is not None
    waiting.acknowledged(relay.book, one.id)
    flash = next(speed for speed in standing(relay).speed if speed.precedence == "Z")
    assert (flash.measured, flash.median, flash.missed) == (1, 660.0, 1)


def test_objectives_are_those_of_the_handbooks() -> None:
    assert {one.word: one.late / 60 for one in objectives().values() if one.prosign != "Y"} == {
        "FLASH": 10, "IMMEDIATE": 30, "PRIORITY": 180, "ROUTINE": 360,
    }  # fmt: skip


def refused(relay: Place, sent: Outgoing | None, words: str, number: int | None = None) -> None:
    assert sent is not None
    with relay.book.transaction():
        refuse(relay.book, relay.config, sent.id, words, number)


def test_what_one_circuit_refuses_goes_by_its_alternate_and_then_to_the_service_position(
    relay: Place,
) -> None:
    """A circuit that takes no message of that length, say."""
    hand_over(relay, "FRO", message("RUEHC"))
    refused(relay, send(relay, "FWA"), "too long")
    second = send(relay, "FWB")
    assert second is not None and not second.suspected_duplicate
    refused(relay, second, "too long")
    assert states(relay) == [("FWA", "cancelled"), ("FWB", "held")]


def test_a_circuit_that_refused_a_message_is_no_alternate_for_it_any_more(relay: Place, clock: Clock) -> None:
    hand_over(relay, "FRO", message("RUEHC"))
    refused(relay, send(relay, "FWA"), "too long")
    up(relay, "FWB", False)
    clock.now += 120
    with relay.book.transaction():
        assert reroute(relay.book, relay.config) == 0
    assert states(relay) == [("FWA", "cancelled"), ("FWB", "waiting")]


def test_a_refusal_that_is_told_again_holds_nothing_again(relay: Place) -> None:
    """A server's word that it could not deliver may come twice, or late."""
    hand_over(relay, "FWA", message("RUEHTU"))
    sent = send(relay, "FTU")
    assert sent is not None
    with relay.book.transaction():
        waiting.acknowledged(relay.book, sent.id)
    refused(relay, sent, "no such mailbox", 1)
    assert states(relay) == [("FTU", "held")]
    with relay.book.transaction():
        assert waiting.release(relay.book, sent.id, "operator")
    refused(relay, sent, "no such mailbox", 1)
    assert states(relay) == [("FTU", "waiting")]
    again = send(relay, "FTU")
    refused(relay, again, "no such mailbox", 1)
    assert states(relay) == [("FTU", "taken")]
    refused(relay, again, "no such mailbox", 2)
    assert states(relay) == [("FTU", "held")]


def test_what_neighbours_write_about_a_circuit_goes_no_other_way(relay: Place, clock: Clock) -> None:
    with relay.book.transaction():
        service.to_neighbour(relay.book, relay.config, "FWA", "ZFX WFA006", "O")
    up(relay, "FWA", False)
    clock.now += 120
    with relay.book.transaction():
        assert reroute(relay.book, relay.config) == 0


def states(relay: Place) -> list[tuple[str, str]]:
    return relay.book.rows("SELECT circuit, state FROM transmission ORDER BY id")
