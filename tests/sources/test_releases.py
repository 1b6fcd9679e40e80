"""Released copies, as texts and as PDF documents: stamps, numbers and redaction codes are facts of the release."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.sources.pdfs import pdf

from reftel.model.telegram import Telegram
from reftel.sources.opening import records_of
from reftel.sources.read import read
from reftel.sources.record import Place, Record

CASES = tomllib.loads((Path(__file__).parent / "releases.toml").read_text("utf-8"))["copy"]


def only(data: bytes) -> tuple[Record, Telegram]:
    (record,) = records_of(io.BytesIO(data), Place("release"))
    assert isinstance(record, Record)
    (found,) = read(record)
    return record, found.telegram


@pytest.mark.parametrize("form", ["text", "PDF"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_released_copy(case: dict[str, Any], form: str) -> None:
    lines = case["text"].strip().splitlines()
    record, telegram = only("\n".join(lines).encode() if form == "text" else pdf([lines]))
    assert (record.collection, telegram.mrn) == (case["collection"], case["mrn"])
    release = telegram.release
    assert release is not None
    assert release.stamps
    assert list(release.case_numbers) == case["cases"]
    assert list(release.exemptions) == case.get("exemptions", [])
    assert release.on == case.get("on")
