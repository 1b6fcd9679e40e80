"""Checking: what is wrong with a telegram, or worth knowing about it. One small function for each rule.

The room itself can be called, as its `check`: Python puts an imported room under its name in the package above it,
so that `reftel.check` is this room as soon as anything has entered it.
"""

import sys
from types import ModuleType

from reftel.check.run import Found, check, examine
from reftel.model.telegram import Diagnostic, Telegram

__all__ = ["Found", "check", "examine"]


class _Room(ModuleType):
    """A module that can be called."""

    def __call__(self, telegram: Telegram, profile: str = "archive") -> tuple[Diagnostic, ...]:
        """As `check`."""
        return check(telegram, profile)


sys.modules[__name__].__class__ = _Room
