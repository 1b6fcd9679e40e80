"""Letters as the index has them: one form for a text and for the words of a query.

Accents fold in every script, numbers lose leading zeros, words whose letters stand apart (`S E C R E T`) are closed
up, and the signs of scripts written without blanks stand for themselves.
"""

from __future__ import annotations

import re
import unicodedata

# Both begin with the sign that is rarest, so that the places where they cannot match are passed over quickly.
_ZEROS = re.compile(r"0(?<!\w0)\d++(?!\w)")
_APART = re.compile(r" (?<=(?<!\w)[A-Za-z] )[A-Za-z](?!\w)(?: [A-Za-z](?!\w)){2,}+")
_SIGN = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def folded(text: str) -> str:
    """The text without accents, whatever its script, and with compatible forms of letters made one."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _SIGN.sub(" \\g<0> ", unicodedata.normalize("NFC", kept))


def closed_up(text: str) -> str:
    """The text with words of four and more letters that stand apart, one blank between any two, written together."""
    return _APART.sub(lambda match: match[0].replace(" ", ""), text)


def without_zeros(text: str) -> str:
    """The text with numbers written without leading zeros."""
    return _ZEROS.sub(lambda match: match[0].lstrip("0") or "0", text)


def normal(text: str) -> str:
    """The text in the form in which its words are indexed and looked for; case is the analyzer's to fold."""
    return without_zeros(closed_up(folded(text)))
