"""Notebooks: which values IPython shows, and where their HTML is made. The values know nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

SHOWN = {
    ("reftel.model.telegram", "Telegram"): "telegram_card",
    ("reftel.archive.results", "Filed"): "filed_card",
    ("reftel.archive.results", "Results"): "results_card",
}
"""The types that are shown, by module and name, and the function of `reftel.export.cards` that makes their HTML."""


def load(shell: Any) -> None:
    """Let a running IPython show these types; nothing else is imported until one is shown."""
    formatter = shell.display_formatter.formatters["text/html"]
    for (module, name), maker in SHOWN.items():
        formatter.for_type_by_name(module, name, _lazily(maker))


def _lazily(maker: str) -> Callable[[Any], str]:
    def show(value: Any) -> str:
        return str(getattr(import_module("reftel.export.cards"), maker)(value))

    return show
