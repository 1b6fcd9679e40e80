"""Re-flowed text: lines that a teleprinter broke are joined, what a writer set in lines keeps them."""

from __future__ import annotations

import re

STOPS = frozenset(".?!:;。！？")
_CLOSING = "\"')]* \t"
_ITEM = re.compile(
    r"(?:-{1,3}(?=[ \tA-Z\"(])|[*•·]|[A-Za-z][.)][ \t]|\([A-Za-z]\)|\([0-9ivx]{1,4}\)|\d{1,2}[.)][ \t])"
)
_HEADER_LINE = re.compile(  # of a telegram that is quoted whole
    r"(?:FM|TO|INFO)[ ](?:AM|US|SEC)[A-Z]+[ ]|(?:AMEMBASSY|AMCONSUL|USMISSION)[A-Z ]{1,40}\d{0,6}\Z"
    r"|E\.[ ]?O\.[ ]?\d|(?:TAGS|SUBJ|SUBJECT|REFS?)[ ]?:"
)
_RULE = re.compile(r"[-=_*. \t]{3,}\Z")
_COLUMNS = re.compile(r"\S[ \t]{3,}\S")
_ROW = re.compile(
    r"[ \t]{3,20}\S.{0,130}?[^\s.?!:;,][ ]{2}\S"
)  # indented, parted by two blanks behind no stop
_SPECIAL = re.compile(r"\n[ ]*(?:\n|[-=_*•·(¶.+|]|[A-Za-z0-9]{1,2}[.)]|(?:FM|TO|INFO)[ ](?:AM|US|SEC)|E\.)")
_DRAWN = "+|"  # what the lines of a drawn table begin and end with
_BLANKS = " \t¶"  # the pilcrow is a publisher's
WIDEST = 150  # letters; a line on the wire has 69, one with several addressees up to 116


def is_item(line: str) -> bool:
    """Whether the line (no blanks before it) begins as an item of a list does."""
    return _ITEM.match(line) is not None


def is_rule(line: str) -> bool:
    """Whether the line is a row of hyphens or the like, as under a heading or in a table."""
    return _RULE.match(line) is not None


def has_ended(line: str) -> bool:
    """Whether a sentence is over at the end of this line."""
    bare = line.rstrip(_CLOSING)
    return not bare or bare[-1] in STOPS


def is_wide(text: str, start: int, end: int) -> bool:
    """Whether lines are longer than a teleprinter's, so that a line end is the end of a paragraph."""
    at = start
    while end - at > WIDEST:
        stop = text.rfind("\n", at, at + WIDEST)
        if stop < 0:
            return True
        at = stop + 1
    return False


def reflow(text: str, start: int, end: int) -> str:
    """The text between two offsets: lines joined with one blank; lists, tables and rows of hyphens in lines.

    A blank line stays one (two line ends) unless it cuts a sentence in two. Where lines are wider than a
    teleprinter's, a line end behind a finished sentence stays too. Hyphens at line ends stay as they are
    found, because nothing tells a broken word from a compound.
    """
    piece = text[start:end]
    if "\n" not in piece:
        return piece.strip(_BLANKS)
    lines = [raw.strip(_BLANKS) for raw in piece.split("\n")]
    wide = max(map(len, lines)) >= WIDEST
    if not wide and "   " not in piece and "\t" not in piece and not _SPECIAL.search(piece):
        return " ".join(lines)
    return _line_by_line(piece, wide=wide)


def _line_by_line(piece: str, *, wide: bool) -> str:
    out: list[str] = []
    before, gap, kept = "", False, True
    for raw in piece.split("\n"):
        line = raw.strip(_BLANKS)
        if not line:
            gap = bool(out)
            continue
        keeps = keeps_its_line(raw, line)
        if out:
            out.append(_joint(before, line, gap, keeps=keeps or (wide and has_ended(before)), kept=kept))
        out.append(raw.rstrip() if keeps and _is_row(raw, line) else line)
        before, gap, kept = line, False, keeps
    return "".join(out)


def keeps_its_line(raw: str, line: str) -> bool:
    """Whether a line, found as `raw` with blanks around it, is kept as a line: a row of a table, an indented item."""
    if is_rule(line) or _HEADER_LINE.match(line):
        return True
    return (raw[:1] in " \t" and is_item(line)) or _is_row(raw, line)


def _is_row(raw: str, line: str) -> bool:
    if line[0] in _DRAWN and line[-1] in _DRAWN and len(line) > 2:
        return True
    if "   " not in line and "\t" not in line:
        return raw[:3].isspace() and _ROW.match(raw) is not None
    return _COLUMNS.search(line) is not None or _ROW.match(raw) is not None


def _joint(before: str, line: str, gap: bool, *, keeps: bool, kept: bool) -> str:
    """What goes between two lines: a blank, a line end, or an empty line."""
    own_line = keeps or (is_item(line) and (gap or has_ended(before) or is_item(before)))
    if not gap:
        return "\n" if own_line or (kept and not is_item(before)) else " "
    return "\n\n" if own_line or has_ended(before) or not goes_on(before, line) else " "


def goes_on(before: str, line: str) -> bool:
    """Whether `line` takes up a sentence that `before` left open, though an empty line parts them.

    A page was cut out there, or a line end doubled. A capital letter says nothing in a text all in capitals.
    """
    first = line[0]
    return first.islower() or first.isdigit() or (before.isupper() and line.isupper()) or before[-1] in ",-"
