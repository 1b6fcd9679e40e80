"""Links: threads, campaigns, citations, in the stories that come with the package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reftel.archive import Archive, ArchiveError, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.links.cite import cited
from reftel.archive.links.threads import Node, in_tree_order
from reftel.archive.tiers import Viewer
from reftel.text.subject import numbered

Write = Callable[..., Path]


def test_a_thread_is_the_same_from_every_telegram_of_it(demo: Archive) -> None:
    thread = demo.thread("06STATE31044")
    held = {node.mrn for node in thread.nodes if node.key}
    assert len(held) == 16
    for mrn in held:
        assert {node.mrn for node in demo.thread(mrn).nodes} == {node.mrn for node in thread.nodes}


def test_each_telegram_of_a_thread_stands_after_the_one_that_it_answers(demo: Archive) -> None:
    thread = demo.thread("06DUSHANBE902")
    assert thread.nodes[0].mrn == "2006STATE31044"
    places = {node.mrn: at for at, node in enumerate(thread.nodes)}
    for node in thread.nodes:
        assert node.parent is None or places[node.parent] < places[node.mrn]
    parents = {node.mrn: node.parent for node in thread.nodes}
    assert parents["2006ASHGABAT402"] == "2006STATE57213"
    assert parents["2006STATE57213"] == "2006ASHGABAT291"


def test_a_thread_names_what_is_cited_and_absent(demo: Archive) -> None:
    absent = {node.mrn for node in demo.thread("06STATE31044").nodes if node.key is None}
    assert absent == {"2005DUSHANBE1990", "2006DUSHANBE388", "2006DUSHANBE871"}


def test_what_goes_round_in_a_circle_is_laid_out_once() -> None:
    nodes = [Node("A", "A", "1", parent="B"), Node("B", "B", "2", parent="A"), Node("C", "C", "3")]
    assert sorted(node.mrn for node in in_tree_order(nodes)) == ["A", "B", "C"]


def test_a_campaign_says_who_answered_when_and_who_never_did(demo: Archive) -> None:
    campaign = demo.answers("06STATE31044")
    assert set(campaign.asked) == {"DUSHANBE", "TASHKENT", "BISHKEK", "ASHGABAT", "KABUL", "ASTANA"}
    assert campaign.unanswered == ()
    first = {one.post: (one.key, one.hours) for one in campaign.answers if one.first}
    assert first["DUSHANBE"] == ("2006DUSHANBE417", 134.0)
    assert [one.first for one in campaign.answers if one.post == "DUSHANBE"] == [True, False]
    assert demo.answers("06DUSHANBE902").unanswered
    with pytest.raises(ArchiveError, match="no such telegram"):
        demo.answers("06STATE999")


def test_links_of_hidden_telegrams_are_hidden(demo: Archive) -> None:
    seen = demo.seen_by(Viewer("UNCLASSIFIED"))
    assert all(
        one.key != "2006DUSHANBE417" or one.subject is None for one in seen.answers("06STATE31044").answers
    )
    nodes = {node.mrn: node for node in seen.thread("06STATE31044").nodes}
    assert (nodes["2006STATE40877"].subject, nodes["2006STATE40877"].cites) == (None, ())
    assert nodes["2006BISHKEK348"].subject


def test_a_telegram_is_cited_in_three_forms(demo: Archive) -> None:
    (filed,) = demo.find("76SUVA188")
    forms = {one.form: one.text for one in cited(filed.telegram)}
    assert forms == {
        "archives": "Telegram 188 from the Embassy in Suva to the Department of State, “A Radio Mast and Two Flags,” "
        "February 5, 1976, 1976SUVA188, Central Foreign Policy Files, 1973–79/Electronic Telegrams, RG 59: General "
        "Records of the Department of State, U.S. National Archives.",
        "frus": "Telegram 188 From the Embassy in Suva to the Department of State. Suva, February 5, 1976, 0240Z.",
        "chicago": "Embassy in Suva to the Department of State, “A Radio Mast and Two Flags,” telegram 1976SUVA188, "
        "February 5, 1976, Central Foreign Policy Files, 1973–79/Electronic Telegrams, RG 59: General Records of the "
        "Department of State, U.S. National Archives.",
    }


def test_every_telegram_can_be_cited(demo: Archive) -> None:
    for hit in demo.search("", limit=200).hits:
        for filed in demo.find(hit.key):
            assert all(one.text.endswith(".") and ", ," not in one.text for one in cited(filed.telegram))


def test_telegrams_whose_subjects_count_stand_in_a_row(write: Write, place: Path) -> None:
    for number, serial in ((1, 3), (2, 6), (4, 9)):
        write(1, first=serial, subject=f"RIVER STATUS REPORT NO. {number}, MAY")
    ingest(place, [write(1, first=12, subject="RIVER STATUS REPORT NO. 3", level="S E C R E T")], workers=1)
    ingest(place, [write(1, folder="other", first=4, subject="RIVER STATUS REPORT NO. 5")], workers=1)
    with open_archive(place) as archive:
        row = archive.thread("06DUSHANBE6").numbered
        assert [(one.number, one.key) for one in row] == [
            (1, "2006DUSHANBE3"),
            (2, "2006DUSHANBE6"),
            (4, "2006DUSHANBE9"),
            (3, "2006DUSHANBE12"),
        ]
        seen = archive.seen_by(Viewer("UNCLASSIFIED")).thread("06DUSHANBE6").numbered
        assert [one.number for one in seen] == [1, 2, 4]


@pytest.mark.parametrize(
    ("subject", "counted"),
    [
        ("USUN DAILY CLASSIFIED SUMMARY NO. 122", ("USUN DAILY CLASSIFIED SUMMARY", 122)),
        ("EA/VLC Status Report No. 12, September, 1978", ("EA VLC STATUS REPORT", 12)),
        ("BORDER SITREP 3: QUIET", ("BORDER SITREP", 3)),
        ("PRESS SUMMARY # 7", ("PRESS SUMMARY", 7)),
        ("PRESS SUMMARY 12 MARCH", None),
        ("NO 3", None),
        ("THE NORTH 12 AGREEMENT", None),
    ],
)
def test_a_subject_counts_where_it_says_so(subject: str, counted: tuple[str, int] | None) -> None:
    assert numbered(subject) == counted
