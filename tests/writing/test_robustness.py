"""Whatever can be read can be written or is refused with a reason; only the latter raises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz.laws import written
from reftel import NotATelegram, parse_all, write
from reftel.writing.draft import read_draft
from reftel.writing.draft_form import DraftError

PIECES = (
    "C O N F I D E N T I A L ",
    "UNCLAS ",
    "SECTION 01 OF 02 ",
    "LIMA 000862",
    "DE RUEHPE #0862/01 1301039",
    "OO RUEHC RUEHPE",
    "O P 101039Z MAY 06",
    "FM AMEMBASSY LIMA",
    "TO RUEHC/SECSTATE WASHDC IMMEDIATE 7466",
    "INFO ",
    "E.O. 12958: DECL: 5/10/2016",
    "TAGS: PGOV (DOE, JOHN A.)",
    "SUBJECT: ",
    "REF: A. STATE 72746 (NOTAL)",
    "CLASSIFIED BY: X. REASON: 1.4 (b), (d)",
    "SIPDIS",
    "STATE FOR WHA",
    "1. (C) ",
    "2. ",
    "-- item",
    "END SUMMARY.",
    "a   b   c",
    "é",
    "NNNN",
    "BT",
    "\n",
    "\n\n",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_any_telegram_that_was_read_is_written_or_refused(text: str) -> None:
    try:
        telegrams = list(parse_all(text))
    except NotATelegram:
        return
    for telegram in telegrams:
        assert write(telegram).data == telegram.source
        written(telegram)


ENTRIES = ('from = "LIMA"\n', 'level = "SECRET"\n', 'subject = "X"\n', "---\n", "{", '"')


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES + ENTRIES)).map("".join))
def test_any_draft_is_read_or_refused(text: str) -> None:
    try:
        telegram = read_draft(text)
    except DraftError as refusal:
        assert str(refusal)
    else:
        assert telegram.paragraphs


MOST = 'from = "LIMA"\nlevel = "UNCLASSIFIED"\nsubject = "X"\n'


@settings(deadline=None)
@given(st.sampled_from(["order", "sent", "classified_by", "reasons", "sign"]), st.text(max_size=20), TEXTS)
def test_any_words_in_a_draft_are_read_or_refused(key: str, words: str, text: str) -> None:
    quoted = words.encode("unicode_escape").decode().replace('"', "'").replace("\\x", "\\u00")
    try:
        assert read_draft(f'{MOST}{key} = "{quoted}"\n---\n1. {text}\n').subject == "X"
    except DraftError as refusal:
        assert str(refusal)
