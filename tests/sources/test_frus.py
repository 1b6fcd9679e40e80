"""The volumes of the series: every document is a telegram or is named as none."""

from __future__ import annotations

import csv
import io
import itertools
import tracemalloc
from pathlib import Path

import pytest
from tests.sources.making import made

from reftel.sources.files import Refused
from reftel.sources.frus import SOURCE
from reftel.sources.frus_notes import read_source_note
from reftel.sources.read import read
from reftel.sources.record import Place, Record
from reftel.sources.xml_pieces import XmlFault, pieces

SPECIMEN = Path(__file__).parent / "specimens" / "frus1936v99.xml"
VOLUMES = (
    "frus1894Nicaragua.xml",
    "frus1918Russiav03.xml",
    "frus1936v03.xml",
    "frus1977-80v17p2.part-d72-d76-d77.xml",
)
BEYOND_THE_INDEX = {
    # The index counts notes that say [Telegram.]; seven more telegrams are called cablegrams or translations.
    "frus1894Nicaragua.xml": 7,
    # The index counts a memorandum of a conversation about a telegram (d188).
    "frus1918Russiav03.xml": -1,
}


def _given(data: bytes, name: str = "frus1936v99.xml") -> list[Record | Refused]:
    return list(SOURCE.records(io.BytesIO(data), Place(name)))


def test_the_bytes_of_a_document_are_those_of_the_volume() -> None:
    data = SPECIMEN.read_bytes().replace(b"\n", b"\r\n")
    with_mark = b"\xef\xbb\xbf" + data
    for one in _given(with_mark):
        if isinstance(one, Record):
            assert one.data in data
            assert one.data.startswith(b"<")
            assert one.data.endswith(b">")


def test_a_volume_that_breaks_off_gives_what_stands_before() -> None:
    data = SPECIMEN.read_bytes()
    given = _given(data[: data.index(b'xml:id="d3"') + 400])
    assert [type(one) for one in given] == [Record, Refused, Refused]
    broken = given[-1]
    assert isinstance(broken, Refused)
    assert broken.outcome == "failed"
    assert broken.line > 40
    assert "damaged mark-up" in broken.reason


def test_a_document_with_too_deep_a_mark_up_costs_itself() -> None:
    deep = b"<hi>" * 9000 + b"Ships" + b"</hi>" * 9000
    given = _given(SPECIMEN.read_bytes().replace(b"Ships carry", deep + b" carry"))
    broken = [one for one in given if isinstance(one, Refused) and one.outcome == "failed"]
    assert [one.path for one in broken] == ["frus1936v99.xml#d3"]
    assert len(given) == 5


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE TEI [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE TEI [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_volume_with_entities_of_its_own_is_refused(declaration: bytes) -> None:
    data = SPECIMEN.read_bytes().replace(b"<TEI", declaration + b"<TEI").replace(b"Callao", b"&a;")
    (refused,) = _given(data)
    assert isinstance(refused, Refused)
    assert "entit" in refused.reason


def test_a_wide_encoding_is_named() -> None:
    (refused,) = _given(SPECIMEN.read_bytes().decode().encode("utf-16"))
    assert isinstance(refused, Refused)
    assert "UTF-8" in refused.reason


def test_of_a_large_volume_no_more_than_a_document_is_held() -> None:
    data = SPECIMEN.read_bytes()
    start, end = data.index(b'<div type="document"'), data.index(b"</div>\n        </body>")
    volume = made(data[:start], itertools.repeat(data[start:end], 1000), data[end:])
    tracemalloc.start()
    count = sum(1 for _ in pieces(volume, lambda _, named: named.get("type") == "document"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 4000
    assert peak < 0.25 * (end - start) * 1000


def test_pieces_of_elements_without_contents_are_whole() -> None:
    source = b"<a><d k='>'/><d><d /></d ></a>"
    found = list(pieces(io.BytesIO(source), lambda name, _: name == "d"))
    assert [one.data for one in found] == [b"<d k='>'/>", b"<d><d /></d >"]
    assert [one.data for one in found[1].inner] == [b"<d />"]


def test_a_damaged_piece_names_its_line() -> None:
    (piece,) = pieces(io.BytesIO(b"<a>\n\n<d>&gt;</d></a>"), lambda name, _: name == "d")
    with pytest.raises(XmlFault, match="line 3"):
        piece._replace(data=b"<d>&nbsp;</d>").element()


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Sent for information to Brussels, Cape Town, and Pretoria.", "Brussels; Cape Town; Pretoria"),
        ("Repeated to London, Bonn, and USNATO.", "London; Bonn; USNATO"),
        ("Sent for information Immediate to USUN.", "USUN IMMEDIATE"),
        (
            "Sent for information Immediate to USUN and Priority to Cape Town and Lagos.",
            "USUN IMMEDIATE; Cape Town PRIORITY; Lagos PRIORITY",
        ),
        ("Repeated Priority for information to the White House and Paris.", "Paris PRIORITY"),
        ("Repeated information to Quito.", "Quito"),
        ("The text was sent in a letter.", ""),
    ],
)
def test_a_note_tells_who_else_had_the_telegram(note: str, said: str) -> None:
    found = read_source_note(f"Source: National Archives, RG 59, D770066–0259. Secret; Nodis. {note}").info
    assert "; ".join(f"{one.name} {one.precedence or ''}".strip() for one in found) == said


@pytest.mark.parametrize(
    ("note", "drafted", "cleared", "approved"),
    [
        ("Drafted by Roe (EUR/SOV) and approved by Poe.", ["Roe/EUR/SOV"], [], ["Poe"]),
        (
            "Drafted by J. Roe (ACDA/IR); cleared by Doe, Poe (IO), and Moe (S/S); approved by Low.",
            ["J. Roe/ACDA/IR"],
            ["Doe", "Poe/IO", "Moe/S/S"],
            ["Low"],
        ),
        ("Drafted in ARA/AND by Roe; cleared in S/S.", ["Roe/ARA/AND"], [], []),
    ],
)
def test_a_note_tells_who_drafted_cleared_and_approved(
    note: str, drafted: list[str], cleared: list[str], approved: list[str]
) -> None:
    found = read_source_note(f"Source: National Archives, RG 59, D770066–0259. Secret. {note}")
    told = (found.drafted, found.cleared, found.approved)
    names = [[f"{one.name}/{one.office}" if one.office else one.name for one in ones] for ones in told]
    assert names == [drafted, cleared, approved]


def test_a_note_in_no_known_form_says_nothing() -> None:
    found = read_source_note(
        "Source: Carter Library, Box 4. No classification marking. The Secretary saw it."
    )
    assert not any(found)


@pytest.mark.parametrize("name", VOLUMES)
def test_every_document_of_a_real_volume_is_a_telegram_or_named_as_none(samples: Path, name: str) -> None:
    with (samples / "frus" / "index.csv").open(encoding="utf-8") as table:
        row = next(row for row in csv.DictReader(table) if row["file"] == name)
    with (samples / "frus" / name).open("rb") as stream:
        given = list(SOURCE.records(stream, Place(name)))
    documents = [one for one in given if "." not in one.path.rsplit("#", 1)[1]]
    telegrams = [one for one in given if isinstance(one, Record)]
    assert len(documents) == int(row["documents"])
    assert len(telegrams) == int(row["telegrams"]) + BEYOND_THE_INDEX.get(name, 0)
    assert all(one.outcome == "skipped" for one in given if isinstance(one, Refused))
    for record in telegrams:
        (found,) = read(record)
        assert found.telegram.paragraphs, record.path
        assert found.telegram.layout == "edited"
        assert found.telegram.dtg_precision != "minute" or "Z" in record.facts["Dateline"]
    numbered = {"frus1918Russiav03.xml": 232, "frus1936v03.xml": 421}
    if name in numbered:
        assert sum("Telegram number" in one.facts for one in telegrams) == numbered[name]
