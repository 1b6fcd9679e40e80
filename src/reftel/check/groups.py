"""The files that hold rules. A new group is one file and its name here."""

from __future__ import annotations

from importlib import import_module

GROUPS = (
    "whole",
    "layout",
    "first_line",
    "number",
    "sections",
    "captions",
    "passing",
    "order",
    "tags",
    "subject",
    "references",
    "classifier",
    "paragraphs",
    "blocks",
    "signature",
    "distribution",
    "addresses",
    "routing",
    "security",
    "times",
    "frame",
    "repaired",
)


def load() -> None:
    """Import every group, so that its rules are registered."""
    for group in GROUPS:
        import_module(f"reftel.check.{group}")
