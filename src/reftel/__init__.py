"""Reftel: read, check, file and find diplomatic telegrams.

>>> import reftel
>>> telegram = reftel.parse(open("telegram.txt", "rb").read())
>>> telegram.mrn, telegram.subject

`parse` gives the first telegram of a text, `parse_all` each, `detect` says which layout it has, `check` what is
wrong with one; `write` turns one into bytes again, in the format that is asked for. They are loaded at first use, so
that `import reftel` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reftel.check import check as check
    from reftel.model.telegram import Telegram as Telegram
    from reftel.reading import NotATelegram as NotATelegram
    from reftel.reading import NotStrict as NotStrict
    from reftel.reading import detect as detect
    from reftel.reading import parse as parse
    from reftel.reading import parse_all as parse_all
    from reftel.writing import CannotWrite as CannotWrite
    from reftel.writing import Written as Written
    from reftel.writing import write as write

__version__ = "0.1.0"
__all__ = [
    "CannotWrite",
    "NotATelegram",
    "NotStrict",
    "Telegram",
    "Written",
    "__version__",
    "check",
    "detect",
    "parse",
    "parse_all",
    "write",
]

_HOMES = {
    "CannotWrite": "reftel.writing",
    "Written": "reftel.writing",
    "write": "reftel.writing",
    "NotATelegram": "reftel.reading",
    "NotStrict": "reftel.reading",
    "Telegram": "reftel.model.telegram",
    "check": "reftel.check",
    "detect": "reftel.reading",
    "parse": "reftel.reading",
    "parse_all": "reftel.reading",
}


def __getattr__(name: str) -> Any:
    """Load what the package offers when it is first asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'reftel' has no attribute {name!r}")
    return getattr(import_module(home), name)
