"""Originator and addressees: format lines 6 to 9 (ACP 127(G) paras 205-208; 5 FAH-2 H-230).

Each addressee is read from the right: continuity number, precedence word, and what is left is its name, with the
routing indicator before the stroke.
"""

from __future__ import annotations

import re

from reftel.model.ledger import Ledger
from reftel.model.telegram import Addressee, Originator
from reftel.vocabulary import posts, routing_indicators
from reftel.wire.lines import Line

_LABEL = re.compile(r"(?P<label>FM|TO|INFO|XMT)(?: +|(?=[A-Z]{6}))")
_WORD = "NIACT IMMEDIATE|NIACT|IMMEDIATE|PRIORITY|ROUTINE|FLASH"
_INDICATOR = re.compile(r"(?:(?P<indicator>[RQU][A-Z]{3,7})|ZEN)/ ?")
_GLUED = re.compile(r"(?P<indicator>R[A-Z]{5,6}?)(?=AMEMBASSY|AMCONSUL|USMISSION|SECSTATE|USINT|USOFFICE)")
_TAIL = re.compile(rf"(?: +(?P<word>{_WORD}))?(?P<gap> *)(?P<number>[0-9]{{1,5}})?(?: +(?P<late>{_WORD}))?\Z")
_TAIL_START = re.compile(rf"(?: +(?:{_WORD}))?(?: *[0-9]{{1,5}})?(?: +(?:{_WORD}))?\Z")
_INFO_INSIDE = re.compile(r" INFO (?=[A-Z])")
_COLLECTIVE = re.compile(r"\bCOLLECTIVE\b|\bALL\b.{0,40}\bPOSTS\b")
_NUMBERED_GROUP = re.compile(r"(?:AIG|CAD) ?[0-9]{1,5}")
_LAST_WORDS = ("IMMEDIATE", "PRIORITY", "ROUTINE")
_OFFICE_WORDS = ("AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION", "USINT", "USLO")
_NOT_ADDRESS = re.compile(r"BT\Z|E\. ?[O0]\.|TAGS|SUBJ|REF\b|[0-9]{1,2}\.|.*[a-z]{3}")
GROUPS = {"TO": "action", "INFO": "info", "XMT": "exempt"}


class Addresses:
    """Collects originator and addressees, a line at a time."""

    __slots__ = ("_group", "_office", "groups", "ledger", "originator")

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.originator: Originator | None = None
        self.groups: dict[str, list[Addressee]] = {"action": [], "info": [], "exempt": []}
        self._group: str | None = None
        self._office: str | None = None

    def take(self, line: Line) -> bool:
        """Read one line; False if it is no address."""
        match = _LABEL.match(line.text)
        if match and (match["label"] != "FM" or self.originator is None):
            if match.end() == len(match["label"]):
                self.ledger.repair(
                    "Q35", line.start, line.end, line.text, f"{match['label']} {line.text[match.end() :]}"
                )
            return self._labelled(match["label"], line, match.end())
        if self._group is None or _NOT_ADDRESS.match(line.text):
            return False
        return self._continued(line)

    def _labelled(self, label: str, line: Line, after: int) -> bool:
        if label == "FM":
            self._read_originator(line, after)
        else:
            self._group = GROUPS[label]
            self._office = None
            self._read(line, after)
        return True

    def _read_originator(self, line: Line, after: int) -> None:
        text = line.text[after:]
        match = _INDICATOR.match(text)
        name = text[match.end() :] if match else text
        post = posts.named(name)
        indicator = match["indicator"] if match else None
        self.originator = Originator(indicator, name, post.name if post else None)
        self.ledger.mark("/originator", line.start + after, line.end)

    def _continued(self, line: Line) -> bool:
        """A line of the list without a label: an addressee, or what the line above lacked."""
        assert self._group is not None
        found = self.groups[self._group]
        if found and line.text.isdigit() and found[-1].continuity_number is None and len(line.text) <= 5:
            last = found[-1]
            number = int(line.text) or None
            found[-1] = Addressee(last.name, last.routing_indicator, last.precedence, number, last.collective)
            self.ledger.mark_also(f"/{self._group}/{len(found) - 1}", line.start, line.end)
            self.ledger.repair("Q48", line.start, line.end, line.text, f"{last.name} {line.text}")
            return True
        self._read(line, 0)
        return True

    def _read(self, line: Line, after: int) -> None:
        """One addressee, or two where INFO stands in the middle of the line."""
        inside = _INFO_INSIDE.search(line.text, after) if self._group == "action" else None
        end = inside.start() if inside else len(line.text)
        self._add(Line(line.text[after:end], line.start + after, line.start + end))
        if inside:
            self.ledger.repair(
                "Q49", line.start + end, line.end, line.text[end:], f"\n{line.text[end + 1 :]}"
            )
            self._group = "info"
            self._add(Line(line.text[inside.end() :], line.start + inside.end(), line.end))

    def _add(self, line: Line) -> None:
        assert self._group is not None
        group = self.groups[self._group]
        addressee = self._addressee(line)
        self.ledger.mark(f"/{self._group}/{len(group)}", line.start, line.end)
        group.append(addressee)

    def _addressee(self, line: Line) -> Addressee:
        indicator, begin = self._indicator(line)
        if _NUMBERED_GROUP.fullmatch(line.text, begin):
            return Addressee(line.text[begin:], indicator, collective=True)
        tail = _tail(line.text)
        name = line.text[begin : tail.start()].rstrip()
        word = tail["word"] or tail["late"]
        if tail["number"] and not tail["gap"] and not tail["word"]:
            self.ledger.repair("Q48", line.start, line.end, line.text, f"{name} {tail['number']}")
        name, word = self._misspelt(line, name, word)
        self._carried_office(line, name, indicator)
        number = int(tail["number"]) or None if tail["number"] else None
        return Addressee(name, indicator, word, number, _is_collective(name, indicator))

    def _indicator(self, line: Line) -> tuple[str | None, int]:
        """The routing indicator before the name and where the name begins."""
        match = _INDICATOR.match(line.text)
        if match:
            return match["indicator"], match.end()
        glued = _GLUED.match(line.text)
        if glued and routing_indicators.well_formed(glued["indicator"]):
            at = line.start + glued.end()
            self.ledger.repair("Q50", line.start, at, glued[0], f"{glued[0]}/")
            return glued["indicator"], glued.end()
        return None, 0

    def _misspelt(self, line: Line, name: str, word: str | None) -> tuple[str, str | None]:
        """A last word that is one letter away from a precedence is read as it (Q47)."""
        head, _, last = name.rpartition(" ")
        if word or not head or len(last) < 6 or last in _LAST_WORDS:
            return name, word
        near = [known for known in _LAST_WORDS if _one_apart(last, known)]
        if len(near) != 1:
            return name, word
        at = line.start + line.text.rfind(last)
        self.ledger.repair("Q47", at, at + len(last), last, near[0])
        return head, near[0]

    def _carried_office(self, line: Line, name: str, indicator: str | None) -> None:
        """The office word of a line above goes on over places that stand alone (Q46); names stay as printed."""
        first = name.split(" ", 1)[0]
        if first in _OFFICE_WORDS:
            self._office = first
            return
        post = posts.find(name) if self._office and indicator is None else None
        if post and post.spaced == name != post.plain_address:
            self.ledger.repair("Q46", line.start, line.end, name, f"{self._office} {name}")
        else:
            self._office = None


def _tail(text: str) -> re.Match[str]:
    """Precedence word and number at the end of an addressee; the match is empty at the end where none stands."""
    at = max(text.rfind("/"), len(text) - 40, 0)
    found = _TAIL_START.search(text, at)
    assert found is not None
    match = _TAIL.match(text, found.start())
    assert match is not None
    return match


def _is_collective(name: str, indicator: str | None) -> bool:
    listed = any(
        station.plain_address == name and station.collective
        for station in routing_indicators.find(indicator or "")
    )
    return listed or bool(_COLLECTIVE.search(name))


def _one_apart(word: str, known: str) -> bool:
    """Whether a letter was lost, added or changed."""
    if abs(len(word) - len(known)) > 1 or word == known:
        return False
    shorter, longer = sorted((word, known), key=len)
    if len(shorter) == len(longer):
        return sum(one != other for one, other in zip(word, known, strict=True)) == 1
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
