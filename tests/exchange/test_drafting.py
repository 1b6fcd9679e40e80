"""From draft to release: who must clear, what a change undoes, who may release, and the numbers that are given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.exchange.conftest import Maker
from tests.exchange.posts import NOON, Clock, circuit, make, send

from reftel.exchange.drafting import clearing, drafts
from reftel.exchange.drafting.examining import examine
from reftel.exchange.drafting.progress import progress
from reftel.exchange.drafting.releasing import NotReleased, release, withdraw
from reftel.exchange.drafting.roles import ACTS, may, require
from reftel.exchange.keeping import journal
from reftel.exchange.post.config import NotAllowed, Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.queue import minimize
from reftel.reading import parse

DRAFT = """from = "TUNIS"
action = ["STATE PRIORITY"]
info = ["ROME", "CIS COLLECTIVE"]
exempt = ["MINSK"]
level = "CONFIDENTIAL"
captions = ["SIPDIS"]
tags = ["PREL", "ETRD"]
subject = "LAMPS"
classified_by = "Robert Hale, Ambassador"
reasons = "1.4 (b), (d)"
---
1. (C) SUMMARY: THE LAMP IS LIT. END SUMMARY.

2. (C) THE KEEPER SAYS SO.
"""
RULES = """
[[clearance]]
name = "captions that limit distribution"
captions = ["NODIS", "EXDIS"]
office = "EXEC"
[[clearance]]
name = "urgent precedence"
precedences = ["FLASH", "NIACT IMMEDIATE"]
office = "EXEC"
[collectives]
"AIG 4207" = ["AMEMBASSY ROME", "AMEMBASSY LONDON", "AMEMBASSY TUNIS"]
[watch]
"JCS" = 2
"COMSIXTHFLT" = 1
"""


@pytest.fixture
def tunis(post: Maker) -> Place:
    return post("TUNIS", circuit("TUF", "RUEHFT", "R"), more=RULES)


def drafted(place: Place, text: str = DRAFT, *clearers: str, author: str = "jmarlowe") -> int:
    """A draft that these people have cleared."""
    draft = drafts.new(place, place.config.person_named(author), text)
    for name in clearers:
        clearing.clear(place, draft, place.config.person_named(name))
    return draft


def states(place: Place, draft: int) -> dict[str, str]:
    return {word.office: word.state for word in clearing.words(place, draft)}


def released(place: Place, draft: int, who: str = "hale", **how: bool) -> str:
    return release(place, draft, place.config.person_named(who), **how).mrn


def test_who_must_clear_follows_from_tags_captions_and_precedence(tunis: Place) -> None:
    assert states(tunis, drafted(tunis)) == {"POL": "needed", "ECON": "needed"}
    strict = DRAFT.replace('"SIPDIS"', '"EXDIS"').replace('"PREL", ', "")
    assert states(tunis, drafted(tunis, strict)) == {"EXEC": "needed", "ECON": "needed"}
    own = drafted(tunis, DRAFT, author="poole")  # POL need not clear what it drafts
    assert states(tunis, own) == {"ECON": "needed"}


def test_only_a_clearer_of_the_office_clears(tunis: Place) -> None:
    draft = drafted(tunis)
    with pytest.raises(PostError, match="jmarlowe is no clearer"):
        clearing.clear(tunis, draft, tunis.config.person_named("jmarlowe"))
    with pytest.raises(PostError, match="poole is of POL and cannot clear for ECON"):
        clearing.clear(tunis, draft, tunis.config.person_named("poole"), office="ECON")


@pytest.mark.parametrize(
    ("was", "now", "state"),
    [
        ("THE KEEPER SAYS SO.", "THE KEEPER DENIES IT.", "changed since"),
        ("STATE PRIORITY", "STATE IMMEDIATE", "changed since"),
        ('"CONFIDENTIAL"', '"SECRET"', "changed since"),
        ('info = ["ROME",', 'info = ["ROME", "LONDON",', "changed since"),
        ("THE KEEPER SAYS SO.", "THE KEEPER\nSAYS SO.", "cleared"),  # line ends do not matter
    ],
)
def test_a_change_asks_for_clearance_again(tunis: Place, was: str, now: str, state: str) -> None:
    draft = drafted(tunis, DRAFT, "poole")
    drafts.edit(tunis, draft, tunis.config.person_named("jmarlowe"), DRAFT.replace(was, now))
    assert states(tunis, draft)["POL"] == state


def test_a_refusal_outweighs_an_earlier_clearance(tunis: Place) -> None:
    draft = drafted(tunis, DRAFT, "poole", "eckert")
    clearing.clear(tunis, draft, tunis.config.person_named("poole"), "not cleared", "too early")
    with pytest.raises(NotReleased, match=r"POL must clear it .* not cleared"):
        released(tunis, draft)


def test_a_draft_is_submitted_when_nothing_has_to_be_mended_and_a_change_takes_it_back(tunis: Place) -> None:
    marlowe = tunis.config.person_named("jmarlowe")
    draft = drafted(tunis, DRAFT.replace('"CONFIDENTIAL"', '"TOP SECRET"'))
    with pytest.raises(PostError, match="is not submitted: line 2: route"):
        clearing.submit(tunis, draft, marlowe)
    drafts.edit(tunis, draft, marlowe, DRAFT)
    assert progress(tunis, draft).stage == "draft"
    clearing.submit(tunis, draft, marlowe)
    assert progress(tunis, draft).stage == "submitted"
    assert [word.office for word in progress(tunis, draft).missing] == ["POL", "ECON"]
    for name in ("poole", "eckert"):
        clearing.clear(tunis, draft, tunis.config.person_named(name))
    assert progress(tunis, draft).stage == "cleared"
    drafts.edit(tunis, draft, marlowe, DRAFT.replace("LAMPS", "LANTERNS"))
    assert progress(tunis, draft).stage == "draft"


def test_nobody_changes_clears_or_releases_what_they_have_not_read(tunis: Place) -> None:
    draft, people = drafted(tunis, DRAFT, "poole", "eckert"), tunis.config.person_named
    drafts.edit(tunis, draft, people("poole"), DRAFT.replace("LAMPS", "LANTERNS"), after=1)
    with pytest.raises(PostError, match="draft 1 has version 2 since, you had version 1 before you"):
        drafts.edit(tunis, draft, people("jmarlowe"), DRAFT.replace("LAMPS", "LIGHTS"), after=1)
    for act in (clearing.clear, clearing.submit, release):
        with pytest.raises(PostError, match="has version 2 since"):
            act(
                tunis, draft, people({clearing.submit: "jmarlowe", release: "hale"}.get(act, "poole")), read=1
            )


@pytest.mark.parametrize(("act", "roles"), ACTS.items())
def test_each_act_needs_one_of_its_roles(act: str, roles: tuple[str, ...]) -> None:
    for role in ("drafter", "clearer", "approver", "releaser", "communicator"):
        person = Person(name="someone", office="POL", roles=(role,))
        assert may(person, act) == (role in roles)
        if role not in roles:
            with pytest.raises(NotAllowed, match=f"someone is no {roles[0]}"):
                require(person, act)


@pytest.mark.parametrize(
    ("was", "now", "line", "code"),
    [
        ('"ETRD"', '"ETRX"', 7, "S0802"),
        ("2. (C)", "2. (S)", 14, "S1105"),
        ('subject = "LAMPS"', 'subject = ""', 8, "S0002"),
        ('"Robert Hale, Ambassador"', '""', 9, "S1020"),
        ('level = "CONFIDENTIAL"', 'level = "NOTHING"', 5, "draft"),
    ],
)
def test_a_finding_stands_at_the_line_of_the_draft(
    tunis: Place, was: str, now: str, line: int, code: str
) -> None:
    assert (line, code) in {
        (one.line, one.code) for one in examine(tunis.config, DRAFT.replace(was, now), NOON).findings
    }


def test_versions_differences_and_comments(tunis: Place) -> None:
    draft = drafted(tunis)
    changed = DRAFT.replace("LAMPS", "LANTERNS")
    assert drafts.edit(tunis, draft, tunis.config.person_named("poole"), changed) == 2
    assert drafts.edit(tunis, draft, tunis.config.person_named("poole"), changed) == 2
    assert [tuple(one) for one in drafts.versions(tunis, draft)] == [
        (1, "jmarlowe", NOON, 14, 0),
        (2, "poole", NOON, 1, 1),
    ]
    assert '-subject = "LAMPS"\n+subject = "LANTERNS"' in drafts.difference(tunis, draft, 1, 2)
    drafts.comment(tunis, draft, tunis.config.person_named("eckert"), "who says?", 2)
    assert [(one.version, one.author, one.paragraph) for one in drafts.comments(tunis, draft)] == [
        (2, "eckert", 2)
    ]


@pytest.mark.parametrize(
    ("who", "author", "why"),
    [
        ("poole", "jmarlowe", "poole is no releaser"),
        ("hale", "jmarlowe", ""),
    ],
)
def test_only_a_releaser_releases(tunis: Place, who: str, author: str, why: str) -> None:
    draft = drafted(tunis, DRAFT, "poole", "eckert", author=author)
    if why:
        with pytest.raises(NotReleased, match=why):
            released(tunis, draft, who)
    else:
        assert released(tunis, draft, who) == "2006TUNIS1"


def test_nobody_releases_the_own_draft(post: Maker) -> None:
    more = '[[person]]\nname = "dale"\noffice = "EXEC"\nroles = ["drafter", "approver", "releaser"]\n'
    place = post("TUNIS", circuit("TUF", "RUEHFT", "R"), more=more)
    draft = drafted(place, DRAFT, "poole", "eckert", author="dale")
    with pytest.raises(NotReleased, match="dale drafted it"):
        released(place, draft, "dale")
    assert released(place, draft) == "2006TUNIS1"


def test_release_gives_number_moment_declassification_signature_and_lines(tunis: Place) -> None:
    come = release(tunis, drafted(tunis, DRAFT, "poole", "eckert"), tunis.config.person_named("hale"))
    telegram = parse(come.text)
    assert (telegram.mrn, telegram.dtg, telegram.signature) == ("2006TUNIS1", "2006-05-10T12:00:00Z", "HALE")
    assert telegram.declassification is not None and telegram.declassification.on == "2016-05-10"
    assert telegram.transmission is not None and telegram.transmission.station_serial == 1
    sent = send(tunis, "TUF")
    assert sent is not None
    assert {"RUEHC", "RUEHRO", "RUEHDBU"} <= set(sent.called)
    assert "RUEHSK" not in sent.called  # MINSK is exempted from the collective


def test_serials_have_no_gap_and_running_numbers_count_for_each_addressee(tunis: Place) -> None:
    first = release(tunis, drafted(tunis, DRAFT, "poole", "eckert"), tunis.config.person_named("hale"))
    with pytest.raises(NotReleased):
        released(tunis, drafted(tunis))  # uses no number up
    other = DRAFT.replace('"STATE PRIORITY"', '"LONDON"')
    second = release(tunis, drafted(tunis, other, "poole", "eckert"), tunis.config.person_named("hale"))
    assert [one.mrn for one in (first, second)] == ["2006TUNIS1", "2006TUNIS2"]
    numbers = {
        one.name: one.continuity_number for one in (*parse(second.text).action, *parse(second.text).info)
    }
    assert numbers == {"AMEMBASSY LONDON": 1, "AMEMBASSY ROME": 2, "CIS COLLECTIVE": None}


def test_a_crash_in_release_leaves_a_draft_and_no_number(
    tunis: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F-68."""
    draft = drafted(tunis, DRAFT, "poole", "eckert")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("reftel.exchange.drafting.releasing._answer", crash)
        with pytest.raises(KeyboardInterrupt):
            released(tunis, draft)
    assert drafts.standing(tunis, draft).state == "draft"
    assert tunis.book.one("SELECT count(*) FROM transmission") == (0,)
    assert released(tunis, draft) == "2006TUNIS1"


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ('"STATE PRIORITY"', '"NOWHERE"', "address"),
        ('"CONFIDENTIAL"', '"TOP SECRET"', "route"),  # the circuit is approved for SECRET
        ("2. (C)", "2. (S)", "S1105"),
        ('subject = "LAMPS"', 'subjct = "LAMPS"', "draft"),
    ],
)
def test_what_must_be_mended_before_release(tunis: Place, was: str, now: str, code: str) -> None:
    found = examine(tunis.config, DRAFT.replace(was, now), NOON)
    assert code in {one.code for one in found.errors} or any(
        one.code.startswith("S") for one in found.errors
    ), found


def test_a_precedence_above_the_ceiling_of_the_releaser(post: Maker) -> None:
    more = (
        '[[person]]\nname = "low"\noffice = "EXEC"\nroles = ["approver", "releaser"]\nceiling = "PRIORITY"\n'
    )
    place = post("TUNIS", circuit("TUF", "RUEHFT", "R"), more=more)
    text = DRAFT.replace("STATE PRIORITY", "STATE IMMEDIATE")
    with pytest.raises(NotReleased, match="low may release PRIORITY at most, the draft is IMMEDIATE"):
        released(place, drafted(place, text, "poole", "eckert"), "low")


def test_nobody_clears_or_releases_above_the_own_level(post: Maker) -> None:
    person = (
        '[[person]]\nname = "{}"\noffice = "{}"\nroles = ["drafter", "clearer", "approver", "releaser"]\n'
    )
    more = "".join(
        f'{person.format(*one)}level = "UNCLASSIFIED"\n' for one in (("low", "POL"), ("high", "EXEC"))
    )
    place = post("TUNIS", circuit("TUF", "RUEHFT", "R"), more=more)
    draft, low = drafted(place), place.config.person_named("low")
    for act in (clearing.clear, clearing.submit):
        with pytest.raises(NotAllowed, match="low may hold UNCLASSIFIED at most, the draft is CONFIDENTIAL"):
            act(place, draft, low)
    assert set(states(place, draft).values()) == {"needed"}
    with pytest.raises(NotReleased, match="high may hold UNCLASSIFIED at most, the draft is CONFIDENTIAL"):
        released(place, drafted(place, DRAFT, "poole", "eckert"), "high")


@pytest.mark.parametrize(
    ("in_draft", "signing", "below"),
    [("MARLOWE", "HALE", "MARLOWE"), ("", "HALE", "HALE"), ("", "", "WINTERS")],
)
def test_who_releases_signs_what_has_no_other_name(
    tmp_path: Path, in_draft: str, signing: str, below: str
) -> None:
    releaser = (
        '[[person]]\nname = "dw"\noffice = "EXEC"\nroles = ["approver", "releaser"]\nsigns = "WINTERS"\n'
    )
    make(tmp_path, "TUNIS", circuit("TUF", "RUEHFT", "R"), more=releaser).book.close()
    config = (tmp_path / "post.toml").read_text("utf-8").replace('signing = "HALE"', f'signing = "{signing}"')
    (tmp_path / "post.toml").write_text(config, encoding="utf-8")
    with Place(tmp_path, clock=Clock()) as place:
        text = DRAFT.replace("---", f'sign = "{in_draft}"\n---', 1)
        come = release(place, drafted(place, text, "poole", "eckert"), place.config.person_named("dw"))
    assert parse(come.text).signature == below


def test_long_urgent_text_is_warned_of(tunis: Place) -> None:
    text = DRAFT.replace("PRIORITY", "IMMEDIATE").replace("THE KEEPER", "THE KEEPER " * 120)
    found = examine(tunis.config, text, NOON)
    assert [one.severity for one in found.findings if one.code == "length"] == ["warning"]


def operator(place: Place) -> Person:
    return place.config.person_named("operator")


def test_under_minimize_a_release_is_confirmed_and_says_so(tunis: Place) -> None:
    """F-29."""
    minimize.impose(tunis, minimize.Order("Rome", "JCS", "storm", NOON, None), operator(tunis))
    draft = drafted(tunis, DRAFT, "poole", "eckert")
    with pytest.raises(NotReleased, match="MINIMIZE is in force for ROME"):
        released(tunis, draft)
    come = release(tunis, draft, tunis.config.person_named("hale"), confirmed=True)
    assert "MINIMIZE CONSIDERED" in come.text


def test_a_lower_authority_cannot_cancel_minimize(tunis: Place) -> None:
    """F-30."""
    minimize.impose(tunis, minimize.Order("Rome", "JCS", "storm", NOON, None), operator(tunis))
    with pytest.raises(PostError, match="COMSIXTHFLT does not stand above"):
        minimize.cancel(tunis, "ROME", "COMSIXTHFLT", operator(tunis))
    assert minimize.in_force(tunis.book)
    minimize.cancel(tunis, "rome", "JCS", operator(tunis))
    assert not minimize.in_force(tunis.book)


@pytest.mark.parametrize(
    ("area", "who", "until", "told"),
    [
        ("ROMEE", "operator", None, "ROMEE: no list knows such an area"),
        ("ROME", "poole", None, "poole is no communicator or releaser"),
        ("ROME", "operator", NOON - 1, "would be over already"),
    ],
)
def test_an_order_that_would_restrict_nothing_is_not_taken(
    tunis: Place, area: str, who: str, until: float | None, told: str
) -> None:
    order = minimize.Order(area, "JCS", "storm", NOON, until)
    with pytest.raises(PostError, match=told):
        minimize.impose(tunis, order, tunis.config.person_named(who))
    assert minimize.in_force(tunis.book) == ()


def test_minimize_ends_by_itself_where_the_order_says_when(tunis: Place, clock: Clock) -> None:
    minimize.impose(tunis, minimize.Order("all", "JCS", "storm", NOON, NOON + 3600), operator(tunis))
    draft = drafted(tunis, DRAFT, "poole", "eckert")
    with pytest.raises(NotReleased, match="MINIMIZE is in force for ALL"):
        released(tunis, draft)
    clock.now += 3600
    assert released(tunis, draft) == "2006TUNIS1"


def test_a_telegram_can_be_withdrawn_until_its_transmission_begins(tunis: Place) -> None:
    """R-07."""
    hale = tunis.config.person_named("hale")
    first = released(tunis, drafted(tunis, DRAFT, "poole", "eckert"))
    withdraw(tunis, first, hale)
    assert send(tunis, "TUF") is None
    second = released(tunis, drafted(tunis, DRAFT, "poole", "eckert"))
    assert second == "2006TUNIS2"
    assert send(tunis, "TUF") is not None
    with pytest.raises(PostError, match="its transmission has begun"):
        withdraw(tunis, second, hale)


def test_an_address_list_of_the_post_is_expanded_once(tunis: Place) -> None:
    """F-21: the exempted gets none by this path; our own copy is not sent."""
    text = (
        DRAFT.replace('"CIS COLLECTIVE"', '"AIG 4207"').replace('"MINSK"', '"LONDON"').replace('"ROME", ', "")
    )
    released(tunis, drafted(tunis, text, "poole", "eckert"))
    sent = send(tunis, "TUF")
    assert sent is not None and sent.called == ("RUEHC", "RUEHRO")
    entry = next(one for one in journal.entries(tunis.book, "draft 1") if one.event == "released")
    assert json.loads(entry.parameters)["expanded"] == {"AIG 4207": ["AMEMBASSY ROME", "AMEMBASSY TUNIS"]}


def test_each_step_stands_in_the_log(tunis: Place) -> None:
    draft = drafted(tunis, DRAFT, "poole", "eckert")
    released(tunis, draft)
    events = [(entry.actor, entry.event) for entry in journal.entries(tunis.book, f"draft {draft}")]
    assert events == [
        ("jmarlowe", "version"),
        ("poole", "cleared"),
        ("eckert", "cleared"),
        ("hale", "released"),
    ]
    assert journal.broken(tunis.book) is None


@pytest.mark.parametrize("name", sorted(drafts.templates()))
def test_templates_are_drafts_to_be_filled_in(tunis: Place, name: str) -> None:
    text = drafts.template(tunis, name)
    draft = drafts.new(tunis, tunis.config.person_named("jmarlowe"), text)
    assert 'from = "TUNIS"' in drafts.text_of(tunis, draft, 1)
    with pytest.raises(PostError):
        released(tunis, draft)  # not as it is


def test_a_long_telegram_is_released_in_sections_under_one_serial(tunis: Place) -> None:
    long = "\n\n".join(f"{at}. (C) {'THE LAMP WAS LIT AGAIN TODAY. ' * 8}" for at in range(3, 30))
    come = release(
        tunis, drafted(tunis, f"{DRAFT}\n{long}\n", "poole", "eckert"), tunis.config.person_named("hale")
    )
    sent = []
    while one := send(tunis, "TUF"):
        sent.append(one)
    assert len(come.messages) == len(sent) > 1
    assert {one.station_serial for one in sent} == {1}
    assert all(f"SECTION {at:02d} OF {len(sent):02d}" in one.text for at, one in enumerate(sent, start=1))


def test_no_words_of_a_telegram_stand_in_the_journal(tunis: Place) -> None:
    """R-67."""
    released(tunis, drafted(tunis, DRAFT, "poole", "eckert"))
    assert not any("LAMP" in entry.parameters for entry in journal.entries(tunis.book))
