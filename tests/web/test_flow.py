"""How the text of a paragraph is set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reftel.model.strand import Span
from reftel.web.setting.body import Places
from reftel.web.setting.flow import CLOSE, JOINT, OPEN, flow, signed


def kinds(text: str) -> list[tuple[str, str]]:
    return [(chunk.kind, "".join(run.text for run in chunk.runs)) for chunk in flow(text)]


def test_lines_of_prose_run_on() -> None:
    assert kinds("The Minister\nsaid no.\n\nHe left.") == [("p", "The Minister said no."), ("p", "He left.")]


def test_points_of_a_list_stand_alone() -> None:
    assert kinds("Asked:\n- one\n  and more\n- two") == [
        ("p", "Asked:"),
        ("item", "- one and more"),
        ("item", "- two"),
    ]


def test_a_table_keeps_its_columns() -> None:
    table = "Month      Lorries\nMay            12"
    assert kinds(f"Figures:\n\n{table}") == [("p", "Figures:"), ("pre", table)]


def test_a_block_that_runs_over_chunks_goes_on() -> None:
    chunks = flow(f"a {OPEN}b\n\nc{CLOSE} d")
    assert [(run.text, run.kind) for chunk in chunks for run in chunk.runs] == [
        ("a ", ""),
        ("b", "inner"),
        ("c", "inner"),
        (" d", ""),
    ]


@given(st.text(st.sampled_from(f"ab \n-1.\t{OPEN}{JOINT}"), max_size=80))
def test_no_letter_of_a_text_is_lost(text: str) -> None:
    shown = "".join(run.text for chunk in flow(signed(text, {})) for run in chunk.runs)
    wanted = text.replace(OPEN, "\ufffd").replace(JOINT, "\ufffd")
    assert "".join(shown.split()) == "".join(wanted.split())


def test_a_place_in_the_source_leads_to_the_same_letter_of_the_text() -> None:
    source = "1. (C) He said\nPAGE 2\nno and left."
    text = "He said no and left."
    places = Places(source, (Span(0, 15), Span(22, len(source))), text)
    assert places.before(22) == text.index("no")
    assert places.after(source.index(" left")) == text.index(" left")
    assert places.before(3) == 0


def test_where_the_letters_differ_no_place_is_known() -> None:
    assert Places("1. abc", (Span(0, 6),), "xyz").before(4) is None
