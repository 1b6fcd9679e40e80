"""The end of a telegram: who signed it, and what stands behind the text without being part of it.

The signature is the surname of the officer in charge, in capitals, alone on the last line. It is looked for
from the end, past page feet, end marks and stamps.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.text.reflow import has_ended
from reftel.vocabulary import text_words

_LOOK_BACK = 60  # lines
_LONGEST = 120  # letters of a line that can be a signature with words before it
_NAME = r"(?:Mc)?[A-Z](?:[A-Z'’-]|[ ](?=[A-Z])){1,29}(?:[ ],?JR\.?)?"
_SIGNATURE = re.compile(
    rf"(?P<before>.{{0,60}}\b(?:UNQUOTE|UNQTE|END QUOTE|END TEXT|LOU|UNCLASSIFIED)[:.]?[ ]+)?"
    rf"(?P<name>{_NAME})(?P<behind>[ ]?##?|[ ]\d{{1,5}}|[ ]?\(?ACTING\)?)?"
)
_GLUED = re.compile(
    r"(?P<word>[A-Za-z']+|[)\"\d])(?P<stop>[.?!][\"')]{0,2})[ ]{1,4}(?P<name>[A-Z][A-Z'’-]{2,14})\Z"
)
_SIGNED = re.compile(r"[A-Z\d'’#)-]|(?<=JR)\.")  # how a line ends that may be a signature
_ENDS_OF_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ'’-"
GLUED = "Q117"
_SHORTEST = 3  # letters of a surname that is told from initials
_INITIALS = re.compile(r"[A-Z]{2,4}")
_LEVELS = (
    "SECRET",
    "CONFIDENTIAL",
    "UNCLASSIFIED",
    "UNCLAS",
    "LIMITEDOFFICIALUSE",
    "OFFICIALUSEONLY",
    "TOPSECRET",
    "SBU",
    "SENSITIVE",
)
_TAIL = re.compile(
    r"BT|#\d{1,6}|N{3,4}(?:M?AFVVZCZ)?|NMAFVVZCZ|<<? ?END OF DOCUMENT ?>>?|Y{2,4}|[A-Z]{2,4}/\d{1,3}"
    r"|\*\*\*.*|Current (?:Classification|Handling Restrictions).*|(?:DRAFTED|APPROVED|CLEARED) BY\b.*"
    r"|Released in (?:Full|Part).*|RELEASED IN (?:FULL|PART).*|Page \d+ of \d+|Dissemination Rule:.*"
    r"|.{0,60}Declassified/Released US Department of State.*|-{10,}.*"
)
_DRAFTER = re.compile(r"DRAFTED BY[ ]?:?[ ]?(?P<entry>\S.*)")
_NOTE = re.compile(r"NOTE BY OC/T\b.*")  # what the Department's communications center added below
_OVER = re.compile(r"\bEND(?: [A-Z/]+){1,4}\Z|UNQUOTE|UNQTE|MINIMIZE CONSIDERED")
_QUOTED = re.compile(r"(?:UNQUOTE|UNQTE|END QUOTE)[.:]?")


class Closing(NamedTuple):
    """Where the text ends (offset), where the signature stands, and what a reader had to do to see it.

    `repair`: quirk code and the stretch that was read as the signature where it does not stand alone. `notes`: what
    the communications center wrote below. `drafted`: the entry behind DRAFTED BY below the signature.
    """

    text_end: int
    signature: tuple[int, int] | None = None
    end: int = 0
    repair: str | None = None
    notes: tuple[tuple[int, int], ...] = ()
    drafted: tuple[int, int] | None = None


def without_initials(signed: str, name: str) -> str | None:
    """Q117: the surname of `JQMARLOWE` or `MARLOWEJQ` where that is the signature of Jane Q. Marlowe; else None."""
    *given, surname = name.upper().replace(".", " ").split() or [""]
    initials = "".join(word[0] for word in given)
    if len(surname) < _SHORTEST or not initials:
        return None
    forms = {f"{part}{surname}" for part in (initials, initials[0])}
    forms |= {f"{surname}{part}" for part in (initials, initials[0])}
    return surname if signed.upper() in forms else None


def read_closing(text: str, start: int, end: int) -> Closing:
    """Find the signature and the end of the text between two offsets. A missing signature is no fault."""
    stop, soft, drafted = end, None, None
    notes: list[tuple[int, int]] = []
    for _ in range(_LOOK_BACK):
        while stop > start and text[stop - 1] in " \t\n":
            stop -= 1
        if stop == start:
            break
        line = text.rfind("\n", start, stop) + 1 or start
        words = text[line:stop].strip() if stop - line <= 4 * _LONGEST else ""
        if _QUOTED.fullmatch(words) and soft is None:
            soft = stop
        elif _NOTE.fullmatch(words):
            notes.insert(0, (stop - len(words), stop))
        elif not _is_tail(words):
            closing = _closing(text, start, line, stop, soft or stop)
            return closing._replace(notes=tuple(notes), drafted=drafted)
        elif drafter := _DRAFTER.fullmatch(words):
            drafted = (stop - len(words) + drafter.start("entry"), stop)
        stop = line
    return Closing(soft or stop, end=soft or stop, notes=tuple(notes))


def _signature(words: str) -> re.Match[str] | None:
    return _SIGNATURE.fullmatch(words) if _SIGNED.match(words, len(words) - 1) else None


def stands_below(line: str) -> bool:
    """Whether a line is one of those that stand below a text: end mark, stamp, or a signature."""
    words = line.strip()
    found = _signature(words) if len(words) <= _LONGEST else None
    return _is_tail(words) or bool(found and not found["before"] and _is_name(found["name"]))


def _is_tail(line: str) -> bool:
    return bool(line) and (line.replace(" ", "").upper() in _LEVELS or _TAIL.fullmatch(line) is not None)


def _closing(text: str, start: int, line: int, stop: int, soft: int) -> Closing:
    """The closing whose last line of text is `text[line:stop]`."""
    words = text[line:stop] if stop - line <= _LONGEST else ""
    if _INITIALS.fullmatch(words.strip()):
        signed = _signed_above(text, start, line)
        if signed:
            return signed
    found = _signature(words.strip())
    shift = line + len(words) - len(words.lstrip())
    if found and _is_name(found.group("name")) and _may_sign(text, start, line, found.group("before")):
        name = (shift + found.start("name"), shift + found.end("name"))
        repair = GLUED if found.group("behind") else None
        return Closing(
            name[0] if found.group("before") else _above_levels(text, start, line), name, stop, repair
        )
    glued = _GLUED.search(text, max(line, stop - 80), stop) if text[stop - 1] in _ENDS_OF_NAMES else None
    if glued and _is_name(glued.group("name")) and _is_word(glued.group("word")):
        return Closing(glued.end("stop"), glued.span("name"), stop, "Q116")
    return Closing(soft, end=soft)


def _signed_above(text: str, start: int, line: int) -> Closing | None:
    """The signature that stands alone on the line above a typist's initials."""
    stop = line - 1
    above = text.rfind("\n", start, max(stop, start)) + 1 or start
    words = text[above:stop] if 0 < stop - above <= _LONGEST else ""
    found = _signature(words.strip())
    if not found or found["before"] or not _is_name(found["name"]) or not _may_sign(text, start, above, None):
        return None
    return _closing(text, start, above, stop, stop)


def _above_levels(text: str, start: int, line: int) -> int:
    """The end of the text above a signature, past levels that stand alone between the two."""
    while line > start:
        stop = line
        while stop > start and text[stop - 1] in " \t\n":
            stop -= 1
        above = text.rfind("\n", start, stop) + 1 or start
        if stop - above > _LONGEST or text[above:stop].replace(" ", "").upper() not in _LEVELS:
            break
        line = above
    return line


def _is_name(name: str) -> bool:
    words = name.split()
    return (
        len(words) <= 3 and not text_words.listed("not a name").intersection(words) and not set(name) <= {"X"}
    )


def _is_word(word: str) -> bool:
    """Whether the stop behind `word` ends a sentence, and not an abbreviation such as `GEN.` or `U.S.`."""
    return not word[0].isalpha() or (len(word) > 1 and word.upper() not in text_words.listed("abbreviation"))


def _may_sign(text: str, start: int, line: int, before: str | None) -> bool:
    """Whether the line above lets a name stand alone: a sentence must not run on into it."""
    if before or line <= start:
        return bool(before)
    above = text[max(start, line - 200) : line]
    bare = above.rstrip(" \t\n")
    if above[len(bare) :].count("\n") > 1 or has_ended(bare):
        return True
    last = bare[bare.rfind("\n") + 1 :]
    return _OVER.search(last.upper()) is not None or not last[-1].isalnum() or not bare.isupper()
