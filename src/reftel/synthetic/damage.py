"""Damage of the kinds that real collections show, put into a clean text by the number of the quirk.

Each function takes the telegram's text and gives it damaged; none invents a reading that the text did not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable


def _bracket_lost(text: str) -> str:
    """Q107: the opening bracket of the second paragraph's mark is lost."""
    return re.sub(r"(?m)^(2\. )\(", r"\1", text, count=1)


def _caption_doubled(text: str) -> str:
    """Q60: SIPDIS stands twice."""
    return text.replace("\nSIPDIS\n", "\nSIPDIS\n\nSIPDIS\n", 1)


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
    return re.sub(r"(?m)^(?=[0-9]{1,2}\. )", "¶", text)


def _mojibake(text: str) -> str:
    """Q1: UTF-8 was read as Latin-1 and saved again."""
    return _pilcrows(text).replace("¶", "Â¶")


def _carriage_returns(text: str) -> str:
    """Q4: lines end with CR LF."""
    return text.replace("\n", "\r\n")


def _label_misspelt(text: str) -> str:
    """Q67: the TAGS label lost a letter."""
    return text.replace("\nTAGS: ", "\nTAG: ", 1)


def _zero_for_o(text: str) -> str:
    """Q63: a zero stands for the O of E.O."""
    return text.replace("\nE.O. ", "\nE.0. ", 1)


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


DAMAGE: dict[str, Callable[[str], str]] = {
    "Q1": _mojibake,
    "Q4": _carriage_returns,
    "Q9": _link_litter,
    "Q26": _banner_in_sentence,
    "Q34": _blanks_inserted,
    "Q47": _precedence_misspelt,
    "Q60": _caption_doubled,
    "Q63": _zero_for_o,
    "Q67": _label_misspelt,
    "Q107": _bracket_lost,
    "Q116": _signature_on_the_line,
    "pilcrow": _pilcrows,
}


def damaged(text: str, quirks: tuple[str, ...]) -> str:
    """The text with each of the quirks put in, in the order given. An unknown quirk is a KeyError."""
    for quirk in quirks:
        text = DAMAGE[quirk](text)
    return text
