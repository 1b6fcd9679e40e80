"""One addressee as a line gives it (ACP 127(G) paras 205-208; 5 FAH-2 H-230).

`RUEHC/SECSTATE WASHDC IMMEDIATE 7466` is read from the right: the sender's running number to this addressee, the
precedence, and what is left is the plain address with the routing indicator before its stroke.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.vocabulary import posts, precedence, routing_indicators
from reftel.wire.lines import Line, Word
from reftel.wire.spelling import one_apart

OFFICES = ("AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION", "USINT", "USLO", "USOFFICE", "SECSTATE")
"""Words that begin the address of a mission."""

_FRONT = re.compile(r"(?:(?P<indicator>[RQU][A-Z]{3,7}) ?/ ?|(?P<zen>ZEN)(?: ?/ ?| +))(?=[^ /])")
_GLUED = re.compile(rf"(?P<indicator>[RQU][A-Z]{{3,6}}?)(?=(?P<office>{'|'.join(OFFICES)}) )")
_STUCK = re.compile(r"(?P<name>.{0,100}[A-Z])(?P<number>[0-9]{4})\Z")
_LISTS = ("AIG", "CAD", "ZEN/AIG", "ZEN/CAD")
_COLLECTIVE = re.compile(r"(?:AIG|CAD) ?[0-9]|ALL [A-Z]|GENERAL MESSAGE|.{0,100}\bCOLLECTIVE\b")
_WORDS = ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")


class AddressLine(NamedTuple):
    """An addressee in its parts. `precedence` is the word as it should be read; `zen`: delivered by other means."""

    name: Word
    indicator: Word | None = None
    precedence: Word | None = None
    number: Word | None = None
    zen: Word | None = None

    @property
    def continuity_number(self) -> int | None:
        """The running number; four noughts mean that there is none."""
        return (int(self.number.text) or None) if self.number else None

    @property
    def collective(self) -> bool:
        """Whether one name stands for several addressees."""
        if _COLLECTIVE.match(self.name.text):
            return True
        indicator = self.indicator.text if self.indicator else ""
        return any(one.collective for one in routing_indicators.find(indicator))


def read_address(line: Line, ledger: Ledger) -> AddressLine:
    """An addressee. Whatever the line holds, it is one: what cannot be told apart stays in the name."""
    indicator, zen, rest = split_front(line, ledger)
    words = rest.words()
    word, number = _tail(words)
    if number is None and word is None and words:
        words, number = _stuck(words, rest, ledger)
    if word is None and len(words) > 1:
        word = _misspelt(words, ledger)
    if not words:
        return AddressLine(Word(rest.text, rest.start, rest.end), indicator, zen=zen)
    name = Word(" ".join(one.text for one in words), words[0].start, words[-1].end)
    return AddressLine(name, indicator, word, number, zen)


def is_address(text: str) -> bool:
    """Whether a line is an addressee beyond doubt: indicator and stroke, office, collective, or a name of the list."""
    return bool(
        _FRONT.match(text)
        or text.startswith(OFFICES)
        or _COLLECTIVE.match(text)
        or (len(text) < 60 and (posts.named(text) or routing_indicators.of(text)))
    )


def split_front(line: Line, ledger: Ledger) -> tuple[Word | None, Word | None, Line]:
    """Routing indicator or ZEN, and the line behind it. Indicator and office that are glued are split (Q50)."""
    match = _FRONT.match(line.text)
    if match and match["zen"]:
        return None, line.word(match, "zen"), line.part(match.end())
    if match:
        return line.word(match, "indicator"), None, line.part(match.end())
    glued = _GLUED.match(line.text)
    if glued is None:
        return None, None, line
    end = line.start + glued.end() + len(glued["office"])
    found = line.text[: glued.end() + len(glued["office"])]
    ledger.repair("Q50", line.start, end, found, f"{glued['indicator']}/{glued['office']}")
    return line.word(glued, "indicator"), None, line.part(glued.end())


def _tail(words: list[Word]) -> tuple[Word | None, Word | None]:
    """Takes precedence and number off the end of the words, in whichever order they stand."""
    word = number = None
    for _ in range(2):
        if word is None:
            word = _take_precedence(words)
        if number is None and _is_number(words, word is not None):
            number = words.pop()
    return word, number


def _take_precedence(words: list[Word]) -> Word | None:
    """The longest precedence at the end, `NIACT IMMEDIATE` before `IMMEDIATE`; some name has to be left."""
    for size in (2, 1):
        if len(words) <= size:
            continue
        found = precedence.by_word(" ".join(one.text for one in words[-size:]))
        if found:
            taken = Word(found.word, words[-size].start, words[-1].end)
            del words[-size:]
            return taken
    return None


def _is_number(words: list[Word], after_word: bool) -> bool:
    """Whether the last word counts telegrams; `AIG 4207` and names that the directory has with figures do not.

    Four figures count anywhere, fewer or more only behind a precedence or the name of a post.
    """
    if len(words) < 2 or not words[-1].text.isdecimal() or len(words[-1].text) > 5:
        return False
    before = " ".join(one.text for one in words[:-1])
    if before in _LISTS or routing_indicators.of(f"{before} {words[-1].text}"):
        return False
    behind_word = after_word or precedence.by_word(words[-2].text) is not None
    return len(words[-1].text) == 4 or behind_word or posts.named(before) is not None


def _stuck(words: list[Word], line: Line, ledger: Ledger) -> tuple[list[Word], Word | None]:
    """Q48: a number that is stuck to a name that the lists know."""
    last = words[-1]
    match = _STUCK.match(last.text)
    if match is None:
        return words, None
    at = last.start + match.start("number")
    head = Word(match["name"], last.start, at)
    name = " ".join(one.text for one in (*words[:-1], head))
    if posts.named(name) is None and not routing_indicators.of(name):
        return words, None
    ledger.repair("Q48", last.start, last.end, last.text, f"{match['name']} {match['number']}")
    return [*words[:-1], head], Word(match["number"], at, last.end)


def _misspelt(words: list[Word], ledger: Ledger) -> Word | None:
    """Q47: a last word that is one letter away from a single precedence is taken off and read as it."""
    last = words[-1]
    near = [word for word in _WORDS if len(last.text) > 5 and one_apart(last.text, word)]
    if len(near) != 1:
        return None
    words.pop()
    ledger.repair("Q47", last.start, last.end, last.text, near[0])
    before = words[-1] if len(words) > 1 and near[0] == "IMMEDIATE" else None
    if before and before.text == "NIACT":
        return words.pop()._replace(text="NIACT IMMEDIATE", end=last.end)
    return last._replace(text=near[0])
