"""From a piece of text to a `Telegram`: read each witness, let the telegram's own words win, settle its identity."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from reftel.model.ledger import Ledger
from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.stated import Stated
from reftel.model.strand import Cut, Span, Strand
from reftel.model.telegram import Classification, Diagnostic, Provenance, Reference, Repair, Telegram
from reftel.reading import attributes as attribute_block
from reftel.reading import labels as label_head
from reftel.reading.accounted import mark_also, mark_cuts, mark_records
from reftel.reading.attributes import Attribute
from reftel.reading.completeness import completeness
from reftel.reading.copy import Copy
from reftel.reading.findings import Findings
from reftel.reading.forms import form_number, read_form
from reftel.reading.identity import Identity, identify
from reftel.reading.landmarks import Landmark
from reftel.reading.look import Look
from reftel.reading.mentions import read_mentions
from reftel.reading.page_found import PageMatter
from reftel.reading.page_matter import page_matter, repeated_until
from reftel.reading.recorded import joined, remarks_of, says_nothing
from reftel.reading.recorded import names as record_names
from reftel.reading.release_stamps import read_stamps
from reftel.reading.sections import LaterHead, later_heads
from reftel.reading.split import Piece
from reftel.reading.stretch import Stretch
from reftel.reading.telegram_text import TelegramText, read_text
from reftel.reading.telling import tell
from reftel.reading.witnesses import Others, hear_index, hear_labels, hear_record, settle_time
from reftel.vocabulary import classification

_INFERRED = "Number inferred from"
_UNSAID = Stated()


class _Reading(NamedTuple):
    """What all witnesses of one copy say together."""

    found: Findings
    identity: Identity
    aliases: tuple[str, ...]
    facts: dict[str, str]
    repairs: list[Repair]
    remarks: list[Diagnostic]
    kind: str
    completeness: str


def assemble(copy: Copy, provenance: Provenance) -> Telegram:
    """The telegram of one copy. Nothing raises: what cannot be read stays open."""
    reading = _read_form(copy) if copy.layout == "form" else _read_copy(copy)
    mrn = reading.identity.mrn
    fields: dict[str, Any] = dict(reading.found.fields)
    return Telegram(
        mrn=str(mrn) if mrn and mrn.year else None,
        mrn_inferred=bool(mrn and mrn.year and reading.identity.inferred),
        id=f"sha256:{provenance.sha256}",
        aliases=reading.aliases,
        kind=reading.kind,
        layout=copy.layout,
        completeness=reading.completeness,
        spans=reading.found.spans,
        repairs=tuple(sorted(reading.repairs, key=lambda repair: (repair.start, repair.end))),
        provenance=_with_facts(provenance, {**_source_of_number(reading.identity, copy), **reading.facts}),
        diagnostics=tuple(sorted(reading.remarks, key=lambda remark: (remark.start, remark.code))),
        **fields,
    ).with_text(copy.decoded.text)


def _source_of_number(identity: Identity, copy: Copy) -> dict[str, str]:
    """Where a number, or the year of one, comes from that the telegram itself does not state."""
    own = identity.mrn
    from_file = own is not None and identity.inferred and copy.file is not None and own.year == copy.file.year
    return {_INFERRED: "the file's name"} if from_file else {}


def _with_facts(provenance: Provenance, facts: dict[str, str]) -> Provenance:
    return Provenance(
        provenance.collection,
        provenance.path,
        provenance.offset,
        provenance.length,
        provenance.sha256,
        provenance.legal_status,
        {**provenance.facts, **facts},
    )


def _cut(copy: Copy, end: int) -> tuple[PageMatter, Strand, list[LaterHead]]:
    """The page matter of a copy, and the strand without it and without the heads of later sections."""
    piece = copy.piece
    matter = page_matter(copy.decoded, piece, end)
    strand = Strand.cutting(copy.decoded.plain, matter.cuts, piece.start, end)
    later = later_heads(strand, piece)
    if later:
        later = [_without_repeated(copy.decoded.plain, piece.start, one, end, matter) for one in later]
        cuts = sorted([*matter.cuts, *(one.cut for one in later)])
        strand = Strand.cutting(copy.decoded.plain, cuts, piece.start, end)
    return matter, strand, later


def _without_repeated(plain: str, start: int, head: LaterHead, end: int, matter: PageMatter) -> LaterHead:
    """Q126: the head of a later section, with the lines below it that stand above it already."""
    cut = head.cut
    above = next((one.start for one in matter.cuts if one.start < cut.start <= one.end), cut.start)
    below = plain[cut.end : min(end, cut.end + 200)]
    at = cut.end + len(below) - len(below.lstrip())
    stop = repeated_until(plain, start, Cut(above, at), end)
    if stop is None:
        return head
    matter.repairs.append(Repair("Q126", at, stop, plain[at:stop].strip(), ""))
    return head._replace(cut=Cut(cut.start, stop))


def _attributes(copy: Copy) -> tuple[Landmark | None, int, dict[str, Attribute]]:
    """The attribute block below a text, where the text ends, and what the block states."""
    piece = copy.piece
    block = next((mark for mark in piece.marks if mark.kind == "attributes"), None)
    if block is None:
        return None, piece.end, {}
    return block, block.start, attribute_block.read_attributes(copy.decoded.plain, block.end, piece.end)


def _read_copy(copy: Copy) -> _Reading:
    block, text_end, stated = _attributes(copy)
    matter, strand, later = _cut(copy, text_end)
    plain = copy.decoded.plain
    labels = label_head.read_labels(strand) if copy.layout == "smart" else None
    start, end = (labels.start, labels.end) if labels else (0, len(strand.text))
    text = read_text(
        Stretch(plain, strand, start, end, copy.piece, matter, later, copy.profile, bool(labels))
    )
    found = text.findings
    record = copy.stated or _UNSAID
    others = _hear_others(found, strand, labels, stated, record)
    settled = settle_time(found, text.remarks, plain)
    _fill_classification(found, matter)
    released = found.get("release") or read_stamps(plain, matter.stamps, matter.margins)
    found.put("release", joined(released, record.release))
    mark_cuts(found, plain, (*matter.cuts, *(one.cut for one in later)))
    mark_records(found, strand, labels, Span(block.start, copy.piece.end) if block else None)
    identity = _identify(copy, text, found, others.numbers)
    _mark_number(found, copy.piece)
    _date_references(found, identity.mrn)
    kind = "service" if text.service else record.kind or _kind(found, stated)
    untold = () if record.kind or text.service else remarks_of(kind)
    read_mentions(found, strand, text.strand, identity.mrn)
    held = record.completeness or completeness(copy, text, found, matter, kind=kind, recorded=bool(stated))
    headed = text.head.serial is not None or text.head.subject is not None
    below = max([strand.source_at(text.head.end), *(one.cut.end for one in later)])
    told = tell(Look(plain, copy.piece, text_end, found, labels, below, headed, matter, held))
    names = (*identity.aliases, *text.head.aliases, *attribute_block.aliases(stated), *record_names(record))
    own = (*_of_whole_text(copy), *matter.repairs, *text.repairs)
    return _Reading(
        found,
        identity,
        tuple(dict.fromkeys(names)),
        {**found.facts, **others.facts},
        [*own, *others.repairs, *settled, *attribute_block.number_repair(stated)],
        [*text.remarks, *others.remarks, *_year_remark(identity, found, text.sent), *told, *untold],
        kind,
        held,
    )


def _hear_others(
    found: Findings,
    strand: Strand,
    labels: label_head.Labels | None,
    stated: dict[str, Attribute],
    record: Stated,
) -> Others:
    """The archives' witnesses, the nearest first, which fill what the text leaves open."""
    others = Others([], {}, [], [])
    if labels:
        hear_labels(found, others, strand, labels)
    if stated:
        hear_index(found, others, stated)
    if record is not _UNSAID:
        hear_record(found, others, record)
    return others


def _read_form(copy: Copy) -> _Reading:
    matter, strand, _ = _cut(copy, copy.piece.end)
    ledger = Ledger(strand)
    form = read_form(strand, ledger)
    found = form.findings
    record = copy.stated or _UNSAID
    others = Others([], {}, [], [])
    if copy.stated:
        hear_record(found, others, record)
    _fill_classification(found, matter)
    stamped = read_stamps(copy.decoded.plain, matter.stamps, matter.margins)
    found.put("release", joined(stamped, record.release))
    mark_cuts(found, copy.decoded.plain, matter.cuts)
    number = form_number(form)
    if number:
        found.facts[_INFERRED] = "the form's sender, number and day"
    own = Mrn(form.year, form.post, form.serial) if number and form.post and form.serial else None
    mrn = own or next(iter(others.numbers), copy.file)
    identity = Identity(mrn, mrn not in others.numbers, ())
    read_mentions(found, strand, strand, mrn)
    return _Reading(
        found,
        identity,
        record_names(record),
        {**found.facts, **others.facts},
        [*_of_whole_text(copy), *matter.repairs, *ledger.repairs],
        [*ledger.remarks, *others.remarks],
        record.kind or "telegram",
        record.completeness or "partial",
    )


def _of_whole_text(copy: Copy) -> list[Repair]:
    piece = copy.piece
    return [repair for repair in copy.decoded.repairs if piece.start <= repair.start < piece.end]


def _fill_classification(found: Findings, matter: PageMatter) -> None:
    """A level at the pages' heads and feet counts where the classification line has none, or a lower one (Q59).

    SBU there counts where nothing higher is said.
    """
    if not matter.feet:
        return
    levels = {classification.level_of(foot.level): foot for foot in matter.feet if foot.level != "SBU"}
    sensitive = next((foot for foot in matter.feet if foot.level == "SBU"), None)
    stated: Classification | None = found.get("classification")
    best = max((level for level in levels if level), key=classification.rank, default=None)
    higher = best is not None and (
        stated is None or classification.rank(best) > classification.rank(stated.level)
    )
    level = best if higher or not stated else stated.level
    place = levels[best] if best and higher else sensitive
    if not place or (not higher and stated and (classification.rank(level) > 0 or "SBU" in stated.caveats)):
        return
    caveats = ("SBU",) if sensitive and classification.rank(level) < 1 else ()
    spans = found.spans.get("/classification", ()) if stated else ()
    value = Classification(level or "UNCLASSIFIED", (*(stated.caveats if stated else ()), *caveats))
    found.put("classification", value, *sorted((*spans, Span(place.start, place.end))))


def _identify(copy: Copy, text: TelegramText, found: Findings, stated: list[Mrn]) -> Identity:
    originator = found.get("originator")
    own = copy.piece.own
    if text.head.station and text.head.serial and own and own.kind in {"level", "section"}:
        own = msgspec.structs.replace(own, station=text.head.station, serial=text.head.serial)
    return identify(own, originator.post if originator else None, text.sent, stated, copy.file)


def _year_remark(identity: Identity, found: Findings, sent: datetime | None) -> list[Diagnostic]:
    """Q41: the number stands under another year elsewhere on the record. Q134: and the date-time group outweighs it."""
    if identity.other_year is None or identity.mrn is None:
        return []
    start, end = (found.spans.get("/dtg") or (Span(0, 0),))[0]
    message = f"The record is numbered in {identity.other_year}, but the date-time group is of another year."
    code = "Q134" if sent and sent.year == identity.mrn.year else "Q41"
    return [Diagnostic(code, "note", message, start=start, end=end)]


def _date_references(found: Findings, own: Mrn | None) -> None:
    """Numbers cited without a year, in a text without a date-time group, are taken to be of the telegram's year."""
    cited: tuple[Reference, ...] = found.get("references") or ()
    if own is None or own.year is None:
        return
    dated = tuple(
        _dated(one, own.year) if one.mrn is None and one.kind == "telegram" else one for one in cited
    )
    found.fields.update({"references": dated} if dated else {})


def _dated(reference: Reference, year: int) -> Reference:
    mrn = parse_mrn(reference.text, year)
    return msgspec.structs.replace(reference, mrn=str(mrn), year_inferred=True) if mrn else reference


def _mark_number(found: Findings, piece: Piece) -> None:
    """Where the number stands, if the head did not say so."""
    if "/mrn" not in found.spans and piece.own:
        found.spans["/mrn"] = (Span(piece.own.start, piece.own.end),)


def _kind(found: Findings, stated: dict[str, Attribute]) -> str:
    """A record without text stands for its telegram; what a system wrote in the text's place is no paragraph."""
    paragraphs = found.get("paragraphs") or ()
    if not stated or (paragraphs and not (attribute_block.without_text(stated) or says_nothing(paragraphs))):
        return "telegram"
    mark_also(found, [Span(one.start, one.end) for one in paragraphs])
    found.drop("paragraphs")
    return "withdrawal" if attribute_block.is_withdrawn(stated) else "stub"
