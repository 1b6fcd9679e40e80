"""Records of the National Archives whose text is not there: what their system wrote in its place is no text."""

from __future__ import annotations

import pytest

from reftel.check import check
from reftel.reading import parse

RECORD = """Message Text

{}

Message Attributes
Document Number: 1975STATE133602
Draft Date: 07 JUN 1975
From: STATE
Subject: PORT CHARGES
TAGS: PFOR, PE
Type: TE
"""


@pytest.mark.parametrize("words", ["n/a", "N/A", "ERROR READING TEXT INDEX", "ADS TEXT UNRETRIEVABLE"])
def test_what_a_system_wrote_in_the_place_of_a_text_is_no_paragraph(words: str) -> None:
    telegram = parse(RECORD.format(words))
    assert (telegram.kind, telegram.completeness, telegram.paragraphs) == ("stub", "header only", ())
    assert (telegram.mrn, telegram.subject) == ("1975STATE133602", "PORT CHARGES")
    assert "Q135" in {one.code for one in check(telegram)}
    told = [telegram.text[slice(*span)] for span in telegram.spans["/provenance/facts"]]
    assert words in told, "the words are accounted for"


def test_a_short_text_is_a_text() -> None:
    telegram = parse(RECORD.format("UNCLAS STATE 133602\n\n1. NOT AVAILABLE."))
    assert (telegram.kind, [one.text for one in telegram.paragraphs]) == ("telegram", ["NOT AVAILABLE."])
