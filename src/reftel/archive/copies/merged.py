"""The merged record: what the copies of a telegram say together.

The best copy stands for the telegram; where none holds all sections, the sections of several are read as one text.
What that text leaves open is filled from the other copies, and the limits of who may see it are those of all. Nothing
that a copy says is lost: where copies disagree the telegram says so, and each copy can be asked for by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import msgspec

from reftel.archive.copies.identity import rank_of
from reftel.archive.results import Difference, Said, Stretch
from reftel.model.telegram import Diagnostic, Telegram
from reftel.vocabulary.classification import rank
from reftel.vocabulary.codes import severity

_BESIDE = {"mrn": ("mrn_inferred",), "dtg": ("dtg_precision",), "subject": ("subject_marking",)}
_OF_THE_TEXT = frozenset({
    "schema", "id", "kind", "layout", "sections", "completeness", "provenance", "paragraphs", "mentions", "spans",
    "repairs", "diagnostics", "aliases", "mrn_inferred", "dtg_precision", "subject_marking",
})  # fmt: skip
FILLED = tuple(name for name in Telegram.__struct_fields__ if name not in _OF_THE_TEXT)
_EMPTY = Telegram()
_SIGNS = re.compile(r"[\W_]+")


class Merged(msgspec.Struct, frozen=True):
    """A telegram made of its copies.

    `parts`: which stretch of its text comes from which copy; `sources`: which copy says each field that is not
    empty, where that text does not; `differences`: the fields about which copies disagree.
    """

    telegram: Telegram
    parts: tuple[Stretch, ...]
    sources: dict[str, str]
    differences: tuple[Difference, ...]


def in_rank(copies: Sequence[Telegram]) -> list[Telegram]:
    """The copies, that which lacks least first. The order depends on what they say alone."""
    return sorted(copies, key=lambda copy: (rank_of(copy), -len(copy.paragraphs), copy.id))


def merge(copies: Sequence[Telegram]) -> Merged:
    """The merged record of copies that carry their texts; at least one."""
    ranked = in_rank(copies)
    base, parts = _base(ranked)
    filled, sources = _filled(base, ranked)
    differences = tuple(_differences(ranked))
    aliases = dict.fromkeys(alias for copy in (base, *ranked) for alias in copy.aliases)
    remarks = (*_remarks_of_sources(sources), *map(_remark_of_difference, differences))
    telegram = filled.replace(aliases=tuple(aliases), diagnostics=(*filled.diagnostics, *remarks))
    return Merged(telegram, parts, sources, differences)


def _base(ranked: list[Telegram]) -> tuple[Telegram, tuple[Stretch, ...]]:
    """The telegram whose text is shown, and whose stretches that text is made of: a copy, or sections of several.

    Sections are shown where no copy holds all of them, and where together they say more than the best copy.
    """
    best = ranked[0]
    chosen = _cover(ranked)
    if len(chosen) == 1 and best.sections.of == chosen[0].sections.of:
        best = chosen[0]
    joined = _joined(chosen) if len(chosen) > 1 else None
    if joined is not None and (best.sections.of > 1 or _letters(joined[0]) > _letters(best)):
        return joined
    return best, (Stretch(best.id, 0, len(best.text)),)


def _letters(telegram: Telegram) -> int:
    return sum(len(paragraph.text) for paragraph in telegram.paragraphs)


def _cover(ranked: list[Telegram]) -> list[Telegram]:
    """The copies that hold all sections that any holds: those that have a number, if they do, else with the others."""
    numbered, all_of_them = _fewest([copy for copy in ranked if copy.mrn]), _fewest(ranked)
    return numbered if _held(numbered) == _held(all_of_them) else all_of_them


def _held(copies: list[Telegram]) -> set[int]:
    return {section for copy in copies for section in copy.sections.present}


def _fewest(ranked: list[Telegram]) -> list[Telegram]:
    """The fewest copies that hold all sections that any holds, the better ones chosen first, in the sections' order."""
    chosen: list[Telegram] = []
    held: set[int] = set()
    total = next((copy.sections.of for copy in ranked if copy.sections.of > 1), 1)
    for copy in sorted(ranked, key=lambda copy: -len(copy.sections.present)):
        new = set(copy.sections.present) - held
        if copy.sections.of == total > 1 and new:
            chosen.append(copy)
            held |= new
    return sorted(chosen, key=lambda copy: copy.sections.present)


def _joined(chosen: list[Telegram]) -> tuple[Telegram, tuple[Stretch, ...]] | None:
    """The sections read as one text; None where they do not read as one telegram."""
    from reftel.reading import NotATelegram, parse_all

    text = ""
    parts: list[Stretch] = []
    for copy in chosen:
        own = copy.text if copy.text.endswith("\n") else f"{copy.text}\n"
        parts.append(Stretch(copy.id, len(text), len(text) + len(copy.text)))
        text += own
    try:
        read = list(parse_all(text))
    except NotATelegram:
        return None
    if len(read) != 1 or not _held(chosen) <= set(read[0].sections.present):
        return None
    first = chosen[0]
    named = read[0].replace(id=first.id, provenance=first.provenance, mrn=first.mrn)
    return named, tuple(parts)


def _filled(base: Telegram, ranked: list[Telegram]) -> tuple[Telegram, dict[str, str]]:
    changes: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for field in FILLED:
        teller = next(
            (copy for copy in (base, *ranked) if getattr(copy, field) != getattr(_EMPTY, field)), base
        )
        if teller is not base:
            changes |= {name: getattr(teller, name) for name in (field, *_BESIDE.get(field, ()))}
            sources[field] = teller.id
    changes |= _limits(base, ranked, sources)
    return base.replace(**changes) if changes else base, sources


def _limits(base: Telegram, ranked: list[Telegram], sources: dict[str, str]) -> dict[str, Any]:
    """The highest classification and all captions of any copy: who may not see one copy may not see them together."""
    changes: dict[str, Any] = {}
    highest = max(ranked, key=lambda copy: rank(copy.classification.level))
    if rank(highest.classification.level) > rank(base.classification.level):
        changes["classification"] = highest.classification
        sources["classification"] = highest.id
    captions = tuple(dict.fromkeys(caption for copy in (base, *ranked) for caption in copy.captions))
    if captions != base.captions:
        changes["captions"] = captions
        sources["captions"] = next(copy.id for copy in ranked if set(copy.captions) - set(base.captions))
    return changes


def _plain(text: str | None) -> str:
    return _SIGNS.sub("", text or "").upper()


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values)


class Compared(msgspec.Struct, frozen=True):
    """A field in which copies can disagree: what it says, for people, and which sayings are the same."""

    name: str
    said: Callable[[Telegram], str]
    same: Callable[[str, str], bool]


def _equal(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _as_far_as_said(one: str, other: str) -> bool:
    """Whether the shorter is the begin of the longer: subjects are cut, dates are known to the day."""
    shorter, longer = sorted((_plain(one), _plain(other)), key=len)
    return longer.startswith(shorter)


def _as_sets(one: str, other: str) -> bool:
    return set(one.split(", ")) == set(other.split(", "))


def _dated(telegram: Telegram) -> str:
    length = {"minute": 16, "day": 10, "month": 7, "year": 4}.get(telegram.dtg_precision or "minute", 16)
    return (telegram.dtg or "")[:length]


COMPARED = (
    Compared("dtg", _dated, _as_far_as_said),
    Compared("classification", lambda copy: copy.classification.level or "", _equal),
    Compared("captions", lambda copy: _listed(copy.captions), _as_sets),
    Compared("tags", lambda copy: _listed(copy.tags), _as_sets),
    Compared("subject", lambda copy: copy.subject or "", _as_far_as_said),
    Compared("originator", lambda copy: (copy.originator and copy.originator.post) or "", _equal),
    Compared("signature", lambda copy: copy.signature or "", _equal),
)


def _differences(ranked: list[Telegram]) -> list[Difference]:
    found: list[Difference] = []
    for compared in COMPARED:
        said: dict[str, list[str]] = {}
        for copy in ranked:
            value = compared.said(copy)
            if value:
                same = next((known for known in said if compared.same(known, value)), value)
                said.setdefault(same, []).append(copy.id)
        if any(not compared.same(one, other) for one, other in combinations(said, 2)):
            sayings = (Said(value, tuple(ids)) for value, ids in said.items())
            found.append(Difference(compared.name, tuple(sayings)))
    return found


def short(identity: str) -> str:
    """A copy's hash as people see it: eight hex digits."""
    return identity.removeprefix("sha256:")[:8]


def _remark(code: str, message: str) -> Diagnostic:
    return Diagnostic(code, severity(code, "archive"), message)


def _remarks_of_sources(sources: dict[str, str]) -> list[Diagnostic]:
    return [
        _remark("C0001", f"The {field} is said by copy {short(teller)} alone.")
        for field, teller in sources.items()
    ]


def _remark_of_difference(difference: Difference) -> Diagnostic:
    sayings = "; ".join(f"{said.value} ({', '.join(map(short, said.copies))})" for said in difference.values)
    return _remark("C0002", f"The copies disagree about the {difference.field}: {sayings}.")
