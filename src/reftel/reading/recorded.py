"""Records of a collection: hearing what they state of a telegram, and those that have no text at all."""

from __future__ import annotations

from typing import Any

from reftel.model.mrn import Mrn, aliases, parse_mrn
from reftel.model.stated import FIELDS, Stated
from reftel.model.telegram import Diagnostic, Paragraph, Provenance, Release, Telegram
from reftel.reading.findings import Findings

FACT = "Stated by the record"
"""The fact that names the fields that were filled from a record and not from a telegram's own words."""

_WITHDRAWN = Diagnostic("Q138", "note", "A card in the telegram's place: it exists and is withheld.")
_FILLERS = frozenset(
    {
        "N/A", "ERROR READING TEXT INDEX", "ADS TEXT UNRETRIEVABLE", "NO TEXT BODY AVAILABLE FOR DOCUMENT",
    }
)  # fmt: skip
_NO_TEXT = Diagnostic("Q135", "note", "The record has no text: it names the telegram and does not hold it.")


def findings(stated: Stated) -> Findings:
    """What the record says, in the terms of the contract; its words have no place in the telegram's text."""
    found = Findings()
    for name in FIELDS:
        found.put(name, getattr(stated, name))
    return found


def number(stated: Stated) -> Mrn | None:
    """The number under which the collection has the record."""
    return parse_mrn(stated.mrn) if stated.mrn else None


def names(stated: Stated) -> tuple[str, ...]:
    """The names under which the collection has it, as printed."""
    read = number(stated)
    printed = (stated.mrn,) if stated.mrn and str(read) != stated.mrn else ()
    return (*printed, *stated.aliases)


def joined(one: Release | None, other: Release | None) -> Release | None:
    """What stamps and the record say of a release, together."""
    if one is None or other is None:
        return one or other
    return Release(
        tuple(dict.fromkeys(one.stamps + other.stamps)),
        tuple(dict.fromkeys(one.case_numbers + other.case_numbers)),
        tuple(dict.fromkeys(one.exemptions + other.exemptions)),
        one.on or other.on,
    )


def remarks_of(kind: str) -> tuple[Diagnostic, ...]:
    """What is to be said of a record that stands for its telegram."""
    return {"stub": (_NO_TEXT,), "withdrawal": (_WITHDRAWN,)}.get(kind, ())


def says_nothing(paragraphs: tuple[Paragraph, ...]) -> bool:
    """Whether all that stands in the place of a text is what an archive's system wrote there: `n/a`."""
    return len(paragraphs) == 1 and paragraphs[0].text.strip(" .").upper() in _FILLERS


def without_text(stated: Stated, provenance: Provenance) -> Telegram:
    """The telegram that a record without text stands for, made of what it states alone."""
    read = number(stated)
    fields: dict[str, Any] = findings(stated).fields
    kind = stated.kind or "stub"
    remark = _WITHDRAWN if kind == "withdrawal" else _NO_TEXT
    numbered = read is not None and read.year is not None
    return Telegram(
        mrn=str(read) if numbered else None,
        id=f"sha256:{provenance.sha256}",
        aliases=tuple(dict.fromkeys((*(aliases(read) if read and numbered else ()), *names(stated)))),
        kind=kind,
        completeness=stated.completeness or "header only",
        release=stated.release,
        provenance=provenance,
        diagnostics=(remark, *stated.remarks),
        **fields,
    )
