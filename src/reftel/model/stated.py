"""What a container says of a telegram: a row of a table, a record, an edition's notes, a card in its place.

It is a witness beside the telegram's own words: it fills what they leave open and never overrules them.
"""

from __future__ import annotations

from reftel.model.noun import Noun
from reftel.model.reference import Reference
from reftel.model.telegram import (
    Addressee,
    Classification,
    Copies,
    Declassification,
    Diagnostic,
    Officer,
    Originator,
    Passing,
    Precedences,
    Release,
)


class Stated(Noun, frozen=True, omit_defaults=True):
    """A container's statements in the terms of `Telegram`, whose fields have the same names; each may be absent.

    `mrn`: the number in any form that `parse_mrn` reads; `aliases`: other names, as printed. `kind`: what the record is
    (telegram, airgram, withdrawal, index entry, stub); where it is given, the record is one even if its words do not
    look it. `layout`: only `edited`, for the text of a printed edition, in which no line of the original stands.
    `completeness`: where the container says that text is missing. `remarks`: what its reader noticed, as diagnostics.
    """

    mrn: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    layout: str | None = None
    dtg: str | None = None
    dtg_precision: str | None = None
    precedence: Precedences = Precedences()
    originator: Originator | None = None
    action: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    exempt: tuple[Addressee, ...] = ()
    classification: Classification = Classification()
    captions: tuple[str, ...] = ()
    passing: tuple[Passing, ...] = ()
    declassification: Declassification | None = None
    tags: tuple[str, ...] = ()
    subject: str | None = None
    references: tuple[Reference, ...] = ()
    classified_by: Officer | None = None
    reasons: tuple[str, ...] = ()
    drafted_by: tuple[Officer, ...] = ()
    cleared_by: tuple[Officer, ...] = ()
    approved_by: tuple[Officer, ...] = ()
    distribution: tuple[Copies, ...] = ()
    signature: str | None = None
    release: Release | None = None
    completeness: str | None = None
    remarks: tuple[Diagnostic, ...] = ()


FIELDS = tuple(
    name
    for name in Stated.__struct_fields__
    if name not in {"mrn", "aliases", "kind", "layout", "release", "completeness", "remarks"}
)
"""The statements that fill fields of a telegram as they stand."""
