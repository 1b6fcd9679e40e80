"""Which copies are one telegram, and under which key the archive keeps it.

The number is the best evidence that copies belong together, not proof: numbers of the 1970s came twice. So a
copy joins the telegram of its number only if their words agree too.
"""

from __future__ import annotations

import re

from reftel.model.telegram import Telegram

COMPLETENESS = ("whole", "partial", "first page", "text only", "header only")
AGREEMENT = 0.5
_WORDS = re.compile(r"\w+")
_MOST_WORDS = 20_000
_RUN = 4


def rank_of(telegram: Telegram) -> int:
    """How well a copy stands for its telegram; 0 is best. The best, then the earliest filed, is shown."""
    if telegram.completeness in COMPLETENESS:
        return COMPLETENESS.index(telegram.completeness)
    return len(COMPLETENESS)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORDS.findall(text.lower()[: _MOST_WORDS * 12])[:_MOST_WORDS]
    return set(zip(*(words[start:] for start in range(_RUN)), strict=False))


def body_of(telegram: Telegram) -> str:
    """The words that tell telegrams apart: subject and paragraphs, else the whole text."""
    body = "\n".join(paragraph.text for paragraph in telegram.paragraphs)
    return f"{telegram.subject or ''}\n{body}" if body else telegram.text


def agreement(one: str, other: str) -> float:
    """The share of the shorter text's runs of four words that the longer has too, from 0 to 1.

    A first page agrees wholly with the full text. Texts of under eight words agree only if equal.
    """
    first, second = _runs(one), _runs(other)
    fewer = min(len(first), len(second))
    if fewer < 8 - _RUN + 1:
        return float(one.split() == other.split())
    return len(first & second) / fewer


def same_telegram(one: Telegram, other: Telegram) -> bool:
    """Whether copies under one number are copies of one telegram: half of the words run alike."""
    if one.sections.of > 1 and not set(one.sections.present) & set(other.sections.present):
        return False
    return agreement(body_of(one), body_of(other)) >= AGREEMENT


def hash_key(sha256: bytes, digits: int = 12) -> str:
    """The key of a telegram without a number: the first hex digits of its copy's hash."""
    return sha256.hex()[:digits]


def version_key(mrn: str, version: int) -> str:
    """The key of a further telegram under the same number; the first has the number itself."""
    return mrn if version == 1 else f"{mrn}.{version}"
