"""How the text of a paragraph is set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reftel.model.strand import Span
from reftel.model.telegram import Paragraph, Telegram
from reftel.web.setting.body import Places, blocks
from reftel.web.setting.flow import CLOSE, JOINT, OPEN, Link, flow, signed
from reftel.web.setting.mentions import Mentioned


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


def test_passages_that_are_noted_are_lit_within_links_and_over_lines_and_each_letter_once() -> None:
    said = "He named three yards and a mole."
    text = f"1. {said}"
    telegram = Telegram(
        paragraphs=(Paragraph(1, None, None, None, None, said, 0, len(text)),),
        spans={"/paragraphs/0": (Span(0, len(text)),)},
    ).with_text(text)
    start, end = text.index("three"), text.index(" a mole")
    passages = [Span(start, end - 4), Span(start + 6, end), Span(end + 3, 500)]
    link = Mentioned(text.index("yards"), text.index(" and"), Link("/x", "x"))
    (block,) = blocks(telegram, (), {}, 1, {0: (link,)}, passages)
    assert [(run.text, run.noted, bool(run.link)) for chunk in block.chunks for run in chunk.runs] == [
        ("He named ", False, False),
        ("three ", True, False),
        ("yards", True, True),
        (" and", True, False),
        (" a ", False, False),
        ("mole.", True, False),
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
