"""The ledger keeps places in the source, whatever was cut from the text that a reader sees."""

from __future__ import annotations

from reftel.model.ledger import Ledger
from reftel.model.strand import Cut, Span, Strand

SOURCE = "REF: STATE\nPAGE 02\n72746"


def ledger() -> Ledger:
    return Ledger(Strand.cutting(SOURCE, [Cut(10, 19, " ")]))


def test_a_mark_over_a_joint_lights_both_sides() -> None:
    book = ledger()
    book.mark("/references/0", 5, 16)
    assert book.spans["/references/0"] == (Span(5, 10), Span(19, 24))


def test_a_value_may_stand_in_several_places() -> None:
    book = ledger()
    book.mark("/mrn", 5, 10)
    book.mark_also("/mrn", 11, 16)
    assert book.spans["/mrn"] == (Span(5, 10), Span(19, 24))


def test_repairs_and_remarks_count_in_the_source() -> None:
    book = ledger()
    book.repair("Q91", 11, 16, "72746", "72746")
    book.remark("Q100", "The reference stands on two lines.", 5, 16, "STATE 72746")
    assert [(one.code, one.start, one.end) for one in book.repairs] == [("Q91", 19, 24)]
    assert [(one.code, one.start, one.end, one.suggestion) for one in book.remarks] == [
        ("Q100", 5, 24, "STATE 72746")
    ]
