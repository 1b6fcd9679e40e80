"""The National Archives' files as tables and XML: telegrams, entries, withdrawal cards; unknown heads are kept."""

from __future__ import annotations

import io
import time
import tomllib
from pathlib import Path

import pytest
from tests.sources.packing import zipped

from reftel.model.telegram import Telegram
from reftel.sources import headed_table
from reftel.sources.files import Refused
from reftel.sources.opening import records_of
from reftel.sources.read import read
from reftel.sources.record import Place, Record

CASES = tomllib.loads((Path(__file__).parent / "aad.toml").read_text("utf-8"))["record"]
HEADS = "Document Number,Draft Date,From,Subject,TAGS,Message Text"


def come(data: str | bytes, name: str = "telegrams.csv") -> list[Record | Refused]:
    return list(records_of(io.BytesIO(data if isinstance(data, bytes) else data.encode()), Place(name)))


def telegrams(data: str | bytes, name: str = "telegrams.csv") -> list[Telegram]:
    return [one.telegram for item in come(data, name) if isinstance(item, Record) for one in read(item)]


def refusals(data: str | bytes) -> list[tuple[str, int, str]]:
    return [(item.path, item.line, item.reason) for item in come(data) if isinstance(item, Refused)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_record_of_the_national_archives(case: dict[str, object]) -> None:
    (telegram,) = telegrams(str(case["file"]).strip() + "\n", str(case.get("name", "telegrams.csv")))
    for field, value in dict(case["expected"]).items():  # type: ignore[call-overload]
        if field == "facts":
            (record,) = come(str(case["file"]).strip() + "\n", str(case.get("name", "telegrams.csv")))
            assert isinstance(record, Record)
            assert value.items() <= record.facts.items()
            continue
        found = getattr(telegram, field)
        if field == "diagnostics":
            found = [one.code for one in found]
        elif field in {"action", "info"}:
            found = [one.name for one in found]
        elif field == "references":
            found = [one.mrn for one in found]
        elif field == "classification":
            found = found.level
        elif field == "aliases":
            assert set(value) <= set(found)
            continue
        assert (list(found) if isinstance(found, tuple) else found) == value, field


def row(serial: int, text: str = "UNCLAS LIMA {0}\n\n1. THE MINISTER SAID YES.") -> str:
    words = text.format(serial).replace('"', '""')
    return f'1975LIMA{serial:05d},04 MAR 1975,LIMA,FISHING TALKS,"PFOR, PE","{words}"\n'


def test_each_row_is_a_record_with_its_own_bytes_and_line() -> None:
    data = f"{HEADS}\n{row(1862)}{row(1863)}"
    first, second = come(data)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (second.path, second.line) == ("telegrams.csv row 2", 5)
    assert first.data + second.data == (row(1862) + row(1863)).encode()
    assert [one.mrn for one in telegrams(data)] == ["1975LIMA1862", "1975LIMA1863"]


def test_a_lost_quotation_mark_costs_its_row_and_no_other() -> None:
    broken = row(1863).replace('YES."', "YES.")
    data = f"{HEADS}\n{row(1862)}{broken}{row(1864)}{row(1865)}"
    assert [one.mrn for one in telegrams(data)] == ["1975LIMA1862", "1975LIMA1864", "1975LIMA1865"]
    assert refusals(data) == [("telegrams.csv row 2", 5, "its quotation marks do not close")]


def test_a_row_with_too_few_fields_is_named() -> None:
    data = f"{HEADS}\n1975LIMA01862,04 MAR 1975\n{row(1863)}"
    assert refusals(data) == [("telegrams.csv row 1", 2, "it has 2 fields and not 6")]
    assert len(telegrams(data)) == 1


def test_a_field_of_fifty_megabytes_is_refused_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headed_table, "LIMIT", 1 << 20)
    for filler in ("X" * (3 << 20), "SOME LINES OF WORDS\n" * 160_000):
        given = come(f"{HEADS}\n{row(1862)}{row(1863, filler)}{row(1864)}")
        read_ = [item.stated.mrn for item in given if isinstance(item, Record) and item.stated]
        assert (read_[0], read_[-1]) == ("1975LIMA01862", "1975LIMA01864")
        assert any(
            "MB, longer than any telegram" in item.reason for item in given if isinstance(item, Refused)
        )


def test_time_grows_with_the_table_and_no_faster() -> None:
    def seconds(count: int) -> float:
        data = (HEADS + "\n" + "".join(row(n, '"' * (n % 3) + "X\n" * 4) for n in range(count))).encode()
        best = []
        for _ in range(3):
            began = time.process_time()
            assert sum(1 for _ in records_of(io.BytesIO(data), Place("a.csv"))) >= count * 0.9
            best.append(time.process_time() - began)
        return min(best)

    assert seconds(1600) < 10 * seconds(400)


def test_an_index_in_an_archive_beside_its_texts_gives_entries() -> None:
    text = b"PAGE 01  LIMA 01862  041651Z\n\nUNCLAS LIMA 1862\n\n1. THE MINISTER SAID YES.\n"
    index = b"Document Number,Path,Address\n1975LIMA01862,1975/03/1975LIMA01862.txt,none\n"
    found = come(zipped({"1975/03/1975LIMA01862.txt": text, "overview.csv": index}), "1975.zip")
    assert [item.path for item in found] == [
        "1975.zip!/1975/03/1975LIMA01862.txt",
        "1975.zip!/overview.csv row 1",
    ]
    assert isinstance(found[1], Record)
    assert found[1].facts["Path"] == "1975/03/1975LIMA01862.txt"


def test_another_table_is_no_table_of_the_archives() -> None:
    (refused,) = come("name,date,subject\nDoe,1975,Fish\n")
    assert isinstance(refused, Refused)
    assert refused.reason == "a table, no telegram"


XML = """<?xml version="1.0"?>
<telegrams>
  <telegram><document_number>1975LIMA01862</document_number><subject>A &amp; B</subject></telegram>
  <telegram><document_number>1975LIMA01863</document_number><subject>C</subject></telegram>
</telegrams>
"""


def test_each_element_is_a_record_with_its_own_bytes_and_line() -> None:
    first, second = come(XML, "cards.xml")
    assert isinstance(first, Record)
    assert first.data.startswith(b"<telegram><document_number>1975LIMA01862")
    assert (second.path, second.line if isinstance(second, Record) else 0) == ("cards.xml record 2", 4)
    assert [one.subject for one in telegrams(XML, "cards.xml")] == ["A & B", "C"]


@pytest.mark.parametrize(
    "declaration",
    ['<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x "&b;&b;">'],
    ids=["outside entity", "billion laughs"],
)
def test_entities_are_refused(declaration: str) -> None:
    data = XML.replace("<telegrams>", f"<!DOCTYPE t [{declaration}]>\n<telegrams>").replace("C<", "&x;<")
    (refused,) = come(data, "cards.xml")
    assert isinstance(refused, Refused)
    assert (refused.outcome, refused.line) == ("failed", 2)
    assert "entit" in refused.reason


def test_what_stands_above_the_damage_is_read() -> None:
    first, refused = come(XML[: XML.index("</telegram>\n</telegrams>")], "cards.xml")
    assert isinstance(first, Record)
    assert isinstance(refused, Refused)
    assert refused.reason.startswith("damaged mark-up")
