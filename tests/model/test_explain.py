"""What the codes of a telegram mean, by the place of each value."""

from __future__ import annotations

import pytest

from reftel.model.explain import explain
from reftel.model.telegram import (
    Addressee,
    Classification,
    Declassification,
    Paragraph,
    Passing,
    Precedences,
    Telegram,
    Transmission,
)

TELEGRAM = Telegram(
    dtg="2006-05-10T10:39:00Z",
    precedence=Precedences("IMMEDIATE", "PRIORITY"),
    transmission=Transmission(
        "acp127us", security_characters="CCCCC", operating_signals=("ZZH",), called=("RUEHC",)
    ),
    action=(Addressee("SECSTATE WASHDC"), Addressee("CIS COLLECTIVE", collective=True)),
    classification=Classification("CONFIDENTIAL", ("NOFORN",)),
    captions=("SIPDIS",),
    passing=(Passing("STATE", ("SCA/CEN",)),),
    declassification=Declassification("12958", "DECL: 5/10/2016", "2016-05-10"),
    tags=("PGOV", "CH", "ZZZZ"),
    reasons=("1.4(b)",),
    paragraphs=(Paragraph(1, "S/NF", None, None, 1, "", 0, 0),),
)


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/tags/0", "Internal Governmental Affairs"),
        ("/tags/1", "China"),
        ("/captions/0", "inter-agency"),
        ("/reasons/0", "Foreign government information"),
        ("/action/0", "Washington"),
        ("/action/1", "collective"),
        ("/classification/caveats/0", "foreign"),
        ("/paragraphs/0/marking", "secret; not releasable to foreign nationals"),
        ("/transmission/security_characters", "CONFIDENTIAL"),
        ("/transmission/called/0", "SECSTATE"),
        ("/precedence/action", "operations"),
    ],
)
def test_a_code_is_explained_at_its_place(pointer: str, words: str) -> None:
    assert words in explain(TELEGRAM)[pointer]


def test_a_code_that_no_list_knows_is_not_explained() -> None:
    assert "/tags/2" not in explain(TELEGRAM)


def test_a_two_letter_tag_means_what_it_meant_on_the_day() -> None:
    assert explain(TELEGRAM.replace(dtg="1975-01-01T00:00:00Z"))["/tags/1"].startswith("China")
    assert explain(TELEGRAM.replace(dtg="2024-06-01T00:00:00Z"))["/tags/1"] == "Switzerland"
    assert "/tags/1" not in explain(TELEGRAM.replace(dtg=None))
