"""The block that the Department set above the dash line of its telegrams of the 1970s and 1980s.

ORIGIN (sent) or ACTION (received) with INFO: the offices and the number of copies each was to have; then, on
telegrams that the Department sent, who drafted, approved and cleared them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Copies, Noun, Officer
from reftel.text.officers import read_officer, read_without_signs

_DASH_LINE = re.compile(
    r"\n[ \t]*(?:-[ ]?){10,40}[ \t]*(?P<fields>[0-9A-FZ/ \t]{0,40}?\d[0-9A-FZ/ \t]{0,40})(?=\n|\Z)"
)
_BARE_DASHES = re.compile(r"[ \t]*-{10,40}[ \t]*")
_HANDED_IN = re.compile(r"\d{6}Z")
_RELAY_NUMBER = re.compile(r"\b[0-9A-F]{4,7}\b")
_ENTRY = re.compile(r"\b(?P<office>[A-Z][A-Z0-9/]{0,7})-(?P<copies>\d{1,3})(?!\d)")
_ROLE = re.compile(r"[ \t]*(?P<role>ORIGIN|ACTION|INFO)\b(?![ ]?:)")
_ENTRIES = re.compile(r"(?:[ \t]*[A-Z][A-Z0-9/]{0,7}-\d{1,3}\b)*(?:[ \t]*/\d{1,4}[ ]?[RW]?)?[ \t]*")
_TOTAL = re.compile(r"/(?P<total>\d{1,4})[ ]?(?P<way>[RW])?[ \t]*\Z")
_LABEL = re.compile(
    r"[ \t]*(?:(?P<label>DRAFTED|APPROVED|CLEARED)(?:[ ]BY)?|DESIRED[ ]DISTRIBUTION)\b[ ]*:?[ \t]*"
)
_CLEARANCE = re.compile(r"[ \t]*[A-Z][A-Z0-9/. &-]{0,24}(?:[ ]?:|[ ]-{1,2}[ ]?|-[ ])[ ]*[A-Z].{0,80}")
_SEVERAL = re.compile(r"[;,][ ]*(?=[A-Z0-9/-]{1,16}:)")
_MOST_LINES = 300
_LONGEST = 200  # letters of a line of this block


class Distribution(Noun, frozen=True):
    """What the block says; `total` of the copies and `way` (R sent, W received) where they are printed.

    `desired`: to which offices the drafter wanted the distribution held, in the words of the block.

    `relay_number` and `handed_in` (day and time, no month) stand on the dash line; `end` is behind that line.
    """

    distribution: tuple[Copies, ...] = ()
    drafted_by: tuple[Officer, ...] = ()
    approved_by: tuple[Officer, ...] = ()
    cleared_by: tuple[Officer, ...] = ()
    end: int = 0
    total: int | None = None
    way: str | None = None
    relay_number: str | None = None
    handed_in: str | None = None
    desired: str | None = None


def read_distribution(strand: Strand, start: int, end: int, ledger: Ledger) -> Distribution:
    """Read the block between two offsets of the strand; lines that belong to nothing are passed over."""
    text = strand.text
    dashes = _DASH_LINE.search(text, max(start - 1, 0), end)
    block = _Block(ledger)
    last = _read_lines(block, text, start, dashes.start() if dashes else end)
    fields = dashes.group("fields") if dashes else ""
    handed_in = _HANDED_IN.search(fields)
    relay = _RELAY_NUMBER.search(_HANDED_IN.sub("", fields).partition("/")[0])
    return Distribution(
        distribution=tuple(block.copies),
        drafted_by=tuple(block.officers["drafted_by"]),
        approved_by=tuple(block.officers["approved_by"]),
        cleared_by=tuple(block.officers["cleared_by"]),
        end=min(dashes.end() + 1, end) if dashes else last,
        total=block.total,
        way=block.way,
        relay_number=relay.group() if relay else None,
        handed_in=handed_in.group() if handed_in else None,
        desired=" ".join(block.desired) or None,
    )


def _read_lines(block: _Block, text: str, start: int, end: int) -> int:
    """Take the lines of a block; the offset behind its last, which may be dashes without a number."""
    last, other = start, False
    for low, high in _lines(text, start, end):
        line = text[low:high]
        if not other and _BARE_DASHES.fullmatch(line):
            return min(high + 1, end)
        if block.take(line, low):
            last = min(high + 1, end)
        else:
            other = other or bool(line.strip())
    return last


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for _ in range(_MOST_LINES):
        if at >= end:
            return
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if stop - at <= _LONGEST:
            yield at, stop
        at = stop + 1


class _Block:
    """The block as far as it is read. `field` is what an unlabelled line belongs to."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.copies: list[Copies] = []
        self.officers: dict[str, list[Officer]] = {"drafted_by": [], "approved_by": [], "cleared_by": []}
        self.total: int | None = None
        self.way: str | None = None
        self.desired: list[str] = []
        self._role: str | None = None
        self._field: str | None = None

    def take(self, line: str, at: int) -> bool:
        """Read one line that begins at strand offset `at`; False if it belongs to nothing here."""
        label = _LABEL.match(line)
        if label:
            return self._people(line, at, label)
        role = _ROLE.match(line)
        if role and line[role.end() :].strip() and not _ENTRY.search(line):
            role = None  # ACTION REQUEST
        if role:
            self._role, self._field = role.group("role").lower(), None
        if role or (self._role and self._field is None and line.strip() and _ENTRIES.fullmatch(line)):
            return self._offices(line, at)
        if self._field == "cleared_by" and _CLEARANCE.fullmatch(line):
            return self._officer(line, at)
        if self._field == "desired" and line.strip() and not self.desired:
            return self._wish(line, at)
        return False

    def _offices(self, line: str, at: int) -> bool:
        for entry in _ENTRY.finditer(line):
            self.ledger.mark(f"/distribution/{len(self.copies)}", at + entry.start(), at + entry.end())
            self.copies.append(
                Copies(entry.group("office"), int(entry.group("copies")), self._role or "info")
            )
        total = _TOTAL.search(line)
        if total:
            self.total, self.way = int(total.group("total")), total.group("way")
            self._compare(at + total.start(), at + total.end())
        return True

    def _compare(self, start: int, end: int) -> None:
        found = sum(entry.copies or 0 for entry in self.copies)
        if found != self.total:
            self.ledger.remark("S1403", f"the copies add up to {found}, not to {self.total}", start, end)

    def _people(self, line: str, at: int, label: re.Match[str]) -> bool:
        field = {"DRAFTED": "drafted_by", "APPROVED": "approved_by", "CLEARED": "cleared_by"}
        self._field = field.get(label.group("label") or "", "desired")
        if line[label.end() :].strip():
            read = self._wish if self._field == "desired" else self._officer
            read(line[label.end() :], at + label.end())
        if self._field == "approved_by":
            self._field = "cleared_by"
        return True

    def _wish(self, words: str, at: int) -> bool:
        """The desired distribution, behind its label or on the line below."""
        begin = at + len(words) - len(words.lstrip())
        self.ledger.mark("/provenance/facts/Desired distribution", begin, at + len(words.rstrip()))
        self.desired.append(" ".join(words.split()))
        return True

    def _officer(self, entries: str, at: int) -> bool:
        """Read the officers of one line, which are several where an office begins behind a comma."""
        without_signs = list(read_without_signs(entries))
        if without_signs:
            return self._without_signs(without_signs, at)
        kept = self.officers[self._field or "cleared_by"]
        for entry in _SEVERAL.split(entries):
            begin = at + entries.index(entry) + len(entry) - len(entry.lstrip())
            self.ledger.mark(f"/{self._field}/{len(kept)}", begin, begin + len(entry.strip()))
            kept.append(read_officer(entry))
        return True

    def _without_signs(self, officers: list[tuple[Officer, int, int]], at: int) -> bool:
        """The first has drafted or approved; who stands behind the approving officer has cleared."""
        field = self._field or "cleared_by"
        for officer, start, end in officers:
            kept = self.officers[field]
            self.ledger.mark(f"/{field}/{len(kept)}", at + start, at + end)
            self.ledger.repair("Q15", at + start, at + end, officer.text, f"{officer.office}:{officer.name}")
            kept.append(officer)
            field = "cleared_by" if field == "approved_by" else field
        return True
