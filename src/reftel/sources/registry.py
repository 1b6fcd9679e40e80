"""The sources in the order in which they are asked: those of packages, our own, and plain text at the end.

A package of others enters its sources under the entry point group `reftel.sources`: each entry names a `Source`.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from reftel.sources import (
    aad_csv,
    aad_xml,
    cablegate_csv,
    cablegate_html,
    dfat,
    frus,
    history_lab,
    jsonl,
    mail,
    pdf,
    plusd,
    text,
)
from reftel.sources.source import Source

GROUP = "reftel.sources"
OURS: tuple[Source, ...] = (
    pdf.SOURCE,
    frus.SOURCE,
    aad_xml.SOURCE,
    aad_csv.SOURCE,
    cablegate_csv.SOURCE,
    plusd.SOURCE,
    cablegate_html.SOURCE,
    jsonl.SOURCE,
    history_lab.JSON,
    history_lab.TABLE,
    dfat.SOURCE,
    mail.MAILBOX,
    mail.MAIL,
)


class BadSource(TypeError):
    """A package entered something under `reftel.sources` that is no source."""


@cache
def sources() -> tuple[Source, ...]:
    """All sources, in order; the last recognises everything."""
    return (*_of_packages(), *OURS, text.SOURCE)


def _of_packages() -> tuple[Source, ...]:
    return tuple(_loaded(entry.name, entry.value, entry.load()) for entry in entry_points(group=GROUP))


def _loaded(name: str, value: str, source: object) -> Source:
    if not isinstance(source, Source):
        raise BadSource(f"the entry {name} = {value} of {GROUP} names no Source: remove or mend that package")
    return source
