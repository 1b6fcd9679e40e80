"""Receiving: what is recognised, delivered, passed on, put right, or put before an operator."""

from __future__ import annotations

import pytest
from tests.exchange.conftest import Maker
from tests.exchange.messages import message
from tests.exchange.posts import NOON, Clock, as_carried, circuit, file_all, hand_over, send, up

from reftel.exchange.keeping import journal
from reftel.exchange.post.place import Place
from reftel.exchange.queue.waiting import broken_off
from reftel.exchange.receiving.taking import take_in
from reftel.exchange.seam import Incoming
from reftel.exchange.watch.standing import alarms


def told(place: Place) -> str:
    return "\n".join(one.text for one in alarms(place.book))


def test_each_circuit_gets_its_own_routing_line_and_nothing_else_changes(relay: Place) -> None:
    text = message("RUEHTU", "RUEHC", "RUEHRO")
    assert hand_over(relay, "FWB", text).fate == "taken"
    below = text.partition("\nDE ")[2]
    for over, station in (("FTU", "RUEHTU"), ("FRO", "RUEHRO")):
        sent = send(relay, over)
        assert sent is not None
        assert sent.text == f"RR {station}\nDE {below}"
        assert as_carried(sent).startswith(f"VZCZC{over}001LFA001\n")


def test_an_information_branch_may_have_the_lower_precedence(relay: Place) -> None:
    to, inform = ("RUEHC/SECSTATE WASHDC",), ("RUEHTU/AMEMBASSY TUNIS",)
    hand_over(relay, "FWB", message("RUEHC", "RUEHTU", prosign="O", info="R", to=to, inform=inform))
    sent = send(relay, "FTU")
    assert sent is not None and sent.precedence == "R" and sent.text.startswith("RR RUEHTU\n")


def test_flash_and_lower_part_ways_on_one_circuit(post: Maker) -> None:
    """ACP 127(G) paras 150-152: separate transmissions of the same message."""
    place = post("FRANKFURT", circuit("FXA", "RUEHC", "R"), circuit("FLO", "RUEHLO", "RUEHLO"))
    to = ("RUEHC/SECSTATE WASHDC FLASH",)
    inform = ("RUEHTU/AMEMBASSY TUNIS PRIORITY", "RUEHRO/AMEMBASSY ROME FLASH")
    hand_over(place, "FLO", message("RUEHC", "RUEHTU", "RUEHRO", prosign="Z", info="P", to=to, inform=inform))
    both = [send(place, "FXA"), send(place, "FXA")]
    assert [one.text.partition("\n")[0] for one in both if one] == ["ZZ RUEHC RUEHRO", "PP RUEHTU"]


def test_the_same_message_over_two_routes_goes_on_once(relay: Place) -> None:
    text = message("RUEHTU")
    assert hand_over(relay, "FWA", text).fate == "taken"
    assert hand_over(relay, "FWB", text.replace("LFA001", "LFB044")).fate == "duplicate"
    assert relay.book.one("SELECT count(*) FROM transmission") == (1,)


def test_a_second_route_may_bring_other_stations_of_the_same_message(relay: Place) -> None:
    to = ("RUEHTU/AMEMBASSY TUNIS", "RUEHC/SECSTATE WASHDC")
    hand_over(relay, "FRO", message("RUEHTU", to=to))
    assert hand_over(relay, "FRO", message("RUEHTU", "RUEHC", to=to)).fate == "taken"
    first, second = send(relay, "FTU"), send(relay, "FWA")
    assert first is not None and second is not None
    assert (first.called, second.called) == (("RUEHTU",), ("RUEHC",))
    assert relay.book.one("SELECT count(*) FROM message") == (1,)


@pytest.mark.parametrize(("held_before", "fate"), [(True, "duplicate"), (False, "taken")])
def test_a_suspected_duplicate_goes_on_only_if_the_first_copy_was_lost(
    relay: Place, held_before: bool, fate: str
) -> None:
    """F-11, and ACP 127(G) para 427: with ZFD still in front."""
    if held_before:
        hand_over(relay, "FWA", message("RUEHTU"))
    assert hand_over(relay, "FWA", message("RUEHTU", handling="ZFD RUEHLO")).fate == fate
    sent = send(relay, "FTU")
    assert sent is not None and sent.handling == ("" if held_before else "ZFD RUEHLO")


def test_two_texts_under_one_identification_are_both_kept(relay: Place) -> None:
    """F-12."""
    hand_over(relay, "FWA", message("RUEHTU", body="1. THE LAMP IS LIT."))
    assert hand_over(relay, "FWA", message("RUEHTU", body="1. THE LAMP IS OUT.")).fate == "taken"
    assert relay.book.one("SELECT count(*) FROM transmission") == (2,)
    assert "two texts under the identification RUEHLO 118" in told(relay)
    assert hand_over(relay, "FWA", message("RUEHTU", body="1. THE LAMP IS OUT.")).fate == "duplicate"


def test_a_corrected_copy_is_delivered_again(relay: Place) -> None:
    """F-13: ZFG, and ZDS behind the date-time group."""
    hand_over(relay, "FWA", message("RUEHTU"))
    assert hand_over(relay, "FWA", message("RUEHTU", behind="ZFG")).fate == "taken"
    assert relay.book.one("SELECT count(*) FROM transmission") == (2,)


def test_the_same_hand_over_is_taken_once(relay: Place) -> None:
    text = message("RUEHTU")
    one = Incoming(circuit="FWA", raw=text.encode(), text=text, key="stream 7")
    for _ in range(2):
        with relay.book.transaction():
            take_in(relay.book, relay.config, one)
    assert relay.book.one("SELECT count(*) FROM inbound") == (1,)


def test_a_message_for_nobody_known_waits_for_an_operator(relay: Place) -> None:
    """R-20: not lost, and told."""
    assert hand_over(relay, "FWA", message("RVKBLN")).fate == "taken"
    assert relay.book.one("SELECT state, reason FROM transmission") == (
        "held",
        "route: no circuit leads to RVKBLN",
    )
    assert "no circuit leads to RVKBLN" in told(relay)


def test_a_message_does_not_go_back_where_it_came_from(relay: Place) -> None:
    hand_over(relay, "FTU", message("RUEHTU"))
    (held,) = relay.book.rows("SELECT state, reason FROM transmission")
    assert held == ("held", "route: RUEHTU is reached only over the circuit that it came from")


def test_a_loop_is_stopped(relay: Place) -> None:
    """F-15: its own channels stand in line 1 three times."""
    hand_over(relay, "FWA", message("RUEHTU", channel="LFA001FTU003FTU002FWA009"))
    assert relay.book.one("SELECT state, reason FROM transmission") == (
        "held",
        "loop: it was here twice before",
    )


def test_a_misrouted_message_is_put_right_and_reported(relay: Place, post: Maker) -> None:
    """F-14: pilot ZOV, service message ZEQ3 to the sender."""
    hand_over(relay, "FWA", message("RVKBLN", sender="RUEHC", to=("RVKBLN/AMEMBASSY TUNIS",)))
    sent = send(relay, "FTU")
    assert sent is not None
    assert sent.text.startswith("RR RUEHTU ZNR UUUUU ZOV RUEHFT\nRR RVKBLN\nDE RUEHC"), sent.text
    tunis = post("TUNIS", circuit("TUF", "RUEHFT", "R"))
    assert hand_over(tunis, "TUF", as_carried(sent)).fate == "taken"
    assert tunis.book.one("SELECT addressee FROM delivery") == ("AMEMBASSY TUNIS",)
    service = send(relay, "FWA")
    assert service is not None and service.service
    assert "UNCLAS SVC\nZEQ3 RUEHC 0118 1301000 RUEHTU\n" in service.text


@pytest.mark.parametrize(
    ("letters", "level", "reason"),
    [("SSSSS", "S E C R E T", "level: no circuit to RUEHRO is approved for it"),
     ("UUUUU", "S E C R E T", "level: no circuit to RUEHRO is approved for it")],
)  # fmt: skip
def test_a_circuit_carries_what_it_is_approved_for(
    relay: Place, letters: str, level: str, reason: str
) -> None:
    hand_over(relay, "FWA", message("RUEHRO", letters=letters, level=level))
    assert relay.book.one("SELECT state, reason FROM transmission") == ("held", reason)


@pytest.mark.parametrize(
    ("letters", "level", "reason"),
    [
        ("SSSCC", "S E C R E T", None),
        ("SSSBC", "S E C R E T", None),  # to two partners, of which one is C
        ("UUUUU", "UNCLAS", None),
        ("SSSBB", "S E C R E T", "the message is released to B"),
        ("SSSSS", "S E C R E T", "the message is not released to partners"),
    ],
)
def test_a_partner_gets_what_is_released_to_it(
    post: Maker, letters: str, level: str, reason: str | None
) -> None:
    """F-19: release code for another partner."""
    partner = circuit("TOT", "RCCPJ", "RC") + 'release = "C"\n'
    place = post("TUNIS", circuit("TUF", "RUEHFT", "RU"), partner)
    hand_over(place, "TUF", message("RCCPJ", letters=letters, level=level))
    sent = send(place, "TOT")
    assert (sent is not None) is (reason is None)
    if reason:
        assert f"release: TOT is the circuit of C, {reason}" in told(place)


def test_a_warning_lower_than_the_text_holds_the_message(relay: Place) -> None:
    """F-17, T0404."""
    hand_over(relay, "FWA", message("RUEHTU", letters="UUUUU", level="S E C R E T"))
    assert relay.book.one("SELECT state FROM transmission") == ("held",)
    assert "T0404" in told(relay)
    assert send(relay, "FTU") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("VZCZCLFA001\nTHE LAMP IS LIT\nNNNN\n", "no routing line"),
        ("", "no routing line"),
        ("VZCZCLFA001\nXX RUEHTU\nDE RUEHLO #0118 1301000\nBT\nBT\nNNNN\n", "precedence"),
    ],
)
def test_what_cannot_be_understood_goes_to_the_service_position(relay: Place, text: str, why: str) -> None:
    fate = hand_over(relay, "FWA", text)
    assert fate.fate == "service" and why in fate.reason
    assert relay.book.one("SELECT raw FROM inbound") == (text.encode(),)


def test_a_poisoned_message_stops_nothing(relay: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> None:
        raise RecursionError("too deep")

    with monkeypatch.context() as patched:
        patched.setattr("reftel.exchange.receiving.taking.analyse", broken)
        assert hand_over(relay, "FWA", message("RUEHTU", serial=1)).fate == "service"
    assert hand_over(relay, "FWA", message("RUEHTU", serial=2)).fate == "taken"


def test_mail_of_a_stranger_is_put_aside(relay: Place) -> None:
    text = message("RUEHTU")
    with relay.book.transaction():
        fate = take_in(
            relay.book, relay.config, Incoming(circuit="FWA", raw=text.encode(), text=text, stranger=True)
        )
    assert fate.fate == "quarantined"
    assert relay.book.one("SELECT count(*) FROM message") == (0,)


@pytest.fixture
def tunis(post: Maker) -> Place:
    profile = """
[[distribution]]
name = "closed"
captions = ["NODIS"]
action = "EXEC"
only = true
[[distribution]]
name = "attention"
passing = ["NEA/MAG"]
info = ["POL"]
[[distribution]]
name = "trade"
tags = ["ETRD"]
action = "ECON"
info = ["EXEC"]
[[distribution]]
name = "politics"
tags = ["PREL"]
action = "POL"
"""
    return post("TUNIS", circuit("TUF", "RUFOAFH", "R"), more=profile)


def for_tunis(serial: int = 118, head: str = "", role: str = "TO", **more: str) -> str:
    address = ("RUEHTU/AMEMBASSY TUNIS",)
    lists = {"to": address} if role == "TO" else {"to": ("RUEHC/SECSTATE WASHDC",), "inform": address}
    text = message("RUEHTU", serial=serial, letters="CCCCC", level="C O N F I D E N T I A L", **lists, **more)  # type: ignore[arg-type]
    return text.replace("SUBJECT: LAMPS", f"{head}SUBJECT: LAMPS")


@pytest.mark.parametrize(
    ("head", "role", "given"),
    [
        ("TAGS: ETRD\n", "TO", [("ECON", "action"), ("EXEC", "info")]),
        ("TAGS: PREL, ETRD\n", "TO", [("ECON", "action"), ("EXEC", "info"), ("POL", "info")]),  # F-65
        ("TAGS: ETRD\n", "INFO", [("ECON", "info"), ("EXEC", "info")]),
        ("NODIS\n\nTAGS: ETRD, PREL\n", "TO", [("EXEC", "action")]),  # F-64
        ("STATE FOR NEA/MAG\n\nTAGS: PREL\n", "TO", [("POL", "action")]),  # named twice: one copy
        ("STATE FOR NEA/MAG\n\nTAGS: SCUL\n", "TO", [("EXEC", "action"), ("POL", "info")]),
        ("TAGS: SCUL\n", "TO", [("EXEC", "action")]),  # F-63: the duty office, never silence
    ],
)
def test_the_profile_gives_copies_to_offices(
    tunis: Place, head: str, role: str, given: list[tuple[str, str]]
) -> None:
    assert hand_over(tunis, "TUF", for_tunis(head=head, role=role)).fate == "taken"
    file_all(tunis)
    found = tunis.book.rows("SELECT office, role, rule FROM distribution ORDER BY office")
    assert [row[:2] for row in found] == given
    assert all(rule for *_, rule in found)  # each copy says which line caused it


def test_an_action_waits_for_its_answer_to_the_due_time(tunis: Place, clock: Clock) -> None:
    from reftel.exchange.watch.looking import look

    hand_over(tunis, "TUF", for_tunis(head="TAGS: ETRD\n"))
    file_all(tunis)
    assert tunis.book.one("SELECT office, mrn, due FROM task") == ("ECON", "2006LONDON118", NOON + 3 * 86_400)
    clock.now += 3 * 86_400 + 1
    look(tunis)
    assert "ECON has not answered 2006LONDON118 in time" in told(tunis)


def test_flash_waits_for_a_person_and_niact_calls_the_duty_officer(tunis: Place) -> None:
    hand_over(tunis, "TUF", message("RUEHTU", prosign="Z", serial=1))
    hand_over(
        tunis, "TUF", message("RUEHTU", prosign="O", serial=2, to=("RUEHTU/AMEMBASSY TUNIS NIACT IMMEDIATE",))
    )
    assert "FLASH: message 1 waits for a person" in told(tunis)
    assert "NIACT: call the duty officer for message 2" in told(tunis)


def test_a_missing_running_number_is_asked_for_after_a_while(tunis: Place, clock: Clock) -> None:
    from reftel.exchange.watch.looking import look

    for serial, number in ((1, 7), (2, 10), (3, 9)):
        to = (f"RUEHTU/AMEMBASSY TUNIS {number:04d}",)
        hand_over(tunis, "TUF", message("RUEHTU", serial=serial, to=to))
    opened = tunis.book.rows("SELECT subject, closed IS NULL FROM request ORDER BY id")
    assert opened == [
        ("0008 AMEMBASSY LONDON TO AMEMBASSY TUNIS", 1),
        ("0009 AMEMBASSY LONDON TO AMEMBASSY TUNIS", 0),
    ]
    look(tunis)
    assert send(tunis, "TUF") is None
    clock.now += 6 * 3600
    look(tunis)
    asked = send(tunis, "TUF")
    assert asked is not None
    assert "INT ZDK RUNNING NUMBER 0008 AMEMBASSY LONDON TO AMEMBASSY TUNIS" in asked.text
    broken_off(tunis.book, asked.id, "test", perhaps_arrived=False)


def test_sections_are_given_out_together_and_filed_as_one(tunis: Place) -> None:
    from reftel.archive import open_archive

    parts = [
        for_tunis(
            section=f"SECTION {at:02d} OF 03",
            head="TAGS: ETRD\n",
            body=f"{at}. (C) PART {at} OF THE LAMP REPORT.",
        )
        for at in (3, 1, 2)
    ]
    for text in parts[:2]:
        hand_over(tunis, "TUF", text)
    file_all(tunis)
    assert tunis.book.rows("SELECT office FROM distribution") == []
    hand_over(tunis, "TUF", parts[2])
    hand_over(tunis, "TUF", parts[0])  # F-33: twice
    file_all(tunis)
    assert {office for (office,) in tunis.book.rows("SELECT office FROM distribution")} == {"ECON", "EXEC"}
    assert tunis.book.one("SELECT count(*) FROM task") == (1,)
    with open_archive(tunis.archive) as archive:
        (held,) = archive.find("2006LONDON118")
        assert [one.number for one in held.telegram.paragraphs] == [1, 2, 3]


def test_sections_that_name_different_addressees_are_told(tunis: Place) -> None:
    """F-34, T1204."""
    hand_over(tunis, "TUF", for_tunis(section="SECTION 01 OF 02"))
    hand_over(tunis, "TUF", for_tunis(section="SECTION 02 OF 02", role="INFO"))
    file_all(tunis)
    assert "T1204: its sections name different addressees" in told(tunis)


def test_a_section_of_another_date_time_group_is_of_another_telegram(tunis: Place) -> None:
    """F-36."""
    hand_over(tunis, "TUF", for_tunis(section="SECTION 01 OF 02"))
    hand_over(tunis, "TUF", for_tunis(119, section="SECTION 02 OF 02", group="101001Z MAY 06"))
    file_all(tunis)
    assert tunis.book.rows("SELECT office FROM distribution") == []


def test_a_running_number_far_ahead_is_told(tunis: Place) -> None:
    for serial, number in ((1, 7), (2, 700)):
        hand_over(
            tunis, "TUF", message("RUEHTU", serial=serial, to=(f"RUEHTU/AMEMBASSY TUNIS {number:04d}",))
        )
    assert "AMEMBASSY LONDON gave AMEMBASSY TUNIS the running number 0700 behind 0007" in told(tunis)
    assert tunis.book.rows("SELECT subject FROM request") == []


def test_a_service_message_goes_to_the_service_position(tunis: Place) -> None:
    """F-61: never to addressees."""
    text = "VZCZCFTU003\nPP RUEHTU\nDE RUFOAFH 10/1200Z\nZNR UUUUU\nTUF445 ZES2\nNNNN\n"
    assert hand_over(tunis, "TUF", text).reason == "service message"
    assert tunis.book.one("SELECT count(*) FROM delivery") == (0,)
    assert "see `reftel post service`" in told(tunis)


def test_a_message_sent_here_for_nobody_here_is_told(tunis: Place) -> None:
    hand_over(tunis, "TUF", message("RUEHTU", to=("RUEHRO/AMEMBASSY ROME",)))
    assert "names no addressee of this post" in told(tunis)


def test_everything_stands_in_the_journal_and_an_altered_entry_shows(tunis: Place) -> None:
    hand_over(tunis, "TUF", for_tunis())
    events = [entry.event for entry in journal.entries(tunis.book, "message 1")]
    assert events == ["delivered", "received: taken"]
    assert journal.broken(tunis.book) is None
    tunis.book.put("DROP TRIGGER journal_is_not_altered")
    tunis.book.put("UPDATE journal SET actor = 'nobody' WHERE seq = 2")
    assert "entry 2 of the journal" in str(journal.broken(tunis.book))


def test_a_clock_set_back_is_told_and_keeps_the_order(tunis: Place, clock: Clock) -> None:
    """F-69."""
    hand_over(tunis, "TUF", for_tunis(1))
    clock.now -= 3600
    for serial in (2, 3):
        hand_over(tunis, "TUF", for_tunis(serial))
    assert told(tunis).count("the clock was set back: it was 2006-05-10T12:00:00.000Z before") == 1
    assert "clock set back" in [entry.event for entry in journal.entries(tunis.book)]
    assert journal.broken(tunis.book) is None


def test_a_message_goes_to_the_circuit_that_is_up(relay: Place) -> None:
    up(relay, "FWA", False)
    hand_over(relay, "FTU", message("RUEHC"))
    assert relay.book.one("SELECT circuit FROM transmission") == ("FWB",)


def test_an_office_gets_nothing_above_its_level(post: Maker) -> None:
    """R-54: the next in line is told, the duty office acts."""
    more = (
        '[[office]]\nsymbol = "PAS"\nlevel = "UNCLASSIFIED"\n'
        '[[distribution]]\nname = "culture"\ntags = ["SCUL"]\naction = "PAS"\n'
    )
    place = post("TUNIS", circuit("TUF", "RUEHFT", "R"), more=more)
    hand_over(place, "TUF", for_tunis(head="TAGS: SCUL\n"))
    file_all(place)
    assert place.book.rows("SELECT office, role FROM distribution") == [("EXEC", "action")]
    assert "PAS gets no copy: it may hold UNCLASSIFIED at most" in told(place)


def test_a_collective_indicator_is_not_entered_again(relay: Place) -> None:
    """F-20, T0213."""
    from reftel.vocabulary import routing_indicators

    collective = next(one.indicator for one in routing_indicators.all_stations() if one.collective)
    hand_over(relay, "FTU", message("RUEHC", collective))
    assert relay.book.rows("SELECT called, state FROM transmission ORDER BY id") == [
        (collective, "held"),
        ("RUEHC", "waiting"),
    ]
    assert "T0213" in told(relay)


def test_two_messages_of_one_minute_are_two(relay: Place) -> None:
    """F-51."""
    for serial in (1, 2):
        assert (
            hand_over(relay, "FWA", message("RUEHTU", serial=serial, body=f"1. LAMP {serial}.")).fate
            == "taken"
        )
    assert relay.book.one("SELECT count(*) FROM transmission") == (2,)


def test_an_addressee_for_action_and_information_has_one_copy(tunis: Place) -> None:
    """F-54."""
    both = ("RUEHTU/AMEMBASSY TUNIS",)
    hand_over(tunis, "TUF", message("RUEHTU", to=both, inform=both))
    assert tunis.book.rows("SELECT addressee, role FROM delivery") == [("AMEMBASSY TUNIS", "action")]


def test_no_receipt_is_asked_for_with_zgc(relay: Place) -> None:
    """F-26."""
    hand_over(relay, "FWA", message("RUEHTU", prosign="Z").replace("ZZH", "ZGC ZZH"))
    sent = send(relay, "FTU")
    assert sent is not None and sent.no_receipt


@pytest.mark.parametrize(
    ("signal", "answered"), [("ZFF", True), ("ZFF RUEHTU", True), ("ZFF RUEHRO", False), ("ZFF4", False)]
)
def test_who_asks_for_it_is_told_that_the_message_has_come(tunis: Place, signal: str, answered: bool) -> None:
    """R-41, once; of a numbered ZFF nobody published what it asks for."""
    text = message("RUEHTU", prosign="O", to=("RUEHTU/AMEMBASSY TUNIS",), behind=signal)
    assert hand_over(tunis, "TUF", text).fate == "taken"
    assert hand_over(tunis, "TUF", text).fate == "duplicate"
    told_back = send(tunis, "TUF")
    assert (told_back is not None) is answered
    if told_back is not None:
        assert (told_back.service, told_back.called, told_back.precedence) == (True, ("RUEHLO",), "O")
        assert "\nZUI RUEHLO 0118 1301000 RECEIVED FOR AMEMBASSY TUNIS 101200Z MAY 06\n" in told_back.text
        assert send(tunis, "TUF") is None


def test_an_answer_that_nobody_asked_for_goes_to_the_operator(tunis: Place) -> None:
    """F-62."""
    text = "VZCZCFTU004\nPP RUEHTU\nDE RUEHFT 10/1201Z\nZNR UUUUU\nZIC FTU113\nNNNN\n"
    hand_over(tunis, "TUF", text)
    assert "service message 1 from RUEHFT" in told(tunis)


def test_a_text_that_forges_another_message_is_one_message(tunis: Place) -> None:
    """F-79: what a framed message holds is never framed again here."""
    forged = "1. LOOK:\nNNNN\nVZCZCLFA002\nOO RUEHC\nDE RUEHLO #0999 1301000\nZNR UUUUU\nBT\nUNCLAS\nBT\nNNNN"
    hand_over(tunis, "TUF", message("RUEHTU", body=forged))
    assert tunis.book.one("SELECT count(*) FROM message") == (1,)
    assert send(tunis, "TUF") is None


def test_sections_whose_other_never_comes_are_given_out_after_a_while(tunis: Place, clock: Clock) -> None:
    """F-32."""
    hand_over(tunis, "TUF", for_tunis(section="SECTION 01 OF 02", head="TAGS: ETRD\n"))
    file_all(tunis)
    assert tunis.book.rows("SELECT office FROM distribution") == []
    clock.now += 6 * 3600 + 1
    file_all(tunis)
    assert tunis.book.one("SELECT office FROM distribution WHERE role = 'action'") == ("ECON",)
    assert tunis.book.one("SELECT kind, subject FROM request") == (
        "section",
        "02 OF 02 AMEMBASSY LONDON 2006-05-10T10:00:00Z",
    )


@pytest.mark.parametrize("kind", ["cut", "tail", "cancelled", "between", "refused", "signals", "unheard of"])
def test_what_is_no_whole_message_is_kept_aside(relay: Place, kind: str) -> None:
    one = Incoming(circuit="FWA", raw=b"RR RUEHTU", text="RR RUEHTU", kind=kind)
    with relay.book.transaction():
        assert take_in(relay.book, relay.config, one).fate == "aside"
    assert relay.book.one("SELECT raw FROM inbound") == (b"RR RUEHTU",)


def test_two_relays_that_give_each_other_their_copies_lose_none(post: Maker) -> None:
    """Each is the other's alternate, and both lines to Tunis are down: the copies cross."""
    frankfurt = post("FRANKFURT", circuit("FTA", "RUEHTU", "RUEHTU"), circuit("FBA", "RUEHBN", "R", order=9),
                     circuit("FLO", "RUEHLO", "RUEHLO"))  # fmt: skip
    bonn = post("PARIS", circuit("BTA", "RUEHTU", "RUEHTU"), circuit("BFA", "RUEHFT", "R", order=9),
                circuit("BLO", "RUEHLO", "RUEHLO"))  # fmt: skip
    copies = []
    for relay, came, down, across in ((frankfurt, "FLO", "FTA", "FBA"), (bonn, "BLO", "BTA", "BFA")):
        up(relay, down, False)
        hand_over(relay, came, message("RUEHTU"))
        relay.book.put(
            "UPDATE transmission SET circuit = ?", across
        )  # its queue was moved to the other relay
        copies.append(send(relay, across))
    for relay, over, sent in ((bonn, "BFA", copies[0]), (frankfurt, "FBA", copies[1])):
        assert sent is not None
        assert hand_over(relay, over, as_carried(sent)).fate == "taken"
        assert hand_over(relay, over, as_carried(sent)).fate == "duplicate"  # it gives it back once
    for relay, down in ((frankfurt, "FTA"), (bonn, "BTA")):
        sql = "SELECT count(*) FROM transmission WHERE circuit = ? AND state = 'waiting'"
        assert relay.book.one(sql, down) == (1,)


def test_a_service_message_for_another_station_is_passed_on_and_not_filed(relay: Place) -> None:
    hand_over(relay, "FRO", message("RUEHTU", level="UNCLAS SVC", body="ZUI RUEHTU 0017 1301000 ZDK 0008"))
    file_all(relay)
    assert send(relay, "FTU") is not None
    assert not relay.archive.exists()
