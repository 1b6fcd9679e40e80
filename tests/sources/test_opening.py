"""A file gives records, a record gives telegrams, and each telegram is kept by the bytes that it came from."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from reftel.model.stated import Stated
from reftel.reading import NotATelegram
from reftel.sources import registry
from reftel.sources.files import Found, Refused
from reftel.sources.opening import records, records_of
from reftel.sources.read import read
from reftel.sources.record import Place, Record
from reftel.sources.source import HEAD, Source
from reftel.sources.streams import peeked
from reftel.sources.walking import find_files

BARE = """UNCLAS LIMA 000862

SUBJECT: PORT CHARGES

1. THE MINISTER SAID YES.

MARLOWE
"""


def only(path: Path) -> Record | Refused:
    (found,) = [item for item in find_files([path]) if isinstance(item, Found)]
    (given,) = records(found)
    return given


def test_a_plain_text_is_one_record_with_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BARE)
    assert only(tmp_path / "a.txt") == Record(str(tmp_path / "a.txt"), BARE.encode())


@pytest.mark.parametrize(("name", "reason"), [("index.csv", "a table of facts"), ("b.csv", "a table, no")])
def test_what_is_no_telegram_is_refused_with_its_reason(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("a,b\n")
    given = only(tmp_path / name)
    assert isinstance(given, Refused)
    assert given.reason.startswith(reason)


def test_a_file_that_goes_before_it_is_opened_is_named(tmp_path: Path) -> None:
    (given,) = records(Found(str(tmp_path / "gone.txt"), 3, 0))
    assert isinstance(given, Refused)
    assert (given.outcome, given.reason) == ("failed", "there is no such file")


@pytest.mark.parametrize("length", [0, 5, HEAD - 1, HEAD, HEAD + 1, 3 * HEAD + 7])
def test_a_stream_whose_begin_was_looked_at_gives_all_its_bytes(length: int) -> None:
    data = bytes(range(256)) * (length // 256 + 1)
    head, whole = peeked(io.BytesIO(data[:length]))
    assert head == data[: min(length, HEAD)]
    assert whole.read() == data[:length]


def test_words_taken_out_of_a_page_are_kept_by_the_page() -> None:
    page = b"<html>" + BARE.encode() + b"</html>"
    (found,) = read(Record("page.html", page, BARE, stated=Stated(mrn="06LIMA862")))
    assert found.extracted
    assert (found.telegram.mrn, found.telegram.text, found.data) == ("2006LIMA862", BARE, page)
    assert found.telegram.id == f"sha256:{hashlib.sha256(page).hexdigest()}"
    assert found.telegram.source == BARE.encode()


def test_of_several_telegrams_in_one_document_each_is_kept_by_its_words() -> None:
    words = BARE + "\n" + BARE.replace("862", "863")
    first, second = read(Record("file.pdf", b"%PDF", words))
    assert {one.telegram.mrn for one in (first, second)} == {None}
    place = second.telegram.provenance
    assert second.data[place.offset : place.offset + place.length].startswith(b"UNCLAS LIMA 000863")
    assert first.telegram.id != second.telegram.id


def test_a_record_that_is_no_telegram_says_so() -> None:
    with pytest.raises(NotATelegram):
        list(read(Record("page.html", b"<p>Hello", "Hello")))


def test_facts_of_the_table_beside_a_file_outrank_what_the_source_says() -> None:
    place = Place("a.csv", collection="Mine", facts={"note": "seen"})
    record = place.record(b"x", at=" row 2", collection="Theirs", facts={"note": "none", "case": "7"}, line=2)
    assert (record.path, record.collection, record.line) == ("a.csv row 2", "Mine", 2)
    assert record.facts == {"note": "seen", "case": "7"}


def test_a_fault_of_a_source_is_a_failure_of_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_stream: object, _place: object) -> object:
        raise ZeroDivisionError("one by none")

    source = Source("broken", "", "", lambda head, _: head.startswith(b"BROKEN"), broken)  # type: ignore[arg-type]
    monkeypatch.setattr(registry, "OURS", (source,))
    registry.sources.cache_clear()
    try:
        (tmp_path / "a.txt").write_text("BROKEN")
        given = only(tmp_path / "a.txt")
    finally:
        registry.sources.cache_clear()
    assert isinstance(given, Refused)
    assert given.reason == "the reader failed: ZeroDivisionError: one by none"


def test_a_stream_of_no_file_is_read_too() -> None:
    (record,) = records_of(io.BytesIO(BARE.encode()), Place("-"))
    assert isinstance(record, Record)
    assert record.data == BARE.encode()
