"""Page lines, banners, feet, stamps, link marks and teleprinter noise: what is cut before the grammar is read.

Everything that is cut leaves through one `Strand`. A page joint leaves a single line end behind, because it may
stand in the middle of a sentence; two where a publisher's page mark stands between finished paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reftel.model.strand import Cut
from reftel.model.telegram import Repair
from reftel.reading.decode import Decoded, control_runs
from reftel.reading.hinge import Number, number_at
from reftel.reading.landmarks import BANNER, LEVEL, Landmark
from reftel.reading.mojibake import misread_runs

_SURE = frozenset(
    {
        "page",
        "part",
        "torn",
        "printed",
        "banner",
        "stamp",
        "release",
        "current",
        "end",
        "text",
        "margin",
        "unreadable",
    }
)
_CODES = {"part": "Q21", "unreadable": "Q2", "margin": "Q30"}
_FOOT = re.compile(rf"[ ]{{0,200}}+(?P<level>{LEVEL})(?:[ ][A-Z]{{3}}\d{{4}})?[ ]{{0,200}}+(?:\n|\Z)")
_LAST_BREAK = re.compile(r"[ ]*BT[ ]*(?:\n|\Z)")
_BLANK = re.compile(r"(?:[ ]*+\n)++|[ ]++\Z")
_PUBLISHED = frozenset({"part", "printed", "stamp", "release"})  # joints with blank lines on both sides
_CHUNK = 4096
_RELAY_NUMBERS = re.compile(r"[ ]*\d[\d ]{0,7}(?:\n|\Z)")
_GLUED_FOOT = re.compile(rf"[ ](?P<level>{LEVEL})[ ]*\Z")
_BANNER = re.compile(rf"[ ]*{BANNER}(?:\s*{BANNER}){{0,3}}[ ]*")
_LINK = re.compile(r"\[(?P<word>[^\[\]\n]{1,60})\](?P<target>\((?:#|/|https?:)[^()\s]{0,300}\))")
_ANCHOR = re.compile(r"<(?:a\s[^<>\n]{0,300}|/a|br[ ]?/?|/?pre|/?code|/?p)>", re.IGNORECASE)
_PILCROW = re.compile(r"(?m)^[ ]*(¶)[ ]?(?=\S)")


class Section(NamedTuple):
    """From `start` (source offset) on the text belongs to section `number` of `of`."""

    start: int
    number: int
    of: int | None


class Foot(NamedTuple):
    """A classification word that stands alone at a page's head or foot."""

    level: str
    start: int
    end: int


class PageMatter(NamedTuple):
    """What is to be cut from a text, why, and what it said before it went."""

    cuts: list[Cut]
    repairs: list[Repair]
    sections: list[Section]
    feet: list[Foot]
    pages: list[Number]
    ends: list[int]
    stamps: list[tuple[int, int]]


def page_matter(
    decoded: Decoded, marks: list[Landmark], own: Number | None, start: int, end: int
) -> PageMatter:
    """What is page matter in `decoded.plain[start:end]`, given its landmarks and the telegram's own number."""
    found = PageMatter([], [], [], [], [], [], [])
    plain = decoded.plain
    done = _first_feet(plain, start, end, found)
    for mark in marks:
        if mark.kind not in _SURE or not start <= mark.start < end:
            continue
        if not _belongs(plain, mark, own, found):
            continue
        done = _cut_run(plain, mark, start, end, done, found)
    _last_feet(plain, start, end, done, found)
    _cut_repeated_lines(plain, start, end, found)
    for finder in _FINDERS:
        for cut, code in finder(decoded, start, end):
            found.cuts.append(cut)
            if code:
                found.repairs.append(
                    Repair(code, cut.start, cut.end, plain[cut.start : cut.end].strip(), cut.instead)
                )
    found.cuts.sort()
    return found


def _belongs(plain: str, mark: Landmark, own: Number | None, found: PageMatter) -> bool:
    """Note what a page line says; a page line with another telegram's number is text."""
    if mark.kind == "end":
        found.ends.append(mark.start)
    if mark.kind in {"stamp", "release", "banner"}:
        found.stamps.append((mark.start, mark.end))
    if mark.kind == "margin":
        return bool(found.stamps)
    if mark.kind not in {"page", "torn", "part"}:
        return True
    number = number_at(plain, mark)
    if number is None:
        return True
    if own is not None and not number.same(own):
        return False
    found.pages.append(number)
    if number.section:
        found.sections.append(Section(number.end, number.section, number.of))
    return True


def _cut_run(plain: str, mark: Landmark, start: int, end: int, done: int, found: PageMatter) -> int:
    """Cut a sure line with the blank lines and feet around it; gives the offset up to which all is settled."""
    left = _line_start(plain, mark.start, start)
    right = min(_run_right(plain, mark, end, found), end)
    if left >= done:
        left = _run_left(plain, left, done, mark.kind == "end", found)
    left = min(left, mark.start)
    if found.cuts and found.cuts[-1].end >= left:
        previous = found.cuts.pop()
        left, right = previous.start, max(previous.end, right)
    found.cuts.append(_joint(plain, left, right, start, end, mark.kind))
    code = _CODES.get(mark.kind)
    if code:
        found.repairs.append(Repair(code, mark.start, mark.end, plain[mark.start : mark.end], ""))
    return found.cuts[-1].end


def _joint(plain: str, left: int, right: int, start: int, end: int, kind: str) -> Cut:
    """A cut from the end of the line before to the begin of the line after, with a line end put in."""
    left = max(_last_word(plain, left, start), start)
    blank = _BLANK.match(plain, right, end) if plain.startswith("\n", right) else None
    right = blank.end() if blank else right
    if left <= start or right >= end:
        return Cut(left, right, "\n" if start < left else "")
    finished = kind in _PUBLISHED and plain[left - 1] in ".?!\"')" and not plain[right].islower()
    return Cut(left, right, "\n\n" if finished else "\n")


def _last_word(plain: str, at: int, floor: int) -> int:
    """The offset behind the last sign before `at` that is not blank; `floor` if there is none."""
    while at > floor:
        chunk = plain[max(floor, at - _CHUNK) : at]
        kept = len(chunk.rstrip(" \n"))
        if kept:
            return at - len(chunk) + kept
        at -= len(chunk)
    return floor


def _line_start(plain: str, at: int, start: int) -> int:
    return max(plain.rfind("\n", start, at) + 1, start)


def _run_left(plain: str, left: int, done: int, closing: bool, found: PageMatter) -> int:
    """The begin of the feet and blank lines above a sure line."""
    feet = 0
    while (stop := _last_word(plain, left, done)) > done:
        line = max(plain.rfind("\n", done, stop) + 1, done)
        foot = _FOOT.match(plain, line, stop)
        if foot and foot.end() == stop:
            found.feet.append(Foot(foot["level"], *foot.span("level")))
            feet += 1
        elif not (closing and _LAST_BREAK.match(plain, line, stop)):
            break
        left = line
    return _glued_foot(plain, left, done, found) if feet == 1 else left


def _glued_foot(plain: str, left: int, done: int, found: PageMatter) -> int:
    """A foot that a transcriber left at the end of the line above: `... CONTRAILS, LIMITED OFFICIAL USE`."""
    stop = _last_word(plain, left, done)
    line = max(plain.rfind("\n", done, stop) + 1, done, stop - 60)
    match = _GLUED_FOOT.search(plain, line, stop)
    if match and _closed_up(match["level"]) == _closed_up(found.feet[-1].level):
        return match.start()
    return left


def _run_right(plain: str, mark: Landmark, end: int, found: PageMatter) -> int:
    """The begin of the first line after a sure line that is neither blank nor a foot."""
    number = number_at(plain, mark)
    right = plain.find("\n", max(mark.end, number.end if number else 0), end) + 1 or end
    if mark.kind in {"page", "torn"}:
        relay = _RELAY_NUMBERS.match(plain, right, end)
        right = relay.end() if relay and relay.end() > right else right
    while right < end:
        foot = _FOOT.match(plain, right, end)
        blank = None if foot else _BLANK.match(plain, right, end)
        if foot and not _is_hinge(plain, foot.end(), end):
            found.feet.append(Foot(foot["level"], *foot.span("level")))
            right = foot.end()
        elif blank and blank.end() > right:
            right = blank.end()
        else:
            break
    return right


def _is_hinge(plain: str, at: int, end: int) -> bool:
    """Whether a level that stands alone is the begin of a classification line that goes on below."""
    while at < end and plain[at] in " \n":
        at += 1
    return plain.startswith(("SECTION ", "FINAL SECTION "), at, end)


def _first_feet(plain: str, start: int, end: int, found: PageMatter) -> int:
    """Classification words alone on the first lines are a page's head; gives the first offset after them."""
    at = start
    while (
        at < end
        and (match := _FOOT.match(plain, at, end) or _BLANK.match(plain, at, end))
        and match.end() > at
    ):
        if match.re is _FOOT:
            if _is_hinge(plain, match.end(), end):
                break
            found.feet.append(Foot(match["level"], *match.span("level")))
        at = match.end()
    if at > start:
        found.cuts.append(Cut(start, at))
    return at


def _last_feet(plain: str, start: int, end: int, done: int, found: PageMatter) -> None:
    """Classification words alone on the last lines are a page's foot."""
    left = _run_left(plain, end, done, True, found) if end > done else end
    if done < left < end:
        found.cuts.append(_joint(plain, left, end, start, end, "end"))


def _cut_repeated_lines(plain: str, start: int, end: int, found: PageMatter) -> None:
    """Q126: words that a transcriber wrote on both sides of a page joint are read once."""
    for at, cut in enumerate(found.cuts):
        if not cut.instead:
            continue
        stop = plain.find("\n", cut.end, min(end, cut.end + 200))
        line = plain[cut.end : stop if stop >= 0 else cut.end].strip()
        before = plain[max(start, cut.start - 250) : cut.start]
        if len(line) > 3 and before.endswith((" " + line, "\n" + line)):
            found.cuts[at] = Cut(cut.start, stop, "")
            found.repairs.append(Repair("Q126", cut.end, stop, line, ""))


def _closed_up(words: str) -> str:
    return words.replace(" ", "")


def _inline_banners(decoded: Decoded, start: int, end: int) -> Iterator[tuple[Cut, str]]:
    """Q26, Q27: release banners in the middle of a line."""
    if decoded.plain.find("Declassified", start, end) >= 0:
        for match in _BANNER.finditer(decoded.plain, start, end):
            yield Cut(match.start(), match.end(), " "), "Q27" if "\n" in match[0].strip() else ""


def _links(decoded: Decoded, start: int, end: int) -> Iterator[tuple[Cut, str]]:
    """Q9: what a web page's links leave in plain text; the visible letters stay."""
    if decoded.plain.find("](", start, end) >= 0:
        for match in _LINK.finditer(decoded.plain, start, end):
            yield Cut(match.start(), match.start("word")), ""
            yield Cut(match.end("word"), match.end()), "Q9"
    if decoded.plain.find("</", start, end) >= 0 or decoded.plain.find("<br", start, end) >= 0:
        for match in _ANCHOR.finditer(decoded.plain, start, end):
            yield Cut(match.start(), match.end()), "Q9"


def _pilcrows(decoded: Decoded, start: int, end: int) -> Iterator[tuple[Cut, str]]:
    """The paragraph sign that a publisher put before numbers at the begin of lines."""
    if decoded.plain.find("¶", start, end) >= 0:
        for match in _PILCROW.finditer(decoded.plain, start, end):
            yield Cut(match.start(1), match.end()), ""


def _controls(decoded: Decoded, start: int, end: int) -> Iterator[tuple[Cut, str]]:
    """Q6: control characters go, the word goes on. Q3: so do byte order marks; no-width spaces as well."""
    if decoded.controls:
        for match in control_runs(decoded.plain[start:end]):
            yield Cut(start + match.start(), start + match.end()), "Q6"
    for letter, code in (("\ufeff", "Q3"), ("\u200b", "")):
        at = decoded.plain.find(letter, start, end)
        while at >= 0:
            yield Cut(at, at + 1), code
            at = decoded.plain.find(letter, at + 1, end)


def _misread(decoded: Decoded, start: int, end: int) -> Iterator[tuple[Cut, str]]:
    """Q1: UTF-8 that was read as Windows-1252 and saved again."""
    for at, stop, instead in misread_runs(decoded.plain, start, end):
        begins_line = at == 0 or decoded.plain[at - 1] == "\n"
        yield Cut(at, stop, instead.removeprefix("¶") if begins_line else instead), "Q1"


_FINDERS: tuple[Callable[[Decoded, int, int], Iterator[tuple[Cut, str]]], ...] = (
    _inline_banners,
    _links,
    _pilcrows,
    _controls,
    _misread,
)
