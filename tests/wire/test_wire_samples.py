"""The headings of real telegrams, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.wire.heading import Heading, read_heading


@pytest.fixture(scope="module")
def seed(samples: Path) -> tuple[str, Heading, Ledger]:
    text = (samples / "seed" / "06DUSHANBE862.txt").read_text(encoding="utf-8")
    ledger = Ledger(Strand.whole(text))
    return text, read_heading(ledger.strand, 0, len(text), ledger), ledger


def test_the_transmission_lines_of_the_telegram_from_dushanbe(seed: tuple[str, Heading, Ledger]) -> None:
    _, heading, ledger = seed
    sent = heading.transmission
    assert sent is not None
    assert (sent.profile, sent.identifier, sent.precedence_prosign) == ("acp127us", "VZCZCXRO9482", "OO")
    assert (sent.called, sent.calling, sent.station_serial, sent.section) == (("RUEHDBU",), "RUEHDBU", 862, 1)
    assert sent.filed == (iso(heading.dtg) if heading.dtg else None) == "2006-05-10T10:39:00Z"
    assert (sent.security_prosign, sent.security_characters, sent.operating_signals) == (
        "ZNY",
        "CCCCC",
        ("ZZH",),
    )
    assert (heading.precedence.action, heading.precedence.info) == ("IMMEDIATE", "PRIORITY")
    assert heading.originator and heading.originator.post == "DUSHANBE"
    assert not ledger.repairs
    assert not ledger.remarks


def test_the_addressees_of_the_telegram_from_dushanbe(seed: tuple[str, Heading, Ledger]) -> None:
    _, heading, _ = seed
    assert (len(heading.action), len(heading.info), len(heading.exempt)) == (2, 22, 0)
    numbers = {
        one.name: one.continuity_number for one in (*heading.action, *heading.info) if one.continuity_number
    }
    assert numbers["SECSTATE WASHDC"] == 7466
    assert numbers["AMEMBASSY ANKARA"] == 1615
    assert numbers["USEU BRUSSELS"] == 938
    assert numbers["AMEMBASSY DUSHANBE"] == 8701
    assert [one.name for one in heading.info if one.collective] == ["CIS COLLECTIVE"]
    assert all(one.routing_indicator for one in (*heading.action, *heading.info))
    assert {one.precedence for one in heading.info} == {None, "PRIORITY"}


def test_each_value_of_an_addressee_points_at_its_letters(seed: tuple[str, Heading, Ledger]) -> None:
    text, heading, ledger = seed
    for index, one in enumerate(heading.info):
        for field in ("name", "routing_indicator", "precedence", "continuity_number"):
            value = getattr(one, field)
            spans = ledger.spans.get(f"/info/{index}/{field}", ())
            letters = "".join(text[low:high] for low, high in spans)
            assert letters.lstrip("0") == ("" if value is None else str(value))
    assert text[heading.end :].lstrip().startswith("C O N F I D E N T I A L SECTION 01")


def test_every_first_page_of_the_seventies_has_its_date_sender_and_addressee(samples: Path) -> None:
    pages = sorted((samples / "nara").glob("*.head.txt"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        dashes = text.index("--------")
        ledger = Ledger(Strand.whole(text))
        heading = read_heading(ledger.strand, text.index("\n", dashes), len(text), ledger)
        assert heading.dtg is not None, page.name
        assert heading.originator and heading.originator.post, page.name
        assert heading.action, page.name
        assert heading.precedence.action, page.name
        assert str(heading.dtg.year) == page.name[:4]
