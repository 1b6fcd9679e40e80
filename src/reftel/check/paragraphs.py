"""Paragraphs and portion marks: numbers in sequence, marks that suit the telegram."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.model.telegram import Paragraph
from reftel.vocabulary import classification
from reftel.vocabulary.block_words import WHOLE_TEXT

_NUMBER_FORM = re.compile(r"(?P<before>[ \t]*)\.(?P<after>[ \t]{0,4})")
_QUOTED = frozenset({"text", "quote", "non-paper", "talking points"})


def _quoted(case: Case, at: int) -> bool:
    """Whether a paragraph is of a document that the telegram quotes, which numbers and marks for itself.

    The paragraph in which the quotation begins is the telegram's own.
    """
    paragraphs = case.telegram.paragraphs
    if not at or not paragraphs[at].blocks:
        return False
    before = paragraphs[at - 1]
    running = {block.role for block in before.blocks if block.role in _QUOTED and block.end >= before.end - 1}
    return any(
        block.role in running and block.start <= case.words_start(at) for block in paragraphs[at].blocks
    )


def _own(case: Case) -> list[tuple[int, Paragraph]]:
    """The numbered paragraphs that are the telegram's own."""
    return [(at, one) for at, one in case.numbered if not _quoted(case, at)]


class _Step(NamedTuple):
    """A number that does not follow from the one before: place of the paragraph, number, number before."""

    at: int
    number: int
    before: int


def _missteps(case: Case) -> list[_Step]:
    """Where the numbers of the telegram's own paragraphs do not rise by one.

    A list inside a paragraph counts from 1 again and leads back to the number after it; that is no misstep.
    """
    lists = [0] if case.has_head else [next((one.number or 1 for _, one in case.numbered), 1) - 1]
    restarts: list[_Step] = []
    found: list[_Step] = []
    for at, one in _own(case):
        number = one.number or 0
        outer = next((depth for depth in range(len(lists) - 1, -1, -1) if number == lists[depth] + 1), None)
        if outer is not None:
            del lists[outer + 1 :], restarts[outer:]
        elif number == 1:
            restarts.append(_Step(at, number, lists[-1]))
            lists.append(0)
        elif not (number == 2 and lists == [0]):
            found.append(_Step(at, number, lists[-1]))
        lists[-1] = number
    return found + restarts[:1]


def _number_place(case: Case, at: int) -> tuple[int, int]:
    return case.place(f"/paragraphs/{at}/number", f"/paragraphs/{at}")


def _mark_place(case: Case, at: int) -> tuple[int, int]:
    return case.place(f"/paragraphs/{at}/marking", f"/paragraphs/{at}")


def _rank(marking: str | None) -> int:
    return classification.rank(classification.of_portion(marking)) if marking else -1


@rule("S1101")
def numbering(case: Case) -> Iterator[Finding]:
    """Several paragraphs have no numbers, or a single paragraph has one.

    Source: 5 FAH-1 H-246 (2004): number all if there is more than one; do not number a single one
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    """
    paragraphs = case.telegram.paragraphs
    if not case.has_end or not case.has_head:
        return
    if len(paragraphs) == 1 and paragraphs[0].number is not None:
        yield Finding("a single paragraph needs no number", *_number_place(case, 0))
    elif len(paragraphs) > 2 and not case.numbered:
        yield Finding(f"{len(paragraphs)} paragraphs without numbers", *case.place("/paragraphs/0"))


@rule("S1102")
def number_skipped(case: Case) -> Iterator[Finding]:
    """The numbers of the paragraphs leave one out.

    Source: 5 FAH-1 H-246 (2004)
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.

        3. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    """
    for step in case.once(_missteps):
        if step.number > step.before:
            yield Finding(
                f"paragraph {step.number} follows {step.before or 'nothing'}", *_number_place(case, step.at)
            )


@rule("S1103")
def number_goes_back(case: Case) -> Iterator[Finding]:
    """A paragraph number stands twice, or goes back.

    Source: 5 FAH-1 H-246 (2004)
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.

        2. (C) IT WILL MEET AGAIN.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.

        3. (C) IT WILL MEET AGAIN.
    """
    for step in case.once(_missteps):
        if step.number <= step.before:
            what = "stands twice" if step.number == step.before else f"follows {step.before}"
            yield Finding(f"paragraph {step.number} {what}", *_number_place(case, step.at))


@rule("S1104")
def mark_missing(case: Case) -> Iterator[Finding]:
    """A paragraph of a classified telegram has no portion mark.

    Marks begin in December 1978. A notice that one level holds for the entire text stands for all of them.

    Source: 5 FAH-1 H-246 (2004); E.O. 12065
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. IT AGREED ON LITTLE.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    """
    if not case.is_classified or not case.day or case.day < periods.MARKS_BEGIN:
        return
    if any(one.role == WHOLE_TEXT for one in case.telegram.paragraphs):
        return
    own = _own(case)
    if any(remark.code == "Q148" for remark in case.telegram.diagnostics):
        return  # marks are there, struck through by a release stamp
    bare = [(at, one) for at, one in own if one.marking is None]
    if bare and len(bare) == len(own):
        yield Finding(f"none of {len(own)} paragraphs has a portion mark", *_number_place(case, bare[0][0]))
        return
    for at, one in bare:
        yield Finding(f"paragraph {one.number} has no portion mark", *_number_place(case, at))


@rule("S1105")
def mark_above_level(case: Case) -> Iterator[Finding]:
    """A portion mark is higher than the level of the telegram.

    Source: 5 FAH-1 H-246 (2004); E.O. 12065 and the orders after it
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (S) IT AGREED ON LITTLE.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    """
    if case.rank < 0:
        return
    for at, one in enumerate(case.telegram.paragraphs):
        if _rank(one.marking) > case.rank:
            yield Finding(f"({one.marking}) in a telegram that is {case.level}", *_mark_place(case, at))


@rule("S1106")
def bracket_missing(case: Case) -> Iterator[Finding]:
    """A portion mark has lost a bracket, or has one too many.

    Source: 5 FAH-1 H-246 (2004): the mark stands in brackets
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. C) IT AGREED ON LITTLE.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    """
    for repair in case.telegram.repairs:
        if repair.code == "Q107":
            fix = Fix(repair.start, repair.end, repair.read)
            message = f"{repair.found.strip()} was read as {repair.read}"
            yield Finding(message, repair.start, repair.end, repair.read, (fix,))


@rule("S1107")
def space_about_the_number(case: Case) -> Iterator[Finding]:
    """There is no space between the number of a paragraph and what follows, or one before its full stop.

    Source: 5 FAH-1 H-246 (2004)
    Bad:
        1.(C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    """
    for at, one in _own(case) if case.is_draft else ():
        end = case.telegram.spans.get(f"/paragraphs/{at}/number", ((0, 0),))[-1][1]
        match = _NUMBER_FORM.match(case.text, end) if end else None
        if match and (match["before"] or not match["after"]):
            yield Finding(f"write `{one.number}. `", *match.span(), fixes=(Fix(*match.span(), ". "),))


@rule("S1108")
def mark_not_behind_the_number(case: Case) -> Iterator[Finding]:
    """The portion mark does not stand directly behind the number of the paragraph.

    Source: 5 FAH-1 H-246 (2004)
    Bad:
        1. SUMMARY: (C) THE BOARD MET IN MAY. END SUMMARY.

        2. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) SUMMARY: THE BOARD MET IN MAY. END SUMMARY.

        2. (C) IT AGREED ON LITTLE.
    """
    if not case.day or case.day < periods.MARKS_BEGIN:
        return
    for at, one in _own(case):
        number = case.telegram.spans.get(f"/paragraphs/{at}/number")
        mark = case.telegram.spans.get(f"/paragraphs/{at}/marking")
        if not number or not mark or one.role == WHOLE_TEXT:
            continue
        between = case.text[number[-1].end : mark[0].start]
        if mark[0].start < number[0].start or between.strip(" \t\r\n.()"):
            yield Finding(
                f"({one.marking}) belongs directly behind {one.number}.", mark[0].start, mark[0].end
            )


@rule("S1110")
def level_above_every_mark(case: Case) -> Iterator[Finding]:
    """The telegram is classified higher than any of its paragraphs.

    Source: E.O. 12065 and the orders after it: a document is as high as its highest portion
    Bad:
        1. (U) THE HARBOR BOARD MET IN MAY.

        2. (U) IT AGREED ON LITTLE.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (U) IT AGREED ON LITTLE.
    """
    own = [one for _, one in case.numbered]
    if not case.is_classified or not case.has_end or not own or not all(one.marking for one in own):
        return
    marks = [_rank(one.marking) for one in case.telegram.paragraphs if one.marking]
    if case.telegram.subject_marking:
        marks.append(_rank(case.telegram.subject_marking))
    if max(marks) < case.rank and min(marks) >= 0:
        place = case.place("/classification/level", "/classification")
        yield Finding(f"no paragraph is {case.level}", *place)


@rule("S1111")
def notice_and_marks(case: Case) -> Iterator[Finding]:
    """One notice gives the level of the entire text, and yet paragraphs have marks of their own.

    Source: released telegrams of 1979 to 1995
    Bad (1980):
        1. (C - ENTIRE TEXT)
        2. (C) THE HARBOR BOARD MET IN MAY.
        3. IT AGREED ON LITTLE.
    Good (1980):
        1. (C - ENTIRE TEXT)
        2. THE HARBOR BOARD MET IN MAY.
        3. IT AGREED ON LITTLE.
    """
    if not any(one.role == WHOLE_TEXT for one in case.telegram.paragraphs):
        return
    for at, one in _own(case):
        if one.marking and one.role != WHOLE_TEXT:
            yield Finding(f"({one.marking}) beside a notice for the entire text", *_mark_place(case, at))
            return
