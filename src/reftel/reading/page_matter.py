"""Page lines, banners, feet, stamps and marks: what is cut before the grammar of a telegram is read.

Everything that is cut leaves through one `Strand`. A page joint leaves a single line end behind, because it may
stand in the middle of a sentence; two where a publisher's page ends between finished paragraphs.
"""

from __future__ import annotations

import re

from reftel.model.strand import Cut
from reftel.model.telegram import Repair
from reftel.reading.decode import Decoded
from reftel.reading.inner_pages import inner_pages
from reftel.reading.landmarks import LEVEL, Landmark
from reftel.reading.lines import last_word
from reftel.reading.litter import FINDERS, INLINE_BANNER
from reftel.reading.margins import codes_beside
from reftel.reading.page_found import Foot, PageMatter, Section
from reftel.reading.release_stamps import stamp_repairs
from reftel.reading.split import Piece
from reftel.text.labels import text_begins

_OF_PAGES = frozenset({"page", "part", "torn", "printed", "banner", "stamp", "release", "current"})
_SURE = _OF_PAGES | {"end", "text", "margin", "unreadable"}
_NUMBERED = frozenset({"page", "torn", "part"})
_STAMPS = frozenset({"stamp", "release", "banner"})
_PUBLISHED = frozenset({"part", "printed", "stamp", "release"})  # joints with blank lines on both sides
_CODES = {"part": "Q21", "unreadable": "Q2", "margin": "Q30"}
_FOOT = re.compile(rf"[ ]{{0,200}}+(?P<level>{LEVEL})(?:[ ][A-Z]{{3}}\d{{4}})?[ ]{{0,200}}+(?:\n|\Z)")
_ONE_WORD = frozenset({"UNCLASSIFIED", "CONFIDENTIAL", "SECRET"})
# The break below the text, and corrections that an operator sent behind it (ACP 127(G) para 211).
_LAST_BREAK = re.compile(
    r"[ ]*(?:BT[ ]*(?:\n|\Z)|C[ ](?:W[AB][ ][^\n]{1,60}?[ ]-|\d{1,4}[ ]-|PAGE[ ]\d|LINE[ ]\d)[^\n]{0,200}(?:\n|\Z))"
)
_BLANK = re.compile(r"(?:[ ]*+\n)++|[ ]++\Z")
_RELAY_NUMBERS = re.compile(r"[ ]*\d[\d ]{0,7}(?:\n|\Z)")
_GLUED_FOOT = re.compile(rf"[ ](?P<level>{LEVEL})[ ]*\Z")
_SECTION = re.compile(r"[ \n]{0,200}(?:FINAL[ ])?SECTION[ ]")
_STRAY = 2  # letters
_EMPTY = ("\n\n", "\n \n")
_WRAPPED = 55  # letters of a line, beyond which the next word is put on another
_REPEATED = 5  # lines that a system sent again where it took up the text


def page_matter(decoded: Decoded, piece: Piece, end: int) -> PageMatter:
    """What is page matter from the begin of a piece to `end`."""
    cutter = _Cutter(decoded.plain, piece, end)
    cutter.feet_above()
    for mark in piece.marks:
        if mark.kind in _SURE and mark.start < end and cutter.belongs(mark):
            cutter.cut_run(mark)
    cutter.feet_below()
    if cutter.found.stamps:
        cutter.cut_margins()
    cutter.cut_inner_pages()
    cutter.cut_repeated_lines()
    cutter.cut_litter(decoded)
    return cutter.found


def repeated_until(plain: str, start: int, cut: Cut, end: int) -> int | None:
    """Q126: where the words end that stand on both sides of a cut; None where none do.

    Several whole lines are compared with those above; a single one may be the rest of the line above.
    """
    stop = plain.find("\n", cut.end, min(end, cut.end + 200))
    if stop < 0:
        return None
    line = plain[cut.end : stop].strip()
    before = plain[max(start, cut.start - 250) : cut.start].rstrip()
    if len(line) <= 3 or before.count(line) != 1:
        return None
    if before.endswith((" " + line, "\n" + line)):
        return stop
    lines = before[before.find("\n" + line) + 1 :].split("\n")
    if not 1 < len(lines) <= _REPEATED or lines[0].strip() != line:
        return None
    for above in lines[1:]:
        at, stop = stop + 1, plain.find("\n", stop + 1, end)
        if stop < 0 or plain[at:stop].strip() != above.strip():
            return None
    return stop


class _Cutter:
    """Collects the cuts of one piece from top to bottom; `done` is the offset up to which all is settled."""

    def __init__(self, plain: str, piece: Piece, end: int) -> None:
        self.plain = plain
        self.start = piece.start
        self.end = end
        self.numbers = piece.numbers
        self.own = piece.own
        self.done = piece.start
        self.found = PageMatter([], [], [], [], [], [], [], [])

    def belongs(self, mark: Landmark) -> bool:
        """Note what a line says before it is cut; a page line with another telegram's number is text."""
        if mark.kind == "end":
            self.found.ends.append(mark.start)
        elif mark.kind in _STAMPS:
            self.found.stamps.append((mark.start, mark.end))
            if mark.kind == "stamp":
                self.found.repairs.extend(stamp_repairs(self.plain, mark.start, mark.end))
        elif mark.kind == "margin":
            self.found.margins.extend([(mark.start, mark.end)] if self.found.stamps else [])
            return bool(self.found.stamps)
        elif mark.kind == "page" and self._is_sentence(mark):
            return False
        number = self.numbers.get(mark.start) if mark.kind in _NUMBERED else None
        if number is None:
            return True
        if self.own is not None and not number.same(self.own):
            return False
        self.found.pages.append(number)
        if number.section:
            self.found.sections.append(Section(number.end, number.section, number.of))
        return True

    def _is_sentence(self, mark: Landmark) -> bool:
        """Whether a page line without a number stands between two lines of text: `PAGE 02` of a book."""
        number = self.numbers.get(mark.start)
        if number is None or number.station:
            return False
        plain = self.plain
        above = plain[max(plain.rfind("\n", self.start, max(mark.start - 1, 0)) + 1, self.start) : mark.start]
        below = plain[mark.end : mark.end + 2].strip(" ")
        return bool(above.strip()) and not _FOOT.match(above) and len(below) == 2

    def cut_run(self, mark: Landmark) -> None:
        """Cut a sure line with the blank lines and feet around it."""
        plain, cuts = self.plain, self.found.cuts
        left = max(plain.rfind("\n", self.start, mark.start) + 1, self.start)
        right = min(self._run_right(mark), self.end)
        if left >= self.done:
            left = self._run_left(left, mark.kind == "end")
        left = min(left, mark.start)
        if cuts and cuts[-1].end >= left:
            previous = cuts.pop()
            left, right = previous.start, max(previous.end, right)
        cuts.append(self._joint(left, right, mark.kind))
        self.done = cuts[-1].end
        code = _CODES.get(mark.kind)
        if code:
            self.found.repairs.append(Repair(code, mark.start, mark.end, plain[mark.start : mark.end], ""))

    def feet_above(self) -> None:
        """Classification words alone on the first lines are a page's head."""
        plain, at = self.plain, self.start
        while match := _FOOT.match(plain, at, self.end) or _BLANK.match(plain, at, self.end):
            if match.re is _FOOT:
                if self._goes_on_below(match.end()):
                    break
                self._note_foot(match)
            at = match.end()
        if at > self.start:
            self.found.cuts.append(Cut(self.start, at))
        self.done = at

    def feet_below(self) -> None:
        """Classification words alone on the last lines are a page's foot."""
        left = self._run_left(self.end, True) if self.end > self.done else self.end
        if self.done < left < self.end:
            self.found.cuts.append(self._joint(left, self.end, "end"))

    def cut_margins(self) -> None:
        """Q30: exemption codes that a reviewer wrote at the begin or at the end of a line of a released copy."""
        for cut, start, end in codes_beside(self.plain, self.start, self.end):
            self.found.margins.append((start, end))
            self.found.cuts.append(cut)
            self.found.repairs.append(Repair("Q30", start, end, self.plain[start:end], ""))

    def cut_inner_pages(self) -> None:
        """Q20, Q21: page lines inside a line."""
        for one in inner_pages(self.plain, self.start, self.end, self.own):
            self.found.cuts.append(Cut(one.start, one.end, " "))
            words = self.plain[one.start : one.end]
            self.found.repairs.append(Repair("Q21" if one.section else "Q20", one.start, one.end, words, " "))
            if one.section:
                self.found.sections.append(Section(one.end, one.section, one.of))

    def cut_repeated_lines(self) -> None:
        """Q126: words that a transcriber wrote on both sides of a page joint are read once.

        Where the same line stands above the joint more than once, the text itself repeats it.
        """
        plain = self.plain
        for at, cut in enumerate(self.found.cuts):
            stop = repeated_until(plain, self.start, cut, self.end) if cut.instead else None
            if stop is not None:
                self.found.cuts[at] = Cut(cut.start, stop, "")
                self.found.repairs.append(Repair("Q126", cut.end, stop, plain[cut.end : stop].strip(), ""))

    def cut_litter(self, decoded: Decoded) -> None:
        """Cut the marks inside lines, and bring all cuts into order."""
        found, plain = self.found, self.plain
        for finder in FINDERS:
            for cut, code in finder(decoded, self.start, self.end):
                found.cuts.append(cut)
                if cut.instead == " " and INLINE_BANNER.match(plain, cut.start, cut.end):
                    found.stamps.append((cut.start, cut.end))
                if code:
                    words = plain[cut.start : cut.end].strip()
                    found.repairs.append(Repair(code, cut.start, cut.end, words, cut.instead))
        found.cuts.sort()

    def _joint(self, left: int, right: int, kind: str) -> Cut:
        """A cut from the end of the line before to the begin of the line after, with a line end put in."""
        plain, start, end = self.plain, self.start, self.end
        left = max(last_word(self.plain, left, start), start)
        blank = _BLANK.match(plain, right, end) if plain.startswith("\n", right) else None
        right = blank.end() if blank else right
        if left <= start or right >= end:
            return Cut(left, right, "\n" if start < left else "")
        finished = kind in _PUBLISHED and plain[left - 1] in ".?!\"')" and not plain[right].islower()
        return Cut(left, right, "\n\n" if finished or self._is_subject(left, right) else "\n")

    def _is_subject(self, at: int, below: int) -> bool:
        """Whether the page ends with the subject and an empty line: the next one begins with the text.

        A full line whose next words stand alone at the top of that page goes on with them.
        """
        plain = self.plain
        line = plain[max(plain.rfind("\n", self.start, at) + 1, self.start) : at]
        if not (line.lstrip().startswith("SUBJ") and plain[at : at + 80].lstrip(" ").startswith(_EMPTY)):
            return False
        stop = plain.find("\n", below, min(self.end, below + _WRAPPED))
        words = plain[below:stop].split() if stop > 0 else []
        full = bool(words) and len(line) + len(words[0]) >= _WRAPPED
        return not (full and plain.startswith(_EMPTY, stop) and not text_begins(plain, below, stop))

    def _run_left(self, left: int, closing: bool) -> int:
        """The begin of the feet and blank lines above a sure line."""
        plain, done = self.plain, self.done
        feet = 0
        while (stop := last_word(self.plain, left, done)) > done:
            line = max(plain.rfind("\n", done, stop) + 1, done)
            foot = _FOOT.match(plain, line, stop)
            if foot and foot.end() == stop:
                self._note_foot(foot)
                feet += 1
            elif not (closing and _LAST_BREAK.match(plain, line, stop)) and not self._is_stray(line, stop):
                break
            left = line
        return self._glued_foot(left) if feet == 1 else left

    def _is_stray(self, line: int, stop: int) -> bool:
        """Whether a line below a foot holds no more than a sign or two that a reviewer or a machine left there."""
        if stop - line > _STRAY:
            return False
        above = last_word(self.plain, line, self.done)
        foot = _FOOT.match(self.plain, max(self.plain.rfind("\n", self.done, above) + 1, self.done), line)
        return foot is not None and foot["level"] not in {"SBU", "LOU"}

    def _glued_foot(self, left: int) -> int:
        """A foot that a transcriber left at the end of the line above: `... LIGHTS, LIMITED OFFICIAL USE`."""
        stop = last_word(self.plain, left, self.done)
        line = max(self.plain.rfind("\n", self.done, stop) + 1, self.done, stop - 60)
        match = _GLUED_FOOT.search(self.plain, line, stop)
        same = match and match["level"].replace(" ", "") == self.found.feet[-1].level.replace(" ", "")
        return match.start() if match and same else left

    def _run_right(self, mark: Landmark) -> int:
        """The begin of the first line after a sure line that is neither blank nor a foot."""
        plain, end = self.plain, self.end
        number = self.numbers.get(mark.start)
        right = plain.find("\n", max(mark.end, number.end if number else 0), end) + 1 or end
        relay = _RELAY_NUMBERS.match(plain, right, end) if mark.kind in {"page", "torn"} else None
        right = relay.end() if relay else right
        while match := _FOOT.match(plain, right, end) or _BLANK.match(plain, right, end):
            if match.re is _FOOT:
                if self._goes_on_below(match.end()):
                    break
                self._note_foot(match)
            right = match.end()
        return right

    def _goes_on_below(self, at: int) -> bool:
        """Whether a level that stands alone is the begin of a classification line that goes on below."""
        return _SECTION.match(self.plain, at, self.end) is not None

    def _note_foot(self, match: re.Match[str]) -> None:
        level, place = match["level"], match.span("level")
        self.found.feet.append(Foot(level, *place))
        whole = level.replace(" ", "")
        if level[1] != " " and whole in _ONE_WORD and whole != level:
            self.found.repairs.append(Repair("Q150", *place, level, whole))
