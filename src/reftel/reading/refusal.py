"""What is said when bytes hold no telegram."""

from __future__ import annotations


class NotATelegram(ValueError):
    """The text holds no telegram. The message tells a person what was found and what can be done."""
