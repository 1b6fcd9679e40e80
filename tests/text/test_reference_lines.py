"""REF lines of all eras and what they mean: the rows stand in `cases/reference_lines.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Reference
from reftel.text.head import read_head

CASES = Path(__file__).parent / "cases" / "reference_lines.toml"
HEAD = "UNCLAS LIMA 000862\n\nE.O. 12958: N/A\nTAGS: ECON, PE\nSUBJECT: PORT CHARGES\n\n"


def _rows() -> Iterator[Any]:
    for group in tomllib.loads(CASES.read_text(encoding="utf-8"))["group"]:
        for line, *items in group["rows"]:
            yield pytest.param(line, items, group["sent"], id=f"{group['era']}: {line}")


def _told(one: Reference) -> str:
    label = f"{one.label}. " if one.label else ""
    named = one.mrn or f'{one.kind} "{one.text}"'
    title = f' "{one.title}"' if one.title else ""
    return f"{label}{named}{' ~' if one.year_inferred else ''}{' NOTAL' if one.notal else ''}{title}"


@pytest.mark.parametrize(("line", "items", "sent"), list(_rows()))
def test_a_reference_line_means_what_a_reader_would_say(line: str, items: list[str], sent: datetime) -> None:
    strand = Strand.whole(f"{HEAD}{line}\n\n1. TEXT.\n")
    head = read_head(strand, 0, len(strand.text), Ledger(strand), sent=sent)
    assert [_told(one) for one in head.references] == items
