"""Runs the rules over a telegram, joins what the readers remarked, and sets severities."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from reftel.check.case import Case
from reftel.check.groups import all_rules
from reftel.check.registry import Fact, Finder, Finding, Fix
from reftel.model.telegram import Diagnostic, Telegram
from reftel.vocabulary import codes

log = logging.getLogger(__name__)

PROFILES = ("draft", "archive")
INTERNAL = "internal"  # stands for a code where the fault is in a rule, not in the telegram
# What a reader remarks on as a malformation and a rule sees as a fault; the rule speaks.
SAME_FACT = {
    "Q40": "T0502",
    "Q58": "S0302",
    "Q60": "S0508",
    "Q79": "S0901",
    "Q84": "S0902",
    "Q113": "S1109",
    "Q115": "S1301",
    "Q127": "S0308",
}
# Nothing was sent under these names: they stand for a telegram whose words are elsewhere.
_WITHOUT_WORDS = frozenset({"stub", "withdrawal"})


class Found(NamedTuple):
    """A diagnostic and the edits that would mend it."""

    diagnostic: Diagnostic
    fixes: tuple[Fix, ...] = ()


def check(telegram: Telegram, profile: str = "archive") -> tuple[Diagnostic, ...]:
    """What is wrong with a telegram, in the order of the text.

    `profile`: `draft` for one about to be sent, `archive` for one received as it is. Remarks that the readers
    made (`telegram.diagnostics`) are among the result with the severity of the profile; what the profile turns
    off is left out. A code that the table does not know keeps the severity that it came with. A rule that fails
    costs only itself: a note under the code `internal` names it. ValueError for an unknown profile.
    """
    return tuple([found.diagnostic for found in _examined(Case(telegram, _known(profile)))])


def examine(telegram: Telegram, profile: str = "archive") -> tuple[Found, ...]:
    """As `check`, with the edits that would mend each finding."""
    return tuple(_examined(Case(telegram, _known(profile), mending=True)))


def _known(profile: str) -> str:
    if profile not in PROFILES:
        raise ValueError(f"no such profile: {profile!r}; there are {' and '.join(PROFILES)}")
    return profile


def _examined(case: Case) -> list[Found]:
    found = [] if case.telegram.kind in _WITHOUT_WORDS else _findings(case)
    if case.telegram.diagnostics:
        said = _Said(found)
        found.extend([one for one in _remarks(case) if not said.says(case, one.diagnostic)])
    return sorted(found, key=_place)


def _place(found: Found) -> tuple[int, str]:
    return found.diagnostic.start, found.diagnostic.code


class _Stretches(NamedTuple):
    """Where the findings of one code are: their lines, their starts in order, and how far those up to each reach."""

    lines: frozenset[int]
    starts: list[int]
    furthest: list[int]

    @classmethod
    def of(cls, found: list[Diagnostic]) -> _Stretches:
        """Of findings in any order."""
        rising = sorted(found, key=attrgetter("start"))
        furthest = accumulate((one.end for one in rising), max)
        return cls(frozenset(one.line for one in found), [one.start for one in rising], list(furthest))


class _Said:
    """What the rules have found, so that a remark is held against all of it at once."""

    def __init__(self, found: list[Found]) -> None:
        self._found: dict[str, list[Diagnostic]] = {}
        for one in found:
            self._found.setdefault(one.diagnostic.code, []).append(one.diagnostic)
        self._stretches: dict[str, _Stretches] = {}

    def says(self, case: Case, remark: Diagnostic) -> bool:
        """Whether a rule has found what a reader remarked on: the same fault, in the same letters or line."""
        if SAME_FACT.get(remark.code) in self._found:
            return True
        if remark.code not in self._found:
            return False
        if remark.code not in self._stretches:
            self._stretches[remark.code] = _Stretches.of(self._found[remark.code])
        lines, starts, furthest = self._stretches[remark.code]
        before = bisect_right(starts, remark.start)
        return case.position(remark.start)[0] in lines or (before > 0 and remark.start < furthest[before - 1])


def _remarks(case: Case) -> Iterator[Found]:
    """What the readers saw, or an earlier check; what that said of its own rules is said anew or not at all.

    A code that is not in the table keeps the severity that it came with.
    """
    for remark in case.telegram.diagnostics:
        if remark.code != INTERNAL:
            known = codes.find(remark.code)
            severity = codes.severity(remark.code, case.profile) if known else remark.severity
            finding = Finding(remark.message, remark.start, remark.end, remark.suggestion)
            if severity != "off":
                yield _placed(case, remark.code, severity, finding)


def _findings(case: Case) -> list[Found]:
    seen: list[tuple[Step, Finding]] = []
    for _, given, steps in plan(case.profile, case.traits, case.era):
        if given is None or _is_there(case, given):
            for step in steps:
                try:
                    for finding in step[0](case):
                        seen.append((step, finding))
                except Exception:  # whatever it is, the other rules still speak
                    seen.append(_failure(case, step))
    return [_placed(case, step.code, step.severity, finding) for step, finding in seen]


def _is_there(case: Case, given: Fact) -> bool:
    try:
        return bool(case.once(given))
    except Exception:  # the rules that look at it fail in their turn and say so
        return True


def _failure(case: Case, step: Step) -> tuple[Step, Finding]:
    log.exception("rule %s failed on %s", step.own_code, case.telegram.mrn or case.telegram.id)
    message = f"rule {step.own_code} failed and says nothing here"
    return step._replace(code=INTERNAL, severity="note"), Finding(message)


class Step(NamedTuple):
    """A rule to ask: how, its own code, and the code and severity under which it reports here."""

    find: Finder
    own_code: str
    code: str
    severity: str


class Group(NamedTuple):
    """The rules that need the same traits, and have nothing to say without the same fact if they look at one."""

    needs: frozenset[str]
    given: Fact | None
    steps: tuple[Step, ...]


def plan(profile: str, traits: frozenset[str], era: date | None) -> list[Group]:
    """The rules to ask of a telegram with these traits, of this time: not those that cannot speak or are off."""
    groups = rules_of_a_time(profile, "transmission" in traits, "department" in traits, era)
    return [group for group in groups if group.needs <= traits]


@lru_cache(maxsize=256)
def rules_of_a_time(profile: str, wired: bool, departments: bool, era: date | None) -> tuple[Group, ...]:
    """The rules for all telegrams of a time, with transmission lines or without, of the Department or of others.

    Rules of the transmission hold for every sender, those of the telegram proper for the Department's.
    """
    groups: dict[tuple[frozenset[str], Fact | None], list[Step]] = {}
    for one in all_rules().values():
        concerns = departments or one.wire_code is not None or not one.code.startswith("S")
        code = one.code_for(wired=wired)
        severity = codes.severity(code, profile) if codes.find(code) else "note"
        if concerns and one.holds_in(era) and severity != "off":
            groups.setdefault((one.needs, one.given), []).append(Step(one.finder, one.code, code, severity))
    return tuple(Group(*key, tuple(steps)) for key, steps in groups.items())


def _placed(case: Case, code: str, severity: str, finding: Finding) -> Found:
    """A finding with its line and column."""
    line, column = case.position(finding.start) if finding.end else (0, 0)
    message, start, end, suggestion, fixes = finding
    return Found(Diagnostic(code, severity, message, line, column, start, end, suggestion), fixes)
