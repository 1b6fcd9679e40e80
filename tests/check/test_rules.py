"""Every rule's own page holds: its bad example gives exactly that code, its good example nothing at all."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reftel.check import check
from reftel.check.case import Case
from reftel.check.examples import Example, compose, page_of, specimen
from reftel.check.groups import all_rules, find_rule
from reftel.check.page import codes_of_readers, page
from reftel.check.registry import Rule, rule
from reftel.model.telegram import Diagnostic
from reftel.reading import NotATelegram, parse, parse_all
from reftel.vocabulary import codes

RULES = all_rules()
PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def checked(example: Example) -> tuple[Diagnostic, ...]:
    return check(parse(example.telegram()), "draft")


@pytest.mark.parametrize("year", ["1976", "1980", "2006"])
@pytest.mark.parametrize("profile", ["draft", "archive"])
def test_the_telegrams_of_the_examples_have_no_fault(year: str, profile: str) -> None:
    assert check(parse(specimen(year)), profile) == ()


@pytest.mark.parametrize("one", RULES.values(), ids=RULES.keys())
def test_a_bad_example_gives_exactly_its_code(one: Rule) -> None:
    example = page_of(one).bad
    wired = one.wire_code and parse(example.telegram()).transmission
    assert {found.code for found in checked(example)} == {one.wire_code if wired else one.code}


@pytest.mark.parametrize("one", RULES.values(), ids=RULES.keys())
def test_a_good_example_gives_nothing(one: Rule) -> None:
    assert checked(page_of(one).good) == ()


@pytest.mark.parametrize("one", RULES.values(), ids=RULES.keys())
def test_a_finding_points_at_letters_of_the_text(one: Rule) -> None:
    text = page_of(one).bad.telegram()
    for found in check(parse(text), "draft"):
        assert 0 <= found.start < found.end <= len(text)
        assert text.splitlines()[found.line - 1][found.column - 1 :].startswith(
            text[found.start : found.end].splitlines()[0]
        )


@pytest.mark.parametrize("one", RULES.values(), ids=RULES.keys())
def test_every_code_of_a_rule_has_a_name_and_severities(one: Rule) -> None:
    for code in filter(None, (one.code, one.wire_code)):
        assert codes.find(code), code


@pytest.mark.parametrize("one", RULES.values(), ids=RULES.keys())
def test_what_is_of_common_form_has_no_fault_for_the_rules_that_pass_it_over(one: Rule) -> None:
    """A rule `given` that something is uncommon is not asked about the rest, where it must have nothing to say."""
    case = Case(parse(page_of(one).bad.telegram()), "draft")
    passed_over = [
        other
        for other in RULES.values()
        if other.given
        and "uncommon" in other.given.__name__
        and other.needs <= case.traits
        and other.holds_in(case.era)
        and not other.given(case)
    ]
    assert passed_over
    assert [other.code for other in passed_over if list(other.finder(case))] == []


def test_without_transmission_lines_the_rule_of_the_text_speaks() -> None:
    lines = page_of(RULES["S0101"]).bad.telegram()
    bare = lines[lines.index("C O N F I D E N T I A L") :]
    assert {found.code for found in check(parse(bare), "draft")} >= {"S0101"}
    assert "T0002" not in {found.code for found in check(parse(bare), "draft")}


def test_a_rule_is_found_under_either_of_its_codes() -> None:
    assert find_rule("T0308") == find_rule("S0306")
    assert find_rule("S9999") is None


def test_two_rules_cannot_share_a_code() -> None:
    with pytest.raises(ValueError, match="S0701"):
        rule("S0701")(RULES["S0702"].finder)


def test_a_docstring_without_examples_is_refused() -> None:
    def finder(case: object) -> object:
        """No examples here."""

    with pytest.raises(ValueError, match="S0000"):
        page_of(Rule("S0000", finder))  # type: ignore[arg-type]


def test_lines_of_an_example_take_the_place_of_their_like() -> None:
    text = compose("TAGS: PREL\n[no REF]")
    assert "TAGS: PREL\nSUBJECT:" in text
    assert "REF:" not in text
    assert "TAGS: PREL, ETRD" not in text


def test_the_committed_page_of_rules_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_the_page_names_what_readers_remark_on() -> None:
    table = page().partition("## What readers remark on")[2].partition("\n## ")[0]
    for code in ("Q60", "Q132", "Q141", "Q145", "Q148"):
        row = codes.find(code)
        assert row
        name = row.name[0].upper() + row.name[1:]
        assert f"| {code} | {name} | {row.draft} | {row.archive} | {row.source} |" in table
    assert "| [T0303](#t0303) |" in table, "a rule that looks for the same fault is a step away"


def test_every_code_of_a_remark_on_a_damaged_telegram_is_on_the_page(samples: Path) -> None:
    listed = {row.code for row in codes_of_readers()} | set(RULES)
    for path in sorted(samples.rglob("*.txt")):
        try:
            telegrams = list(parse_all(path.read_bytes(), path=str(path)))
        except NotATelegram:
            continue
        for telegram in telegrams:
            assert {one.code for one in telegram.diagnostics} <= listed, path
            assert {one.code for one in telegram.repairs} <= listed, path


def test_every_code_of_the_table_of_telegrams_has_a_rule() -> None:
    assert [code for code in codes.all_codes() if code.startswith("S") and find_rule(code) is None] == []


@pytest.mark.parametrize("profile", ["draft", "archive"])
@pytest.mark.parametrize("one", RULES.values(), ids=RULES.keys())
def test_a_bad_example_has_the_severity_of_the_profile(one: Rule, profile: str) -> None:
    telegram = parse(page_of(one).bad.telegram())
    code = one.wire_code if one.wire_code and telegram.transmission else one.code
    severity = codes.severity(code, profile)
    found = {(diagnostic.code, diagnostic.severity) for diagnostic in check(telegram, profile)}
    assert {one for one in found if one[0] == code} == (set() if severity == "off" else {(code, severity)})


CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}: {case['says']}" for case in CASES])
def test_a_rule_speaks_in_its_time_and_of_its_own(case: dict[str, Any]) -> None:
    telegram = parse(compose(case["lines"], case.get("year", "2006")))
    found = {one.code for one in check(telegram, case.get("profile", "draft"))}
    assert (case["rule"] in found) == case["speaks"], sorted(found)
