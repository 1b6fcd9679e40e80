"""Originator and addressees: format lines 6 to 9 (ACP 127(G) paras 205-208, 505; 5 FAH-2 H-230).

`FM`, `TO`, `INFO` and `XMT` stand once each before the first of their kind; the others follow a line each.
"""

from __future__ import annotations

import re

import msgspec

from reftel.model.ledger import Ledger
from reftel.model.telegram import Addressee, Originator
from reftel.vocabulary import captions, classification, posts
from reftel.wire.address_line import AddressLine, Form, form_of, is_address, read_address, surely_begins
from reftel.wire.address_names import bare_place, is_collective, office_of, respelt
from reftel.wire.lines import LONGEST, Line, Lines, Word

MOST = 500
"""Addressees that are read of one telegram; a longer list is no list."""

_LABEL = re.compile(r"(?P<label>FM|TO|INFO|XMT)(?: ?:)?(?P<gap> +|\Z)|(?P<glued>FM|TO|INFO|XMT)(?=[A-Z]{5})")
_INSIDE = re.compile(r" INFO (?=[A-Z])")
_TEXT = re.compile(
    r"BT\Z|E\. ?[O0C]\.|EO [0-9]|TAGS?[ :.]|SUBJ|REFS?[ :]|[0-9]{1,2}\. |N{3,4}\Z|.{0,160}[a-z]{3}|.{160}|[^A-Z0-9]{3}"
)
_NUMBER = re.compile(r"[0-9]{3,5}\Z")
_GROUPS = {"TO": "action", "INFO": "info", "XMT": "exempt"}


class Addresses:
    """Collects originator and addressees, a line at a time."""

    __slots__ = ("_group", "_left", "_office", "_root", "groups", "ledger", "originator", "zen")

    def __init__(self, ledger: Ledger, root: str = "") -> None:
        self.ledger = ledger
        self._root = root  # JSON Pointer of the heading that the lists belong to
        self.originator: Originator | None = None
        self.groups: dict[str, list[Addressee]] = {"action": [], "info": [], "exempt": []}
        self.zen: list[Word] = []
        self._group: str | None = None  # the list that a line without label goes on
        self._office: str | None = None  # the office word that goes on over bare places
        self._left = MOST

    @property
    def begun(self) -> bool:
        """Whether a list of addressees is open."""
        return self._group is not None

    def take_labelled(self, line: Line) -> bool:
        """Read a line that begins with FM, TO, INFO or XMT; False if it does not."""
        match = _LABEL.match(line.text)
        if match is None:
            return False
        rest = line.part(match.end())
        if match["glued"]:
            if not is_address(rest.text):
                return False
            self.ledger.repair("Q35", line.start, line.end, line.text, f"{match['glued']} {rest.text}")
        label = match["label"] or match["glued"]
        if label == "FM":
            self._from(rest)
        else:
            self._group, self._office = _GROUPS[label], None
            self._read(rest)
        return True

    def take_sure(self, line: Line) -> bool:
        """Read a line that goes on with the list as only an addressee does; False for any other."""
        if self._group is None or self._left <= 0:
            return False
        if not surely_begins(line.text):
            return False
        self._read(line)
        return True

    def take_run(self, below: Lines) -> int:
        """Read the lines that hold addressees without doubt, up to the first other one; the offset behind them."""
        if self._group is None:
            return 0
        text, end, at, read = below.text, below.end, below.at, 0
        while self._left > 0:
            stop = text.find("\n", at, at + LONGEST if at + LONGEST < end else end)
            line = text[at:stop].rstrip() if stop >= 0 else ""
            form = form_of(line)
            if form is None:
                break
            read = at + len(line)
            self._add_form(at, read, *form)
            below.at = at = stop + 1
        return read

    def take_next(self, line: Line) -> bool:
        """Read a line that goes on with the list; False if the list is over."""
        if self._group is None or self._left <= 0:
            return False
        if not is_address(line.text) and (line.apart or _is_text(line.text)):
            return False
        if not self._take_number(line):
            self._read(line)
        return True

    def _from(self, line: Line) -> None:
        """Line 6. Where the originator stands twice the first one counts."""
        if self.originator is not None:
            self.ledger.remark("T0602", "the originator stands twice", line.start, line.end)
            return
        address = read_address(line, self.ledger)
        indicator, at = address.indicator, address.name.start
        name = self._mended(Word(line.text[at - line.start :], at, line.end))
        post = posts.named(name.text)
        self.originator = Originator(
            indicator.text if indicator else None, name.text or None, post.name if post else None
        )
        pointer = f"{self._root}/originator"
        self.ledger.mark(pointer, line.start, line.end)
        self._mark(pointer, "routing_indicator", indicator)
        self._mark(pointer, "name", name)
        self._mark(pointer, "post", name if post else None)

    def _add_form(self, start: int, end: int, form: Form, number: str) -> None:
        """Put an addressee that holds nothing doubtful at the end of the open list."""
        self._left -= 1
        self._office = form.office or self._office
        group = self.groups[self._group or "action"]
        counted = int(number) or None if number else None
        pointer = f"{self._root}/{self._group}/{len(group)}"
        group.append(Addressee(form.name, form.indicator, form.precedence, counted, form.collective))
        marks = self.ledger.marks
        marks.append((pointer, start, end))
        marks += [(pointer + field, start + low, start + high) for field, low, high in form.places]
        if number:
            marks.append((f"{pointer}/continuity_number", end - len(number), end))

    def _read(self, line: Line) -> None:
        """One addressee, or two where INFO stands in the middle of the line (Q49)."""
        form = form_of(line.text) if self._left > 0 else None
        if form:
            self._add_form(line.start, line.end, *form)
            return
        inside = _INSIDE.search(line.text) if self._group == "action" else None
        if inside is None:
            self._add(line)
            return
        place = line.start + inside.start()
        self.ledger.repair("Q49", place, place + 5, " INFO", "\nINFO")
        self._add(line.part(0, inside.start()))
        self._group, self._office = "info", None
        self._add(line.part(inside.end()))

    def _add(self, line: Line) -> None:
        """Put an addressee at the end of the open list; a label that stands alone opens the list only."""
        if self._group is None or self._left <= 0 or not line.text:
            return
        self._left -= 1
        address = read_address(line, self.ledger)
        name = self._name(address)
        indicator = address.indicator.text if address.indicator else None
        group = self.groups[self._group]
        pointer = f"{self._root}/{self._group}/{len(group)}"
        group.append(
            Addressee(
                name.text,
                indicator,
                address.precedence.text if address.precedence else None,
                address.continuity_number,
                is_collective(name.text, indicator or ""),
                address.zen is not None,
            )
        )
        self.ledger.mark(pointer, line.start, line.end)
        self._mark(pointer, "routing_indicator", address.indicator)
        self._mark(pointer, "name", name)
        self._mark(pointer, "precedence", address.precedence)
        self._mark(pointer, "continuity_number", address.number)
        self.zen += [address.zen] if address.zen else []

    def _name(self, address: AddressLine) -> Word:
        """The name; a misspelt one is mended, a place alone goes under the office word of the line above (Q46)."""
        name = address.name
        office = office_of(name.text)
        if office:
            self._office = office
        elif self._office and address.indicator is None:
            full = bare_place(name.text)
            if full:
                self._repair("Q46", name, full)
                return name
        return self._mended(name)

    def _mended(self, name: Word) -> Word:
        """Q51, Q34: a name that is a letter away from a single one of the list, or has blanks put in, is mended."""
        read = respelt(name.text)
        if read == name.text:
            return name
        self._repair("Q34" if read.replace(" ", "") == name.text.replace(" ", "") else "Q51", name, read)
        return name.read_as(read)

    def _take_number(self, line: Line) -> bool:
        """A line that is only a number belongs to the addressee above, if that has none (Q48)."""
        group = self.groups[self._group or "action"]
        if not group or group[-1].continuity_number is not None or not _NUMBER.match(line.text):
            return False
        last, number = group[-1], int(line.text) or None
        group[-1] = msgspec.structs.replace(last, continuity_number=number)
        pointer = f"{self._root}/{self._group}/{len(group) - 1}"
        self.ledger.repair("Q48", line.start, line.end, line.text, f"{last.name} {line.text}")
        self.ledger.mark_also(pointer, line.start, line.end)
        self._mark(pointer, "continuity_number", Word(line.text, line.start, line.end))
        return True

    def _repair(self, code: str, name: Word, read: str) -> None:
        printed = self.ledger.strand.text[name.start : name.end]
        self.ledger.repair(code, name.start, name.end, printed, read)

    def _mark(self, pointer: str, field: str, word: Word | None) -> None:
        if word:
            self.ledger.mark(f"{pointer}/{field}", word.start, word.end)


def _is_text(line: str) -> bool:
    """Whether a line that is no sure address belongs to the telegram proper already."""
    return (
        bool(_TEXT.match(line))
        or classification.level_of(line) is not None
        or captions.find(line) is not None
    )
