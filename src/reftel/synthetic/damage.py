"""Damage of the kinds that real collections show, put into a clean text by the number of the quirk.

Each function takes the telegram's text and gives it damaged; none invents a reading that the text did not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PLACES = (
    ("Q5", "a form feed stands at the head of the second page", r"(?m)^(?=PAGE 02 )", "\x0c"),
    (
        "Q6",
        "a control sign stands in a word of the second paragraph",
        r"(?m)(^2\. [^\n]{20,}? [A-Za-z]{3})(?=[a-zA-Z]{4})",
        "\\1\x00",
    ),
    ("Q7", "a blank of the TAGS line is a no-break space", r"(?m)^TAGS: ", "TAGS:\u00a0"),
    (
        "Q33",
        "a letter O stands for the first nought of the date-time group",
        r"(?m)^([OPRZ](?: [OPRZ])? [1-9]*)0(?=[0-9]{0,5}Z )",
        r"\1O",
    ),
    ("Q35", "a blank is missing behind FM", r"(?m)^FM (?=AM|SEC|US)", "FM"),
    (
        "Q39",
        "two letters of the month are exchanged",
        r"(?m)(?<=Z )(O|N|S)([A-Z])([A-Z])(?= [0-9]{2}$)",
        r"\1\3\2",
    ),
    ("Q48", "the continuity number is stuck to the name", r"(?m)^(TO .*WASHDC) (?=[0-9]{4}$)", r"\1"),
    ("Q55", "the letters of the level are spaced unevenly", r"(?m)^(C|S) (O|E) (N F|C R) ", r"\1 \2\3 "),
    ("Q60", "SIPDIS stands twice", r"\nSIPDIS\n", "\nSIPDIS\n\nSIPDIS\n"),
    ("Q63", "a zero stands for the O of E.O.", r"(?m)^E\.O\. ", "E.0. "),
    ("Q67", "the TAGS label lost a letter", r"(?m)^TAGS: ", "TAG: "),
    ("Q68", "a full stop stands between two TAGS", r"(?m)^(TAGS: [A-Z]{4}), ", r"\1. "),
    ("Q78", "the subject's label lost a letter", r"(?m)^SUBJECT: ", "SUBJET: "),
    ("Q85", "the label of the references is another", r"(?m)^REF: ", "REFTEL: "),
    ("Q105", "no blank stands before the second paragraph's mark", r"(?m)^(2\.) (?=\()", r"\1"),
    ("Q107", "the opening bracket of the second paragraph's mark is lost", r"(?m)^(2\. )\(", r"\1"),
    ("Q122", "letters of the next message follow the end", r"\nNNN\n", "\nNNNNMAFVVZCZ\n"),
    ("Q125", "the word SECTION lost a letter", r"(?m)^([A-Z ]{5,40}) SECTION (?=[0-9])", r"\1 SECTON "),
    (
        "Q131",
        "the first page says that the message may be a duplicate",
        r"(?m)^(PAGE 01 .*Z)$",
        r"\1  POSS DUPE",
    ),
)
"""Damage at one place: the quirk, what it is, where, and what comes there."""


def _at_one_place(pattern: str, put: str) -> Callable[[str], str]:
    found = re.compile(pattern)
    return lambda text: found.sub(put, text, count=1)


def _link_litter(text: str) -> str:
    """Q9: a web page left its link marks on the TAGS."""
    return re.sub(
        r"(?m)^TAGS: ([A-Z ]+)$",
        lambda line: "TAGS: " + " ".join(f"[{tag}](#)" for tag in line[1].split()),
        text,
        count=1,
    )


def _pilcrows(text: str) -> str:
    """A publisher's pilcrow stands before each paragraph number."""
    return re.sub(r"(?<=\n\n)(?=[0-9]{1,2}\. )", "¶", text)


def _mojibake(text: str) -> str:
    """Q1: UTF-8 was read as Latin-1 and saved again."""
    return _pilcrows(text).replace("¶", "Â¶")


def _carriage_returns(text: str) -> str:
    """Q4: lines end with CR LF."""
    return text.replace("\n", "\r\n")


def _precedence_misspelt(text: str) -> str:
    """Q47: the second letter of a precedence word is lost."""
    return re.sub(r"(?m)^((?:TO )?.* [IP])[MR](MEDIATE|IORITY)\b", r"\1\2", text, count=1)


def _banner_in_sentence(text: str) -> str:
    """Q26: the release banner falls into a paragraph, twice."""
    banner = "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"
    lines = text.split("\n")
    first = next((index for index, line in enumerate(lines) if line.startswith(("1. ", "SUMMARY"))), 0)
    if first and "\nPAGE 01" in text[:100]:
        lines[first + 1 : first + 1] = [banner, banner]
    return "\n".join(lines)


def _blanks_inserted(text: str) -> str:
    """Q34: blanks stand in the order's label and in the date-time group."""
    return re.sub(r"(?m)^([A-Z](?: [A-Z])? [0-9]{6})Z ", r"\1 Z ", text, count=1).replace(
        "\nE.O. ", "\nE. O. ", 1
    )


def _signature_on_the_line(text: str) -> str:
    """Q116: the signature stands on the line of the last sentence."""
    return re.sub(r"(\.)\n+([A-Z]{3,15})\n", r"\1 \2\n", text, count=1)


def _byte_order_mark(text: str) -> str:
    """Q3: the file begins with a byte order mark."""
    return "\ufeff" + text


DAMAGE: dict[str, Callable[[str], str]] = {
    "Q1": _mojibake,
    "Q3": _byte_order_mark,
    "Q4": _carriage_returns,
    "Q9": _link_litter,
    "Q26": _banner_in_sentence,
    "Q34": _blanks_inserted,
    "Q47": _precedence_misspelt,
    "Q116": _signature_on_the_line,
    "pilcrow": _pilcrows,
    **{code: _at_one_place(pattern, put) for code, _, pattern, put in _PLACES},
}


def damaged(text: str, quirks: tuple[str, ...]) -> str:
    """The text with each of the quirks put in, in the order given. An unknown quirk is a KeyError."""
    for quirk in quirks:
        text = DAMAGE[quirk](text)
    return text
