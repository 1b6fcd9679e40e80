"""Who classified a telegram, said below its text; the cases stand in `classifier_below.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reftel.model.telegram import Telegram
from reftel.reading import parse
from reftel.text.classified_by import DERIVED_FROM
from reftel.writing import write

FILE = tomllib.loads((Path(__file__).parent / "classifier_below.toml").read_text(encoding="utf-8"))
Case = dict[str, Any]


def _telegram(case: Case) -> Telegram:
    head, last = (case.get(name, FILE[name]).strip() for name in ("head", "last"))
    return parse(f"{head}\n\n1. (C) THE BOARD MET.\n\n{last}{case['below']}".encode())


def _cases() -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in FILE["case"]]


@pytest.mark.parametrize("case", _cases())
def test_a_classifier_below_the_text_is_read_and_is_no_text(case: Case) -> None:
    telegram = _telegram(case)
    officer = telegram.classified_by
    assert (officer.name if officer else None) == case.get("classified_by")
    assert list(telegram.reasons) == case.get("reasons", [])
    assert telegram.provenance.facts.get(DERIVED_FROM) == case.get("derived_from")
    assert telegram.signature == case.get("signature")
    last = case.get("text", case.get("last", FILE["last"]).partition(") ")[2])
    assert telegram.paragraphs[-1].text == last


@pytest.mark.parametrize("case", _cases())
def test_what_is_taken_out_of_the_text_can_be_traced(case: Case) -> None:
    telegram = _telegram(case)
    taken = [one for one in telegram.repairs if one.code == "Q66"]
    assert [one.found for one in taken] == case["kept"]
    assert [telegram.text[one.start : one.end] for one in taken] == case["kept"]
    for pointer in ("/classified_by", "/reasons/0", f"/provenance/facts/{DERIVED_FROM}"):
        for span in telegram.spans.get(pointer, ()) if case["kept"] else ():
            assert any(one.start <= span.start < span.end <= one.end for one in taken)
    for paragraph in telegram.paragraphs:
        assert not any(words in paragraph.text for words in case["kept"])


def test_a_source_is_written_again_as_a_source() -> None:
    case = next(case for case in FILE["case"] if "derived_from" in case)
    telegram = _telegram(case)
    again = parse(write(telegram, "plain").data)
    assert again.provenance.facts[DERIVED_FROM] == "STATE 72746"
    assert again.classified_by is None
