"""The lines of each circuit, the layouts of the archives, and that all of them lead into one another."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from reftel import CannotWrite, NotATelegram, Telegram, parse, parse_all, write
from reftel.model.telegram import (
    Addressee,
    Classification,
    Copies,
    Officer,
    Originator,
    Paragraph,
    Release,
    Transmission,
)
from reftel.synthetic import demo
from reftel.wire.sending import send
from reftel.writing import FORMATS

LIMA = Telegram(
    mrn="2008LIMA1118",
    dtg="2008-11-04T14:15:00Z",
    originator=Originator("RUEHPE", "AMEMBASSY LIMA", "LIMA"),
    action=(Addressee("SECSTATE WASHDC", "RUEHC", "PRIORITY", 4021),),
    info=(Addressee("AMEMBASSY BOGOTA", "RUEHBO"),),
    classification=Classification("CONFIDENTIAL"),
    subject="HARBOR LAMPS",
    paragraphs=(Paragraph(1, "C", None, None, None, "THE LAMPS ARE LIT.", 0, 0),),
    signature="MARLOWE",
)
LONG = LIMA.replace(
    paragraphs=tuple(
        Paragraph(
            number, "C", None, None, None, "THE LAMP OF THIS PIER IS LIT BY NIGHT. " * 12 + "SO IT IS.", 0, 0
        )
        for number in range(1, 31)
    )
)
ENDING = [*[""] * 7, "NNNN"]


def lines(telegram: Telegram, to: str) -> list[str]:
    return write(telegram, to).data.decode().splitlines()


@pytest.mark.parametrize(
    ("to", "heading"),
    [
        (
            "acp127us",
            ["PP RUEHC RUEHBO", "DE RUEHPE #1118 3091415", "ZNY CCCCC ZZH", "P R 041415Z NOV 08"],
        ),
        ("acp127", ["PP RUEHC RUEHBO", "DE RUEHPE 1118 04/1415Z", "ZNY CCCCC", "P R 041415Z NOV 2008"]),
        ("acp126", ["RUEHC RUEHBO DE RUEHPE NR 1118", "HH", "P R 041415Z NOV 2008"]),
        (
            "janap128",
            ["PTTCZYUW RUEHPEA1118 3091415-CCCC--RUEHC RUEHBO.", "ZNY CCCCC", "P R 041415Z NOV 08"],
        ),
        (
            "acp128",
            ["PTTCZYUW RUEHPEA1118 3091415-CCCC--RUEHC RUEHBO.", "ZNY CCCCC", "P R 041415Z NOV 08"],
        ),
    ],
)
def test_each_circuit_has_lines_of_its_own(to: str, heading: list[str]) -> None:
    written = lines(LIMA, to)
    assert written[: len(heading)] == heading
    assert parse(write(LIMA, to).data).transmission is not None


@pytest.mark.parametrize(
    ("to", "ending"),
    [
        ("acp127us", ["BT", "#1118", *ENDING]),
        ("acp127", ["BT", *ENDING]),
        ("acp126", ["BT", *ENDING]),
        ("janap128", ["BT", "#1118", *ENDING]),
        ("acp128", ["BT", "#1118", *ENDING]),
    ],
)
def test_each_circuit_ends_a_message_in_its_way(to: str, ending: list[str]) -> None:
    assert lines(LIMA, to)[-len(ending) :] == ending


def test_manual_operators_count_the_groups_between_the_breaks() -> None:
    written = lines(LIMA, "acp126")
    first = written.index("BT")
    text = written[first + 1 : written.index("BT", first + 1)]
    assert written[first - 1] == f"GR {sum(len(line.split()) for line in text)}"
    assert not [one for one in parse(write(LIMA, "acp126").data).diagnostics if one.code == "T1001"]
    assert not [line for line in lines(LONG, "acp126") if line.startswith("PAGE ")]


def test_years_have_four_figures_on_allied_circuits_from_2006_on() -> None:
    early = LIMA.replace(dtg="2005-11-04T14:15:00Z", mrn="2005LIMA1118")
    assert "P R 041415Z NOV 05" in lines(early, "acp127")
    assert "P R 041415Z NOV 2008" in lines(LIMA, "acp127")


def test_sections_have_one_serial_on_state_circuits_and_serials_of_their_own_on_others() -> None:
    calling = [line for line in lines(LONG, "acp127us") if line.startswith("DE ")]
    assert calling[:2] == ["DE RUEHPE #1118/01 3091415", "DE RUEHPE #1118/02 3091415"]
    calling = [line for line in lines(LONG, "acp127") if line.startswith("DE ")]
    assert calling[:2] == ["DE RUEHPE 1118 04/1415Z", "DE RUEHPE 1119 04/1415Z"]
    routing = [line for line in lines(LONG, "janap128") if line.startswith("PTT")]
    assert routing[1].startswith("PTTCZYUW RUEHPEA1119 ")


@pytest.mark.parametrize("to", ["acp127us", "acp127", "janap128", "acp128"])
def test_a_text_in_sections_is_one_telegram_again(to: str) -> None:
    written = write(LONG, to)
    (again,) = parse_all(written.data)
    assert written.left_out == ()
    assert again.sections.of == len(again.sections.present) > 2
    assert [one.text for one in again.paragraphs] == [one.text.strip() for one in LONG.paragraphs]


def test_a_release_code_stands_in_acp_128_and_is_named_as_lost_in_janap_128() -> None:
    received = LIMA.replace(
        transmission=Transmission("acp128", security_prosign="ZNY", security_characters="CCCBB")
    )
    assert "ZNY CCCBB" in lines(received, "acp128")
    assert (
        "/transmission/security_characters: 'CCCBB' reads back as 'CCCCC'"
        in write(received, "janap128").left_out
    )


def test_a_pair_is_kept_on_allied_circuits_where_it_covers_the_level() -> None:
    pair = LIMA.replace(transmission=Transmission("acp127", security_prosign="HH"))
    assert "HH" in lines(pair, "acp127")
    low = LIMA.replace(transmission=Transmission("acp127", security_prosign="UU"))
    assert "ZNY CCCCC" in lines(low, "acp127")
    assert "/transmission/security_prosign: 'UU' reads back as 'ZNY'" in write(low, "acp127").left_out


def test_a_station_that_is_filled_up_to_seven_letters_is_still_that_of_its_post() -> None:
    again = parse(write(LIMA, "janap128").data)
    assert again.originator == LIMA.originator
    assert again.transmission is not None
    assert again.transmission.calling == "RUEHPEA"


def test_the_layout_of_the_national_archives_has_pages_copies_and_attributes() -> None:
    telegram = LONG.replace(
        mrn="1975LIMA1118",
        dtg="1975-11-04T14:15:00Z",
        distribution=(Copies("ARA", 10, "origin"), Copies("OCT", 1, "info")),
        drafted_by=(Officer("JDOE", None, "ARA/AND:JDOE", "ARA/AND"),),
        approved_by=(Officer("PHALE", None, "ARA:PHALE", "ARA"),),
        cleared_by=(Officer("RROE", None, "S/S-O:RROE", "S/S-O"),),
        release=Release(("Released in Full",), ("200202525",), ("B6",), "2006-07-05"),
    )
    written = write(telegram, "aad")
    text = written.data.decode()
    assert text.startswith(
        "Message Text\n\nCONFIDENTIAL\n\nPAGE 01  LIMA  01118\n\nORIGIN ARA-10\nINFO OCT-01\n"
    )
    assert "/011 R\nDRAFTED BY ARA/AND:JDOE\nAPPROVED BY ARA:PHALE\nS/S-O:RROE\n-----" in text
    assert "\nCONFIDENTIAL\n\nCONFIDENTIAL\n\nPAGE 02  LIMA  01118\n" in text
    assert "\nDocument Number: 1975LIMA01118\n" in text
    again = parse(written.data)
    assert (again.layout, again.release) == ("aad", telegram.release)
    assert (again.drafted_by, again.cleared_by) == (telegram.drafted_by, telegram.cleared_by)
    assert {one.rpartition("/")[2].split(":")[0] for one in written.left_out} == {"routing_indicator"}


def test_what_the_archives_knew_of_a_record_is_written_again() -> None:
    written = write(LIMA, "aad").data.replace(b"Type: TE", b"Film Number: D750066-0259\nType: TE")
    again = parse(write(parse(written).replace(subject="OTHER LAMPS"), "aad").data)
    assert again.provenance.facts["Film Number"] == "D750066-0259"
    assert again.subject == "OTHER LAMPS"


def test_the_labelled_copy_has_wide_lines_and_places_before_offices() -> None:
    written = lines(LONG, "smart")
    assert written[:3] == ["CONFIDENTIAL", "", "MRN: 08 LIMA 1118"]
    assert "Date/DTG: Nov 04, 2008 / 041415Z NOV 08" in written
    assert max(map(len, written)) > 400
    bare = LIMA.replace(action=(Addressee("AMEMBASSY BOGOTA", None, "ROUTINE"),))
    assert "Action: BOGOTA, AMEMBASSY ROUTINE" in lines(bare, "smart")


def test_doi_103_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="doi103: its layout is not public"):
        write(LIMA, "doi103")


TO = [name for name in FORMATS if name != "source"]
STORIES = [
    (name, telegram)
    for _, group in itertools.groupby(
        ((name, one) for name, data in demo() for one in parse_all(data)),
        key=lambda pair: pair[0].split("/")[0],
    )
    for name, telegram in itertools.islice(group, 2)
]


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(TO, 2)))
def test_every_format_leads_into_every_other(first: str, second: str) -> None:
    """From the telegram into one format, from what is read there into another: the words come through."""
    done = 0
    for name, telegram in STORIES:
        try:
            there = parse(write(telegram, first).data)
            again = parse(write(there, second).data)
        except CannotWrite as refusal:
            assert len(str(refusal)) > 40, name
            continue
        done += 1
        for field in ("captions", "subject", "tags", "signature"):
            assert getattr(again, field) == getattr(telegram, field), (name, field)
        assert [(one.number, one.text) for one in again.paragraphs] == [
            (one.number, one.text) for one in telegram.paragraphs
        ], name
    assert done or first == "plain"  # without a date-time group nothing can be sent


def test_real_telegrams_go_into_every_format_or_are_refused_with_the_reason(samples: Path) -> None:
    count = 0
    for path in sorted(samples.rglob("*.txt"))[::12]:
        try:
            telegram = parse(path.read_bytes())
        except NotATelegram:
            continue
        for to in TO:
            try:
                written = write(telegram, to)
            except CannotWrite as refusal:
                assert len(str(refusal)) > 40, path
                continue
            count += 1
            assert written.data, path
    assert count > 40


ENCODINGS = ("latin-1", "cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\r\r\n", "\n\r"])
def test_an_unchanged_telegram_is_written_back_byte_for_byte(encoding: str, ends: str) -> None:
    text = write(LIMA.replace(subject="CAFÉ LAMPS"), "plain").data.decode()
    data = text.replace("\n", ends).encode(encoding)
    telegrams = list(parse_all(data))
    assert b"".join(write(one).data for one in telegrams) == data


def test_every_telegram_of_a_file_of_several_is_written_back_byte_for_byte() -> None:
    other = LIMA.replace(mrn="2008LIMA1119")
    data = write(LIMA, "acp127us").data + write(other, "acp127us").data
    telegrams = list(parse_all(data))
    assert [one.mrn for one in telegrams] == ["2008LIMA1118", "2008LIMA1119"]
    assert b"".join(write(one).data for one in telegrams) == data


def test_a_us_message_in_ita2_which_has_no_number_sign_is_read_back_whole() -> None:
    sent = send(write(LIMA, "acp127us").data.decode(), "ita2", channel="TSA041")
    telegram = parse(sent.data)
    assert telegram.transmission
    assert (telegram.transmission.station_serial, telegram.transmission.validation) == (1118, 1118)
    assert [one.text for one in telegram.paragraphs] == ["THE LAMPS ARE LIT."]
    assert telegram.signature == "MARLOWE"
