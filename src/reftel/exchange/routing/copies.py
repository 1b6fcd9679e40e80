"""The copy of a message that goes over one circuit: its own routing line, the rest letter by letter (R-14, R-16)."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.telegram import Addressee, Noun
from reftel.vocabulary import precedence
from reftel.wire.heading import Heading

_LIMIT = 69
_FREE = re.compile(
    r"[ZOPRY]{2}(?: [RQU][A-Z]{3,7})+[ ]*\n(?:[RQU][A-Z]{3,7}(?: [RQU][A-Z]{3,7})*[ ]*\n)*(?=DE )"
)
_FIXED = re.compile(
    r"(?P<prosign>[ZOPRY])(?P<head>[A-Z]{3}[A-Z0-9]{4} [A-Z]{4,8}[0-9]{4} [0-9]{7}-[A-Z]{4}--)[A-Z \n]{4,20000}\."
)
_START = re.compile(r"\s*(?:V?ZCZC|VV {1,4}[A-Z]{3}[0-9])[^\n]*\n")


class Parts(NamedTuple):
    """A message without line 1: what stands above its routing line (pilots), and where that begins and ends."""

    text: str
    start: int
    end: int
    fixed: bool


class Copy(Noun, frozen=True):
    """What one circuit is given: prosign and stations of the routing line."""

    prosign: str
    called: tuple[str, ...]


def without_line_1(text: str) -> str:
    """The message from line 2, or its pilot, on."""
    found = _START.match(text)
    return text[found.end() :] if found else text.lstrip("\n")


def parts(text: str) -> Parts | None:
    """The routing line of a message whose line 1 was taken away; None where there is none to be found."""
    head = text[:50_000]
    found = _FREE.search(head)
    if found:
        return Parts(text, found.start(), found.end(), fixed=False)
    found = _FIXED.search(head)
    return Parts(text, found.start(), found.end(), fixed=True) if found else None


def copy_of(text: str, copy: Copy, pilot: str = "") -> str:
    """The message with the routing line of this copy, below a pilot of our own; all the rest stays as it is."""
    found = parts(text)
    if found is None:
        return pilot + text
    if text[: found.start].strip() and not pilot:
        return text  # a relay's pilot says whom it is for; what stands below it goes on untouched
    whole = found.text[found.start : found.end]
    if pilot:
        return f"{found.text[: found.start]}{pilot}{found.text[found.start :]}"
    line = _fixed_line(whole, copy) if found.fixed else _free_line(copy)
    return f"{found.text[: found.start]}{line}{found.text[found.end :]}"


def _free_line(copy: Copy) -> str:
    return "".join(f"{line}\n" for line in _rows(copy.prosign * 2, copy.called))


def _fixed_line(line: str, copy: Copy) -> str:
    match = _FIXED.match(line)
    head = match["head"] if match else ""
    return "\n".join(_rows(f"{copy.prosign}{head}", copy.called, joint="")) + "."


def _rows(first: str, called: tuple[str, ...], joint: str = " ") -> list[str]:
    rows = [first]
    for station in called:
        if len(rows[-1]) + 1 + len(station) > _LIMIT:
            rows.append(station)
        else:
            rows[-1] += f"{joint if rows[-1] == first else ' '}{station}"
    return rows


def prosign_for(heading: Heading, called: tuple[str, ...], highest: str) -> str:
    """The precedence of a copy: the highest of the addressees that it is for, never above that of the whole message.

    A branch that only informs may be sent with the lower precedence (ACP 127(G) paras 150-152). A station that no
    addressee names gets the precedence of the message.
    """
    named = {one.routing_indicator: one for one in (*heading.info, *heading.action)}
    if not all(station in named for station in called):
        return highest
    signs = [
        _sign(one, heading) for one in (*heading.action, *heading.info) if one.routing_indicator in called
    ]
    ranks = [(rank, sign) for sign in signs if (rank := _rank(sign)) >= _rank(highest)]
    return min(ranks)[1] if ranks else highest


def _sign(addressee: Addressee, heading: Heading) -> str:
    """The prosign of an addressee. ROUTINE goes without saying beside others; where none says a word line 5 counts."""
    word = addressee.precedence
    if word is None:
        group = heading.action if addressee in heading.action else heading.info
        words = heading.precedence
        said = (words.action if group is heading.action else words.info) or words.action
        word = "ROUTINE" if any(one.precedence for one in group) else said or "ROUTINE"
    found = precedence.by_word(word)
    return found.prosign if found and found.prosign else "R"


def _rank(sign: str) -> int:
    return "YZOPR".find(sign) if sign in "YZOPR" else 4
