"""One addressee as a line gives it (ACP 127(G) paras 205-208; 5 FAH-2 H-230).

`RUEHC/SECSTATE WASHDC IMMEDIATE 7466` is read from the right: the sender's running number to this addressee, the
precedence, and what is left is the plain address with the routing indicator before its stroke.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.vocabulary import posts, precedence, routing_indicators
from reftel.wire.address_names import OFFICES, is_collective, known
from reftel.wire.lines import Line, Word
from reftel.wire.spelling import one_apart

_FRONT = re.compile(r"(?:(?P<indicator>[RQU][A-Z]{3,7}) ?/ ?|(?P<zen>ZEN)(?: ?/ ?| +))(?=[^ /])")
_GLUED = re.compile(rf"(?P<indicator>[RQU][A-Z]{{3,6}}?)(?P<office>{'|'.join(OFFICES)}) ")
_SURE = re.compile(rf"[RQU][A-Z]{{3,7}} ?/ ?[^ /]|ZEN ?/|(?:{'|'.join(OFFICES)}) [A-Z]")
_STUCK = re.compile(r"(?P<name>.{0,100}[A-Z])(?P<number>[0-9]{4})\Z")
_LISTS = ("AIG", "CAD")
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


def read_address(line: Line, ledger: Ledger) -> AddressLine:
    """An addressee. Whatever the line holds, it is one: what cannot be told apart stays in the name."""
    indicator, zen, name = split_front(line, ledger)
    name, word, number = _tail(name)
    if word is None and number is None:
        name, number = _stuck(name, ledger)
    if word is None:
        name, word = _misspelt(name, ledger)
    if "  " in name.text:
        name = name._replace(text=" ".join(name.text.split()))
    return AddressLine(name, indicator, word, number, zen)


def surely_begins(text: str) -> bool:
    """Whether a line begins as only an addressee does: indicator and stroke, or an office word."""
    return _SURE.match(text) is not None


def is_address(text: str) -> bool:
    """Whether a line is an addressee beyond doubt: as above, or a collective, or a name of the lists."""
    return surely_begins(text) or bool(_GLUED.match(text)) or is_collective(text) or known(text)


def split_front(line: Line, ledger: Ledger) -> tuple[Word | None, Word | None, Word]:
    """Routing indicator or ZEN, and what is behind it. Indicator and office that are glued are split (Q50)."""
    match = _FRONT.match(line.text)
    if match:
        rest = Word(line.text[match.end() :], line.start + match.end(), line.end)
        if match["zen"]:
            return None, line.word(match, "zen"), rest
        return line.word(match, "indicator"), None, rest
    glued = _GLUED.match(line.text)
    if glued is None:
        return None, None, Word(line.text, line.start, line.end)
    office = line.word(glued, "office")
    read = f"{glued['indicator']}/{glued['office']}"
    ledger.repair("Q50", line.start, office.end, line.text[: glued.end("office")], read)
    return (
        line.word(glued, "indicator"),
        None,
        Word(line.text[glued.start("office") :], office.start, line.end),
    )


def _tail(name: Word) -> tuple[Word, Word | None, Word | None]:
    """Takes precedence and number off the end, in whichever order they stand; some name has to be left."""
    word = number = None
    for _ in range(2):
        head, last = _split_last(name)
        if not head.text:
            break
        if word is None and last.text in precedence.words():
            name, word = _precedence(head, last)
        elif number is None and last.text.isdecimal() and _counts(head.text, last.text, word is not None):
            name, number = head, last
    return name, word, number


def _split_last(name: Word) -> tuple[Word, Word]:
    """All but the last word, and the last word."""
    text, _, last = name.text.rpartition(" ")
    head = text.rstrip()
    return Word(head, name.start, name.start + len(head)), Word(last, name.end - len(last), name.end)


def _precedence(head: Word, last: Word) -> tuple[Word, Word]:
    """The longest precedence at the end: `NIACT IMMEDIATE` before `IMMEDIATE`."""
    before, niact = _split_last(head)
    longer = f"{niact.text} {last.text}"
    if before.text and longer in precedence.words():
        return before, Word(longer, niact.start, last.end)
    found = precedence.by_word(last.text)
    return head, last._replace(text=found.word if found else last.text)


def _counts(before: str, number: str, behind_word: bool) -> bool:
    """Whether a number counts telegrams; that of `AIG 4207` and of names that the directory has with figures does not.

    Four figures count anywhere, fewer or more only next to a precedence or behind the name of a post.
    """
    if before in _LISTS or len(number) > 5 or routing_indicators.of(f"{before} {number}"):
        return False
    return (
        len(number) == 4
        or behind_word
        or before.rpartition(" ")[2] in precedence.words()
        or posts.named(before) is not None
    )


def _stuck(name: Word, ledger: Ledger) -> tuple[Word, Word | None]:
    """Q48: a number that is stuck to a name that the lists know."""
    match = _STUCK.match(name.text)
    if match is None or not known(match["name"]):
        return name, None
    at = name.start + match.start("number")
    ledger.repair("Q48", name.start, name.end, name.text, f"{match['name']} {match['number']}")
    return Word(match["name"], name.start, at), Word(match["number"], at, name.end)


def _misspelt(name: Word, ledger: Ledger) -> tuple[Word, Word | None]:
    """Q47: a last word that is one letter away from a single precedence is taken off and read as it."""
    head, last = _split_last(name)
    if not head.text or not 5 < len(last.text) < 11 or last.text[0] not in "IPRF":
        return name, None
    near = [word for word in _WORDS if one_apart(last.text, word)]
    if len(near) != 1:
        return name, None
    ledger.repair("Q47", last.start, last.end, last.text, near[0])
    return _precedence(head, last._replace(text=near[0]))
