"""Laws that hold for the head of any text: nothing raises, every place lies in the text, numbers are canonical."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from reftel.model.ledger import Ledger
from reftel.model.mrn import parse_mrn
from reftel.model.strand import Strand
from reftel.text.head import Head, read_head

SENT = datetime(2006, 5, 10, 10, 39, tzinfo=UTC)
PIECES = (
    "C O N F I D E N T I A L ",
    "UNCLAS ",
    "SECTION 01 OF 02 ",
    "LIMA 000862",
    "STATE 72746",
    "E.O. 12958: ",
    "DECL: 5/10/2016",
    "TAGS: ",
    "SUBJECT: ",
    "REF: ",
    "CLASSIFIED BY: ",
    "REASON: 1.4 (b), (d)",
    "SIPDIS",
    "STATE FOR WHA",
    "(NOTAL)",
    "A. ",
    "(DOE, JOHN A.)",
    "PGOV ",
    "1. (C) ",
    "\n",
    "\n\n",
    " - ",
    ", ",
    "(",
    ")",
    "12",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join)


def _read(text: str) -> tuple[Head, Ledger]:
    ledger = Ledger(Strand.whole(text))
    return read_head(ledger.strand, 0, len(text), ledger, sent=SENT), ledger


@given(TEXTS)
def test_any_text_is_read_and_every_place_lies_in_it(text: str) -> None:
    head, ledger = _read(text)
    assert 0 <= head.end <= len(text)
    for spans in ledger.spans.values():
        assert spans
        assert all(0 <= start < end <= len(text) for start, end in spans)


@given(TEXTS)
def test_the_number_of_a_reference_reads_back_as_itself(text: str) -> None:
    head, _ = _read(text)
    for reference in head.references:
        assert reference.mrn is None or str(parse_mrn(reference.mrn)) == reference.mrn


@given(TEXTS)
def test_every_entry_of_a_list_has_its_place(text: str) -> None:
    head, ledger = _read(text)
    for name in ("captions", "passing", "tags", "references", "reasons"):
        for index in range(len(getattr(head, name))):
            assert f"/{name}/{index}" in ledger.spans


@given(
    st.integers(1, 999_999), st.sampled_from(["LIMA", "QUITO", "NEW DELHI", "STATE"]), st.integers(1973, 2012)
)
def test_a_reference_with_its_year_is_read_as_printed(serial: int, station: str, year: int) -> None:
    head, _ = _read(
        f"UNCLAS LIMA 000862\nSUBJECT: X\nREF: {year % 100:02d} {station} {serial:06d}\n\n1. TEXT."
    )
    (reference,) = head.references
    assert (reference.mrn, reference.year_inferred) == (f"{year}{station.replace(' ', '')}{serial}", False)
