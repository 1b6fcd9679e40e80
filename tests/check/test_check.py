"""Checking as a whole: severities by profile, facts reported once, nothing where there is nothing to say."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.check import check, examine, sarif
from reftel.check.case import Case
from reftel.check.examples import compose, page_of, specimen
from reftel.check.groups import all_rules
from reftel.check.registry import Finding
from reftel.check.run import SAME_FACT, rules_of_a_time
from reftel.check.signs import line_starts
from reftel.model.telegram import Diagnostic, Telegram
from reftel.reading import NotATelegram, parse, parse_all
from reftel.vocabulary import codes


def found(text: str, profile: str = "archive") -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in check(parse(text), profile)]


def test_a_profile_decides_how_grave_a_finding_is() -> None:
    text = compose("1. (C) THE BOARD MET.\n\n2. C) IT AGREED.")
    assert ("S1106", "error") in found(text, "draft")
    assert ("S1106", "note") in found(text, "archive")


def test_what_a_profile_turns_off_is_not_reported() -> None:
    text = compose("C O N F I D E N T I A L TUNIS 1118")
    assert ("S0303", "note") in found(text, "draft")
    assert "S0303" not in dict(found(text, "archive"))


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="urgent"):
        check(Telegram(), "urgent")


def test_a_remark_of_the_reader_comes_with_the_severity_of_the_profile() -> None:
    telegram = Telegram(diagnostics=(Diagnostic("Q40", "note", "no such day", start=2, end=4),)).with_text(
        "abcdef\n"
    )
    (one,) = check(telegram, "archive")
    assert (one.code, one.severity, one.line, one.column) == ("Q40", "error", 1, 3)


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_a_code_that_the_table_does_not_know_keeps_its_severity(severity: str) -> None:
    remark = Diagnostic("X9999", severity, "said by a later reader", start=2, end=4)
    (found,) = examine(Telegram(diagnostics=(remark,)).with_text("abcdef\n"))
    assert (found.diagnostic.code, found.diagnostic.severity) == ("X9999", severity)
    log = sarif.document([sarif.Checked("a.txt", "abcdef\n", (found,))], (), "archive")
    assert log["runs"][0]["results"][0]["level"] == severity


def test_a_rule_that_fails_costs_only_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(case: Case) -> Iterator[Finding]:
        yield Finding("seen before the failure", 0, 2)
        raise KeyError(case.profile)

    telegram = parse(compose("E.O. 12958: N/A\n1. (C) THE BOARD MET.\n\n2. C) IT AGREED."))
    whole = check(telegram)
    monkeypatch.setitem(all_rules(), "S0703", all_rules()["S0703"]._replace(finder=failing))
    rules_of_a_time.cache_clear()
    with caplog.at_level(logging.ERROR):
        found = check(telegram)
    assert [one for one in found if one.code not in {"S0703", "internal"}] == [
        one for one in whole if one.code != "S0703"
    ]
    assert "seen before the failure" in {one.message for one in found}
    (note,) = (one for one in found if one.code == "internal")
    assert (note.severity, note.message, note.line) == ("note", "rule S0703 failed and says nothing here", 0)
    assert "rule S0703 failed" in caplog.text
    monkeypatch.undo()
    rules_of_a_time.cache_clear()
    again = check(telegram.replace(diagnostics=found))
    assert "internal" not in {one.code for one in again}, "a note on a rule does not outlive the check"


def test_a_rule_and_a_reader_that_see_one_fault_report_it_once() -> None:
    text = compose("P R 311039Z JUN 06")
    codes = [one.code for one in check(parse(text), "draft")]
    assert codes.count("T0502") == 1
    assert "Q40" not in codes


@pytest.mark.parametrize(("remark", "code"), SAME_FACT.items())
def test_a_malformation_that_a_rule_finds_too_is_reported_under_the_rule(remark: str, code: str) -> None:
    telegram = parse(page_of(all_rules()[code]).bad.telegram())
    said = Diagnostic(remark, "warning", "seen by a reader", start=1, end=2)
    found = {one.code for one in check(telegram.replace(diagnostics=(*telegram.diagnostics, said)), "draft")}
    assert code in found
    assert remark not in found
    alone = check(telegram.replace(kind="stub", diagnostics=(said,)), "draft")
    severity = codes.severity(remark, "draft")
    assert [one.code for one in alone] == ([] if severity == "off" else [remark])


def test_checking_twice_says_the_same() -> None:
    telegram = parse(compose("E.O. 12958: N/A"))
    once = check(telegram)
    assert once
    assert check(telegram.replace(diagnostics=once)) == once


def test_findings_come_in_the_order_of_the_text() -> None:
    text = compose("ZNR UUUUU ZZH\nE.O. 12958: N/A\n1. (C) THE BOARD MET.\n\n3. (S) IT AGREED.")
    starts = [one.start for one in check(parse(text))]
    assert len(starts) >= 4
    assert starts == sorted(starts)


def test_a_telegram_without_its_source_text_can_be_checked() -> None:
    telegram = Telegram.from_json(parse(compose("ZNR UUUUU ZZH")).to_json())
    assert "T0404" in {one.code for one in check(telegram)}


def test_stubs_have_no_faults() -> None:
    assert check(Telegram(kind="stub", dtg="2006-05-10T10:39:00Z")) == ()


def test_places_count_carriage_returns_and_line_feeds_as_one_line_end() -> None:
    text = compose("E.O. 12958: N/A")
    (plain,) = (one for one in check(parse(text)) if one.code == "S0703")
    (windows,) = (one for one in check(parse(text.replace("\n", "\r\n"))) if one.code == "S0703")
    assert (plain.line, plain.column) == (windows.line, windows.column)


@given(st.text(st.sampled_from("ab\r\n\u2028\f"), max_size=40))
def test_lines_begin_behind_every_kind_of_line_end(text: str) -> None:
    ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
    assert line_starts(text) == [0, *ends]


def test_each_telegram_of_a_file_is_checked_on_its_own_lines() -> None:
    good, bad = specimen("2006"), compose("¶1. (C) THE BOARD MET.\n\n¶2. (C) IT AGREED.")
    first, second = parse_all(good + "\n" + bad)
    assert check(first) == ()
    (one,) = check(second)
    assert one.code == "S0104"
    assert one.line > good.count("\n")


def test_a_list_within_a_paragraph_may_count_from_one() -> None:
    body = "1. (C) THE BOARD ASKED FOR:\n\n1. (C) FISH.\n\n2. (C) BOATS.\n\n2. (C) IT WILL MEET AGAIN."
    assert {code for code, _ in found(compose(body))} <= {"S1109"}


def test_a_quoted_text_may_number_its_paragraphs_for_itself() -> None:
    body = "1. (C) THE NOTE SAYS: BEGIN TEXT:\n\n4. NO FISH.\n\n5. NO BOATS. END TEXT.\n\n2. (C) WE AGREED."
    assert not {"S1102", "S1103", "S1104"} & {code for code, _ in found(compose(body))}


@pytest.mark.parametrize("profile", ["draft", "archive"])
def test_real_telegrams_are_checked_without_an_error_of_ours(samples: Path, profile: str) -> None:
    for path in sorted(samples.rglob("*.txt")):
        try:
            telegrams = list(parse_all(path.read_bytes(), path=str(path)))
        except NotATelegram:
            continue
        for telegram in telegrams:
            for one in check(telegram, profile):
                assert 0 <= one.start <= one.end <= len(telegram.text), (path, one)


def test_the_linter_does_not_cry_wolf_on_real_telegrams(samples: Path) -> None:
    counts = []
    for path in sorted(samples.rglob("*.txt")):
        try:
            counts += [len(check(telegram)) for telegram in parse_all(path.read_bytes(), path=str(path))]
        except NotATelegram:
            continue
    assert max(counts) <= 10
    assert sorted(counts)[len(counts) * 9 // 10] <= 2, "nine telegrams in ten have two findings at most"


def test_the_damaged_mark_of_the_seed_telegram_is_found(samples: Path) -> None:
    telegram = parse((samples / "seed" / "06DUSHANBE862.txt").read_bytes())
    (one,) = (one for one in check(telegram) if one.code == "S1106")
    assert (one.line, one.severity, one.suggestion) == (80, "note", "(SBU)")
    assert telegram.text[one.start : one.end] == "SBU)"
    assert not [one for one in check(telegram) if one.severity != "note"]


@settings(max_examples=60, deadline=None)
@given(
    year=st.sampled_from(["1976", "1980", "2006"]),
    cuts=st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 80)), max_size=4),
    extra=st.text(max_size=12),
)
def test_damaged_telegrams_are_checked_within_their_text(
    year: str, cuts: list[tuple[int, int]], extra: str
) -> None:
    text = specimen(year)
    for start, length in cuts:
        text = text[:start] + extra + text[start + length :]
    try:
        telegrams = list(parse_all(text))
    except NotATelegram:
        return
    for telegram in telegrams:
        for one in examine(telegram, "draft"):
            assert 0 <= one.diagnostic.start <= one.diagnostic.end <= len(telegram.text)
            assert all(0 <= fix.start <= fix.end <= len(telegram.text) for fix in one.fixes)


@pytest.mark.parametrize(("width", "told"), [(75, True), (900, False)])
def test_lines_whose_ends_were_lost_in_an_archive_are_not_too_wide(width: int, told: bool) -> None:
    """F-46: nobody sent a line of 900 letters; whoever copied the telegram has joined its lines."""
    wide = f"3. (U) {'THE HARBOR BOARD MET. ' * 50}"[: width - 1] + "."
    text = specimen("2006").replace("3. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.", wide)
    assert wide in text
    assert bool({code for code, _ in found(text)} & {"S0101", "T0002"}) is told
