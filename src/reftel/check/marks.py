"""Portion marks: there, whole, and suited to the telegram."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.paragraphs import number_place, own_paragraphs
from reftel.check.registry import Finding, Fix, rule
from reftel.vocabulary import classification
from reftel.vocabulary.block_words import WHOLE_TEXT


def _mark_place(case: Case, at: int) -> tuple[int, int]:
    return case.place(f"/paragraphs/{at}/marking", f"/paragraphs/{at}")


@lru_cache(4096)
def _rank(marking: str | None) -> int:
    return classification.rank(classification.of_portion(marking)) if marking else -1


def _uncommon(case: Case) -> bool:
    """Whether a numbered paragraph has no mark, the highest mark is not the telegram's level, or a notice stands."""
    paragraphs = case.telegram.paragraphs
    if _highest(frozenset([one.marking for one in paragraphs])) != case.rank:
        return True
    bare = [one.number for one in paragraphs if one.marking is None]
    return bare.count(None) < len(bare) or WHOLE_TEXT in [one.role for one in paragraphs]


@lru_cache(4096)
def _highest(markings: frozenset[str | None]) -> int:
    return max(map(_rank, markings), default=-1)


@rule("S1104", needs="classified", given=_uncommon, since=periods.MARKS_BEGIN)
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
    if any(one.role == WHOLE_TEXT for one in case.telegram.paragraphs):
        return
    own = case.once(own_paragraphs)
    if any(remark.code == "Q148" for remark in case.telegram.diagnostics):
        return  # marks are there, struck through by a release stamp
    bare = [(at, one) for at, one in own if one.marking is None]
    if bare and len(bare) == len(own):
        yield Finding(f"none of {len(own)} paragraphs has a portion mark", *number_place(case, bare[0][0]))
        return
    for at, one in bare:
        yield Finding(f"paragraph {one.number} has no portion mark", *number_place(case, at))


@rule("S1105", needs="paragraphs", given=_uncommon)
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


@rule("S1106", needs="repairs")
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
    for repair in case.telegram.repairs if "Q107" in case.mended else ():
        if repair.code == "Q107":
            fix = Fix(repair.start, repair.end, repair.read)
            message = f"{repair.found.strip()} was read as {repair.read}"
            yield Finding(message, repair.start, repair.end, repair.read, (fix,))


@rule("S1108", needs="paragraphs", since=periods.MARKS_BEGIN)
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
    spans = case.telegram.spans
    for at, one in case.once(own_paragraphs):
        if not one.marking or one.role == WHOLE_TEXT:
            continue
        number, mark = spans.get(f"/paragraphs/{at}/number"), spans.get(f"/paragraphs/{at}/marking")
        between = case.text[number[-1].end : mark[0].start] if number and mark else ". ("
        if between == ". (" or not number or not mark:
            continue
        if mark[0].start < number[0].start or between.strip(" \t\r\n.()"):
            yield Finding(
                f"({one.marking}) belongs directly behind {one.number}.", mark[0].start, mark[0].end
            )


@rule("S1110", needs="paragraphs classified", given=_uncommon)
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
    if not case.has_end or not own or not all(one.marking for one in own):
        return
    marks = [_rank(one.marking) for one in case.telegram.paragraphs if one.marking]
    if case.telegram.subject_marking:
        marks.append(_rank(case.telegram.subject_marking))
    if max(marks) < case.rank and min(marks) >= 0:
        place = case.place("/classification/level", "/classification")
        yield Finding(f"no paragraph is {case.level}", *place)


@rule("S1111", needs="paragraphs", given=_uncommon)
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
    for at, one in case.once(own_paragraphs):
        if one.marking and one.role != WHOLE_TEXT:
            yield Finding(f"({one.marking}) beside a notice for the entire text", *_mark_place(case, at))
            return
