"""The fields of the query language, and the fields of the index that each looks in."""

from __future__ import annotations

from reftel.vocabulary import block_words

WORDED = {
    "from": ("sender",),
    "to": ("action", "info"),
    "info": ("info",),
    "subject": ("subject",),
    "para": ("para",),
    "summary": ("summary",),
    "comment": ("comment",),
    "drafter": ("drafter",),
    "classifier": ("classifier",),
    "passing": ("passing",),
}
"""Fields of words."""

PATTERNED = frozenset(
    {
        "post",
        "tag",
        "class",
        "caption",
        "precedence",
        "addressee",
        "office",
        "signer",
        "year",
        "month",
        "finding",
    }
)
CODED = PATTERNED | {"source", "layout", "mark", "has", "is"}
"""Fields of whole values; those of `PATTERNED` also take wildcards and patterns."""

NUMBERED = {
    "mrn": ("number",),
    "ref": ("reference",),
    "cites": ("reference", "mention"),
    "citedby": (),
    "thread": (),
}
"""Fields of message reference numbers; the last two are found by the links between telegrams."""

FIELDS = frozenset({*WORDED, *CODED, *NUMBERED, "date"})
HAS = {
    "has": frozenset(role.replace(" ", "-") for role in block_words.roles())
    | {"mark", "reference", "mention", "passing", "signature", "subject", "repair", "release", "classifier"}
    | {"drafter", "distribution", "declassification", "transmission"},
    "is": frozenset(
        {
            "telegram",
            "airgram",
            "stub",
            "withdrawal",
            "service",
            "index-entry",
            "whole",
            "partial",
            "first-page",
        }
        | {"text-only", "header-only", "sectional", "readdressed", "unnumbered", "undated"}
    ),
}
"""The values of fields that have a closed list."""

GUARDS = {
    **dict.fromkeys(("subject", "subject_series"), "subject_tier"),
    **dict.fromkeys(("mention", "finding", "has:repair", "has:mention"), "every"),
    **dict.fromkeys(
        ("head", "drafter", "classifier", "passing", "reference", "office", "signer", "is"), "tier"
    ),
}
"""The level that a viewer must be allowed to be answered from a field, or from a value of one; a field not named shows
what all may see. `every`: what may come from any portion, of which none may be hidden."""
