"""Libraries that only some formats need, and that are not installed unless they are asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from reftel.export.format import ExportError


def needed(module: str, extra: str) -> Any:
    """The module of a library. Raises `ExportError` that says what to install."""
    try:
        return import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        raise ExportError(f"{name} is not installed; `pip install 'reftel[{extra}]'` brings it") from error
