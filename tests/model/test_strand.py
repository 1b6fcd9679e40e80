"""A strand leads from every clean letter back to the letter of the source that it came from."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reftel.model.strand import Cut, Span, Strand


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[str, list[Cut]]:
    text = draw(st.text(max_size=60))
    ends = st.integers(0, len(text))
    cuts = [
        Cut(min(pair), max(pair), draw(st.sampled_from(["", " ", "\n"])))
        for pair in draw(st.lists(st.tuples(ends, ends), max_size=6))
    ]
    return text, sorted(cuts, key=lambda cut: cut.start)


@given(cut_texts())
def test_the_letters_of_a_span_are_the_letters_of_the_strand(case: tuple[str, list[Cut]]) -> None:
    text, cuts = case
    strand = Strand.cutting(text, cuts)
    from_source = "".join(text[span.start : span.end] for span in strand.spans(0, len(strand.text)))
    removed = set().union(*(range(cut.start, cut.end) for cut in cuts))
    assert from_source == "".join(letter for at, letter in enumerate(text) if at not in removed)


@given(cut_texts(), st.data())
def test_spans_are_in_order_inside_the_text_and_never_empty(
    case: tuple[str, list[Cut]], data: st.DataObject
) -> None:
    text, cuts = case
    strand = Strand.cutting(text, cuts)
    start = data.draw(st.integers(0, len(strand.text)))
    end = data.draw(st.integers(start, len(strand.text)))
    spans = strand.spans(start, end)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))
    assert sum(span.end - span.start for span in spans) <= end - start


@given(cut_texts(), st.data())
def test_source_places_never_go_back(case: tuple[str, list[Cut]], data: st.DataObject) -> None:
    text, cuts = case
    strand = Strand.cutting(text, cuts)
    start = data.draw(st.integers(0, len(strand.text)))
    end = data.draw(st.integers(start, len(strand.text)))
    assert 0 <= strand.source_at(start) <= strand.source_at(end) <= len(text)


def test_a_word_over_a_page_joint_has_two_spans() -> None:
    text = "does not plan a permanent\nPAGE 02\npresence"
    strand = Strand.cutting(text, [Cut(25, 34, " ")])
    assert strand.text == "does not plan a permanent presence"
    at = strand.text.index("permanent")
    assert strand.spans(at, len(strand.text)) == (Span(16, 25), Span(34, 42))


def test_a_whole_text_is_its_own_source() -> None:
    strand = Strand.whole("SUBJECT: TALKS")
    assert strand.spans(9, 14) == (Span(9, 14),)
    assert strand.source_at(9) == 9
