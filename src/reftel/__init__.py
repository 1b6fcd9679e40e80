"""Reftel: read, check, file and find diplomatic telegrams.

>>> import reftel
>>> telegram = reftel.parse(open("telegram.txt", "rb").read())
>>> telegram.mrn, telegram.subject

>>> with reftel.open_archive("my-archive") as archive:
...     archive.search("ferry date:2006").hits
...     reftel.to_polars(archive, "ferry date:2006")

`parse` gives the first telegram of a text, `parse_all` each, `detect` says which layout it has, `check` what is
wrong with one; `write` turns one into bytes again, in the format that is asked for. `open_archive` opens an archive;
`to_polars` and `to_pandas` give all that a query finds as a table. In a notebook telegrams show themselves. All are
loaded at first use, so that `import reftel` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reftel.archive import Archive as Archive
    from reftel.archive import open_archive as open_archive
    from reftel.check import check as check
    from reftel.export.frames import to_pandas as to_pandas
    from reftel.export.frames import to_polars as to_polars
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
    "Archive",
    "CannotWrite",
    "NotATelegram",
    "NotStrict",
    "Telegram",
    "Written",
    "__version__",
    "check",
    "detect",
    "open_archive",
    "parse",
    "parse_all",
    "to_pandas",
    "to_polars",
    "write",
]

_HOMES = {
    "Archive": "reftel.archive",
    "open_archive": "reftel.archive",
    "to_pandas": "reftel.export.frames",
    "to_polars": "reftel.export.frames",
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
    if "IPython" in sys.modules:
        _show_in_notebooks()
    return getattr(import_module(home), name)


def _show_in_notebooks() -> None:
    """Where IPython runs, let it show telegrams and hits; what makes their HTML is loaded when one is shown."""
    shell = sys.modules["IPython"].get_ipython()
    if shell is not None:
        load_ipython_extension(shell)


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext reftel`: the same, asked for."""
    import_module("reftel.notebook").load(shell)
