"""Every repair and what is told of damage, in the order in which they run, with the layouts that they run for.

A step is a module: its functions are run one behind the other over the text that the step before left. A code stands in
each step that may record it. The page of repairs is made from this table: `python -m reftel.reading.repairs FILE`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reftel.vocabulary import codes

LAYOUTS = ("acp127", "aad", "smart", "bare", "form")
_TYPED = ("acp127", "aad", "smart", "bare")
_SENT = ("acp127", "aad", "smart")


class Step(NamedTuple):
    """A module, the codes that it may record, what it looks at, and the layouts in which it does."""

    module: str
    codes: tuple[str, ...]
    looks_at: str
    layouts: tuple[str, ...] = LAYOUTS
    guesses: str = ""


STEPS = (
    Step("reading.decode", ("Q2",), "bytes that are no letters"),
    Step(
        "reading.whole_text",
        ("Q12", "Q13", "Q5", "Q18"),
        "what mail put into lines; form feeds; letters of other scripts inside words",
        guesses="A broken line counts as one of mail only if words are broken twice, or once beside `=3D`.",
    ),
    Step(
        "reading.flat",
        ("Q15",),
        "a telegram in one line, which becomes `aad`",
        ("aad",),
        "Line ends are put in before words of the heading and head; in the text before paragraph 1, and before the"
        " next number where it has kept its full stop and stands between a sentence's end and a capital.",
    ),
    Step("reading.order", ("Q123",), "sections that lie out of order", _TYPED),
    Step(
        "reading.__init__",
        ("Q130",),
        "several telegrams in one record",
        _TYPED,
    ),
    Step(
        "reading.page_matter",
        ("Q20", "Q21", "Q2", "Q150", "Q30", "Q126"),
        "page lines, feet, continuation marks, margins, words repeated at a joint",
        guesses="A page line without a number counts only next to a foot, a blank line or its number.",
    ),
    Step("reading.release_stamps", ("Q29",), "stamps of a release, by their words"),
    Step(
        "reading.litter",
        ("Q27", "Q9", "Q3", "Q6", "Q1"),
        "marks inside lines: banners, links, marks of joined files, control characters, letters read wrongly",
    ),
    Step("reading.stubs", ("Q51",), "sheets that stand for a telegram", ("form",)),
    Step("reading.forms", ("Q146",), "the printed form of the 1950s and 60s", ("form",)),
    Step("text.distribution", ("Q15",), "the Department's block above the dash line", ("aad",)),
    Step("wire.routing_line", ("Q33",), "precedence and stations called", _SENT),
    Step("wire.calling", ("Q33",), "the calling station and its serial", _SENT),
    Step("wire.filing", ("Q33",), "the filing time", _SENT),
    Step(
        "wire.preamble",
        ("Q33", "Q34", "Q35", "Q39"),
        "precedence and date-time group",
        _SENT,
        "A month is mended only if one month alone is a letter away; a missing one is left open.",
    ),
    Step("wire.instructions", ("Q35",), "operating signals that are run together", _SENT),
    Step(
        "wire.addressees",
        ("Q34", "Q35", "Q46", "Q48", "Q49", "Q51"),
        "lists of addressees",
        _SENT,
        "A place alone is taken under the office word above it only if the list of posts has that office there.",
    ),
    Step(
        "wire.address_line",
        ("Q50", "Q48", "Q47"),
        "one addressee: indicator, name, precedence, running number",
        _SENT,
    ),
    Step("text.classification_line", ("Q33", "Q58", "Q125"), "level, section and number", _TYPED),
    Step("text.head", ("Q132",), "a telegram that repeats itself under its own number", _TYPED),
    Step("text.labels", ("Q63", "Q66", "Q67", "Q78", "Q85"), "labels that are damaged", _TYPED),
    Step("text.head_reader", ("Q60", "Q67", "Q75", "Q82"), "elements that stand on another's line", _TYPED),
    Step(
        "text.captions",
        ("Q62", "Q60"),
        "captions run together or misspelt",
        _TYPED,
        "A misspelt caption is mended only if it stands alone and one caption alone is a letter away.",
    ),
    Step(
        "text.executive_order",
        ("Q63", "Q64", "Q65"),
        "the order, its instruction, the date",
        _TYPED,
        "Of two figures the first is the month, except where it is above twelve.",
    ),
    Step(
        "text.tags",
        ("Q60", "Q69", "Q70", "Q72", "Q73"),
        "TAGS run together or mistyped",
        _TYPED,
        "A code is mended only if it is unknown and one known code alone is a letter away.",
    ),
    Step("text.subject", ("Q79",), "a subject that says nothing", _TYPED),
    Step(
        "text.reference_items",
        ("Q87", "Q88", "Q89", "Q90", "Q91", "Q98"),
        "references: years, lists and ranges",
        _TYPED,
        "A year that is not given is inferred from the telegram's date and marked; a number alone is taken to be"
        " of the post before it, or the sender's own.",
    ),
    Step("text.reference_stations", ("Q92", "Q102"), "references: posts", _TYPED),
    Step("text.classified_by", ("Q66",), "who classified, and why", _TYPED),
    Step(
        "text.classifier_below",
        ("Q66",),
        "who classified, and why, below the text",
        _TYPED,
        "It counts only if the head lacks it and nothing but a signature and end marks stands below.",
    ),
    Step("text.body", ("Q107", "Q111", "Q116", "Q148"), "paragraphs, their marks and opening words", _TYPED),
    Step(
        "text.signature",
        ("Q116", "Q117"),
        "the signature",
        _TYPED,
        "A name on the line of the last sentence is taken off only if nothing follows it.",
    ),
    Step("reading.opening", ("Q133",), "blocks in another order", _TYPED),
    Step("reading.attributes", ("Q127",), "the number in an archive's index", ("aad",)),
    Step(
        "reading.witnesses",
        ("Q39", "Q76", "Q141", "Q144", "Q145"),
        "labels and index beside the telegram",
        ("aad", "smart"),
        "An archive's day completes a time without month only if the day of the month agrees.",
    ),
    Step("reading.recorded", ("Q135", "Q138"), "a record without text", ("bare",)),
    Step("reading.assemble", ("Q126", "Q41", "Q134"), "number and year, by all witnesses", _TYPED),
    Step("reading.telling", ("Q122", "Q124", "Q131", "Q132", "Q143"), "the copy as a whole", _TYPED),
    Step("reading.damage", ("Q11", "Q17", "Q31", "Q59", "Q52"), "damage that nothing can mend", _TYPED),
)
_HEAD = """# Repairs

What is mended while a telegram is read, in the order in which it is done. Each repair is recorded on the telegram
(`repairs`: code, place, what was found, what it was read as); what has no safe reading is remarked on (`diagnostics`)
and left as it stands. The source text is never changed. What the codes mean, and how severe they are, is on the page of
[rules](rules.md).

A cross says for which layout a step runs: `acp127` copies off a circuit, `aad` the Department's own copies, `smart`
labelled copies, `bare` texts without a heading, `form` the printed form of the 1950s and 60s. A telegram in one line
is given its lines back first and is then an `aad`.
"""


def steps_of(layout: str) -> tuple[Step, ...]:
    """The steps that run for a layout, in order."""
    return tuple(step for step in STEPS if layout in step.layouts)


def page() -> str:
    """The page of repairs."""
    return "\n".join((_HEAD, *_order(), "", *_each())) + "\n"


def _order() -> Iterator[str]:
    yield "## The order\n"
    yield f"| Step | Looks at | Codes | {' | '.join(LAYOUTS)} |"
    yield "| ---: | --- | --- |" + " :-: |" * len(LAYOUTS)
    for number, step in enumerate(STEPS, start=1):
        crosses = " | ".join("x" if layout in step.layouts else "" for layout in LAYOUTS)
        yield f"| {number} | {step.looks_at} | {', '.join(step.codes)} | {crosses} |"


def _each() -> Iterator[str]:
    yield "## Where it may guess\n"
    for number, step in enumerate(STEPS, start=1):
        if step.guesses:
            yield f"- Step {number}, {step.looks_at}: {step.guesses}"
    yield "\n## The codes\n"
    yield "| Code | What is found | Steps |"
    yield "| --- | --- | --- |"
    named = {code for step in STEPS for code in step.codes}
    for code in sorted(named, key=lambda code: int(code[1:])):
        row = codes.find(code)
        steps = ", ".join(str(at) for at, step in enumerate(STEPS, start=1) if code in step.codes)
        yield f"| {code} | {row.name if row else ''} | {steps} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
