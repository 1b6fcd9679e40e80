"""What is kept of a copy gives back exactly what was put in, in little room."""

from __future__ import annotations

import hashlib
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.archive.store.packing import JOINED, Packer, flatten, train, unflatten
from reftel.archive.store.primer import primer
from reftel.model.stated import Stated
from reftel.model.strand import Span
from reftel.model.telegram import Paragraph, Telegram

WORDS = ("embassy", "ministry", "proposal", "delegation", "reftel", "discussion", "agreement", "department")

PACKER = Packer(primer=primer())


def invented(text: str) -> Telegram:
    paragraph = Paragraph(1, "U", None, None, 1, " ".join(text.split()), 0, len(text))
    spans = {"/paragraphs/0": (Span(0, len(text)),), "/subject": (Span(2, 3), Span(5, 9))}
    return Telegram(mrn="2006DUSHANBE1", subject="X", paragraphs=(paragraph,), spans=spans).with_text(text)


def returned(data: bytes, telegram: Telegram, packer: Packer) -> Telegram:
    record = packer.pack_record(telegram, data)
    assert packer.unpack_source(packer.pack_source(data)) == data
    return packer.unpack_record(record, data, hashlib.sha256(data).digest())


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["utf-8", "utf-16", "utf-16-le"]))
def test_a_telegram_comes_back_with_its_text_and_its_spans(text: str, encoding: str) -> None:
    telegram, data = invented(text), text.encode(encoding)
    again = returned(data, telegram, PACKER)
    assert again.text == text
    assert again.spans == telegram.spans
    assert again.paragraphs == telegram.paragraphs
    assert again.id == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_a_text_that_no_encoding_gives_is_kept_itself() -> None:
    telegram, data = invented("Ämbassy \ufffd of the \x00 text"), b"\x81\xff mbassy"
    assert returned(data, telegram, Packer()).text == telegram.text


def test_a_record_does_not_hold_the_words_a_second_time() -> None:
    chooser = random.Random(862)
    text = " ".join(chooser.choices(WORDS, k=20)) + str([chooser.random() for _ in range(400)])
    assert len(PACKER.pack_record(invented(text), text.encode())) < 300 < len(text) / 20


@given(
    st.dictionaries(
        st.text(), st.lists(st.builds(Span, st.integers(0, 9999), st.integers(0, 9999)), min_size=1)
    )
)
def test_spans_in_any_order_come_back(spans: dict[str, list[Span]]) -> None:
    tuples = {pointer: tuple(places) for pointer, places in spans.items()}
    assert unflatten(flatten(tuples)) == tuples


def test_a_dictionary_is_trained_from_enough_texts_and_makes_copies_smaller() -> None:
    chooser = random.Random(1)
    sentences = [" ".join(chooser.choices(WORDS, k=12)) + f" {chooser.random()}." for _ in range(600)]
    texts = [" ".join(chooser.choices(sentences, k=12)).encode() for _ in range(600)]
    dictionary = train(texts)
    assert dictionary
    alone, trained = Packer(), Packer(dictionary)
    assert sum(len(trained.pack_source(text)) for text in texts) < 0.8 * sum(
        len(alone.pack_source(text)) for text in texts
    )
    assert all(trained.unpack_source(trained.pack_source(text)) == text for text in texts[:20])


def test_no_dictionary_is_trained_from_few_texts() -> None:
    assert train([b"one", b"two"]) == b""


def test_a_text_taken_out_of_a_page_comes_back_with_what_the_page_stated() -> None:
    page = b"<pre>UNCLAS LIMA 862</pre>"
    telegram, stated = invented("UNCLAS LIMA 862"), Stated(mrn="06LIMA862", kind="telegram")
    packed = PACKER.pack_record(telegram, page, extracted=True, stated=stated)
    again = PACKER.unpack_record(packed, page, hashlib.sha256(page).digest())
    assert (again.text, again.source) == (telegram.text, telegram.text.encode())
    assert PACKER.unpack_stated(packed, page) == stated


def test_words_that_read_on_over_lines_take_less_room_and_older_archives_are_read_on() -> None:
    lines = [" ".join(random.Random(line).choices(WORDS, k=8)) for line in range(40)]
    data = "\r\n".join(lines).encode()
    telegram = invented(data.decode())
    older = Packer(primer=primer().removeprefix(JOINED))
    assert returned(data, telegram, older).paragraphs == returned(data, telegram, PACKER).paragraphs
    assert len(PACKER.pack_record(telegram, data)) < len(older.pack_record(telegram, data))
