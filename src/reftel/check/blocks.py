"""Summaries, comments, notes, action requests: opened, closed, pointing at what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.check.signs import beginning_with

_OPENS = re.compile(
    r"(?P<word>(?:BEGIN )?(?P<what>SUMMARY|COMMENT|NOTE))(?: AND [A-Z]+(?: [A-Z]+)?)?[ ]?[:.][ \r\n]"
)
_OPENERS = ("BEGIN ", "SUMMARY", "COMMENT", "NOTE")
_CLOSES = re.compile(r"END(?:\s{1,4}OF)?\s{1,4}(?:[A-Z]{1,12}\s{1,4}){0,3}?(?P<what>SUMMARY|COMMENT|NOTE)")
_POINTER = re.compile(
    r"ACTION REQUEST(?:ED)?[.:,;-]{0,2}\s{1,3}(?:PLEASE )?(?:SEE|IN)\s+PARA(?:GRAPH)?S?\.?\s+(?P<number>\d{1,3})\b",
    re.IGNORECASE,
)
_REQUESTS = (
    ("Q", "ACTION REQUEST"),
    ("q", "ction request"),
    ("q", "ction Request"),
)  # by their rarest letter
_TEXT_OPENS = re.compile(r"BEGIN (?:TEXT|QUOTE|NON-?PAPER|POINTS|TALKING POINTS)\b")
_TEXT_CLOSES = re.compile(r"END\s{1,4}(?:OF\s{1,4})?(?:TEXT|QUOTE|NON-?PAPER|(?:TALKING\s{1,4})?POINTS)\b")
# Looked at only around the word, which is rare.
_CLEAR = ("CLEAR", "clear")
_NOT_CLEARED = re.compile(
    r"\bDID\s{1,3}NOT\s{1,3}HAVE\s{1,3}(?:(?:AN|THE)\s{1,3})?(?:OPPORTUNITY|CHANCE)\s{1,3}TO\s{1,3}CLEAR\b"
    r"|\b(?:HAS|HAVE)\s{1,3}(?:NOT\s{1,3})?CLEARED\s{1,3}(?:ON\s{1,3})?THIS\s{1,3}(?:TELEGRAM|CABLE|MESSAGE|REPORT)\b",
    re.IGNORECASE,
)
# A telegram that fills more than three pages of 21 lines needs a summary.
_THREE_PAGES = 63 * 69


@rule("S1201", needs="draft")
def no_summary(case: Case) -> Iterator[Finding]:
    """A telegram longer than three pages has no summary.

    Source: 5 FAH-1 H-246 (2004)
    Bad:
        1. (C) [250 x THE HARBOR BOARD MET.]

        2. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) SUMMARY: THE BOARD MET IN MAY. END SUMMARY.

        2. (C) IT AGREED ON LITTLE.
    """
    if not case.is_draft or not case.has_head:
        return
    long = sum(len(one.text) for one in case.telegram.paragraphs) > _THREE_PAGES
    if long and not any(_has_role(one, "summary") for one in case.telegram.paragraphs):
        yield Finding("more than three pages and no summary", *case.place("/paragraphs/0"))


def _has_role(paragraph: object, role: str) -> bool:
    return getattr(paragraph, "role", None) == role or any(
        block.role == role for block in getattr(paragraph, "blocks", ())
    )


@rule("S1202", needs="paragraphs")
def not_closed(case: Case) -> Iterator[Finding]:
    """A summary, comment or note is opened and its end is not marked.

    Source: released telegrams; END SUMMARY answers SUMMARY
    Bad:
        1. (C) SUMMARY: THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) SUMMARY: THE BOARD MET IN MAY. END SUMMARY.

        2. (C) IT AGREED ON LITTLE.
    """
    if not case.has_end:
        return
    paragraphs = enumerate(case.telegram.paragraphs)
    opened = [(at, one) for at, one in paragraphs if one.text.startswith(_OPENERS) and _OPENS.match(one.text)]
    for at, one in opened:
        match = _OPENS.match(case.text, case.words_start(at), one.end)
        if match and case.once(_closers).get(match["what"], -1) < match.end():
            yield Finding(f"{match['word']} is not closed by END {match['what']}", *match.span("word"))


def _closers(case: Case) -> dict[str, int]:
    """Where in the text each kind of block is closed for the last time."""
    return {match["what"]: match.start() for match in beginning_with("END", _CLOSES, case.text, *case.body)}


@rule("S1204", needs="paragraphs")
def points_at_nothing(case: Case) -> Iterator[Finding]:
    """An action request points at a paragraph that is not there.

    Source: practice of action requests in paragraph 1
    Bad:
        1. (C) THIS IS AN ACTION REQUEST. SEE PARA 6.

        2. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) THIS IS AN ACTION REQUEST. SEE PARA 2.

        2. (C) PLEASE SEND FISH.
    """
    start, end = case.body
    if not case.has_end or not any(sign in case.text and words in case.text for sign, words in _REQUESTS):
        return
    numbers = {one.number for _, one in case.numbered}
    for match in _POINTER.finditer(case.text, start, end) if numbers else ():
        if int(match["number"]) not in numbers:
            yield Finding(f"there is no paragraph {match['number']}", *match.span("number"))


@rule("S1205", needs="day head paragraphs addressees")
def night_action_without_reason(case: Case) -> Iterator[Finding]:
    """A telegram sent NIACT IMMEDIATE does not speak of it in the first paragraph, which has to give the reason.

    Copies from before 2000 are left alone: it is not known since when the reason has been asked for.

    Source: 5 FAH-2 H-420
    Bad:
        OO RUEHC RUEHFR RUEHRO
        O R 101039Z MAY 06
        TO RUEHC/SECSTATE WASHDC NIACT IMMEDIATE 7466
    Good:
        OO RUEHC RUEHFR RUEHRO
        O R 101039Z MAY 06
        TO RUEHC/SECSTATE WASHDC IMMEDIATE 7466
    """
    if not case.is_draft and (not case.day or case.day < periods.MIXED_CASE):
        return
    if not any(word and word.startswith("NIACT") for word in case.precedences):
        return
    night = next(pointer for pointer, one in case.addressees if (one.precedence or "").startswith("NIACT"))
    first = case.telegram.paragraphs[0].text.upper()
    if "NIACT" not in first and "NIGHT ACTION" not in first and "REASON" not in first:
        yield Finding(
            "the first paragraph does not say why NIACT is needed", *case.place(f"{night}/precedence")
        )


@rule("S1206", needs="paragraphs")
def clearance_note(case: Case) -> Iterator[Finding]:
    """The text says that the person reported on has, or has not, cleared the telegram.

    Nothing is wrong; a reader weighs such a report differently.

    Source: closing notes of reports on conversations
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (U) HE DID NOT HAVE AN OPPORTUNITY TO CLEAR.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (U) THE SENATOR LEFT IN THE EVENING.
    """
    start, end = case.body
    for word in _CLEAR:
        at = case.text.find(word, start, end)
        while at >= 0:
            match = _NOT_CLEARED.search(case.text, max(start, at - 60), min(end, at + 60))
            if match:
                yield Finding("a note on clearance by the person reported on", *match.span())
                return
            at = case.text.find(word, at + 1, end)


@rule("S1207", needs="paragraphs")
def text_not_closed(case: Case) -> Iterator[Finding]:
    """A quoted text is opened with BEGIN TEXT and never closed.

    Source: released telegrams; END TEXT answers BEGIN TEXT
    Bad:
        1. (C) IT SAYS: BEGIN TEXT: NO FISH. THEY AGREED.

        2. (C) WE DID NOT.
    Good:
        1. (C) IT SAYS: BEGIN TEXT: NO FISH. END TEXT.

        2. (C) WE DID NOT.
    """
    if not case.has_end or case.text.find("BEGIN ", *case.body) < 0:
        return
    closed = max(
        (match.start() for match in beginning_with("END", _TEXT_CLOSES, case.text, *case.body)), default=0
    )
    match = _TEXT_OPENS.search(case.text, max(closed, case.body[0]), case.body[1])
    if match:
        yield Finding(f"{match[0]} is not closed", *match.span())
