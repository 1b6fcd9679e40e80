r"""Wildcards and patterns, turned into the engine's own expressions; what a person typed is never passed on as it is.

A pattern knows letters, `.` for any one, `[abc]` and `[^a-z]`, `*`, `+`, `?`, `|` and round brackets; `\\` before a
sign means the sign itself. It must match a whole code. Few enough of them are allowed that the engine's automaton
stays small.
"""

from __future__ import annotations

import re

LONGEST = 80
MOST_SIGNS = 8  # of those that stand for any letter
_PART = re.compile(
    r"(?P<escaped>\\[^\w\s])|(?P<range>\[\^?[A-Za-z0-9 ./-]+\])|(?P<any>\.)|(?P<times>[*+?])|(?P<or>\|)"
    r"|(?P<open>\()|(?P<close>\))|(?P<letter>[^\\\[\]{}^$])"
)
_LETTERS = re.compile(r"(?:[A-Z]-[A-Z]|[0-9]-[0-9]|[A-Z0-9 ./])+")
_RUN = re.compile(r"(.)-(.)")
_META = re.compile(r"[\\.+*?()|\[\]{}^$]")


def escaped(text: str) -> str:
    """A text as an expression that matches it and nothing else."""
    return _META.sub(r"\\\g<0>", text)


def of_wild(text: str) -> str | None:
    """The expression of a word with `*` and `?`; None where it has too many of them, or hardly a letter."""
    signs = len(re.findall(r"[*?]", text))
    if signs > MOST_SIGNS or len(text) > LONGEST or sum(map(str.isalnum, text)) < 2:
        return None
    pieces = re.split(r"([*?])", re.sub(r"\*+", "*", text))
    return "".join({"*": ".*", "?": "."}.get(piece) or escaped(piece) for piece in pieces if piece)


def _orderly(text: str) -> bool:
    """Whether the letters in square brackets are such, or run from one to a later one."""
    body = text.strip("[]^")
    return bool(_LETTERS.fullmatch(body)) and all(first <= last for first, last in _RUN.findall(body))


def of_pattern(pattern: str) -> str | None:
    """The expression of a pattern, in capitals as codes are; None for what is none, or asks for too much."""
    text = pattern.upper()
    if not text or len(text) > LONGEST:
        return None
    made: list[str] = []
    depth, at, repeatable = 0, 0, False
    counted = {"any": 0, "range": 0, "times": 0}
    for match in _PART.finditer(text):
        kind = match.lastgroup or ""
        depth += (kind == "open") - (kind == "close")
        if match.start() != at or depth < 0 or (kind == "times" and not repeatable):
            return None
        if kind == "range" and not _orderly(match[0]):
            return None
        at = match.end()
        repeatable = kind in {"escaped", "range", "any", "close", "letter"}
        if kind in counted:
            counted[kind] += 1
        made.append(escaped(match[0]) if kind == "letter" else match[0])
    fits = at == len(text) and depth == 0 and max(counted.values()) <= MOST_SIGNS
    return "".join(made) if fits else None


def fits(pattern: str, word: str) -> bool:
    """Whether a word is what a pattern of letters, `*` and `?` describes.

    The time is at most the product of both lengths.
    """
    at = place = 0
    star, resumed = -1, 0
    while place < len(word):
        sign = pattern[at] if at < len(pattern) else ""
        if sign == "*":
            star, resumed, at = at, place, at + 1
        elif sign in {"?", word[place]}:
            at, place = at + 1, place + 1
        elif star >= 0:
            resumed += 1
            at, place = star + 1, resumed
        else:
            return False
    return not pattern[at:].strip("*")
