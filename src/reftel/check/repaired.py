"""Faults that a reader sees while it reads: what it mended or remarked on is a finding of the rule of that fault."""

from __future__ import annotations

from collections.abc import Iterator

from reftel.check.case import Case
from reftel.check.registry import Finding, rule

# What the rules below look for.
_QUIRKS = frozenset({"Q47", "Q51", "Q69", "Q102"})
_REMARKS = frozenset({"S1003", "S1109", "S1203", "S1403", "T0303", "T0407", "T0602"})


def _mended(case: Case, pointer: str, *quirks: str) -> Iterator[Finding]:
    """The repairs of these quirks among the letters of an element."""
    for repair in case.telegram.repairs:
        if repair.code in quirks and (not pointer or _within(case, pointer, repair.start)):
            message = f"{_shown(repair.found)} was read as {_shown(repair.read)}"
            yield Finding(message, repair.start, repair.end, repair.read)


def _shown(letters: str) -> str:
    return " ".join(letters.split()) or "nothing"


def _within(case: Case, pointer: str, offset: int) -> bool:
    return any(
        span.start <= offset < span.end
        for place, spans in case.telegram.spans.items()
        if place.startswith(pointer)
        for span in spans
    )


def _is_mended(case: Case) -> bool:
    return not _QUIRKS.isdisjoint(case.mended)


def _is_remarked(case: Case) -> bool:
    return not _REMARKS.isdisjoint(case.remarked)


def _remarked(case: Case, code: str) -> Iterator[Finding]:
    """What a reader remarked on under this code."""
    for remark in case.telegram.diagnostics:
        if remark.code == code:
            yield Finding(remark.message, remark.start, remark.end, remark.suggestion)


@rule("S0813", needs="repairs", given=_is_mended)
def codes_run_together(case: Case) -> Iterator[Finding]:
    """Codes of the TAGS line are run together without a blank.

    Source: TAGS handbook of 1974, section 3: entries are divided by blanks or commas
    Bad:
        TAGS: PRELETRD, TS
    Good:
        TAGS: PREL, ETRD, TS
    """
    yield from _mended(case, "/tags", "Q69")


@rule("S1003", needs="remarks", given=_is_remarked)
def two_letters(case: Case) -> Iterator[Finding]:
    """An item of the reference line has two letters that differ: the system's and the drafter's.

    Source: released telegrams of 2003 to 2009, whose system put its own letter first
    Bad:
        REF: A. B) STATE 72746
             B. A) PARIS 4410
    Good:
        REF: A. A) STATE 72746
             B. B) PARIS 4410
    """
    yield from _remarked(case, "S1003")


@rule("S1011", needs="repairs", given=_is_mended)
def post_mended(case: Case) -> Iterator[Finding]:
    """The post of a reference is known only after a letter has been mended.

    Source: the list of posts
    Bad:
        REF: STATTE 72746
    Good:
        REF: STATE 72746
    """
    yield from _mended(case, "/references", "Q51", "Q102")


@rule("S1109", needs="remarks", given=_is_remarked)
def figure_is_no_number(case: Case) -> Iterator[Finding]:
    """A figure at the beginning of a line looks like the number of a paragraph and is none.

    Source: released telegrams; lines wrapped behind a figure
    Bad:
        1. (C) THE HARBOR BOARD MET ON THE MORNING OF MAY
        19. IT AGREED ON LITTLE.

        2. (C) IT WILL MEET AGAIN.
    Good:
        1. (C) THE HARBOR BOARD MET ON MAY 19.

        2. (C) IT WILL MEET AGAIN.
    """
    yield from _remarked(case, "S1109")


@rule("S1203", needs="remarks", given=_is_remarked)
def closed_and_never_opened(case: Case) -> Iterator[Finding]:
    """The end of a summary, comment or note is marked, and none was opened.

    Source: released telegrams; END SUMMARY answers SUMMARY
    Bad:
        1. (C) THE BOARD MET IN MAY. END COMMENT.

        2. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) COMMENT: THE BOARD MET IN MAY. END COMMENT.

        2. (C) IT AGREED ON LITTLE.
    """
    yield from _remarked(case, "S1203")


@rule("S1403", needs="remarks", given=_is_remarked)
def copies_do_not_add_up(case: Case) -> Iterator[Finding]:
    """The copies of the distribution block do not add up to its total.

    Source: distribution blocks of Department telegrams of 1973 to 1979
    Bad (1976):
        INFO  OCT-01  ISO-00  /099 W
    Good (1976):
        INFO  OCT-01  ISO-00  /011 W
    """
    yield from _remarked(case, "S1403")


@rule("T0303", needs="remarks", given=_is_remarked)
def malformed_station_serial(case: Case) -> Iterator[Finding]:
    """The station serial of the DE line does not have the form of one.

    Source: ACP 127(G) on format line 3: three or four figures; in the US supplement `#` and four
    Bad:
        DE RUEHTU #01118 1301039
    Good:
        DE RUEHTU #1118 1301039
    """
    yield from _remarked(case, "T0303")


@rule("T0407", needs="remarks", given=_is_remarked)
def release_letters(case: Case) -> Iterator[Finding]:
    """The release letters that take the last two places of the security warning are not in order.

    Source: ACP 117 CAN-US SUPP-1, general instructions: two different letters in alphabetical order
    Bad:
        ZNY CCCZA ZZH
    Good:
        ZNY CCCAZ ZZH
    """
    yield from _remarked(case, "T0407")


@rule("T0602", needs="remarks", given=_is_remarked)
def sender_twice(case: Case) -> Iterator[Finding]:
    """The sender stands twice, though the telegram is no readdressal.

    Source: ACP 127(G) on format line 6
    Bad:
        FM AMEMBASSY TUNIS
        FM AMEMBASSY TUNIS
    Good:
        FM AMEMBASSY TUNIS
    """
    yield from _remarked(case, "T0602")
