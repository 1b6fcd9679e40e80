"""The numbers of paragraphs: there, and in sequence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.model.telegram import Paragraph
from reftel.vocabulary import block_words

_NUMBER_FORM = re.compile(r"(?P<before>[ \t]*)\.(?P<after>[ \t]{0,4})")
_QUOTED = frozenset({"text", "talking points", "quotation"})


def _quoted(case: Case, at: int) -> bool:
    """Whether a paragraph is of a document that the telegram quotes, which numbers and marks for itself.

    The paragraph in which the quotation begins is the telegram's own.
    """
    paragraphs = case.telegram.paragraphs
    heading = paragraphs[at].heading
    if heading and not _QUOTED.isdisjoint(block_words.roles_of(heading.strip(" .:-"))):
        return True
    if not at:
        return False
    before = paragraphs[at - 1]
    running = {block.role for block in before.blocks if block.role in _QUOTED and block.end >= before.end - 1}
    return any(
        block.role in running and block.start <= case.words_start(at) for block in paragraphs[at].blocks
    )


def own_paragraphs(case: Case) -> list[tuple[int, Paragraph]]:
    """The numbered paragraphs that are the telegram's own."""
    return [(at, one) for at, one in case.numbered if not one.blocks or not _quoted(case, at)]


def number_place(case: Case, at: int) -> tuple[int, int]:
    """Where the number of a paragraph stands."""
    return case.place(f"/paragraphs/{at}/number", f"/paragraphs/{at}")


_DEEPEST = 20  # lists inside lists that are looked back over for the number that goes on


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
    own = case.once(own_paragraphs)
    if all(one.number == number for number, (_, one) in enumerate(own, lists[0] + 1)):
        return []
    restarts: list[_Step] = []
    found: list[_Step] = []
    for at, one in own:
        number = one.number or 0
        depths = range(len(lists) - 1, max(-1, len(lists) - 1 - _DEEPEST), -1)
        outer = next((depth for depth in depths if number == lists[depth] + 1), None)
        if outer is not None:
            del lists[outer + 1 :], restarts[outer:]
        elif number == 1:
            restarts.append(_Step(at, number, lists[-1]))
            lists.append(0)
        elif not (number == 2 and lists == [0]):
            found.append(_Step(at, number, lists[-1]))
        lists[-1] = number
    return found + restarts[:1]


def _uncommon(case: Case) -> bool:
    """Whether the paragraphs do not simply count from one."""
    numbers = [one.number for one in case.telegram.paragraphs]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return True
    return len(case.once(own_paragraphs)) < len(numbers)


@rule("S1101", needs="paragraphs", given=_uncommon)
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
        yield Finding("a single paragraph needs no number", *number_place(case, 0))
    elif len(paragraphs) > 2 and not case.numbered:
        yield Finding(f"{len(paragraphs)} paragraphs without numbers", *case.place("/paragraphs/0"))


@rule("S1102", needs="paragraphs", given=_uncommon)
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
                f"paragraph {step.number} follows {step.before or 'nothing'}", *number_place(case, step.at)
            )


@rule("S1103", needs="paragraphs", given=_uncommon)
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
            yield Finding(f"paragraph {step.number} {what}", *number_place(case, step.at))


@rule("S1107", needs="draft")
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
    for at, one in case.once(own_paragraphs) if case.is_draft else ():
        end = case.telegram.spans.get(f"/paragraphs/{at}/number", ((0, 0),))[-1][1]
        match = _NUMBER_FORM.match(case.text, end) if end else None
        if match and (match["before"] or not match["after"]):
            yield Finding(f"write `{one.number}. `", *match.span(), fixes=(Fix(*match.span(), ". "),))
