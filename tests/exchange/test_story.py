"""The story that Reftel began with: an instruction to six posts, a report, two clearances, and who has answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.exchange.posts import Clock, Network, circuit, file_all, make
from tests.exchange.test_commands import reftel

from reftel.archive import open_archive
from reftel.exchange.drafting import clearing, drafts
from reftel.exchange.drafting.releasing import NotReleased, release
from reftel.exchange.keeping import numbers
from reftel.exchange.post.place import Place

ASKED = ("DUSHANBE", "ASHGABAT", "TASHKENT", "ASTANA", "BISHKEK", "KABUL")
INSTRUCTION = """
from = "STATE"
action = ["DUSHANBE IMMEDIATE", "ASHGABAT", "TASHKENT", "ASTANA", "BISHKEK", "KABUL"]
level = "CONFIDENTIAL"
captions = ["SIPDIS"]
tags = ["PREL", "ETRD"]
subject = "DEMARCHE REQUEST: LANTERN TREATY"
classified_by = "Jane Q. Marlowe, Director, SCA/CEN"
reasons = "1.4 (b), (d)"
---
1. (U) THIS IS AN ACTION REQUEST. SEE PARAGRAPH 2.

2. (C) ACTION REQUEST: POSTS ARE ASKED TO DELIVER THE POINTS BELOW AND TO REPORT.
"""
SENT_BEFORE = {
    "SECSTATE WASHDC": 861,
    "AMEMBASSY ASHGABAT": 40,
    "AMEMBASSY TASHKENT": 9998,
    "AMEMBASSY KABUL": 7,
}
REPORT = """
from = "DUSHANBE"
action = ["STATE IMMEDIATE"]
info = ["ASHGABAT PRIORITY", "TASHKENT", "KABUL"]
level = "CONFIDENTIAL"
captions = ["SIPDIS"]
tags = ["PREL", "ETRD"]
subject = "LANTERN TREATY: DEMARCHE DELIVERED"
refs = ["{ref}"]
classified_by = "Robert Hale, Ambassador"
reasons = "1.4 (b), (d)"
---
1. (C) SUMMARY: THE DEMARCHE WAS DELIVERED ON MAY 10. END SUMMARY.

2. (C) THE DEPUTY MINISTER TOOK NOTES AND PROMISED A REPLY.

3. (C) COMMENT: HE WAS SURPRISED. END COMMENT.
"""


class Stage:
    """Washington and six posts, each on a circuit of its own."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        far = {name: _indicator(name) for name in ASKED}
        names = {name: f"W{name[0]}{name[-1]}" for name in ASKED}
        circuits = [circuit(names[name], far[name], far[name]) for name in ASKED]
        self.state = make(folder / "STATE", "STATE", *circuits, clock=self.clock)
        self.posts = {
            name: make(folder / name, name, circuit(f"{name[0]}{name[-1]}W", "RUEHC", "R"), clock=self.clock)
            for name in ASKED
        }
        self.network = Network(
            (self.state, names[name], self.posts[name], f"{name[0]}{name[-1]}W") for name in ASKED
        )

    @property
    def everyone(self) -> tuple[Place, ...]:
        return (self.state, *self.posts.values())


def _indicator(name: str) -> str:
    from reftel.vocabulary import posts

    found = posts.find(name)
    assert found is not None
    return found.routing_indicators[0]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    played = Stage(tmp_path_factory.mktemp("posts"))
    yield played
    for place in played.everyone:
        place.book.close()


def released(place: Place, text: str, *clearers: str) -> tuple[str, str]:
    """Draft, have it cleared by these people, and release it: its number and its text."""
    who = place.config.person_named
    draft = drafts.new(place, who("jmarlowe"), text)
    for name in clearers:
        clearing.clear(place, draft, who(name))
    come = release(place, draft, who("hale"))
    return come.mrn, come.text


def test_the_story(stage: Stage) -> None:
    instruction, _ = released(stage.state, INSTRUCTION, "poole", "eckert")
    assert instruction == "2006STATE1"
    stage.network.carry()
    file_all(*stage.everyone)
    dushanbe = stage.posts["DUSHANBE"]
    (task,) = dushanbe.book.rows("SELECT office, mrn, answered_by FROM task")
    assert task == ("EXEC", "2006STATE1", None)  # no line of the profile fits: the duty office acts

    stage.clock.now += 3600
    for address, last in SENT_BEFORE.items():
        numbers.set_last(dushanbe.book, f"to {address}", last)
    who = dushanbe.config.person_named
    draft = drafts.new(dushanbe, who("jmarlowe"), REPORT.format(ref="06 STATE 1"))
    clearing.clear(dushanbe, draft, who("poole"))
    with pytest.raises(NotReleased, match=r"ECON must clear it .TAGS ETRD.: needed"):
        release(dushanbe, draft, who("hale"))
    clearing.clear(dushanbe, draft, who("eckert"))
    report = release(dushanbe, draft, who("hale"))
    assert report.mrn == "2006DUSHANBE1"

    sent = stage.network.carry()
    copies = {one.called: one.precedence for one in sent if one.circuit != "DEW"}
    assert copies == {("RUEHAH",): "P", ("RUEHNT",): "R", ("RUEHBUL",): "R"}
    file_all(*stage.everyone)

    for name in ("STATE", "ASHGABAT", "TASHKENT", "KABUL"):
        place = stage.state if name == "STATE" else stage.posts[name]
        with open_archive(place.archive) as archive:
            (held,) = archive.find("2006DUSHANBE1")
            everyone = (*held.telegram.action, *held.telegram.info)
            counted = {address: last + 1 for address, last in SENT_BEFORE.items()}
            assert {one.name: one.continuity_number for one in everyone} == counted
            assert {one.name: one.precedence for one in held.telegram.info} == {
                "AMEMBASSY ASHGABAT": "PRIORITY",
                "AMEMBASSY TASHKENT": None,
                "AMEMBASSY KABUL": None,
            }
    assert dushanbe.book.one("SELECT answered_by FROM task") == ("2006DUSHANBE1",)
    with open_archive(stage.state.archive) as archive:
        campaign = archive.answers("2006STATE1")
        assert [one.post for one in campaign.answers] == ["DUSHANBE"]
        assert set(campaign.unanswered) == set(ASKED) - {"DUSHANBE"}
    told = reftel("answers", "06STATE1", "--archive", stage.state.archive)
    assert "1 of 6 posts asked have answered" in told and "2006DUSHANBE1" in told
    assert all(name in told.partition("no answer here from:")[2] for name in campaign.unanswered)
