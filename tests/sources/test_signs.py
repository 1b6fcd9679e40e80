"""Which collection a text is of: two strong signs or a sure one, and never the folder that it lies in."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import pytest

from reftel.sources.opening import records_of
from reftel.sources.record import Place, Record
from reftel.sources.signs import OTHER, collection_of, rows, signs

CASES = tomllib.loads((Path(__file__).parent / "signs.toml").read_text("utf-8"))["text"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_the_collection_of_a_text(case: dict[str, str]) -> None:
    told = collection_of(case["lines"], case.get("file", ""))
    assert (told.collection or "") == case["collection"]
    assert (told.other or "") == case.get("other", "")


def test_each_sign_belongs_to_a_collection_that_is_described() -> None:
    described = {row["collection"] for row in rows("collections")}
    assert {sign.collection for sign in signs()} <= described
    assert all(sign.where in {"head", "anywhere", "name"} and sign.meaning for sign in signs())


def test_a_table_beside_the_file_outranks_the_signs() -> None:
    data = b"MRN: 12 LIMA 1098\nDate/DTG: Aug 29, 2012 / 291518Z AUG 12\n"
    (found,) = records_of(io.BytesIO(data), Place("a.txt", collection="Mine"))
    assert isinstance(found, Record)
    assert (found.collection, found.facts) == ("Mine", {})
    (found,) = records_of(
        io.BytesIO(data + b"\nApproved For Release : CIA-RDP90B01370R0008011-6"), Place("a.txt")
    )
    assert isinstance(found, Record)
    assert (found.collection, found.facts) == ("State archive", {OTHER: "CIA reading room"})


def told_of(folder: Path) -> dict[str, str | None]:
    return {
        file.name: collection_of(file.read_bytes(), file.name).collection for file in folder.glob("*.txt")
    }


def test_the_samples_of_the_national_archives_are_told(samples: Path) -> None:
    told = told_of(samples / "nara")
    others = {name for name, collection in told.items() if collection != "National Archives 1973-79"}
    assert others == {"document-numbers-tehran.txt"}


def test_the_released_samples_are_told_by_their_marks(samples: Path) -> None:
    told = told_of(samples / "foia")
    expected = {
        "smart-": "State archive",
        "cia-1984": "CIA reading room",
        "hak-": "Kissinger files",
        "foia-": "State FOIA",
        "jfk-": "Kennedy Act records",
    }
    unmarked = {"cia-1971ATHENS00542.flat-ocr.txt", "jfk-1957HONGKONG865.ocr.txt"}
    for name, collection in told.items():
        wanted = next((value for sign, value in expected.items() if name.startswith(sign)), None)
        assert collection == (None if name in unmarked else wanted), name
