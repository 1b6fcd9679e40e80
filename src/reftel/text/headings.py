"""Headings: unnumbered lines above a paragraph, in capitals or underlined with hyphens."""

from __future__ import annotations

import re

from reftel.text.portion_marks import BRACKETED
from reftel.text.reflow import has_ended, is_item, is_rule, keeps_its_line
from reftel.vocabulary import block_words

_LONGEST = 130  # letters of one line
_FULL = 40  # letters of a line that was broken because it was full
_MOST = 3  # lines of one heading
_WINDOW = 600  # letters above a paragraph that are looked at
_NOT_ONE = re.compile(
    r"(?:BEGIN|END|UNQUOTE|UNQTE|QUOTE|MINIMIZE CONSIDERED|REF|REFS|REFTEL|REFERENCE|FM|TO|INFO)\b"
    r"|(?:FOR|FROM|ATTN|ATTENTION|PASS|TAGS|SUB\w{0,6})[ ]?:|[A-Z][A-Z ]{1,20}[ ]\d{3,7}\Z"
    r"|(?:UNCLASSIFIED|LIMITED OFFICIAL USE|CONFIDENTIAL|(?:TOP )?SECRET)\Z"  # a sentence's last word, or a foot
    r"|\(?(?:[A-Z]{1,12}(?:[ ][A-Z]{1,12}){0,2}\)?[ ]?-{1,2}[ ]?)?(?:THE[ ])?ENTIRE[ ](?:TEXT|MESSAGE)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:END|BEGIN)(?:[ ]OF)?\Z", re.IGNORECASE)  # the noun stands on the next line
_MARK = re.compile(BRACKETED + r"[ \t]*")
_RULE_BEGINS = re.compile(r"\n[ \t]*+[-=_*.]")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z .'/&-]*[A-Za-z]")


def heading_above(text: str, low: int, at: int) -> tuple[int, int] | None:
    """The heading that stands directly above offset `at` (a line start), but not above `low`; None if none.

    The stretch runs from its first letter to its last, a row of hyphens under it included.
    """
    if _is_text_above(text, low, at):
        return None
    lines, gap, ruled = _lines_above(text, low, at)
    if not lines or not _reads_as_heading([text[a:b].strip() for a, b in lines], ruled=ruled):
        return None
    first, last = lines[0][0], lines[-1][1]
    if not ruled and not _stands_apart(text, low, first, gap):
        return None
    if ruled and is_rule(text[last:at].strip()):
        first = _with_rule_above(text, low, first)
    whole = text[first:at]
    return first + len(whole) - len(whole.lstrip()), last + len(text[last:at].rstrip())


def _with_rule_above(text: str, low: int, first: int) -> int:
    """The begin of a heading that a row of hyphens stands over as well as under."""
    line = max(text.rfind("\n", low, max(first - 1, low)) + 1, low)
    return line if first - line <= _LONGEST and is_rule(text[line:first].strip()) else first


def _is_text_above(text: str, low: int, at: int) -> bool:
    """Whether the last line above can be seen at once to be text: it is long, or a sentence ends on it."""
    start = low if at - low < _WINDOW else at - _WINDOW
    bare = at
    while bare > start and text[bare - 1].isspace():
        bare -= 1
    line = text.rfind("\n", start, bare) + 1
    letters = bare - (line or start)
    if bare == start or letters > _LONGEST:
        return start == low or letters > _LONGEST
    return text[bare - 1] == "." and (letters > _FULL or _ends_as_text(text, start, line or start, bare))


def _ends_as_text(text: str, start: int, line: int, end: int) -> bool:
    """Whether a short line with a full stop ends in no word that gives a role, and no row of hyphens is near."""
    words = text[line:end].rstrip(' .:-"').rsplit(None, 1)
    if not words or not words[-1].isalpha() or words[-1].upper() in block_words.endings():
        return False
    return _RULE_BEGINS.search(text, max(start - 1, end - _WINDOW, 0), end) is None


def _lines_above(text: str, low: int, at: int) -> tuple[list[tuple[int, int]], bool, bool]:
    """The lines above, whether an empty line parts them from what is above, whether a rule is under them."""
    found: list[tuple[int, int]] = []
    ruled = False
    stop = at - 1
    for raw in reversed(text[max(low, at - _WINDOW) : max(low, stop)].split("\n")):
        line = raw.strip()
        if not line:
            if found:
                return found, True, ruled
        elif is_rule(line):
            if found:
                return found, True, True
            ruled = True
        elif found and (has_ended(line) or len(found) == _MOST or (len(line) < _FULL and not ruled)):
            return found, False, ruled
        else:
            found.insert(0, (stop - len(raw), stop))
        stop -= len(raw) + 1
    return found, stop < low, ruled


def needs_a_rule(lines: list[str]) -> bool:
    """Whether these lines are a heading only with a row of hyphens under them."""
    return not _reads_as_heading(lines, ruled=False)


def _reads_as_heading(lines: list[str], *, ruled: bool) -> bool:
    joined = _MARK.sub("", " ".join(lines))
    if len(lines) > _MOST or any(len(line) > _LONGEST for line in lines) or not _LETTERS.search(joined):
        return False
    if ruled or block_words.roles_of(joined.strip(' .:-"')):
        return True
    if joined[0].islower() or is_item(joined) or _NOT_ONE.match(joined):
        return False
    bare = joined.rstrip("\"')* ")
    if bare.endswith("?") and len(bare) > _FULL:
        return False
    return not bare.endswith((".", ",", ";", ":")) or bare.endswith("...")


def _stands_apart(text: str, low: int, first: int, gap: bool) -> bool:
    """Whether the text above is over: a page cut out of a sentence leaves pieces that look like headings."""
    above = text[max(low, first - 2 * _LONGEST) : first].rstrip()
    heading = text[first : first + _LONGEST].lstrip()
    if _OPEN.search(text[max(0, first - 20) : first].rstrip()):
        return False
    if not above or has_ended(above) or block_words.roles_of(heading.partition("\n")[0].strip(' .:-"')):
        return True
    if not gap:
        return False
    raw = above[above.rfind("\n") + 1 :]
    line = raw.strip()
    return (
        is_item(line)
        or keeps_its_line(raw, line)
        or (heading[:12].isupper() and not line.isupper())
        or heading.startswith("(")
    )


def is_heading_block(text: str, block: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether the first of two stretches that an empty line parts is the heading of the second.

    Without a paragraph number below it a line must show more: a row of hyphens under it, a dash at its end, a
    word such as SUMMARY, or capitals over text in small letters.
    """
    if block[1] - block[0] > _MOST * _LONGEST:
        return False
    lines = [line.strip() for line in text[slice(*block)].split("\n")]
    bare = [line for line in lines if not is_rule(line)]
    ruled = len(bare) < len(lines) and is_rule(lines[-1])
    if not bare or not _reads_as_heading(bare, ruled=ruled):
        return False
    joined = " ".join(bare)
    if ruled or joined.endswith("--") or block_words.roles_of(joined.strip(' .:-"')):
        return True
    return joined.isupper() and not text[following[0] : min(following[1], following[0] + 200)].isupper()


def heading_words(text: str, start: int, end: int) -> str:
    """The heading as one line, without the row of hyphens."""
    lines = (line.strip() for line in text[start:end].split("\n"))
    return " ".join(line for line in lines if line and not is_rule(line))
