"""The letters that a circuit carries: 7-bit letters only, so that others are written as their like."""

from __future__ import annotations

import unicodedata
from typing import Any

import msgspec

from reftel.model.telegram import Telegram

_LIKE = {
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "--", "…": "...", "•": "-", "·": "-", "ß": "SS", "Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o",
    "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "\u00a0": " ", "£": "GBP ", "€": "EUR ", "\t": " ",
}  # fmt: skip


def foreign(text: str) -> tuple[str, ...]:
    """The letters of a text that the circuit does not carry, each once."""
    return () if text.isascii() else tuple(dict.fromkeys(letter for letter in text if not letter.isascii()))


def folded(text: str) -> str:
    """The text with such letters as their like: without accents, quotation marks straight; `?` for all others."""
    return text if text.isascii() else "".join(map(_like, text))


def _like(letter: str) -> str:
    if letter.isascii():
        return letter
    plain = _LIKE.get(letter) or unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return plain or "?"


def fold(telegram: Telegram) -> tuple[Telegram, tuple[str, ...]]:
    """The telegram in letters that the circuit carries, and the letters that it does not."""
    content: dict[str, Any] = msgspec.to_builtins(telegram.replace(spans={}))
    seen: dict[str, None] = {}
    plain = _folded(content, seen)
    return (msgspec.convert(plain, Telegram) if seen else telegram), tuple(seen)


def _folded(value: Any, seen: dict[str, None]) -> Any:
    if isinstance(value, str):
        seen.update(dict.fromkeys(foreign(value)))
        return folded(value)
    if isinstance(value, dict):
        return {name: _folded(one, seen) for name, one in value.items()}
    return [_folded(one, seen) for one in value] if isinstance(value, list | tuple) else value
