"""A telegram goes into JSON and comes back the same."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from reftel.model.strand import Span
from reftel.model.telegram import Addressee, Classification, Paragraph, Reference, Sections, Telegram

WORDS = st.text(max_size=12)
COUNT = st.integers(0, 10_000)
TELEGRAMS = st.builds(
    Telegram,
    mrn=st.none() | WORDS,
    aliases=st.lists(WORDS, max_size=3).map(tuple),
    dtg=st.none() | WORDS,
    action=st.lists(st.builds(Addressee, name=WORDS, continuity_number=st.none() | COUNT), max_size=3).map(
        tuple
    ),
    classification=st.builds(Classification, level=st.none() | WORDS),
    sections=st.builds(Sections, of=COUNT, present=st.lists(COUNT, max_size=3).map(tuple)),
    tags=st.lists(WORDS, max_size=4).map(tuple),
    references=st.lists(
        st.builds(Reference, label=st.none() | WORDS, kind=WORDS, mrn=st.none() | WORDS, text=WORDS),
        max_size=3,
    ).map(tuple),
    paragraphs=st.lists(
        st.builds(
            Paragraph,
            number=st.none() | COUNT,
            marking=st.none(),
            role=st.none(),
            heading=st.none(),
            section=st.none(),
            text=WORDS,
            start=COUNT,
            end=COUNT,
        ),
        max_size=3,
    ).map(tuple),
    spans=st.dictionaries(WORDS, st.lists(st.builds(Span, COUNT, COUNT), max_size=2).map(tuple), max_size=3),
)


@given(TELEGRAMS)
def test_json_gives_the_same_telegram_back(telegram: Telegram) -> None:
    assert Telegram.from_json(telegram.to_json()) == telegram


def test_absent_facts_are_null_or_empty() -> None:
    content = json.loads(Telegram().to_json())
    assert content["mrn"] is None
    assert content["references"] == []
    assert content["classification"] == {"level": None, "caveats": []}
    assert "source_text" not in content


def test_the_text_stays_with_a_changed_telegram() -> None:
    telegram = Telegram(mrn="2006LIMA862").with_text("C O N F I D E N T I A L LIMA 000862")
    changed = telegram.replace(mrn="2006LIMA863")
    assert (changed.mrn, changed.text) == ("2006LIMA863", telegram.text)
    assert (telegram.mrn, Telegram().text) == ("2006LIMA862", "")


def test_the_bytes_stay_with_a_telegram_until_what_it_says_is_changed() -> None:
    telegram = Telegram(mrn="2006LIMA862").with_source(b"ONE. UNCLAS LIMA 000862", 5)
    assert telegram.source == b"UNCLAS LIMA 000862"
    assert telegram.replace(diagnostics=(), id="sha256:0").source == telegram.source
    assert telegram.replace(subject="TIDES").source is None
    assert Telegram().source is None
