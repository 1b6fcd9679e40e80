"""Heads of released telegrams, where the samples are at hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.text.head import Head, read_head


def _read(path: Path, sent: datetime | None = None) -> tuple[Head, Ledger, str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    ledger = Ledger(Strand.whole(text))
    return read_head(ledger.strand, 0, len(text), ledger, sent=sent), ledger, text


def test_the_seed_telegram_gives_every_element_of_its_head(samples: Path) -> None:
    head, ledger, text = _read(
        samples / "seed" / "06DUSHANBE862.txt", datetime(2006, 5, 10, 10, 39, tzinfo=UTC)
    )
    assert (head.classification.level, head.section, head.of) == ("CONFIDENTIAL", 1, 3)
    assert (head.station, head.serial, head.captions) == ("DUSHANBE", 862, ("SIPDIS",))
    assert head.passing[0].addressee == "STATE"
    assert len(head.passing[0].offices) == 5
    assert head.declassification is not None
    assert (head.declassification.order, head.declassification.on) == ("12958", "2016-05-10")
    assert head.tags == ("PGOV", "PREL", "MARR", "KDEM", "IN", "TI")
    assert [(one.mrn, one.year_inferred) for one in head.references] == [("2006STATE72746", True)]
    assert head.classified_by is not None
    assert head.classified_by.position == "Ambassador"
    assert head.reasons == ("1.4(b)", "1.4(d)")
    assert text[head.end :].lstrip().startswith("¶1. (C) SUMMARY")
    assert [text[slice(*ledger.spans[f"/tags/{index}"][0])] for index in range(6)] == list(head.tags)


def test_every_first_page_of_the_seventies_gives_its_labelled_elements(samples: Path) -> None:
    paths = sorted((samples / "nara").glob("*.head.txt"))
    assert len(paths) >= 31
    for path in paths:
        head, _, _ = _read(path)
        assert head.classification.level, path.name
        assert head.station, path.name
        assert head.serial, path.name
        assert head.declassification, path.name
        assert head.declassification.order in ("11652", "12065"), path.name
        assert head.tags, path.name
        assert head.subject, path.name
