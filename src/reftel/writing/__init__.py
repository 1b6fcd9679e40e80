"""Writing: a telegram becomes bytes again, in the format that is asked for; what the format cannot say is named."""

from __future__ import annotations

from typing import NamedTuple

from reftel.model.telegram import Telegram
from reftel.wire.written_facts import CannotTransmit
from reftel.writing.format import CannotWrite, Format
from reftel.writing.formats import FORMATS, NOT_PUBLIC
from reftel.writing.loss import left_out
from reftel.writing.repertoire import fold

__all__ = ["FORMATS", "CannotWrite", "Written", "format_of", "write"]

_WITHOUT_WORDS = frozenset({"stub", "withdrawal"})


class Written(NamedTuple):
    """A written telegram. `left_out` names by JSON Pointer what it does not say, and why; empty if it says all."""

    data: bytes
    left_out: tuple[str, ...] = ()


def format_of(name: str) -> Format:
    """The format of a name; raises `ValueError` that names those that there are."""
    form = FORMATS.get(name)
    if form is not None:
        return form
    if name in NOT_PUBLIC:
        raise ValueError(f"{name}: {NOT_PUBLIC[name]}")
    known = "; ".join(f"{known}: {form.meaning}" for known, form in FORMATS.items())
    raise ValueError(f"there is no format {name}. {known}")


def write(telegram: Telegram, to: str = "source") -> Written:
    """The telegram in a format of `FORMATS`.

    `source` gives back the bytes of a telegram that is as it was read. Raises `CannotWrite` where the telegram
    lacks what the format must have, and `ValueError` for an unknown format.
    """
    form = format_of(to)
    if form.says is not None and telegram.kind in _WITHOUT_WORDS:
        raise CannotWrite(
            "it stands for a telegram whose words are not in this copy: there is nothing to write"
        )
    plain, letters = fold(telegram) if form.circuit else (telegram, ())
    try:
        data = form.write(plain)
    except CannotTransmit as error:
        raise CannotWrite(str(error)) from error
    foreign = (f"/: the circuit has no {' '.join(letters)}; their like is written",) if letters else ()
    return Written(data, foreign + left_out(plain, data, form))
