"""Summary, comment, note, action request, quoted text: what opening and closing words fence off.

An opener is a noun phrase with a stop behind it, at the start of a paragraph, after BEGIN, behind a bracket
or a finished sentence; the closer is END and the same noun. A closer may close two blocks, stand paragraphs
later, or be missing: then the block ends with its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from reftel.vocabulary import block_words

_VERBS = (("END", True), ("End", True), ("BEGIN", False), ("Begin", False))
_BEHIND_VERB = re.compile(r"[ \t]*\n?[ \t]*(?:OF[ ]|of[ ]|THE[ ])?(?=[A-Za-z])")
_ASIDE = re.compile(r"FYI(?=[.:, -])")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")
_FIRST_WORD = re.compile(r"[ \t\n(\"]*+(?P<word>[A-Za-z]+(?:-[A-Za-z]+)?)")
_JOINT = re.compile(r"[ \t]*(?:[/&,][ \t]*)?(?:\n[ \t]*)?")
_BEHIND = re.compile(r"[ \t]*(?:[:.]|-|\n|\Z)")
_PHRASE_BEFORE = re.compile(r"(?P<edge>\A|[(.?!\"\n])[ \t]*(?P<phrase>[A-Z][A-Za-z /&-]{2,40})\Z")
_POINTER = re.compile(
    r"THIS[ ](?:(?:CABLE|MESSAGE|TELEGRAM)[ ])?IS[ ]AN[ ]ACTION[ ](?:REQUEST|MESSAGE|CABLE)", re.IGNORECASE
)
_QUOTATION = "quotation"
_NEVER_WHOLE = frozenset(("text", "note", "for information"))  # begin in mid paragraph as a rule
_LONGEST_ASIDE = 5000  # letters; brackets round a note enclose no more
_MOST_WORDS = 6  # of one phrase
_UNQUOTED = ("UNQ", "Unquote", "END QUOTE", "END quote", "End QUOTE", "End quote")
_QUOTED = re.compile(
    r"\b(?:(?P<close>(?:END|End)[ ](?:QUOTE|quote)|UNQUOTE|Unquote|UNQTE)"
    r"|(?:(?:BEGIN|Begin)[ ])?(?:QUOTE|quote|Quote|QTE))\b"
)
_DEEPEST = 8  # blocks of one role open at one time


class Opener(NamedTuple):
    """An opening phrase: where it starts and ends, and the roles it names.

    `limit`: where the block ends if nothing closes it, 0 for the end of its paragraph. `misspelt`: the word
    that was meant.
    """

    start: int
    end: int
    roles: tuple[str, ...]
    limit: int = 0
    misspelt: str | None = None


class Closer(NamedTuple):
    """A closing phrase such as `END SUMMARY AND COMMENT`; `misspelt`: the word that was meant, if it is not whole."""

    start: int
    end: int
    roles: tuple[str, ...]
    misspelt: str | None = None


class Fenced(NamedTuple):
    """A block: role and stretch, in offsets of the strand's text."""

    role: str
    start: int
    end: int


def read_opener(text: str, at: int, end: int) -> Opener | None:
    """The opening phrase that begins at `at`, the start of a paragraph's text."""
    found = _FIRST_WORD.match(text, at, end)
    if not found:
        return None
    at, stop = found.span("word")
    word = found["word"].upper()
    pointer = _POINTER.match(text, at, end) if word == "THIS" else None
    if pointer:
        return Opener(at, pointer.end(), ("action request",))
    if word not in block_words.openings():
        return _misspelt(text, at, stop, word)
    phrase = _phrase(text, at, end)
    behind = _BEHIND.match(text, phrase[0], end) if phrase else None
    if not phrase or not (behind or word == "BEGIN"):
        return None
    return _opener(text, at, phrase[0], phrase[1], end)


def _misspelt(text: str, at: int, stop: int, word: str) -> Opener | None:
    """A word one letter away from a known one, `SUMMAY:`, if a stop shows that it opens something."""
    if len(word) < 6 or text[stop : stop + 1] not in (":", "."):
        return None
    meant = next((known for known in block_words.long_words() if _one_away(word, known)), None)
    if meant is None:
        return None
    return Opener(at, stop, block_words.roles_of(meant), misspelt=meant)


def _one_away(found: str, known: str) -> bool:
    """Whether one letter put in, left out or changed makes one word the other."""
    if abs(len(found) - len(known)) > 1:
        return False
    same = 0
    while same < min(len(found), len(known)) and found[same] == known[same]:
        same += 1
    rests = found[same:], known[same:]
    return rests[0][1:] == rests[1][1:] or rests[0][1:] == rests[1] or rests[0] == rests[1][1:]


def _phrase(text: str, at: int, end: int) -> tuple[int, tuple[str, ...]] | None:
    """The longest noun phrase with a role that begins at `at`: where it ends, its roles."""
    best = None
    stop = at
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, stop, end)
        if not word:
            break
        roles = block_words.roles_of(text[at : word.end()])
        if roles:
            best = (word.end(), roles)
        joint = _JOINT.match(text, word.end(), end)
        stop = joint.end() if joint else word.end()
        if stop == word.end():
            break
    return best


def _opener(text: str, start: int, stop: int, roles: tuple[str, ...], end: int) -> Opener:
    """An opener inside a paragraph that ends at `end`: behind a bracket the block ends with the bracket."""
    bracket = (
        text.find(")", stop, min(end, stop + _LONGEST_ASIDE)) if start > 0 and text[start - 1] == "(" else -1
    )
    return Opener(start, stop, roles, bracket + 1)


def find_blocks(
    text: str, bounds: list[tuple[int, int]], openers: list[Opener]
) -> tuple[list[Fenced], list[Closer], list[Closer]]:
    """All blocks of a body, sorted by start, the closers that close nothing, and those that are misspelt.

    `bounds`: the stretch of each paragraph's text, in order; `openers`: those of paragraph starts and of
    headings.
    """
    starts = [start for start, _ in bounds]
    waiting: dict[str, list[Opener]] = {}
    blocks: list[Fenced] = []
    strays: list[Closer] = []
    fences = [*openers, *_inside(text, bounds, starts, {one.start for one in openers})]
    for fence in sorted(fences, key=lambda one: one.start):
        for role in fence.roles:
            stack = waiting.setdefault(role, [])
            if isinstance(fence, Opener):
                stack.append(fence)
                if len(stack) > _DEEPEST:
                    blocks.append(_unclosed(role, stack.pop(0), bounds, starts))
            elif stack:
                blocks.append(Fenced(role, stack.pop().start, fence.end))
            else:
                strays.append(fence)
                if role not in _NEVER_WHOLE:
                    blocks.append(Fenced(role, starts[bisect_right(starts, fence.start) - 1], fence.end))
    for role, stack in waiting.items():
        blocks.extend(_unclosed(role, opener, bounds, starts) for opener in stack)
    blocks.extend(_quotations(text, bounds))
    mended = [fence for fence in fences if isinstance(fence, Closer) and fence.misspelt]
    return sorted(blocks, key=lambda one: (one.start, -one.end)), strays, mended


def _quotations(text: str, bounds: list[tuple[int, int]]) -> Iterator[Fenced]:
    """QUOTE ... UNQUOTE; a word that the other does not answer is a word of the text (`TO QUOTE HIM`)."""
    low, high = (bounds[0][0], bounds[-1][1]) if bounds else (0, 0)
    if max(text.find(closing, low, high) for closing in _UNQUOTED) < 0:
        return
    opened: list[int] = []
    for found in _QUOTED.finditer(text, low, high):
        if not found["close"]:
            opened = [*opened[1 - _DEEPEST :], found.start()]
        elif opened:
            yield Fenced(_QUOTATION, opened.pop(), found.end())


def _unclosed(role: str, opener: Opener, bounds: list[tuple[int, int]], starts: list[int]) -> Fenced:
    end = opener.limit or bounds[max(bisect_right(starts, opener.start) - 1, 0)][1]
    return Fenced(role, opener.start, end)


def _inside(
    text: str, bounds: list[tuple[int, int]], starts: list[int], known: set[int]
) -> Iterator[Opener | Closer]:
    """The fences inside paragraphs, but for the openers already known."""
    yield from _misspelt_closers(text, bounds)
    for start, stop, closes, roles in _phrases(text, bounds):
        end = bounds[bisect_right(starts, start) - 1][1]
        if start >= end:
            continue
        if closes:
            yield Closer(start, min(stop + (text[stop : stop + 1] in (".", ")")), end), roles)
        elif start not in known:
            known.add(start)
            yield _opener(text, start, stop, roles, end)


def _misspelt_closers(text: str, bounds: list[tuple[int, int]]) -> Iterator[Closer]:
    """`END SUMMMARY.`: the noun is one letter away from a known one."""
    low, high = (bounds[0][0], bounds[-1][1]) if bounds else (0, 0)
    for at in _each(text, "END ", low, high):
        word = None if text[at - 1 : at].isalnum() else _WORD.match(text, at + 4, high)
        if not word or block_words.roles_of(word.group()):
            continue
        meant = _misspelt(text, *word.span(), word.group().upper())
        if meant and meant.misspelt:
            yield Closer(at, meant.end + 1, meant.roles, meant.misspelt)


def _phrases(text: str, bounds: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool, tuple[str, ...]]]:
    """Each phrase with BEGIN or END before it or a colon behind: start, end, whether it closes, roles."""
    if not bounds:
        return
    low, high = bounds[0][0], bounds[-1][1]
    for verb, closes in _VERBS:
        for at in _each(text, verb, low, high):
            if text[at - 1 : at].isalnum():
                continue
            behind = _BEHIND_VERB.match(text, at + len(verb), high)
            phrase = _phrase(text, behind.end(), high) if behind else None
            if phrase:
                yield at, phrase[0], closes, phrase[1]
    for at in _each(text, "FYI", low, high):
        if _ASIDE.match(text, at, high) and text[max(low, at - 6) : at].split()[-1:] != ["END"]:
            yield at, at + 3, False, block_words.roles_of("FYI")
    for at in _each(text, ":", low, high):
        before = _PHRASE_BEFORE.search(text[max(low, at - 42) : at]) if text[at - 1].isalpha() else None
        roles = block_words.roles_of(before.group("phrase")) if before else ()
        if before and roles:
            yield at - len(before.group("phrase")), at, False, roles


def _each(text: str, word: str, low: int, high: int) -> Iterator[int]:
    """Every place where `word` stands; `str.find` is many times faster here than a pattern."""
    at = text.find(word, low, high)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word), high)


def clip(blocks: list[Fenced], bounds: list[tuple[int, int]]) -> list[list[Fenced]]:
    """For each paragraph the blocks that it holds or lies in, cut to its bounds."""
    shares: list[list[Fenced]] = [[] for _ in bounds]
    starts = [start for start, _ in bounds]
    for role, start, end in blocks:
        for place in range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)):
            low, high = bounds[place]
            if max(start, low) < min(end, high):
                shares[place].append(Fenced(role, max(start, low), min(end, high)))
    return shares
