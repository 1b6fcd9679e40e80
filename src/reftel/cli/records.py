"""Telegrams of files that are no plain texts but anything else that `reftel ingest` takes: archives, tables, mail."""

from __future__ import annotations

import io
from collections.abc import Iterator

from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, NotStrict
from reftel.sources.files import Refused
from reftel.sources.opening import records_of
from reftel.sources.read import read
from reftel.sources.record import Place


def telegrams_of(
    data: bytes, name: str, *, strict: bool = False, profile: str | None = None
) -> Iterator[Telegram | str]:
    """The telegrams that a file holds, and a message for each record that could not be read.

    What is no telegram is told only if there is none.
    """
    skipped: list[str] = []
    given = 0
    for one in records_of(io.BytesIO(data), Place(name, size=len(data))):
        if isinstance(one, Refused):
            said = sentence(one.path, one.line, one.reason, one.remedy)
            skipped += [said] if one.outcome == "skipped" else []
            yield from [said] if one.outcome == "failed" else []
            continue
        try:
            for found in read(one, strict=strict, profile=profile):
                given += 1
                yield found.telegram
        except (NotATelegram, NotStrict) as error:
            yield sentence(one.path, one.line, str(error))
    yield from skipped if not given else []


def sentence(path: str, line: int, reason: str, remedy: str = "") -> str:
    """A reason as one line: the place, the reason, the remedy."""
    place = f"{path}:{line}" if line else path
    return f"{place}: {reason}; {remedy}" if remedy else f"{place}: {reason}"
