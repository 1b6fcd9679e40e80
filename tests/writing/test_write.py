"""What is written, for telegrams that were read: the demo's, the real ones, and some in particular."""

from __future__ import annotations

from pathlib import Path

import pytest

import reftel
from reftel import CannotWrite, NotATelegram, Telegram, parse, parse_all, write
from reftel.model.telegram import (
    Addressee,
    Classification,
    Copies,
    Originator,
    Paragraph,
    Passing,
    Provenance,
    Reference,
    Release,
    Transmission,
)
from reftel.synthetic import demo
from reftel.writing import FORMATS

DEMO = [(name, telegram) for name, data in demo() for telegram in parse_all(data)]

TUNIS = Telegram(
    mrn="2008TUNIS1118",
    dtg="2008-11-04T14:15:00Z",
    originator=Originator(None, "AMEMBASSY TUNIS", "TUNIS"),
    action=(Addressee("SECSTATE WASHDC", None, "PRIORITY", 4021),),
    info=(Addressee("AMEMBASSY PARIS"), Addressee("MINISTRY OF SILLY WALKS")),
    classification=Classification("CONFIDENTIAL"),
    subject="FISHERIES TALKS",
    paragraphs=(Paragraph(1, "C", None, None, None, "THE BOARD MET.", 0, 0),),
    signature="MARLOWE",
)


def lines(telegram: Telegram, to: str = "acp127us") -> list[str]:
    return write(telegram, to).data.decode().splitlines()


def test_every_telegram_of_the_demo_is_written_back_byte_for_byte() -> None:
    for name, data in demo():
        telegram = parse(data)
        assert write(telegram).data == telegram.source, name
        if len(list(parse_all(data))) == 1:
            assert write(telegram).data == data, name


@pytest.mark.parametrize(("name", "telegram"), DEMO, ids=[name for name, _ in DEMO])
def test_every_telegram_of_the_demo_reads_back_from_what_is_written(name: str, telegram: Telegram) -> None:
    for to in ("plain", "acp127us"):
        try:
            written = write(telegram, to)
        except CannotWrite as refusal:
            assert "no routing indicator is known for" in str(refusal), name
            continue
        again = parse(written.data)
        assert not [one for one in written.left_out if "read" in one], (name, to)
        assert (again.subject, again.tags, again.captions) == (
            telegram.subject,
            telegram.tags,
            telegram.captions,
        )
        assert [one.number for one in again.paragraphs] == [one.number for one in telegram.paragraphs]
        assert again.signature == telegram.signature


def test_every_real_telegram_is_written_back_byte_for_byte_and_no_other_way_raises(samples: Path) -> None:
    count = 0
    for path in sorted(samples.rglob("*.txt")):
        data = path.read_bytes()
        try:
            telegrams = list(parse_all(data, path=str(path)))
        except NotATelegram:
            continue
        assert b"".join(write(one).data for one in telegrams) == data or any(
            one.kind != "telegram" for one in telegrams
        )
        for telegram in telegrams:
            count += 1
            for to in ("plain", "acp127us"):
                try:
                    assert write(telegram, to).data, path
                except CannotWrite as refusal:
                    assert len(str(refusal)) > 40, path  # it says what is missing and what to do
    assert count > 150


def test_the_telegram_of_the_seed_loses_nothing_on_its_way_to_the_wire_and_back(samples: Path) -> None:
    telegram = parse((samples / "seed" / "06DUSHANBE862.txt").read_bytes())
    written = write(telegram, "acp127us")
    again = parse(written.data)
    assert written.left_out == ()
    assert (again.sections.of, len(again.action), len(again.info)) == (
        3,
        len(telegram.action),
        len(telegram.info),
    )
    assert [one.text for one in again.paragraphs] == [one.text for one in telegram.paragraphs]
    assert again.transmission is not None
    assert (again.transmission.identifier, again.transmission.station_serial) == ("VZCZCXRO9482", 862)


def test_a_changed_telegram_is_not_written_as_its_source() -> None:
    name, data = next(demo())
    telegram = parse(data)
    assert write(telegram.replace(diagnostics=(), provenance=Provenance())).data == data, name
    with pytest.raises(CannotWrite, match="changed since"):
        write(telegram.replace(subject="ANOTHER"))
    with pytest.raises(CannotWrite, match="not read from bytes"):
        write(Telegram.from_json(telegram.to_json()))


def test_transmission_lines_are_filled_in_from_what_the_telegram_says() -> None:
    assert lines(TUNIS)[:11] == [
        "PP RUEHC RUEHFR",
        "DE RUEHTU #1118 3091415",
        "ZNY CCCCC ZZH",
        "P R 041415Z NOV 08",
        "FM AMEMBASSY TUNIS",
        "TO RUEHC/SECSTATE WASHDC PRIORITY 4021",
        "INFO RUEHFR/AMEMBASSY PARIS",
        "MINISTRY OF SILLY WALKS",
        "BT",
        "C O N F I D E N T I A L TUNIS 001118",
        "",
    ]
    assert lines(TUNIS)[-12:] == ["1. (C) THE BOARD MET.", "MARLOWE", "BT", "#1118", *[""] * 7, "NNNN"]


def test_an_addressee_whom_no_station_serves_is_named_as_not_called() -> None:
    assert [one for one in write(TUNIS, "acp127us").left_out if "routing_indicator" in one] == [
        "/info/1/routing_indicator: none is known, so that the routing line does not call it"
    ]


def test_what_the_transmission_said_is_kept() -> None:
    received = Transmission(
        "acp127us",
        "VZCZCTUN0417",
        "PP",
        ("RUEHFR",),
        "RUEHTU",
        1118,
        None,
        None,
        "ZNY",
        "CCCCC",
        ("ZZH", "ZFD"),
    )
    assert lines(TUNIS.replace(transmission=received))[:4] == [
        "VZCZCTUN0417",
        "PP RUEHFR",
        "DE RUEHTU #1118 3091415",
        "ZNY CCCCC ZZH ZFD",
    ]


def test_a_security_warning_below_the_level_is_never_written() -> None:
    received = Transmission("acp127us", security_prosign="ZNR", security_characters="UUUUU")
    written = write(TUNIS.replace(transmission=received), "acp127us")
    assert b"\nZNY CCCCC" in written.data
    assert "/transmission/security_characters: 'UUUUU' reads back as 'CCCCC'" in written.left_out


@pytest.mark.parametrize(
    ("level", "warning", "first"),
    [
        ("UNCLASSIFIED", "ZNR UUUUU ZZH", "UNCLAS TUNIS 001118"),
        ("LIMITED OFFICIAL USE", "ZNR UUUUU ZZH", "LIMITED OFFICIAL USE TUNIS 001118"),
        ("SECRET", "ZNY SSSSS ZZH", "S E C R E T TUNIS 001118"),
        ("TOP SECRET", "ZNY TTTTT ZZH", "T O P  S E C R E T TUNIS 001118"),
    ],
)
def test_each_level_has_its_warning_and_its_form_on_the_first_line(
    level: str, warning: str, first: str
) -> None:
    written = lines(TUNIS.replace(classification=Classification(level)))
    assert warning in written
    assert first in written


@pytest.mark.parametrize(
    ("mrn", "number"),
    [
        ("2008TUNIS1118", "TUNIS 001118"),
        ("1995TUNIS1118", "TUNIS 01118"),
        ("1975STATE1118", "STATE 001118"),
        ("2006NEWDELHI12", "NEW DELHI 000012"),
    ],
)
def test_serials_have_six_figures_from_2002_on_and_in_the_department_else_five(mrn: str, number: str) -> None:
    assert lines(TUNIS.replace(mrn=mrn), "plain")[0] == f"C O N F I D E N T I A L {number}"


def test_references_without_words_get_the_usual_ones_with_a_year_where_it_is_another() -> None:
    referred = (
        Reference("A", "telegram", "2008STATE104466", ""),
        Reference("B", "telegram", "2007TUNIS12", "", notal=True),
    )
    written = lines(TUNIS.replace(references=referred))
    at = written.index("REF: A. STATE 104466")
    assert written[at + 1] == "     B. 07 TUNIS 12 (NOTAL)"


def test_passing_lines_that_would_run_together_are_parted() -> None:
    two = (Passing("STATE", ("NEA/MAG",), "STATE FOR NEA/MAG AND"), Passing(None, (), "THE FISHERIES DESK"))
    assert lines(TUNIS.replace(passing=two), "plain")[2:6] == [
        "STATE FOR NEA/MAG AND",
        "",
        "THE FISHERIES DESK",
        "",
    ]


def test_what_a_format_cannot_say_is_named_with_its_reason() -> None:
    telegram = TUNIS.replace(
        distribution=(Copies("NEA", 10, "action"),), release=Release(("RELEASED IN FULL",))
    )
    assert write(telegram, "plain").left_out == (
        "/dtg: this format has no line for it, so that numbers go without their year",
        "/originator: this format has no line for it",
        "/action: this format has no line for it",
        "/info: this format has no line for it",
        "/distribution: copies to offices are made where a telegram arrives",
        "/release: stamps of a released copy are not the telegram's",
    )


def test_letters_that_the_circuit_does_not_carry_become_their_like_and_are_named() -> None:
    written = write(TUNIS.replace(subject="CAFÉ “TUNIS” – 5 €"), "acp127us")
    assert b'SUBJECT: CAFE "TUNIS" - 5 EUR' in written.data
    assert written.left_out[0] == "/: the circuit has no É “ ” – €; their like is written"
    assert "CAFÉ “TUNIS”" in write(TUNIS.replace(subject="CAFÉ “TUNIS”"), "plain").data.decode()


def test_a_text_that_would_not_read_back_is_named() -> None:
    broken = Paragraph(1, "C", None, None, None, "THE END.\n2. THIS IS NO SECOND PARAGRAPH.", 0, 0)
    left_out = write(TUNIS.replace(paragraphs=(broken,)), "plain").left_out
    assert "/paragraphs: 1 of them read back as 2" in left_out


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dtg": None}, "line 5 needs a date-time group"),
        ({"dtg": "1975-03-01T00:00:00Z", "dtg_precision": "day"}, "line 5 needs a date-time group"),
        ({"mrn": None}, "line 3 needs a serial"),
        ({"originator": None}, "line 3 has no calling station"),
        (
            {"originator": Originator(None, "EMBASSY OF NOWHERE")},
            "no routing indicator is known for EMBASSY OF NOWHERE",
        ),
        ({"action": (), "info": ()}, "line 2 has no station to call"),
        ({"kind": "withdrawal"}, "whose words are not in this copy"),
        ({"paragraphs": (Paragraph(1, "C", None, None, None, "X" * 70, 0, 0),)}, "a line has 77 letters"),
        (
            {"paragraphs": (Paragraph(1, "C", None, None, None, "HARBOR " * 90_000, 0, 0),)},
            "it would take [0-9]+ sections",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_remedy(changes: dict[str, object], message: str) -> None:
    with pytest.raises(CannotWrite, match=message):
        write(TUNIS.replace(**changes), "acp127us")


def test_an_unknown_format_is_named_beside_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"there is no format morse\. source: the bytes"):
        reftel.write(TUNIS, "morse")
    assert list(FORMATS)[:3] == ["source", "plain", "acp127us"]


def test_a_number_whose_year_is_not_known_is_written_as_it_was_read() -> None:
    telegram = parse("UNCLAS TUNIS 001118\n\nSUBJECT: TIDES\n\n1. HIGH.\n\n2. LOW.\n")
    assert telegram.mrn is None
    assert lines(telegram.replace(subject="SEAS"), "plain")[0] == "UNCLAS TUNIS 001118"
