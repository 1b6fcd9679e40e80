"""Checking: what is wrong with a telegram, or worth knowing about it. One small function for each rule."""

from reftel.check.run import Found, check, examine

__all__ = ["Found", "check", "examine"]
