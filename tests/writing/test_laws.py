"""Laws of writing: what is written reads back as it was, and nothing that a format cannot say goes unnamed."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel import CannotWrite, NotATelegram, Telegram, parse, parse_all, write
from reftel.model.telegram import Paragraph
from reftel.reading import NotStrict
from reftel.writing import FORMATS

CIRCUITS = ("acp127us", "acp127", "acp126", "janap128", "acp128")
WRITTEN = tuple(name for name in FORMATS if name != "source")
# What these formats have no place for, by the beginning of its JSON Pointer.
CANNOT_SAY = {
    "plain": ("/dtg", "/transmission", "/precedence", "/originator", "/action", "/info", "/exempt"),
    "acp127us": (),
    "acp127": (),
    "acp126": ("/transmission/",),  # neither filing time nor security letters
    "janap128": ("/transmission/calling",),  # filled up to seven letters
    "acp128": ("/transmission/calling",),
    "aad": (
        "/transmission",
        "/originator/routing_indicator",
        "/action/",
        "/info/",
        "/exempt/",
        "/release/stamps",
    ),
    "smart": (
        "/transmission",
        "/originator/routing_indicator",
        "/action/",
        "/info/",
        "/classification/caveats",
    ),
}
NOT_SENT = ("/drafted_by", "/approved_by", "/cleared_by", "/distribution", "/release")
ABOUT_THE_COPY = frozenset(
    {
        "schema", "id", "layout", "aliases", "spans", "repairs", "diagnostics", "provenance", "mrn_inferred",
        "completeness", "sections", "mentions",
    }
)  # fmt: skip
PLACES = ("start", "end", "section", "year_inferred")


def said(telegram: Telegram) -> dict[str, Any]:
    """What the telegram says, without the places where it says it and what is about the copy."""
    content = msgspec.to_builtins(telegram.replace(spans={}))
    return {name: _placeless(value) for name, value in content.items() if name not in ABOUT_THE_COPY}


def _placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _placeless(one) for name, one in value.items() if name not in PLACES}
    return [_placeless(one) for one in value] if isinstance(value, list | tuple) else value


def words_of(paragraph: Paragraph) -> tuple[object, ...]:
    return paragraph.number, paragraph.marking, paragraph.role, paragraph.heading, paragraph.text


@pytest.mark.parametrize("to", WRITTEN)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_what_is_written_reads_back_as_it_was(
    to: str, data: st.DataObject, telegrams: st.SearchStrategy[Telegram]
) -> None:
    telegram = data.draw(telegrams)
    try:
        written = write(telegram, to)
    except CannotWrite as refusal:
        assert to == "acp126", refusal
        assert "calls few stations at once" in str(refusal)
        return
    (again,) = parse_all(written.data)
    assert [words_of(one) for one in again.paragraphs] == [words_of(one) for one in telegram.paragraphs]
    for name in ("captions", "passing", "tags", "subject", "subject_marking", "reasons", "signature"):
        assert getattr(again, name) == getattr(telegram, name), name
    assert again.classification.level == telegram.classification.level
    assert [one.text for one in again.references] == [one.text for one in telegram.references]
    if to != "plain":
        assert (again.mrn, again.dtg) == (telegram.mrn, telegram.dtg)
        assert [one.mrn for one in again.references] == [one.mrn for one in telegram.references]
        for group in ("action", "info", "exempt"):
            assert [(one.name, one.precedence, one.collective) for one in getattr(again, group)] == [
                (one.name, one.precedence, one.collective) for one in getattr(telegram, group)
            ]
    if to in CIRCUITS:
        assert (again.originator, again.action) == (telegram.originator, telegram.action)
        assert _says(
            said(again)["info"], said(telegram)["info"]
        )  # a collective gets the indicator of the lists
        assert again.exempt == telegram.exempt
    if to == "aad":
        assert (again.distribution, again.drafted_by) == (telegram.distribution, telegram.drafted_by) or (
            not telegram.distribution
        )


@pytest.mark.parametrize("to", WRITTEN)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_whatever_does_not_read_back_is_named_and_nothing_else_than_the_format_cannot_say(
    to: str, data: st.DataObject, telegrams: st.SearchStrategy[Telegram]
) -> None:
    telegram = data.draw(telegrams)
    try:
        written = write(telegram, to)
    except CannotWrite:
        return
    before, after = said(telegram), said(parse(written.data))
    named = [one.partition(":")[0] for one in written.left_out]
    if "/dtg" in named:  # and with it the years of the numbers
        before |= {"mrn": None, "references": [{**one, "mrn": None} for one in before["references"]]}
    for name, value in before.items():
        filled_in = value in (None, [], {}, "") or not any(_leaves(value))
        told = any(pointer == f"/{name}" or pointer.startswith(f"/{name}/") for pointer in named)
        assert filled_in or told or _says(after[name], value), name
    uncalled = "none is known, so that the routing line does not call it"
    unexpected = [
        one
        for one in written.left_out
        if not one.startswith((*CANNOT_SAY[to], *NOT_SENT)) and uncalled not in one
    ]
    assert unexpected == []


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [] if value in (None, "", False) else [value]


def _says(after: Any, before: Any) -> bool:
    """Whether `after` says all that `before` does; what was left open may be filled in."""
    if before in (None, "", False, [], {}):
        return True
    if isinstance(before, dict):
        return isinstance(after, dict) and all(
            _says(after.get(name), one)
            for name, one in before.items()
            if name not in {"profile", "precedence_prosign"}
        )
    if isinstance(before, list):
        return isinstance(after, list) and len(after) == len(before) and all(map(_says, after, before))
    return bool(after == before)


@pytest.mark.parametrize("to", ["acp127us", "acp127", "janap128"])
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_every_section_has_at_most_five_pages_of_twenty_lines_and_no_line_of_text_is_longer_than_69(
    to: str, data: st.DataObject, telegrams: st.SearchStrategy[Telegram]
) -> None:
    written = write(data.draw(telegrams), to).data
    transmissions = written.decode("ascii").split("NNNN\n")[:-1]
    assert len(transmissions) == parse(written).sections.of
    for transmission in transmissions:
        lines = transmission.splitlines()
        first = lines.index("BT")
        addresses = next(at for at, line in enumerate(lines) if line.startswith("FM ")) - 1
        last = lines.index("BT", first + 1)
        assert max(map(len, lines[first:last])) <= 69
        pages = "\n".join(lines[addresses : last + 1]).split("\n\nPAGE ")
        assert all(len(page.splitlines()) <= 20 + 2 for page in pages)
        assert len(pages) <= 5 + 1 + (first - addresses) // 20


@pytest.mark.parametrize("to", WRITTEN)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_writing_twice_says_the_same(
    to: str, data: st.DataObject, telegrams: st.SearchStrategy[Telegram]
) -> None:
    try:
        once = write(data.draw(telegrams), to).data
    except CannotWrite:
        return
    again = parse(once)
    assert write(again, "source").data == once
    twice = parse(write(again, to).data)
    assert [words_of(one) for one in twice.paragraphs] == [words_of(one) for one in again.paragraphs]


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_sections_that_arrive_in_another_order_are_the_same_telegram(
    data: st.DataObject, telegrams: st.SearchStrategy[Telegram]
) -> None:
    telegram = data.draw(telegrams.filter(lambda one: len(one.paragraphs) > 5))
    to = data.draw(st.sampled_from(["acp127us", "acp127", "janap128"]))
    whole = write(telegram, to).data.decode()
    sections = [f"{one}NNNN\n" for one in whole.split("NNNN\n")[:-1]]
    mixed = "".join(data.draw(st.permutations(sections)))
    (again,) = parse_all(mixed)
    assert [words_of(one) for one in again.paragraphs] == [words_of(one) for one in telegram.paragraphs]
    assert again.sections.present == tuple(range(1, len(sections) + 1))


@pytest.mark.parametrize("to", WRITTEN)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_strict_and_lenient_reading_agree_on_what_is_written_and_on_what_lost_lines_since(
    to: str, data: st.DataObject, telegrams: st.SearchStrategy[Telegram]
) -> None:
    try:
        written = write(data.draw(telegrams), to).data.splitlines(keepends=True)
    except CannotWrite:
        return
    lost = data.draw(st.sets(st.integers(0, len(written) - 1), max_size=3))
    for lines in (written, [line for at, line in enumerate(written) if at not in lost]):
        try:
            lenient = list(parse_all(b"".join(lines)))
        except NotATelegram:
            continue
        try:
            strict = list(parse_all(b"".join(lines), strict=True))
        except NotStrict:
            continue
        assert strict == lenient
