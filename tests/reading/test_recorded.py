"""What the record of a collection states is a witness: it fills what the telegram leaves open and overrules nothing."""

from __future__ import annotations

import msgspec

from reftel.model.stated import Stated
from reftel.model.telegram import Addressee, Classification, Originator, Release
from reftel.reading import NotATelegram, parse_all
from reftel.reading.recorded import FACT

BARE = """UNCLAS LIMA 000862

TAGS: ETRD, PE
SUBJECT: PORT CHARGES

1. THE MINISTER SAID YES.

MARLOWE
"""
OTHER = """UNCLAS LIMA 000863

SUBJECT: ROADS

1. THE MINISTER SAID NO.

MARLOWE
"""


def one(text: str, stated: Stated) -> msgspec.Struct:
    (telegram,) = parse_all(text, stated=stated)
    return telegram


def test_a_record_fills_what_the_text_leaves_open_and_the_telegram_says_so() -> None:
    stated = Stated(
        mrn="06LIMA862",
        dtg="2006-05-10T10:39:00Z",
        dtg_precision="minute",
        originator=Originator(name="Embassy Lima", post="LIMA"),
        action=(Addressee("SECSTATE WASHDC"),),
        subject="PORT CHARGES",
    )
    (telegram,) = parse_all(BARE, stated=stated)
    assert (telegram.mrn, telegram.dtg) == ("2006LIMA862", "2006-05-10T10:39:00Z")
    assert telegram.originator == stated.originator
    assert telegram.provenance.facts[FACT] == "dtg, dtg_precision, originator, action"
    assert telegram.diagnostics == ()


def test_the_text_wins_and_the_contradiction_is_told() -> None:
    stated = Stated(subject="ROADS", tags=("ETRD",), classification=Classification("SECRET"))
    (telegram,) = parse_all(BARE, stated=stated)
    assert (telegram.subject, telegram.classification.level) == ("PORT CHARGES", "UNCLASSIFIED")
    told = [remark.message for remark in telegram.diagnostics if remark.code == "Q141"]
    assert [message.split(" than")[0].split()[-1] for message in told] == [
        "subject",
        "tags",
        "classification",
    ]


def test_a_record_of_two_telegrams_is_heard_for_the_one_that_bears_its_number() -> None:
    first, second = parse_all(
        BARE + "\n" + OTHER, stated=Stated(mrn="06LIMA863", signature="ROE", dtg="2006")
    )
    assert (first.dtg, second.dtg, second.mrn) == (None, "2006", "2006LIMA863")


def test_a_card_without_text_is_the_telegram_that_it_stands_for() -> None:
    stated = Stated(
        mrn="1975LIMA01862", kind="withdrawal", aliases=("D750066-0259",), subject="FISHING TALKS"
    )
    (card,) = parse_all("", stated=stated, path="cards.csv row 2")
    assert (card.kind, card.mrn, card.subject) == ("withdrawal", "1975LIMA1862", "FISHING TALKS")
    assert {"1975LIMA01862", "D750066-0259"} <= set(card.aliases)
    assert [remark.code for remark in card.diagnostics] == ["Q138"]
    assert card.completeness == "header only"


def test_without_a_record_a_text_of_nothing_is_no_telegram() -> None:
    try:
        next(parse_all(" \n"))
    except NotATelegram:
        return
    raise AssertionError("an empty text was read as a telegram")


def test_words_that_do_not_look_it_are_a_telegram_where_the_record_says_so() -> None:
    words = "We met the minister. He agreed.\n\nMore tomorrow.\n"
    (telegram,) = parse_all(words, stated=Stated(mrn="06LIMA862", kind="telegram", completeness="partial"))
    assert (telegram.layout, telegram.mrn, telegram.completeness) == ("bare", "2006LIMA862", "partial")


def test_a_printed_edition_is_one_document_whatever_it_quotes() -> None:
    words = f"1914. Subj: Talks.\n\n1. The text follows.\n\n{BARE}\n\n{OTHER}"
    stated = Stated(mrn="1977KINSHASA1914", kind="telegram", layout="edited", completeness="whole")
    (telegram,) = parse_all(words, stated=stated)
    assert (telegram.layout, telegram.mrn, telegram.completeness) == ("edited", "1977KINSHASA1914", "whole")


def test_stamps_on_the_pages_and_the_record_s_release_stand_together() -> None:
    stated = Stated(release=Release(case_numbers=("F-2016-00001",), on="2017-07-31"))
    (telegram,) = parse_all("RELEASE IN PART B6\n" + BARE, stated=stated)
    assert telegram.release is not None
    assert (telegram.release.case_numbers, telegram.release.exemptions) == (("F-2016-00001",), ("B6",))
