"""The registry of rules: each is one small function that looks at a `Case` and yields `Finding`s."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from reftel.check.case import Case
from reftel.check.traits import TRAITS


class Fix(NamedTuple):
    """A safe edit of the source: the letters `[start, end)` are replaced by `text`."""

    start: int
    end: int
    text: str


class Finding(NamedTuple):
    """What a rule saw and where, in offsets of the source text; (0, 0) where nothing stands.

    `suggestion` is what should stand there, for a person; `fixes` are edits that are safe without one.
    """

    message: str
    start: int = 0
    end: int = 0
    suggestion: str | None = None
    fixes: tuple[Fix, ...] = ()


Finder = Callable[[Case], Iterator[Finding]]
Fact = Callable[[Case], object]


class Rule(NamedTuple):
    """A rule: its code, its function, and the code that it has where transmission lines stand above the text.

    `needs`: the traits of a case (`Case.traits`) without which the rule has nothing to say; `given`: the fact without
    which it has not, nothing or an empty one; `since` and `before`: the days between which it holds.
    """

    code: str
    finder: Finder
    wire_code: str | None = None
    needs: frozenset[str] = frozenset()
    given: Fact | None = None
    since: date | None = None
    before: date | None = None

    def holds_in(self, era: date | None) -> bool:
        """Whether the rule holds in a time of `periods`; one that is bound to its time does not without a date."""
        if era is None:
            return self.since is None and self.before is None
        return (self.since is None or self.since <= era) and (self.before is None or era < self.before)

    def code_for(self, *, wired: bool) -> str:
        """The code under which a finding is reported in a telegram with transmission lines, or without."""
        return self.wire_code if self.wire_code and wired else self.code


_rules: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    wire: str | None = None,
    needs: str = "",
    given: Fact | None = None,
    since: date | None = None,
    before: date | None = None,
) -> Callable[[Finder], Finder]:
    """Enter a function as the rule `code`; its docstring is its page in the manual.

    `wire`: the code of the transmission rule that sees the same fact. A fact is reported once, under that code
    where the telegram has transmission lines.

    The rest says when the rule need not be asked, for it could not find anything. `needs`: traits, divided by blanks,
    that the telegram must have. `given`: a fact that several rules of a file look at, which is worked out once (as by
    `Case.once`) and must be there. `since`, `before`: days of `periods` between which the telegram must be sent.
    """
    traits = frozenset(needs.split())
    if not traits <= TRAITS:
        raise ValueError(f"{code} needs what no case has: {', '.join(sorted(traits - TRAITS))}")

    def enter(finder: Finder) -> Finder:
        if code in _rules:
            raise ValueError(f"two rules claim {code}")
        _rules[code] = Rule(code, finder, wire, traits, given, since, before)
        return finder

    return enter


def entered() -> tuple[Rule, ...]:
    """The rules of all modules that have been imported."""
    return tuple(_rules.values())
